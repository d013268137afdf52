package venueless_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
)

// TestImport imports a room by each form of its import ID. The plan must be empty.
func TestImport(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	text := "The **largest** one"
	room := s.createRoom(t, api.Room{
		Name: "Grand Hall", Description: &text, SortingPriority: -5, PretalxID: 130,
		ModuleConfig: []api.Module{{Type: "chat.native", Config: []byte(`{"volatile":true,"a":"<&>"}`)}},
		TraitGrants:  api.TraitGrants{"viewer": {}, "participant": {{"a", "b"}}},
	})
	configuration := s.hallConfig(`
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
					Config: configuration + "\nimport {\n to = " + hallAddress + "\n id = \"" + id + "\"\n}\n",
					ConfigPlanChecks: resource.ConfigPlanChecks{
						PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(hallAddress, plancheck.ResourceActionNoop)},
					},
				},
				// Remove the room from the state for the next form, and keep it at the server.
				{Config: s.config("removed {\n from = " + hallAddress + "\n lifecycle {\n destroy = false\n }\n}\n")},
			},
		})
	}
}

// TestIdentity requires that each operation sets the identity, and that a room can be imported by it, with and without its world.
func TestIdentity(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	client := s.protocolClient(t)
	config := acctest.Values{"name": "Hall"}
	created := client.MustApply(client.Absent(roomType), config)
	id := created.Attribute(t, "id")
	requireIdentity := func(step string, object acctest.Object) {
		t.Helper()
		if parts := object.IdentityValues(t, "world_id", "id"); len(parts) != 2 || parts[0] != "acc" || parts[1] != id {
			t.Errorf("%s: the identity is %v", step, parts)
		}
	}
	requireIdentity("create", created)
	config["name"] = "Lobby"
	created.Identity = nil // as in a state that an older Terraform saved
	created = client.MustApply(created, config)
	requireIdentity("update", created)
	read, diags := client.Read(created)
	requireNoDiagnostics(t, diags)
	requireIdentity("read", read)
	for _, parts := range []map[string]string{{"world_id": "acc", "id": id}, {"id": id}} {
		imported, diags := client.ImportByIdentity(roomType, parts)
		requireNoDiagnostics(t, diags)
		requireIdentity("import", imported)
		requireStable(t, client, client.MustRead(imported), config)
	}
	if err := s.client.DeleteRoom(t.Context(), "", id); err != nil {
		t.Fatal(err)
	}
	deleted, diags := client.Read(created)
	requireOneDiagnostic(t, diags, "warning: Venueless room not found")
	if !deleted.Value.IsNull() {
		t.Error("the room is still in the state")
	}
	requireIdentity("read of a deleted room", deleted)
}

func TestInvalidImports(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	withoutWorld := s.protocolClientWith(t, map[string]any{}, map[string]any{"secret": secret})
	for name, test := range map[string]struct {
		client *acctest.ProtocolClient
		id     string
		want   string
	}{
		"not a UUID":     {s.protocolClient(t), "acc/hall", "is a UUID"},
		"too many parts": {s.protocolClient(t), "a/b/" + uuid.NewString(), "<world_id>/<room_id>"},
		"no world":       {withoutWorld, uuid.NewString(), "got no world"},
		"empty world":    {s.protocolClient(t), "/" + uuid.NewString(), "got no world"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, diags := test.client.Import(roomType, test.id)
			requireOneDiagnostic(t, diags, "Invalid import ID", test.want)
		})
	}
	// A room that does not exist must not get into the state: Terraform itself reports it.
	imported, diags := s.protocolClient(t).Import(roomType, uuid.NewString())
	requireNoDiagnostics(t, diags)
	if read, _ := s.protocolClient(t).Read(imported); !read.Value.IsNull() {
		t.Errorf("imported %v", read.Value)
	}
}
