package venueless

import (
	"context"
	"errors"
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// confirmNotFound changes the reason of a 404 to NotFound if no room has the ID. The server sends the same 404 for a room that
// does not exist, for a room that the token may not see, and for a world that does not exist; another server may send it as
// well. It returns all other errors unchanged.
//
// To tell them apart, it tries to create a room with that ID and without a name. The server always refuses this, so nothing
// changes. The server first compares the ID with the rooms of all worlds, including those that the token may not see: if it
// refuses only the name, no room has the ID. It refuses a token that may not create rooms before that comparison, so such a
// token cannot tell whether the room exists.
func (c *Client) confirmNotFound(ctx context.Context, worldID, id string, err error) error {
	failure, ok := errors.AsType[*transport.Error](err)
	if !ok || failure.Reason != transport.UnknownRoute {
		return err
	}
	refusal := c.tryCreate(ctx, worldID, map[string]string{"id": id})
	switch {
	case hasFieldError(refusal, "id"):
		failure.Reason = transport.Unauthorized
		failure.Message = "The room exists, but the token may not see it: the room is in another world, or no trait of the token has a role with the right to view it. " + adviceOnRights
	case hasFieldError(refusal, "name"):
		failure.Reason = transport.NotFound
	case transport.ReasonOf(refusal) == transport.Unauthorized:
		failure.Reason = transport.Unauthorized
		failure.ExistenceUnknown = true
		failure.Message = "The server does not find the room. With a token that may not create rooms, the provider cannot tell whether the room was deleted or is hidden from the token. " + adviceOnRights
	default:
		return refusal
	}
	return failure
}

// CanCreateRooms returns nil if the world exists and the token may create rooms in it.
func (c *Client) CanCreateRooms(ctx context.Context, worldID string) error {
	if refusal := c.tryCreate(ctx, worldID, map[string]string{}); !hasFieldError(refusal, "name") {
		return refusal
	}
	return nil
}

// tryCreate sends a request to create a room without a name, and returns the error with which the server refuses it.
func (c *Client) tryCreate(ctx context.Context, worldID string, body map[string]string) error {
	request := &transport.Request{Method: http.MethodPost, Path: c.roomsPath(worldID), Idempotent: true}
	if err := request.JSON(body); err != nil {
		return err
	}
	if err := c.callWorld(ctx, worldID, request, &Room{}); err != nil {
		return err
	}
	return c.transport.RequestError(request, transport.UnexpectedResponse, "the server accepted a room without a name, which Venueless rejects")
}
