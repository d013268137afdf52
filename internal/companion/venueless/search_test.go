package venueless_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// furnish makes rooms to be found: a hall with a chat, which it returns, a lobby, and a cellar that is marked as deleted.
func (s service) furnish(t *testing.T) venueless.Room {
	t.Helper()
	text := "The **largest** one"
	s.make(t, venueless.Room{Name: "Lobby", SortingPriority: 1})
	s.make(t, venueless.Room{Name: "Cellar Hall", Deleted: true})
	return s.make(t, venueless.Room{
		Name: "Grand Hall", Description: &text, SortingPriority: 2, PretalxID: 130, ScheduleData: []byte(`{"title":"t"}`),
		ModuleConfig: []venueless.Module{{Type: "chat.native", Config: []byte(`{"volatile":true}`)}},
		TraitGrants:  venueless.TraitGrants{"viewer": {}, "participant": {{"a", "b"}}},
	})
}

func TestDataSource(t *testing.T) {
	t.Parallel()
	s := start(t)
	room := s.furnish(t)
	const address = "data.xrcloud_venueless_room.hall"
	for _, by := range []string{`id = "` + room.ID + `"`, `name = "Grand Hall"`, "world_id = \"acc\"\nname = \"Grand Hall\""} {
		value := func(name string, want knownvalue.Check) statecheck.StateCheck {
			return statecheck.ExpectKnownValue(address, tfjsonpath.New(name), want)
		}
		exact := knownvalue.StringExact
		resource.UnitTest(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{{
				Config: s.config("data \"xrcloud_venueless_room\" \"hall\" {\n" + by + "\n}\n"),
				ConfigStateChecks: []statecheck.StateCheck{
					value("id", exact(room.ID)), value("world_id", exact("acc")), value("name", exact("Grand Hall")), value("description", exact("The **largest** one")),
					value("sorting_priority", knownvalue.Int64Exact(2)), value("pretalx_id", knownvalue.Int64Exact(130)), value("deleted", knownvalue.Bool(false)),
					value("schedule_data", exact(`{"title":"t"}`)),
					value("module_config", knownvalue.ListExact([]knownvalue.Check{
						knownvalue.ObjectExact(map[string]knownvalue.Check{"type": exact("chat.native"), "config": exact(`{"volatile":true}`)}),
					})),
					value("trait_grants", knownvalue.MapExact(map[string]knownvalue.Check{
						"viewer":      knownvalue.ListExact([]knownvalue.Check{}),
						"participant": knownvalue.ListExact([]knownvalue.Check{knownvalue.ListExact([]knownvalue.Check{exact("a"), exact("b")})}),
					})),
				},
			}},
		})
	}
	caller := s.call(t)
	for name, config := range map[string]acctest.Values{
		"neither id nor name": {}, "id and name": {"id": room.ID, "name": "Grand Hall"}, "no UUID": {"id": "hall"},
		"a name that cannot be": {"name": " Hall"}, "deleted ones by id": {"id": room.ID, "include_deleted": true},
	} {
		if complaints := caller.ValidateDataSource(kind, config); len(complaints) == 0 {
			t.Errorf("%s is no problem", name)
		}
	}
}

// Venueless keeps a name as it was typed: on macOS with accents in letters of their own, where Terraform's texts have none.
func TestNamesTypedElsewhere(t *testing.T) {
	t.Parallel()
	s := start(t)
	room := s.make(t, venueless.Room{Name: "Cafe\u0301"})
	s.make(t, venueless.Room{Name: "Cafe"})
	caller := s.call(t)
	found, complaints := caller.ReadDataSource(kind, acctest.Values{"name": "Caf\u00e9"})
	none(t, complaints)
	if found.Attribute(t, "id") != room.ID {
		t.Errorf("by name: %v", found.Value)
	}
	found, complaints = caller.ReadDataSource(kind+"s", acctest.Values{"name_contains": "\u00e9"})
	none(t, complaints)
	if rooms := found.List(t, "rooms"); len(rooms) != 1 || rooms[0].Attribute(t, "id") != room.ID {
		t.Errorf("by a part of the name: %v", rooms)
	}
}

// searches are the filters of the list data source and of the list resource, and what they find, in order.
var searches = map[string]struct {
	config acctest.Values
	found  string
}{
	"all":           {acctest.Values{}, "Lobby, Grand Hall"},
	"deleted, too":  {acctest.Values{"include_deleted": true}, "Cellar Hall, Lobby, Grand Hall"},
	"by name":       {acctest.Values{"name_contains": "Hall"}, "Grand Hall"},
	"by module":     {acctest.Values{"module_type": "chat.native"}, "Grand Hall"},
	"by both":       {acctest.Values{"name_contains": "Lob", "module_type": "chat.native"}, ""},
	"another world": {acctest.Values{"world_id": "other"}, ""},
}

func TestDataSourceList(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.furnish(t)
	caller := s.call(t)
	for name, test := range searches {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, complaints := caller.ReadDataSource(kind+"s", test.config)
			none(t, complaints)
			var names []string
			for _, room := range got.List(t, "rooms") {
				names = append(names, room.Attribute(t, "name"))
			}
			if found := strings.Join(names, ", "); found != test.found {
				t.Errorf("found %q, want %q", found, test.found)
			}
		})
	}
}

func TestListResource(t *testing.T) {
	t.Parallel()
	s := start(t)
	room := s.furnish(t)
	for name, test := range searches {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, complaints := s.call(t).Query(kind, test.config, 0)
			none(t, complaints)
			var names []string
			for _, room := range found {
				names = append(names, room.Name)
			}
			if found := strings.Join(names, ", "); found != test.found {
				t.Errorf("found %q, want %q", found, test.found)
			}
		})
	}

	// What is found is what an import gives.
	caller := s.call(t)
	found, complaints := caller.Query(kind, acctest.Values{"module_type": "chat.native"}, 0)
	none(t, complaints)
	imported, complaints := caller.Import(kind, room.ID)
	none(t, complaints)
	if read := readOf(t, caller, imported); !read.Value.Equal(found[0].Value) || fmt.Sprint(found[0].IdentityValues(t, "world_id", "id")) != "[acc "+room.ID+"]" {
		t.Errorf("imported as %v, found as %v, %v", read.Value, found[0].Value, found[0].IdentityValues(t, "world_id", "id"))
	}
}

func TestListResourceLimitAndErrors(t *testing.T) {
	t.Parallel()
	s := start(t)
	for range 51 {
		s.make(t, venueless.Room{Name: "Booth"})
	}
	s.server.Reset()
	found, complaints := s.call(t).Query(kind, acctest.Values{}, 49)
	one(t, complaints, "warning: More results than the limit", "The limit is 49")
	if pages := len(s.server.Requests(http.MethodGet, roomsPath)); len(found) != 49 || pages != 1 {
		t.Errorf("found %d rooms in %d pages, want 49 in one", len(found), pages)
	}
	s.server.Reset()
	s.server.Inject(faultserver.Fault{Method: http.MethodGet, Skip: 1, Status: http.StatusForbidden, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"detail":"no"}`})
	found, complaints = s.call(t).Query(kind, acctest.Values{}, 0)
	one(t, complaints, "error: Cannot list Venueless rooms", "403")
	if len(found) != 50 {
		t.Errorf("found %d rooms before the error, want 50", len(found))
	}
}

func TestWorldDataSource(t *testing.T) {
	t.Parallel()
	s := start(t)
	_, complaints := s.call(t).ReadDataSource("xrcloud_venueless_world", acctest.Values{"id": "fresh"})
	one(t, complaints, "Cannot read Venueless world", "403")
}
