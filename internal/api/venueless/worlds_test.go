package venueless_test

import (
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
)

func TestWorld(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	world, err := s.client.World(t.Context(), "")
	if err != nil || world != (venueless.World{ID: "acc", Title: "Acceptance", Domain: "acc.example.org"}) {
		t.Errorf("got %+v, %v", world, err)
	}
	_, err = s.client.World(t.Context(), "nope")
	requireError(t, err, transport.UnknownRoute, "no such world")
	_, err = s.client.World(t.Context(), "fresh")
	requireError(t, err, transport.Unauthorized, `the role "apiuser"`)
}
