package xrcloud

import (
	"context"
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// deleteObject deletes the object at a path. The service responds with an empty body. If the response does not say whether the
// object was deleted, a read of the object does.
func (c *Client) deleteObject(ctx context.Context, accepted credential, path, field, id string) error {
	request := &transport.Request{Method: http.MethodDelete, Path: path, Idempotent: true}
	if err := c.checkID(request, field, id); err != nil {
		return err
	}
	err := c.call(ctx, accepted, request, nil)
	if !transport.IsAmbiguous(err) {
		return err
	}
	read := &transport.Request{Method: http.MethodGet, Path: path, Idempotent: true}
	if transport.IsNotFound(c.call(ctx, anyCredential, read, nil)) {
		return nil
	}
	return err
}
