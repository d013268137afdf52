package acctest_test

import (
	stdjson "encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// oneOfEachResource has one of each resource of XRCLOUD.
const oneOfEachResource = `
resource "xrcloud_project" "fair" {
  name          = %[1]q
  label         = "fair"
  force_destroy = true
}
data "xrcloud_scene" "lobby" {
  project_id = xrcloud_project.fair.id
  name       = "Lobby"
}
resource "xrcloud_scene" "lobby" {
  scene_id      = data.xrcloud_scene.lobby.id
  force_destroy = %[2]t
}
resource "xrcloud_room" "hall" {
  project_id = xrcloud_project.fair.id
  scene_id   = xrcloud_scene.lobby.id
  name       = %[1]q
  return_url = "https://example.com/bye"
}
`

// Terraform 1.11 and older versions wrote state files without identities. The provider works with them.
func TestStateFileWithoutIdentity(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{SeedScenes: []string{"Lobby"}})
	account := s.Emulator.Credentials()
	w := newWorkspace(t, "XRCLOUD_ENDPOINT="+s.Server.URL(), "XRCLOUD_API_KEY="+account.APIKey, "XRCLOUD_EMAIL="+account.Email, "XRCLOUD_PASSWORD="+account.Password)
	w.write(t, "main.tf", requiredProviders+fmt.Sprintf(oneOfEachResource, "Fair", false))
	w.apply(t)

	var state map[string]any
	decode(t, w.read(t, "terraform.tfstate"), &state)
	resources, _ := state["resources"].([]any)
	managed := 0
	for _, resource := range resources {
		instances, _ := resource.(map[string]any)["instances"].([]any)
		for _, instance := range instances {
			fields, _ := instance.(map[string]any)
			if fields["schema_version"] != 0.0 {
				t.Errorf("the state has the schema version %v", fields["schema_version"])
			}
			delete(fields, "identity")
			delete(fields, "identity_schema_version")
			managed++
		}
	}
	if managed != 4 {
		t.Fatalf("the state has %d resources and data sources", managed)
	}
	old, err := stdjson.Marshal(state)
	if err != nil || strings.Contains(string(old), `"identity`) {
		t.Fatal("the state still has identities: ", err)
	}
	w.write(t, "terraform.tfstate", string(old))
	w.requireEmptyPlan(t)

	w.write(t, "terraform.tfstate", string(old))
	w.write(t, "main.tf", requiredProviders+fmt.Sprintf(oneOfEachResource, "Fair 2", true))
	if output := w.apply(t); !strings.Contains(output, "0 added, 3 changed, 0 destroyed") {
		t.Errorf("the apply prints\n%s", output)
	}
	w.requireEmptyPlan(t)
	w.write(t, "terraform.tfstate", string(old))
	w.terraform(t, "destroy", "-no-color", "-auto-approve")
}

// Newer versions of Terraform send no identity for an object in such a state.
func TestStateWithoutIdentity(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	client := s.ProtocolClient(t)
	project := s.CreateProject(t, "Fair").ID
	scene := s.PublishScene(t, project, "Lobby")
	room := acctest.Values{"project_id": project, "scene_id": scene, "return_url": "https://example.com/bye"}
	for _, c := range []struct {
		kind, argument string
		before, after  any
		config         acctest.Values
	}{
		{"xrcloud_room", "name", "Hall", "Grand Hall", room},
		{"xrcloud_scene", "force_destroy", true, false, acctest.Values{"scene_id": scene, "delete_on_destroy": true}},
		{"xrcloud_project", "name", "Fair", "Grand Fair", acctest.Values{}},
	} {
		c.config[c.argument] = c.before
		created := client.MustApply(client.Absent(c.kind), c.config)
		id := created.ID(t)
		if id == "" || id != created.Attribute(t, "id") {
			t.Errorf("%s: created with the identity %q", c.kind, id)
		}
		created.Identity = nil
		client.RequireEmptyPlan(created, c.config)
		if read := client.MustRead(created); read.ID(t) != id {
			t.Errorf("%s: read with the identity %q", c.kind, read.ID(t))
		}
		c.config[c.argument] = c.after
		changed := client.MustApply(created, c.config)
		if changed.ID(t) != id {
			t.Errorf("%s: updated with the identity %q", c.kind, changed.ID(t))
		}
		changed.Identity = nil
		if deleted := client.MustApply(changed, nil); !deleted.Value.IsNull() {
			t.Errorf("%s: the deletion leaves %v", c.kind, deleted.Value)
		}
		if read, problems := client.Read(changed); !read.Value.IsNull() || read.ID(t) != id || len(problems) != 1 || !strings.HasPrefix(problems[0], "warning: ") {
			t.Errorf("%s: read after the deletion: %v with the identity %q: %q", c.kind, read.Value, read.ID(t), problems)
		}
	}
}
