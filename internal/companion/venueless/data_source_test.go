package venueless_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
)

// createRooms creates a lobby, a cellar that is marked as deleted, and a hall with a chat, which it returns.
func (s fixture) createRooms(t *testing.T) api.Room {
	t.Helper()
	text := "The **largest** one"
	s.createRoom(t, api.Room{Name: "Lobby", SortingPriority: 1})
	s.createRoom(t, api.Room{Name: "Cellar Hall", Deleted: true})
	return s.createRoom(t, api.Room{
		Name: "Grand Hall", Description: &text, SortingPriority: 2, PretalxID: 130, ScheduleData: []byte(`{"title":"t"}`),
		ModuleConfig: []api.Module{{Type: "chat.native", Config: []byte(`{"volatile":true}`)}},
		TraitGrants:  api.TraitGrants{"viewer": {}, "participant": {{"a", "b"}}},
	})
}

func TestDataSource(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	room := s.createRooms(t)
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
	client := s.protocolClient(t)
	for name, config := range map[string]acctest.Values{
		"neither id nor name": {}, "id and name": {"id": room.ID, "name": "Grand Hall"}, "not a UUID": {"id": "hall"},
		"untrimmed name": {"name": " Hall"}, "include_deleted with id": {"id": room.ID, "include_deleted": true},
	} {
		if diags := client.ValidateDataSource(roomType, config); len(diags) == 0 {
			t.Errorf("%s is accepted", name)
		}
	}
}

// TestUnicodeNormalization looks up a name that is not normalized, such as one that was typed on macOS: Venueless keeps it, but
// Terraform normalizes its strings.
func TestUnicodeNormalization(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	room := s.createRoom(t, api.Room{Name: "Cafe\u0301"})
	s.createRoom(t, api.Room{Name: "Cafe"})
	client := s.protocolClient(t)
	found, diags := client.ReadDataSource(roomType, acctest.Values{"name": "Caf\u00e9"})
	requireNoDiagnostics(t, diags)
	if found.Attribute(t, "id") != room.ID {
		t.Errorf("by name: %v", found.Value)
	}
	found, diags = client.ReadDataSource(roomType+"s", acctest.Values{"name_contains": "\u00e9"})
	requireNoDiagnostics(t, diags)
	if rooms := found.List(t, "rooms"); len(rooms) != 1 || rooms[0].Attribute(t, "id") != room.ID {
		t.Errorf("by name_contains: %v", rooms)
	}
}

// filterCases are filters of the data source and of the list resource, and the names that they find in order.
var filterCases = map[string]struct {
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

func TestListDataSource(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.createRooms(t)
	client := s.protocolClient(t)
	for name, test := range filterCases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diags := client.ReadDataSource(roomType+"s", test.config)
			requireNoDiagnostics(t, diags)
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

func TestListKeepsServerOrder(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	names := []string{"\u00c4rger", "hall", "Zoo"} // in the order of a database that sorts by language
	rooms := make([]string, len(names))
	for i, name := range names {
		rooms[i] = fmt.Sprintf(`{"id":"11111111-2222-4333-8444-%012d","name":%q}`, 9-i, name)
	}
	s.injectList(fmt.Sprintf(`{"count":3,"next":null,"results":[%s]}`, strings.Join(rooms, ",")))
	found, diags := s.protocolClient(t).ReadDataSource(roomType+"s", acctest.Values{})
	requireNoDiagnostics(t, diags)
	for i, room := range found.List(t, "rooms") {
		if room.Attribute(t, "name") != names[i] {
			t.Errorf("room %d is %s, want %s", i, room.Attribute(t, "name"), names[i])
		}
	}
}

// createEqualRooms creates 102 rooms in the order of the world. 4 of them have the same sort key, and are on two pages.
func (s fixture) createEqualRooms(t *testing.T) []api.Room {
	t.Helper()
	rooms := make([]api.Room, 102)
	for i := range rooms {
		name := fmt.Sprintf("Hall %03d", i)
		if i >= 48 && i < 52 {
			name = "Booth"
		}
		rooms[i] = s.createRoom(t, api.Room{Name: name, SortingPriority: int64(i / 4)})
	}
	return rooms
}

func TestFindUniqueNameInIncompleteList(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	rooms := s.createEqualRooms(t)
	swapped := slices.Clone(rooms)
	swapped[49], swapped[50] = swapped[50], swapped[49]
	s.server = startListServer(t, s, rooms, swapped)
	client := s.protocolClient(t)
	found, diags := client.ReadDataSource(roomType, acctest.Values{"name": "Hall 101"})
	requireNoDiagnostics(t, diags)
	if found.Attribute(t, "name") != "Hall 101" {
		t.Errorf("found %v", found.Value)
	}
	_, diags = client.ReadDataSource(roomType, acctest.Values{"name": "Booth"})
	requireOneDiagnostic(t, diags, "Cannot find Venueless room", `1 of 4 rooms named "Booth" with sorting_priority 12`, "different priorities")
	for config, rooms := range map[string]int{"Hall": 98, "Booth": 0, "": 0, "oo": 0, "none": 0} {
		values := acctest.Values{"name_contains": config}
		found, diags := client.ReadDataSource(roomType+"s", values)
		queried, queryDiags := client.Query(roomType, values, 0)
		if complete := config == "Hall" || config == "none"; !complete {
			requireOneDiagnostic(t, diags, "Cannot list Venueless rooms", `"Booth"`)
			requireOneDiagnostic(t, queryDiags, "Cannot list Venueless rooms", `"Booth"`)
			continue
		}
		requireNoDiagnostics(t, diags)
		requireNoDiagnostics(t, queryDiags)
		if len(found.List(t, "rooms")) != rooms || len(queried) != rooms {
			t.Errorf("%q: %d rooms are listed, %d found, want %d", config, len(found.List(t, "rooms")), len(queried), rooms)
		}
	}
}

func TestWorldDataSource(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	_, diags := s.protocolClient(t).ReadDataSource("xrcloud_venueless_world", acctest.Values{"id": "fresh"})
	requireOneDiagnostic(t, diags, "Cannot read Venueless world", "403")
}

func TestWorldWithoutDomain(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	world, diags := s.protocolClient(t).ReadDataSource("xrcloud_venueless_world", acctest.Values{"id": "other"})
	requireNoDiagnostics(t, diags)
	if world.Attribute(t, "domain") != "null" {
		t.Errorf("the domain is %q", world.Attribute(t, "domain"))
	}
}
