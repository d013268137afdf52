package venueless_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
)

// planAction checks the action that is planned for the room "hall".
func planAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(hallAddress, action)}}
}

func TestDeletedAndChangedOutside(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	configuration := s.hallConfig(fullArguments)
	var before string
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: configuration},
			{
				PreConfig: func() {
					before = s.onlyRoom(t).ID
					if err := s.client.DeleteRoom(t.Context(), "", before); err != nil {
						t.Fatal(err)
					}
				},
				Config: configuration, ConfigPlanChecks: planAction(plancheck.ResourceActionCreate),
			},
			{
				PreConfig: func() {
					room := s.onlyRoom(t)
					if room.ID == before {
						t.Error("the room was not recreated")
					}
					name, text, priority, list, grants := "Other", "Other", int64(1), []api.Module{}, api.TraitGrants{}
					description := &text
					if _, err := s.client.UpdateRoom(t.Context(), "", room.ID, api.RoomChange{
						Name: &name, Description: &description, SortingPriority: &priority, PretalxID: &priority, ModuleConfig: &list,
						TraitGrants: &grants, ScheduleData: []byte(`{"title":"Other"}`), Deleted: new(bool),
					}); err != nil {
						t.Fatal(err)
					}
				},
				Config: configuration, ConfigPlanChecks: planAction(plancheck.ResourceActionUpdate),
				Check: func(*terraform.State) error {
					room := s.onlyRoom(t)
					if room.Name != "Grand Hall" || *room.Description != "The **largest** one" || room.SortingPriority != -5 || room.PretalxID != 130 ||
						len(room.ModuleConfig) != 2 || len(room.TraitGrants) != 2 || string(room.ScheduleData) != `{"title":"Opening","session":1}` || !room.Deleted {
						return fmt.Errorf("the room is %+v", room)
					}
					return nil
				},
			},
		},
	})
}

// TestUnmanagedScheduleData requires that schedule_data that is not configured stays as moderators set it, also in an update.
func TestUnmanagedScheduleData(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	set := func(data string) func() {
		return func() {
			if _, err := s.client.UpdateRoom(t.Context(), "", s.onlyRoom(t).ID, api.RoomChange{ScheduleData: []byte(data)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.hallConfig(`name = "Hall"`)},
			{PreConfig: set(`{"session":7}`), Config: s.hallConfig(`name = "Hall"`), ConfigPlanChecks: planAction(plancheck.ResourceActionNoop)},
			{Config: s.hallConfig(`name = "Lobby"`), ConfigPlanChecks: planAction(plancheck.ResourceActionUpdate)},
			{
				PreConfig: set(`{"session":8}`), Config: s.hallConfig(`name = "Lobby"`),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(hallAddress, tfjsonpath.New("schedule_data"), knownvalue.StringExact(`{"session":8}`)),
				},
			},
		},
	})
}

// unconfigurableValues are values that the service stores, but that no argument can have.
var unconfigurableValues = map[string]string{
	"list as schedule":   `{"schedule_data":[1,"x"]}`,
	"string as schedule": `{"schedule_data":"x"}`,
	"number as schedule": `{"schedule_data":5}`,
	"false as schedule":  `{"schedule_data":false}`,
	"list as config":     `{"module_config":[{"type":"poll","config":[1]}]}`,
	"string as config":   `{"module_config":[{"type":"poll","config":"x"}]}`,
	"null as config":     `{"module_config":[{"type":"poll","config":null}]}`,
	"number as type":     `{"module_config":[{"type":5,"config":{}}]}`,
	"list as type":       `{"module_config":[{"type":["a"],"config":{}}]}`,
}

// TestUnconfigurableValuesAreDrift requires that a room with such a value can be listed, imported, refreshed, updated to the
// configuration, and destroyed.
func TestUnconfigurableValuesAreDrift(t *testing.T) {
	t.Parallel()
	for name, body := range unconfigurableValues {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			client := s.protocolClient(t)
			config := acctest.Values{"name": "Hall", "module_config": modules("poll", `{"active":true}`), "schedule_data": `{"title":"t"}`}
			created := client.MustApply(client.Absent(roomType), config)
			path := "/api/v1/worlds/acc/rooms/" + created.Attribute(t, "id") + "/"
			s.patch(t, path, body)
			s.createRoom(t, api.Room{Name: "Lobby"})

			found, diags := client.ReadDataSource(roomType+"s", acctest.Values{})
			requireNoDiagnostics(t, diags)
			if rooms := found.List(t, "rooms"); len(rooms) != 2 {
				t.Errorf("%d rooms are listed, want 2", len(rooms))
			}
			_, diags = client.ReadDataSource(roomType, acctest.Values{"name": "Lobby"})
			requireNoDiagnostics(t, diags)
			imported, diags := client.Import(roomType, created.Attribute(t, "id"))
			requireNoDiagnostics(t, diags)
			client.MustRead(imported)

			read := client.MustRead(created)
			planned, diags := client.Plan(read, config)
			requireNoDiagnostics(t, diags)
			if read.Value.Equal(created.Value) || planned.Value.Equal(read.Value) || len(planned.Replaces) > 0 {
				t.Errorf("from %v, planned %v", read.Value, planned.Value)
			}
			applied, diags := client.Apply(read, planned, config)
			requireNoDiagnostics(t, diags)
			requireStable(t, client, applied, config)

			s.patch(t, path, body)
			_, diags = client.Apply(client.MustRead(applied), client.Absent(roomType), nil)
			requireNoDiagnostics(t, diags)
			if rooms := s.rooms(t); len(rooms) != 1 {
				t.Errorf("%d rooms are left, want 1", len(rooms))
			}
		})
	}
}

func TestTokenWithoutRightsKeepsState(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	schedule := s.protocolClientWith(t, map[string]any{"world_id": "acc"}, map[string]any{
		"secret": secret, "traits": tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, "schedule-update")}),
	})
	for _, mode := range []string{"hard", "soft"} {
		created := s.protocolClient(t).MustApply(s.protocolClient(t).Absent(roomType), acctest.Values{"name": "Hall", "deletion_mode": mode})
		for range 2 { // while the room exists, and after it was deleted
			read, diags := schedule.Read(created)
			requireOneDiagnostic(t, diags, "error: Cannot read Venueless room", "cannot tell", `the role "apiuser"`, "terraform state rm")
			if !read.Value.Equal(created.Value) {
				t.Errorf("the state is %v", read.Value)
			}
			left, diags := schedule.Apply(created, schedule.Absent(roomType), nil)
			requireOneDiagnostic(t, diags, "error: Cannot delete Venueless room", "cannot tell")
			if !left.Value.Equal(created.Value) {
				t.Errorf("the state is %v", left.Value)
			}
			if err := s.client.DeleteRoom(t.Context(), "", created.Attribute(t, "id")); err != nil && !strings.Contains(err.Error(), "404") {
				t.Fatal(err)
			}
		}
	}
	if deleted := s.server.Requests(http.MethodDelete, ""); len(deleted) != 2 {
		t.Errorf("%d DELETE requests were sent, want 2", len(deleted))
	}
}
