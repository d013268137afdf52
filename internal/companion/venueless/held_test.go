package venueless_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
)

// odd are values that the service holds without a complaint, and that no argument may have.
var odd = map[string]string{
	"a list as schedule":   `{"schedule_data":[1,"x"]}`,
	"a text as schedule":   `{"schedule_data":"x"}`,
	"a number as schedule": `{"schedule_data":5}`,
	"false as schedule":    `{"schedule_data":false}`,
	"a list as config":     `{"module_config":[{"type":"poll","config":[1]}]}`,
	"a text as config":     `{"module_config":[{"type":"poll","config":"x"}]}`,
	"null as config":       `{"module_config":[{"type":"poll","config":null}]}`,
	"a number as type":     `{"module_config":[{"type":5,"config":{}}]}`,
	"a list as type":       `{"module_config":[{"type":["a"],"config":{}}]}`,
}

// TestOddValuesAreDrift holds that values which no argument may have can be refreshed, planned, replaced by those of the
// configuration, imported, listed and destroyed.
func TestOddValuesAreDrift(t *testing.T) {
	t.Parallel()
	for name, body := range odd {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			caller := s.call(t)
			config := acctest.Values{"name": "Hall", "module_config": modules("poll", `{"active":true}`), "schedule_data": `{"title":"t"}`}
			made := caller.MustApply(caller.Absent(kind), config)
			path := "/api/v1/worlds/acc/rooms/" + made.Attribute(t, "id") + "/"
			s.send(t, path, body)
			s.make(t, venueless.Room{Name: "Lobby"})

			found, complaints := caller.ReadDataSource(kind+"s", acctest.Values{})
			none(t, complaints)
			if rooms := found.List(t, "rooms"); len(rooms) != 2 {
				t.Errorf("%d rooms are listed, want both", len(rooms))
			}
			_, complaints = caller.ReadDataSource(kind, acctest.Values{"name": "Lobby"})
			none(t, complaints)
			imported, complaints := caller.Import(kind, made.Attribute(t, "id"))
			none(t, complaints)
			readOf(t, caller, imported)

			read := readOf(t, caller, made)
			planned, complaints := caller.Plan(read, config)
			none(t, complaints)
			if read.Value.Equal(made.Value) || planned.Value.Equal(read.Value) || len(planned.Replaces) > 0 {
				t.Errorf("from %v it plans %v", read.Value, planned.Value)
			}
			applied, complaints := caller.Apply(read, planned, config)
			none(t, complaints)
			settled(t, caller, applied, config)

			s.send(t, path, body)
			_, complaints = caller.Apply(readOf(t, caller, applied), caller.Absent(kind), nil)
			none(t, complaints)
			if rooms := s.all(t); len(rooms) != 1 {
				t.Errorf("%d rooms are left, want the lobby", len(rooms))
			}
		})
	}
}

// web are rooms as the web app and other programs leave them.
var web = map[string]string{
	"an empty description":   `{"description":""}`,
	"no description":         `{"description":null}`,
	"text in another form":   `{"name":"Cafe\u0301","description":"Cafe\u0301\n\nat the gate"}`,
	"every kind of module":   `{"module_config":[{"type":"call.zoom"},{"type":"poll","config":{}},{"type":"page.static","config":{"content":{"ops":[{"insert":"a \"b\" ${c} \u003c\n"}]},"n":[1.5,1e23,-0,1e-7,9007199254740993,null,true]}}]}`,
	"a number as type":       `{"module_config":[{"type":5,"config":{}}]}`,
	"odd grants":             `{"trait_grants":{"viewer":[],"speaker":["a",["b","c"],7],"owner":null,"":[[]]}}`,
	"a talk":                 `{"schedule_data":{"title":"Opening","session":7,"computeSession":true}}`,
	"an empty talk":          `{"schedule_data":{}}`,
	"a talk of another kind": `{"schedule_data":[1]}`,
	"deleted in the web app": `{"deleted":true}`,
	"numbers":                `{"sorting_priority":-2147483648,"pretalx_id":2147483647}`,
}

// TestGeneratedConfigurationPlansNothing imports what a list resource finds with the configuration that Terraform
// generates for it. Terraform has left out empty texts in some versions, and written them in others.
func TestGeneratedConfigurationPlansNothing(t *testing.T) {
	t.Parallel()
	for name, body := range web {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			s.send(t, "/api/v1/worlds/acc/rooms/"+s.make(t, venueless.Room{Name: "Hall"}).ID+"/", body)
			caller := s.call(t)
			found, complaints := caller.Query(kind, acctest.Values{"include_deleted": true}, 0)
			none(t, complaints)
			imported, complaints := caller.ImportListResult(found[0])
			none(t, complaints)
			read := readOf(t, caller, imported)
			whole := caller.GeneratedConfig(found[0].Object)
			for version, config := range map[string]acctest.Values{"as it is": whole, "without empty texts": withoutEmpty(t, whole)} {
				none(t, caller.ValidateResource(kind, config))
				planned, complaints := caller.Plan(read, config)
				none(t, complaints)
				if !planned.Value.Equal(read.Value) || len(planned.Replaces) > 0 {
					t.Errorf("%s: from %v it plans %v", version, read.Value, planned.Value)
				}
				settled(t, caller, read, config)
			}
		})
	}
}

