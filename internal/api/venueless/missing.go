package venueless

import (
	"context"
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// confirmNotFound returns the error for a 404 of a room. The server gives the same response for a room that does not exist, a
// room that the token may not see, and a world that does not exist; another server may give it as well. Only the first is
// NotFound.
//
// The evidence is an attempt to create a room with that ID and without a name. It is always refused, so it changes
// nothing. The server compares the ID with the rooms of all worlds, whether the token may see them or not: if it refuses
// the name alone, no room has the ID. A token that may not create rooms is refused before that comparison, and such a
// token cannot tell whether the room exists.
func (c *Client) confirmNotFound(ctx context.Context, worldID, id string, missing *transport.Error) error {
	refusal := c.tryCreate(ctx, worldID, map[string]string{"id": id})
	switch {
	case refuses(refusal, "id"):
		missing.Reason = transport.Unauthorized
		missing.Message = "The room exists, but not where the token may see it: it is in another world, or no role that lets people view it is given to a trait of the token. " + rights
	case refuses(refusal, "name"):
		missing.Reason = transport.NotFound
	case transport.ReasonOf(refusal) == transport.Unauthorized:
		missing.Reason = transport.Unauthorized
		missing.ExistenceUnknown = true
		missing.Message = "The token sees no such room, but it may not create rooms either, and such a token cannot tell whether the room was deleted or is hidden from it. " + rights
	default:
		return refusal
	}
	return missing
}

// CanCreateRooms returns nil if the world exists and the token may create rooms in it.
func (c *Client) CanCreateRooms(ctx context.Context, worldID string) error {
	if refusal := c.tryCreate(ctx, worldID, map[string]string{}); !refuses(refusal, "name") {
		return refusal
	}
	return nil
}

// tryCreate sends a request to create a room that the server must refuse, as it has no name, and returns the refusal.
func (c *Client) tryCreate(ctx context.Context, worldID string, body map[string]string) error {
	request := &transport.Request{Method: http.MethodPost, Idempotent: true}
	if err := request.JSON(body); err != nil {
		return err
	}
	if err := c.callWorld(ctx, worldID, roomsPath, request, nil); err != nil {
		return err
	}
	return c.transport.NotSentError(request, transport.UnexpectedResponse, "a room without a name was accepted, which Venueless does not do")
}
