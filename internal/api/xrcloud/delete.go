package xrcloud

import (
	"context"
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// remove deletes the thing at a path. The service answers that with nothing at all. Where something else comes, or no
// answer, the thing is asked for: if it is gone, it was deleted, whoever answered.
func (c *Client) remove(ctx context.Context, takes credential, path, field, id string) error {
	request := &transport.Request{Method: http.MethodDelete, Path: path, Idempotent: true}
	if err := c.checkID(request, field, id); err != nil {
		return err
	}
	err := c.call(ctx, takes, request, nil)
	if !transport.IsAmbiguous(err) {
		return err
	}
	look := &transport.Request{Method: http.MethodGet, Path: path, Idempotent: true}
	if transport.IsNotFound(c.call(ctx, anyCredential, look, nil)) {
		return nil
	}
	return err
}