// withoutEmpty leaves out the texts that are empty.
func withoutEmpty(t *testing.T, config acctest.Values) acctest.Values {
	t.Helper()
	filled := acctest.Values{}
	for name, value := range config {
		one, ok := value.(tftypes.Value)
		if ok && one.Equal(tftypes.NewValue(tftypes.String, "")) {
			continue
		}
		filled[name] = value
	}
	return filled
}

// equalRooms makes 102 rooms in the order of the world, of which 4 are equal and stand at the border of two pages.
func (s service) equalRooms(t *testing.T) []venueless.Room {
	t.Helper()
	rooms := make([]venueless.Room, 102)
	for i := range rooms {
		name := fmt.Sprintf("Hall %03d", i)
		if i >= 48 && i < 52 {
			name = "Booth"
		}
		rooms[i] = s.make(t, venueless.Room{Name: name, SortingPriority: int64(i / 4)})
	}
	return rooms
}

func TestUniqueNameIsFoundBesideEqualRooms(t *testing.T) {
	t.Parallel()
	s := start(t)
	rooms := s.equalRooms(t)
	swapped := slices.Clone(rooms)
	swapped[49], swapped[50] = swapped[50], swapped[49]
	s.server = listing(t, s, rooms, swapped)
	caller := s.call(t)
	found, complaints := caller.ReadDataSource(kind, acctest.Values{"name": "Hall 101"})
	none(t, complaints)
	if found.Attribute(t, "name") != "Hall 101" {
		t.Errorf("found %v", found.Value)
	}
	_, complaints = caller.ReadDataSource(kind, acctest.Values{"name": "Booth"})
	one(t, complaints, "Cannot find Venueless room", `1 of 4 rooms named "Booth" with sorting_priority 12`, "different priorities")
	for config, rooms := range map[string]int{"Hall": 98, "Booth": 0, "": 0, "oo": 0, "none": 0} {
		values := acctest.Values{"name_contains": config}
		found, complaints := caller.ReadDataSource(kind+"s", values)
		queried, problems := caller.Query(kind, values, 0)
		if certain := config == "Hall" || config == "none"; !certain {
			one(t, complaints, "Cannot list Venueless rooms", `"Booth"`)
			one(t, problems, "Cannot list Venueless rooms", `"Booth"`)
			continue
		}
		none(t, complaints)
		none(t, problems)
		if len(found.List(t, "rooms")) != rooms || len(queried) != rooms {
			t.Errorf("%q: %d rooms are listed, %d found, want %d", config, len(found.List(t, "rooms")), len(queried), rooms)
		}
	}
}

func TestTokenWithoutRightsForgetsNoRoom(t *testing.T) {
	t.Parallel()
	s := start(t)
	schedule := s.callWith(t, map[string]any{"world_id": "acc"}, map[string]any{
		"secret": secret, "traits": tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, "schedule-update")}),
	})
	for _, mode := range []string{"hard", "soft"} {
		made := s.call(t).MustApply(s.call(t).Absent(kind), acctest.Values{"name": "Hall", "deletion_mode": mode})
		for range 2 { // first while the room exists, then after it was deleted
			read, complaints := schedule.Read(made)
			one(t, complaints, "error: Cannot read Venueless room", "cannot tell", `the role "apiuser"`, "terraform state rm")
			if !read.Value.Equal(made.Value) {
				t.Errorf("the room in the state has become %v", read.Value)
			}
			left, complaints := schedule.Apply(made, schedule.Absent(kind), nil)
			one(t, complaints, "error: Cannot delete Venueless room", "cannot tell")
			if !left.Value.Equal(made.Value) {
				t.Errorf("the room in the state has become %v", left.Value)
			}
			if err := s.client.DeleteRoom(t.Context(), "", made.Attribute(t, "id")); err != nil && !strings.Contains(err.Error(), "404") {
				t.Fatal(err)
			}
		}
	}
	if deleted := s.server.Requests(http.MethodDelete, ""); len(deleted) != 2 {
		t.Errorf("%d deletes were sent", len(deleted))
	}
}

func TestWorldWithoutDomain(t *testing.T) {
	t.Parallel()
	s := start(t)
	world, complaints := s.call(t).ReadDataSource("xrcloud_venueless_world", acctest.Values{"id": "other"})
	none(t, complaints)
	if world.Attribute(t, "domain") != "null" {
		t.Errorf("the domain is %q", world.Attribute(t, "domain"))
	}
}

func TestListsKeepTheOrderOfTheWorld(t *testing.T) {
	t.Parallel()
	s := start(t)
	names := []string{"\u00c4rger", "hall", "Zoo"} // as a database that knows languages orders them
	rooms := make([]string, len(names))
	for i, name := range names {
		rooms[i] = fmt.Sprintf(`{"id":"11111111-2222-4333-8444-%012d","name":%q}`, 9-i, name)
	}
	s.spoilList(fmt.Sprintf(`{"count":3,"next":null,"results":[%s]}`, strings.Join(rooms, ",")))
	found, complaints := s.call(t).ReadDataSource(kind+"s", acctest.Values{})
	none(t, complaints)
	for i, room := range found.List(t, "rooms") {
		if room.Attribute(t, "name") != names[i] {
			t.Errorf("room %d is %s, want %s", i, room.Attribute(t, "name"), names[i])
		}
	}
}
