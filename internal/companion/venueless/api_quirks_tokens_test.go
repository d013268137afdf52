package venueless_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

func testTokenClaims(t *testing.T, s fixture) {
	t.Helper()
	s.SetNow(func() time.Time { return time.Now().Add(-30 * time.Second) })
	s.protocolClient(t).MustApply(s.protocolClient(t).Absent(roomType), acctest.Values{"name": "Hall"})
	got := parseClaims(t, strings.TrimPrefix(s.server.Requests(http.MethodPost, "")[0].Header.Get("Authorization"), "Bearer "))
	if traits, ok := got["traits"].([]any); !ok || len(traits) != 1 || traits[0] != "apiuser" {
		t.Errorf("the traits of a request are %v", got["traits"])
	}
	token, diags := s.protocolClient(t).OpenEphemeral("xrcloud_venueless_token", acctest.Values{"uid": "ada"})
	requireNoDiagnostics(t, diags)
	if traits, ok := parseClaims(t, token.Attribute(t, "token"))["traits"].([]any); !ok || len(traits) != 0 {
		t.Error("the token of a person without traits has no claim traits")
	}
}

func testRefusedToken(t *testing.T, s fixture) {
	t.Helper()
	created := s.protocolClient(t).MustApply(s.protocolClient(t).Absent(roomType), acctest.Values{"name": "Hall"})
	other := s.protocolClientWith(t, map[string]any{"world_id": "acc"}, map[string]any{"secret": "another-secret"})
	read, diags := other.Read(created)
	requireOneDiagnostic(t, diags, "403", "Check the credential", "Nothing is removed from the state")
	if !read.Value.Equal(created.Value) {
		t.Errorf("the state is %v", read.Value)
	}
	_, diags = other.ReadDataSource(roomType+"s", acctest.Values{})
	requireOneDiagnostic(t, diags, "403")
}

func testNewWorld(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	config := acctest.Values{"name": "Hall", "world_id": "fresh"}
	planned, diags := client.Plan(client.Absent(roomType), config)
	requireNoDiagnostics(t, diags)
	_, diags = client.Apply(client.Absent(roomType), planned, config)
	requireOneDiagnostic(t, diags, "403", "no token may create rooms", `the role "apiuser"`)
}

func testUnknownWorld(t *testing.T, s fixture) {
	t.Helper()
	created := s.protocolClient(t).MustApply(s.protocolClient(t).Absent(roomType), acctest.Values{"name": "Hall"})
	created.Value = withStrings(t, created.Value, acctest.Values{"world_id": "nope"})
	read, diags := s.protocolClient(t).Read(created)
	requireOneDiagnostic(t, diags, "error at world_id", "no such world")
	if !read.Value.Equal(created.Value) {
		t.Errorf("the state is %v", read.Value)
	}
}

func testInvisibleRoom(t *testing.T, s fixture) {
	t.Helper()
	creator := s.creatorClient(t)
	config := acctest.Values{"name": "Hall"}
	created := creator.MustApply(creator.Absent(roomType), config)
	read, diags := creator.Read(created)
	requireOneDiagnostic(t, diags, "The room exists, but the token may not see it", `the role "apiuser"`)
	if !read.Value.Equal(created.Value) {
		t.Errorf("the state is %v", read.Value)
	}
	_, diags = creator.Apply(created, creator.Absent(roomType), nil)
	requireOneDiagnostic(t, diags, "Cannot delete", "The room exists")
	if got := s.onlyRoom(t).ID; got != created.Attribute(t, "id") {
		t.Errorf("the room is now %s", got)
	}

	// With the same token, the provider sees that the room was deleted.
	if err := s.client.DeleteRoom(t.Context(), "", created.Attribute(t, "id")); err != nil {
		t.Fatal(err)
	}
	read, diags = creator.Read(created)
	requireOneDiagnostic(t, diags, "warning: Venueless room not found", created.Attribute(t, "id"))
	if !read.Value.IsNull() {
		t.Errorf("the room is still in the state: %v", read.Value)
	}
}

func testWorldSecrets(t *testing.T, s fixture) {
	t.Helper()
	world, diags := s.protocolClient(t).ReadDataSource("xrcloud_venueless_world", acctest.Values{})
	requireNoDiagnostics(t, diags)
	if world.Attribute(t, "id") != "acc" || world.Attribute(t, "title") != "Acceptance" || world.Attribute(t, "domain") != "acc.example.org" {
		t.Errorf("the world is %v", world.Value)
	}
	if strings.Contains(world.Value.String(), secret) {
		t.Error("the world's secret is in the state")
	}
	_, diags = s.protocolClient(t).ReadDataSource("xrcloud_venueless_world", acctest.Values{"id": "nope"})
	requireOneDiagnostic(t, diags, "error at id", "no such world")
	_, diags = s.protocolClient(t).ReadDataSource("xrcloud_venueless_room", acctest.Values{"id": uuid.NewString()})
	requireOneDiagnostic(t, diags, "404")
	for _, request := range s.server.Requests("", "^/api/v1/worlds/[a-z]+/$") {
		if request.Method != http.MethodGet {
			t.Errorf("%s was sent to a world", request.Method)
		}
	}
}
