package vcs_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

func TestListResource(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	hall := s.createRoom(t, api.RoomInput{Name: "Hall", Description: "Talks"})
	unnamed := s.createRoom(t, api.RoomInput{ConferenceType: api.SFU})
	for range 100 {
		s.createRoom(t, api.RoomInput{Name: "Booth"})
	}
	s.server.Reset()
	client := s.protocolClient(t)
	query := func(config acctest.Values) []acctest.ListResult {
		t.Helper()
		found, problems := client.Query(roomType, config, 0)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return found
	}

	all := query(acctest.Values{})
	if len(all) != 102 {
		t.Fatalf("found %d rooms", len(all))
	}
	for i, want := range []struct {
		room                     api.Room
		name, description, named string
	}{{hall, "Hall", "Talks", "Hall"}, {unnamed, unnamed.ID, "null", "null"}} {
		got := all[i]
		if got.Name != want.name || got.ID(t) != want.room.ID || got.Attribute(t, "id") != want.room.ID || got.Attribute(t, "name") != want.named ||
			got.Attribute(t, "description") != want.description || got.Attribute(t, "conference_type") != want.room.ConferenceType ||
			got.Attribute(t, "current_conference_type") != want.room.ConferenceType {
			t.Errorf("found %s: %v", got.Name, got.Value)
		}
	}

	// The list resource and an import return the same values.
	imported, _ := client.ImportByIdentityID(roomType, hall.ID)
	read, _ := client.Read(imported)
	if !read.Value.Equal(all[0].Value) {
		t.Errorf("imported as %v, found as %v", read.Value, all[0].Value)
	}

	named := query(acctest.Values{"name_contains": "al"})
	if len(named) != 1 || named[0].Name != "Hall" {
		t.Errorf("found %d rooms by name", len(named))
	}
	s.server.Reset()
	few, problems := client.Query(roomType, acctest.Values{}, 2)
	if len(few) != 2 || len(s.server.Requests("", "")) != 1 || len(problems) != 1 || !strings.HasPrefix(problems[0], "warning: More results than the limit: ") {
		t.Errorf("found %d rooms in %d pages, want 2 in one and a warning; %q", len(few), len(s.server.Requests("", "")), problems)
	}
}

func TestListResourceShowsErrors(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	for range 101 {
		s.createRoom(t, api.RoomInput{Name: "Booth"})
	}
	s.server.Reset()
	s.server.Inject(faultserver.Fault{Method: http.MethodGet, Skip: 1, Status: http.StatusForbidden, Body: "no"})
	found, problems := s.protocolClient(t).Query(roomType, acctest.Values{"name_contains": "Booth"}, 0)
	if len(found) != 100 || !slices.ContainsFunc(problems, func(p string) bool { return strings.Contains(p, "Cannot list VCS rooms") }) {
		t.Errorf("%d rooms, and the problems %v", len(found), problems)
	}
}
