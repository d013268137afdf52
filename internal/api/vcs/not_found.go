package vcs

import (
	"bytes"
	"context"
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// mayMeanNotFound reports whether a response may mean that the room does not exist. The documentation says only how DELETE
// reports a missing room: by an error code. A 404 in the form of the service, or an empty body in place of a room, may mean
// the same, or that the endpoint is wrong. See confirmNotFound.
func mayMeanNotFound(request *transport.Request, response *transport.Response) bool {
	body := bytes.TrimSpace(response.Body)
	empty := len(body) == 0 || string(body) == "null"
	switch response.Status {
	case http.StatusNotFound:
		_, isError := parseError(response)
		return empty || isError
	case http.StatusOK:
		return empty && request.Method == http.MethodGet
	}
	return false
}

// confirmNotFound returns the error for a response that may mean that a room does not exist. A wrong endpoint can send the
// same response, and a service can contradict itself: the reason is only NotFound if the list of all rooms can be read and
// does not have the room.
func (c *Client) confirmNotFound(ctx context.Context, id string, response *transport.Response) error {
	onePass := paging.Items(roomID, func(sink *paging.Sink[Room]) error {
		_, err := c.readPages(ctx, sink)
		return err
	})
	for room, err := range onePass {
		if err != nil {
			return err
		}
		if room.ID == id {
			failure := response.Error("the service does not find the room, but its list has the room")
			failure.Reason = transport.ServerError
			return failure
		}
	}
	failure := response.Error("the service has no such room")
	failure.Reason = transport.NotFound
	return failure
}
