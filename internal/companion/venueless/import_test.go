package venueless_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
)

// TestImport takes over a room by each form of its name, and plans nothing for it.
func TestImport(t *testing.T) {
	t.Parallel()
	s := start(t)
	text := "The **largest** one"
	room := s.make(t, venueless.Room{
		Name: "Grand Hall", Description: &text, SortingPriority: -5, PretalxID: 130,
		ModuleConfig: []venueless.Module{{Type: "chat.native", Config: []byte(`{"volatile":true,"a":"<&>"}`)}},
		TraitGrants:  venueless.TraitGrants{"viewer": {}, "participant": {{"a", "b"}}},
	})
	configuration := s.room(`
  name             = "Grand Hall"
  description      = <<-EOT
    The **largest** one
  EOT
  sorting_priority = -5
  pretalx_id       = 130
  module_config    = [{ type = "chat.native", config = jsonencode({ volatile = true, a = "<&>" }) }]
  trait_grants     = { viewer = [], participant = [["a", "b"]] }
`)
	for _, id := range []string{room.ID, "acc/" + room.ID, "acc/" + strings.ToUpper(room.ID)} {
		resource.UnitTest(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{
				{
					Config: configuration + "\nimport {\n to = " + hall + "\n id = \"" + id + "\"\n}\n",
					ConfigPlanChecks: resource.ConfigPlanChecks{
						PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(hall, plancheck.ResourceActionNoop)},
					},
				},
				// Forgotten, not destroyed, for the next form.
				{Config: s.config("removed {\n from = " + hall + "\n lifecycle {\n destroy = false\n }\n}\n")},
			},
		})
	}
}

// TestIdentity holds that each call tells the identity, and that a room is imported by it, with and without its world.
func TestIdentity(t *testing.T) {
	t.Parallel()
	s := start(t)
	caller := s.call(t)
	config := acctest.Values{"name": "Hall"}
	made := caller.MustApply(caller.Absent(kind), config)
	id := made.Attribute(t, "id")
	identified := func(step string, object acctest.Object) {
		t.Helper()
		if parts := object.IdentityValues(t, "world_id", "id"); len(parts) != 2 || parts[0] != "acc" || parts[1] != id {
			t.Errorf("%s: the identity is %v", step, parts)
		}
	}
	identified("create", made)
	config["name"] = "Lobby"
	made.Identity = nil // as in state that was written before there were identities
	made = caller.MustApply(made, config)
	identified("update", made)
	read, complaints := caller.Read(made)
	none(t, complaints)
	identified("read", read)
	for _, parts := range []map[string]string{{"world_id": "acc", "id": id}, {"id": id}} {
		imported, complaints := caller.ImportByIdentity(kind, parts)
		none(t, complaints)
		identified("import", imported)
		settled(t, caller, readOf(t, caller, imported), config)
	}
	if err := s.client.DeleteRoom(t.Context(), "", id); err != nil {
		t.Fatal(err)
	}
	gone, complaints := caller.Read(made)
	one(t, complaints, "warning: Venueless room not found")
	if !gone.Value.IsNull() {
		t.Error("the room is still in the state")
	}
	identified("read of a room that is gone", gone)
}

func readOf(t *testing.T, caller *acctest.ProtocolClient, object acctest.Object) acctest.Object {
	t.Helper()
	read, complaints := caller.Read(object)
	none(t, complaints)
	return read
}

func TestImportProblems(t *testing.T) {
	t.Parallel()
	s := start(t)
	nowhere := s.callWith(t, map[string]any{}, map[string]any{"secret": secret})
	for name, test := range map[string]struct {
		caller *acctest.ProtocolClient
		id     string
		says   string
	}{
		"no UUID":        {s.call(t), "acc/hall", "is a UUID"},
		"too many parts": {s.call(t), "a/b/" + uuid.NewString(), "<world_id>/<room_id>"},
		"no world":       {nowhere, uuid.NewString(), "got no world"},
		"empty world":    {s.call(t), "/" + uuid.NewString(), "got no world"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, complaints := test.caller.Import(kind, test.id)
			one(t, complaints, "Invalid import ID", test.says)
		})
	}
	// One that is not there must not become part of the state, which Terraform itself sees to.
	imported, complaints := s.call(t).Import(kind, uuid.NewString())
	none(t, complaints)
	if read, _ := s.call(t).Read(imported); !read.Value.IsNull() {
		t.Errorf("imported %v", read.Value)
	}
}

