package venueless

import (
	"context"
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// whyMissing finds out what a 404 of a room means, which is one answer to four questions: the room is gone, the token
// may not see it, there is no such world, or this is no Venueless server. Only the first is Gone.
//
// The last two show in the list of rooms, which then fails. The first two show in an attempt to create a room with that
// id and no name: it is refused in any case, and also for its id if a room has it.
func (c *Client) whyMissing(ctx context.Context, worldID, id string, missing *transport.Error) error {
	if _, err := c.page(ctx, worldID, 1); err != nil {
		return err
	}
	request := &transport.Request{Method: http.MethodPost, Repeatable: true}
	if err := request.JSON(map[string]string{"id": id}); err != nil {
		return err
	}
	refusal := c.callWorld(ctx, worldID, roomsPath, request, nil)
	switch reason := transport.ReasonOf(refusal); {
	case refuses(refusal, "id"):
		missing.Reason = transport.Unauthorized
		missing.Message = "The room exists, but not where the token may see it: it is in another world, or no role that lets people view it is given to a trait of the token. " + rights
	case reason == transport.Invalid, reason == transport.Unauthorized: // who may not create rooms cannot ask
		missing.Reason = transport.Gone
	default:
		return refusal
	}
	return missing
}
