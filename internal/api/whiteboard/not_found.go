package whiteboard

import (
	"context"
	"errors"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// confirmNotFound changes the reason of a 404 to NotFound if the list of the region's rooms can be read and does not have the
// room. A wrong endpoint can send the same 404, and a service can contradict itself. It returns all other errors unchanged.
func (c *Client) confirmNotFound(ctx context.Context, region, uuid string, err error) error {
	failure, ok := errors.AsType[*transport.Error](err)
	if !ok || failure.Reason != transport.UnknownRoute {
		return err
	}
	listed, err := c.isListed(ctx, region, uuid)
	if err != nil {
		return err
	}
	failure.Reason = transport.NotFound
	if listed {
		failure.Reason = transport.ServerError
		failure.Message = "the service does not find the room, but its list has the room: " + failure.Message
	}
	return failure
}

// isListed reports whether the list of a region has a room. It reads a page of one room, from this room on: by the order
// of the list, a page without the room begins with a later room. If it begins with an earlier room, the service does not keep the order,
// or something dropped the query of the request, and all pages are read.
func (c *Client) isListed(ctx context.Context, region, uuid string) (bool, error) {
	page, err := c.page(ctx, region, uuid, 1)
	switch reason := transport.ReasonOf(err); {
	case reason == transport.Invalid || reason == transport.UnknownRoute:
		// The documentation does not say whether a list can begin with a missing room. The service may refuse such a request:
		// then the list must be readable without it.
		if _, err := c.page(ctx, region, "", 1); err != nil {
			return false, err
		}
		return false, nil
	case err != nil || len(page) == 0:
		return false, err
	case page[0].UUID >= uuid:
		return page[0].UUID == uuid, nil
	}
	for room, err := range c.Rooms(ctx, region) {
		if err != nil || room.UUID == uuid {
			return true, err
		}
	}
	return false, nil
}
