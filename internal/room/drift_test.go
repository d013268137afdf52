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
					expectState("name", knownvalue.StringExact("Main Hall")),
					expectState("size", knownvalue.Int64Exact(10)),
					expectState("return_url", knownvalue.StringExact("https://example.com/bye")),
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
			{ // gone before the destruction of it all, which is as good as destroyed
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

// What Terraform shows of a read: the identity every time, and a warning where the room is gone.
func TestRoomNotFoundIsRemovedFromState(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	caller := p.ProtocolClient(t)
	made := caller.MustApply(caller.Absent("xrcloud_room"), p.arguments(nil))
	id := made.Attribute(t, "id")
	if made.ID(t) != id {
		t.Errorf("after its creation the identity is %q, want %q", made.ID(t), id)
	}
	made.Identity = nil // as a state from before identity has it
	made, problems := caller.Read(made)
	if made.ID(t) != id || len(problems) > 0 {
		t.Errorf("after a read the identity is %q, want %q; %q", made.ID(t), id, problems)
	}
	changed := caller.MustApply(made, p.arguments(acctest.Values{"name": "Grand Hall"}))
	if changed.ID(t) != id {
		t.Errorf("after an update the identity is %q, want %q", changed.ID(t), id)
	}

	if err := p.Client.DeleteRoom(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	gone, problems := caller.Read(changed)
	want := "warning: Room not found: The service does not find the room \"" + id +
		"\": it was deleted outside Terraform. It will be removed from the state. The next apply recreates it with other URLs, and the old URLs do not work any more."
	if got := strings.Join(problems, "\n"); got != want || !gone.Value.IsNull() || gone.ID(t) != id {
		t.Errorf("a read of a deleted room gives %v, identity %q, and says\n%s\nwant\n%s", gone.Value, gone.ID(t), got, want)
	}
	if destroyed := caller.MustApply(changed, nil); !destroyed.Value.IsNull() {
		t.Errorf("the destruction of a deleted room leaves %v", destroyed.Value)
	}

	if err := p.Client.DeleteScene(t.Context(), p.scene); err != nil {
		t.Fatal(err)
	}
	_, problems = caller.Read(changed)
	want = "warning: Room not found: The service does not find the room \"" + id +
		"\": it was deleted outside Terraform. It will be removed from the state. Its scene \"" + p.scene +
		"\" does not exist either: the service deletes the rooms of a scene together with the scene or the project. " +
		"The next apply can only create the room on another scene. Set scene_id to its ID."
	if got := strings.Join(problems, "\n"); got != want {
		t.Errorf("a read of a room that went with its scene says\n%s\nwant\n%s", got, want)
	}
	_, problems = caller.Read(acctest.Object{Type: "xrcloud_room", Value: changed.Value})
	if len(problems) != 1 {
		t.Errorf("a read without an identity says %q", problems)
	}
}

// A room that vanishes between plan and apply is an error, and the next plan creates it.
func TestUpdateOfDeletedRoom(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	caller := p.ProtocolClient(t)
	made := caller.MustApply(caller.Absent("xrcloud_room"), p.arguments(nil))
	values := p.arguments(acctest.Values{"size": 20})
	planned, _ := caller.Plan(made, values)
	if err := p.Client.DeleteRoom(t.Context(), made.Attribute(t, "id")); err != nil {
		t.Fatal(err)
	}
	after, problems := caller.Apply(made, planned, values)
	want := "error at id: Cannot update room: XRCLOUD answered 404 Not Found to PATCH /api/rooms/" + made.Attribute(t, "id") +
		": Room with ID " + made.Attribute(t, "id") + " not found." + adviceOnNotFound
	if got := strings.Join(problems, "\n"); got != want || !after.Value.Equal(made.Value) {
		t.Errorf("the update leaves %v and says\n%s\nwant\n%s", after.Value, got, want)
	}
}

// What another person changes between plan and apply, the update neither undoes nor takes over: Terraform holds it to its
// plan. The next refresh shows it.
func TestRoomChangedBetweenPlanAndApply(t *testing.T) {
	t.Parallel()
	for attribute, c := range map[string]struct {
		ours   acctest.Values
		theirs xrcloud.RoomChange
		want   string // after the refresh
	}{
		"name":       {acctest.Values{"size": 20}, xrcloud.RoomChange{Name: new("Theirs")}, "Theirs"},
		"size":       {acctest.Values{"name": "Ours"}, xrcloud.RoomChange{Size: new(int64(30))}, `tftypes.Number<"30">`},
		"return_url": {acctest.Values{"size": 20}, xrcloud.RoomChange{ReturnURL: new("https://example.com/theirs")}, "https://example.com/theirs"},
	} {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			p := newFixture(t, acctest.Start(t))
			caller := p.ProtocolClient(t)
			made := caller.MustApply(caller.Absent("xrcloud_room"), p.arguments(nil))
			values := p.arguments(c.ours)
			planned, _ := caller.Plan(made, values)
			if _, err := p.Client.UpdateRoom(t.Context(), made.Attribute(t, "id"), c.theirs); err != nil {
				t.Fatal(err)
			}
			after, problems := caller.Apply(made, planned, values)
			refreshed, more := caller.Read(after)
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