// TestWorldOfTheProvider holds that rooms follow the provider to another world, by replacement, unless they name theirs.
func TestWorldOfTheProvider(t *testing.T) {
	t.Parallel()
	s := start(t)
	here := s.call(t)
	there := s.callWith(t, map[string]any{"world_id": "other"}, map[string]any{"secret": secret})
	made := here.MustApply(here.Absent(kind), acctest.Values{"name": "Hall"})
	for name, test := range map[string]struct {
		caller *acctest.ProtocolClient
		config acctest.Values
		world  string
	}{
		"follows":       {there, acctest.Values{"name": "Hall"}, "other"},
		"names its own": {there, acctest.Values{"name": "Hall", "world_id": "acc"}, "acc"},
		"names another": {here, acctest.Values{"name": "Hall", "world_id": "other"}, "other"},
	} {
		planned, complaints := test.caller.Plan(made, test.config)
		none(t, complaints)
		if world := planned.Attribute(t, "world_id"); world != test.world || (len(planned.Replaces) > 0) != (world != "acc") {
			t.Errorf("%s: planned in %s, replaced for %v", name, world, planned.Replaces)
		}
	}
}

func TestUnknownWorldDoesNotReplace(t *testing.T) {
	t.Parallel()
	s := start(t)
	caller := s.call(t)
	made := caller.MustApply(caller.Absent(kind), acctest.Values{"name": "Hall"})
	planned, complaints := caller.Plan(made, acctest.Values{"name": "Lobby", "world_id": acctest.Unknown})
	one(t, complaints, "warning at world_id", "unknown until apply")
	if planned.Attribute(t, "world_id") != "unknown" || len(planned.Replaces) > 0 {
		t.Errorf("planned in %s, replaced for %v", planned.Attribute(t, "world_id"), planned.Replaces)
	}
}

// TestReplacementChecksTheWorld holds that no plan deletes a room whose successor cannot be created.
func TestReplacementChecksTheWorld(t *testing.T) {
	t.Parallel()
	s := start(t)
	made := s.call(t).MustApply(s.call(t).Absent(kind), acctest.Values{"name": "Hall"})
	for name, test := range map[string]struct {
		world  string
		config acctest.Values
		says   string
	}{
		"a world that is not there":                    {"acc", acctest.Values{"name": "Hall", "world_id": "nope"}, "no such world"},
		"a world of the provider that is not there":    {"nope", acctest.Values{"name": "Hall"}, "no such world"},
		"a world in which the token may not do that":   {"acc", acctest.Values{"name": "Hall", "world_id": "fresh"}, `the role "apiuser"`},
		"a world of the provider that has other roles": {"fresh", acctest.Values{"name": "Hall"}, `the role "apiuser"`},
	} {
		caller := s.callWith(t, map[string]any{"world_id": test.world}, map[string]any{"secret": secret})
		_, complaints := caller.Plan(made, test.config)
		t.Log(name)
		one(t, complaints, "error", "Cannot move Venueless room", test.says)
	}
	s.server.Stop()
	_, complaints := s.call(t).Plan(made, acctest.Values{"name": "Hall", "world_id": "other"})
	one(t, complaints, "Cannot move Venueless room", "refused")
}

func TestWorldsOfAnotherForm(t *testing.T) {
	t.Parallel()
	s := start(t)
	caller := s.call(t)
	for _, world := range []string{"", "lab/", "https://lab.example.org", "a%2Fb", "a b", "..", "l\u00e4b"} {
		one(t, caller.ValidateResource(kind, acctest.Values{"name": "Hall", "world_id": world}), "error at world_id", "Not a world ID")
		one(t, caller.ValidateDataSource(kind, acctest.Values{"name": "Hall", "world_id": world}), "error at world_id", "Not a world ID")
		one(t, caller.ValidateDataSource(kind+"s", acctest.Values{"world_id": world}), "error at world_id", "Not a world ID")
		one(t, caller.ValidateDataSource("xrcloud_venueless_world", acctest.Values{"id": world}), "error at id", "Not a world ID")
	}
	_, complaints := caller.Import(kind, "l b/"+uuid.NewString())
	one(t, complaints, "Invalid import ID", "is not a world ID")
	_, complaints = s.callWith(t, map[string]any{"world_id": "acc/"}, map[string]any{"secret": secret}).Plan(caller.Absent(kind), acctest.Values{"name": "Hall"})
	one(t, complaints, "Cannot plan Venueless room", `"acc/"`)
}
