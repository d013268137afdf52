package venueless

import (
	"context"
	"errors"
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// World is an event with its rooms. The server also returns the configuration of the world, which is not decoded because
// it has the secrets with which tokens are signed.
type World struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Domain is the domain at which people enter the world, or "" if it has none.
	Domain string `json:"domain"`
}

// ObjectID returns the ID of the world.
func (w World) ObjectID() string { return w.ID }

// Validate returns an error if the world has no ID.
func (w World) Validate() error {
	if w.ID == "" {
		return errors.New("it has no id")
	}
	return nil
}

// World reads a world. The token needs the permission world:secrets.
func (c *Client) World(ctx context.Context, worldID string) (World, error) {
	request := &transport.Request{Method: http.MethodGet, Path: c.worldPath(worldID), ObjectID: worldID, Idempotent: true, Shared: true}
	var world World
	err := c.callWorld(ctx, worldID, request, &world)
	return world, err
}
