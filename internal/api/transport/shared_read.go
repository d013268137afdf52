package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Do sends a request, with retries if they are safe, and reads the whole response. The error is always an *Error. A response
// with an error status is not an error, and a redirect that is not followed is one.
func (c *Client) Do(ctx context.Context, request *Request) (*Response, error) {
	if request.Method != http.MethodGet {
		defer c.finishedWrites.Add(1)
	}
	if !request.Shared {
		return c.send(ctx, request)
	}
	response, err := c.reads.Do(ctx, c.readKey(request), func() (*Response, error) { return c.send(ctx, request) })
	if err == nil {
		return response, nil
	}
	failure, ok := errors.AsType[*Error](err)
	if !ok { // the context of this caller ended
		return nil, (&attempts{client: c, request: request}).error(err)
	}
	own := *failure // callers change their errors
	own.Fields = slices.Clone(failure.Fields)
	return nil, &own
}

// readKey is the same for requests that may share a response. A read that begins after a write must see its result, so it does not
// share the response to a read that began before the end of the write.
func (c *Client) readKey(request *Request) string {
	var key strings.Builder
	fmt.Fprintln(&key, c.finishedWrites.Load(), request.Path, request.Query.Encode())
	_ = request.Header.WriteSubset(&key, map[string]bool{c.config.SignatureHeader: true}) // a strings.Builder does not fail
	return key.String()
}
