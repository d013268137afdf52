package venueless

import (
	"context"
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// World is an event. What else the server tells of it holds the secrets of its tokens, and is not read.
type World struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Domain is where people enter the world; "" for a world without one.
	Domain string `json:"domain"`
}

func (w World) problem() string {
	if w.ID == "" {
		return "it has no id"
	}
	return ""
}

// World reads a world. It takes a token with the right to see the world's secrets.
func (c *Client) World(ctx context.Context, worldID string) (World, error) {
	request := &transport.Request{Method: http.MethodGet, Idempotent: true}
	var world World
	err := c.callWorld(ctx, worldID, "/", request, &world)
	return world, err
}
