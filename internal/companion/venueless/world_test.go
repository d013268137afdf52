package venueless_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

func TestUnknownWorldDoesNotReplace(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	client := s.protocolClient(t)
	created := client.MustApply(client.Absent(roomType), acctest.Values{"name": "Hall"})
	planned, diags := client.Plan(created, acctest.Values{"name": "Lobby", "world_id": acctest.Unknown})
	requireOneDiagnostic(t, diags, "warning at world_id", "unknown until apply")
	if planned.Attribute(t, "world_id") != "unknown" || len(planned.Replaces) > 0 {
		t.Errorf("planned world %s, replaced for %v", planned.Attribute(t, "world_id"), planned.Replaces)
	}
}

// TestReplacementChecksWorld requires an error in the plan if the room of a replacement cannot be created.
func TestReplacementChecksWorld(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	created := s.protocolClient(t).MustApply(s.protocolClient(t).Absent(roomType), acctest.Values{"name": "Hall"})
	for name, test := range map[string]struct {
		world  string
		config acctest.Values
		want   string
	}{
		"unknown world":                              {"acc", acctest.Values{"name": "Hall", "world_id": "nope"}, "no such world"},
		"unknown world of the provider":              {"nope", acctest.Values{"name": "Hall"}, "no such world"},
		"no permission":                              {"acc", acctest.Values{"name": "Hall", "world_id": "fresh"}, `the role "apiuser"`},
		"no permission in the world of the provider": {"fresh", acctest.Values{"name": "Hall"}, `the role "apiuser"`},
	} {
		client := s.protocolClientWith(t, map[string]any{"world_id": test.world}, map[string]any{"secret": secret})
		_, diags := client.Plan(created, test.config)
		t.Log(name)
		requireOneDiagnostic(t, diags, "error", "Cannot move Venueless room", test.want)
	}
	s.server.Stop()
	_, diags := s.protocolClient(t).Plan(created, acctest.Values{"name": "Hall", "world_id": "other"})
	requireOneDiagnostic(t, diags, "Cannot move Venueless room", "refused")
}

func TestInvalidWorldIDs(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	client := s.protocolClient(t)
	for _, world := range []string{"", "lab/", "https://lab.example.org", "a%2Fb", "a b", "..", "l\u00e4b"} {
		requireOneDiagnostic(t, client.ValidateResource(roomType, acctest.Values{"name": "Hall", "world_id": world}), "error at world_id", "Invalid world ID")
		requireOneDiagnostic(t, client.ValidateDataSource(roomType, acctest.Values{"name": "Hall", "world_id": world}), "error at world_id", "Invalid world ID")
		requireOneDiagnostic(t, client.ValidateDataSource(roomType+"s", acctest.Values{"world_id": world}), "error at world_id", "Invalid world ID")
		requireOneDiagnostic(t, client.ValidateDataSource("xrcloud_venueless_world", acctest.Values{"id": world}), "error at id", "Invalid world ID")
	}
	_, diags := client.Import(roomType, "l b/"+uuid.NewString())
	requireOneDiagnostic(t, diags, "Invalid import ID", "is not a world ID")
	_, diags = s.protocolClientWith(t, map[string]any{"world_id": "acc/"}, map[string]any{"secret": secret}).Plan(client.Absent(roomType), acctest.Values{"name": "Hall"})
	requireOneDiagnostic(t, diags, "Cannot plan Venueless room", `"acc/"`)
}
