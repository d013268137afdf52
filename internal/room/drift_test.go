package room_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

func TestRoomChangedOutside(t *testing.T) {
	t.Parallel()
	p := newFixtureOnAnyScene(t)
	config := p.hallConfig(`
  name = "Main Hall"
  return_url = "https://example.com/bye"`)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             p.checkDestroyed(t),
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() {
					name, size, url := "Renamed", int64(99), "https://example.com/elsewhere"
					change := xrcloud.RoomChange{Name: &name, Size: &size, ReturnURL: &url}
					if _, err := p.Client.UpdateRoom(t.Context(), p.onlyRoom(t).ID, change); err != nil {
						t.Fatal(err)
					}
				},
				Config:           config,
				ConfigPlanChecks: expectActionAndURLs(plancheck.ResourceActionUpdate, nil),
				ConfigStateChecks: []statecheck.StateCheck{
					acctest.ExpectState(roomAddress, "name", knownvalue.StringExact("Main Hall")),
					acctest.ExpectState(roomAddress, "size", knownvalue.Int64Exact(10)),
					acctest.ExpectState(roomAddress, "return_url", knownvalue.StringExact("https://example.com/bye")),
				},
			},
			{
				PreConfig: func() {
					if err := p.Client.DeleteRoom(t.Context(), p.onlyRoom(t).ID); err != nil {
						t.Fatal(err)
					}
				},
				Config:           config,
				ConfigPlanChecks: expectActionAndURLs(plancheck.ResourceActionCreate, nil),
			},
			{ // the destroy of a room that does not exist succeeds
				PreConfig: func() {
					if err := p.Client.DeleteRoom(t.Context(), p.onlyRoom(t).ID); err != nil {
						t.Fatal(err)
					}
				},
				Config: config, Destroy: true,
			},
		},
	})
}

// Each operation returns the identity. A read of a deleted room removes it from the state with a warning.
func TestRoomNotFoundIsRemovedFromState(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	client := p.ProtocolClient(t)
	created := client.MustApply(client.Absent("xrcloud_room"), p.arguments(nil))
	id := created.Attribute(t, "id")
	if created.ID(t) != id {
		t.Errorf("after the creation the identity is %q, want %q", created.ID(t), id)
	}
	created.Identity = nil // as in a state of Terraform 1.11 or older
	created = client.MustRead(created)
	if created.ID(t) != id {
		t.Errorf("after a read the identity is %q, want %q", created.ID(t), id)
	}
	changed := client.MustApply(created, p.arguments(acctest.Values{"name": "Grand Hall"}))
	if changed.ID(t) != id {
		t.Errorf("after an update the identity is %q, want %q", changed.ID(t), id)
	}

	if err := p.Client.DeleteRoom(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	read, problems := client.Read(changed)
	want := "warning: Room not found: The service does not find the room \"" + id +
		"\": it was deleted outside Terraform. It will be removed from the state. The next apply recreates it with other URLs, and the old URLs no longer work."
	if got := strings.Join(problems, "\n"); got != want || !read.Value.IsNull() || read.ID(t) != id {
		t.Errorf("a read of a deleted room returns %v, identity %q, with\n%s\nwant\n%s", read.Value, read.ID(t), got, want)
	}
	if destroyed := client.MustApply(changed, nil); !destroyed.Value.IsNull() {
		t.Errorf("the deletion of a deleted room leaves %v", destroyed.Value)
	}

	if err := p.Client.DeleteScene(t.Context(), p.scene); err != nil {
		t.Fatal(err)
	}
	_, problems = client.Read(changed)
	want = "warning: Room not found: The service does not find the room \"" + id +
		"\": it was deleted outside Terraform. It will be removed from the state. Its scene \"" + p.scene +
		"\" does not exist either: the service deletes the rooms of a scene together with the scene or the project. " +
		"The next apply can only create the room on another scene. Set scene_id to its ID."
	if got := strings.Join(problems, "\n"); got != want {
		t.Errorf("a read of a room that was deleted with its scene: got\n%s\nwant\n%s", got, want)
	}
	_, problems = client.Read(acctest.Object{Type: "xrcloud_room", Value: changed.Value})
	if len(problems) != 1 {
		t.Errorf("a read without an identity: %q", problems)
	}
}

// The update of a room that was deleted after the plan is an error, and the room stays in the state.
func TestUpdateOfDeletedRoom(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	client := p.ProtocolClient(t)
	created := client.MustApply(client.Absent("xrcloud_room"), p.arguments(nil))
	values := p.arguments(acctest.Values{"size": 20})
	planned, _ := client.Plan(created, values)
	if err := p.Client.DeleteRoom(t.Context(), created.Attribute(t, "id")); err != nil {
		t.Fatal(err)
	}
	after, problems := client.Apply(created, planned, values)
	want := "error at id: Cannot update room: XRCLOUD responded with 404 Not Found to PATCH /api/rooms/" + created.Attribute(t, "id") +
		": Room with ID " + created.Attribute(t, "id") + " not found." + acctest.AdviceOnNotFound
	if got := strings.Join(problems, "\n"); got != want || !after.Value.Equal(created.Value) {
		t.Errorf("the update leaves %v with\n%s\nwant\n%s", after.Value, got, want)
	}
}

// An update does not revert a change outside Terraform after the plan. The state has the planned values, and the next refresh
// shows the change.
func TestRoomChangedBetweenPlanAndApply(t *testing.T) {
	t.Parallel()
	for attribute, c := range map[string]struct {
		config  acctest.Values
		outside xrcloud.RoomChange
		want    string // after the refresh
	}{
		"name":       {acctest.Values{"size": 20}, xrcloud.RoomChange{Name: new("Changed")}, "Changed"},
		"size":       {acctest.Values{"name": "Grand Hall"}, xrcloud.RoomChange{Size: new(int64(30))}, `tftypes.Number<"30">`},
		"return_url": {acctest.Values{"size": 20}, xrcloud.RoomChange{ReturnURL: new("https://example.com/changed")}, "https://example.com/changed"},
	} {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			p := newFixture(t, acctest.Start(t))
			client := p.ProtocolClient(t)
			created := client.MustApply(client.Absent("xrcloud_room"), p.arguments(nil))
			values := p.arguments(c.config)
			planned, _ := client.Plan(created, values)
			if _, err := p.Client.UpdateRoom(t.Context(), created.Attribute(t, "id"), c.outside); err != nil {
				t.Fatal(err)
			}
			after, problems := client.Apply(created, planned, values)
			refreshed, more := client.Read(after)
			if got, want := after.Attribute(t, attribute), planned.Attribute(t, attribute); got != want {
				t.Errorf("the state has %q, planned was %q", got, want)
			}
			if got := refreshed.Attribute(t, attribute); got != c.want {
				t.Errorf("after a refresh the state has %q, want %q", got, c.want)
			}
			if len(problems)+len(more) > 0 {
				t.Error(problems, more)
			}
		})
	}
}
