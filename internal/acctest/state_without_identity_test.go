package acctest_test

import (
	stdjson "encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// threesome is one of each resource.
const threesome = `
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

// A state file from before identity has none in it, as one that Terraform 1.11 wrote; it works as it did.
func TestStateFileWithoutIdentity(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{SeedScenes: []string{"Lobby"}})
	account := s.Emulator.Credentials()
	w := newWorkspace(t, "XRCLOUD_ENDPOINT="+s.Server.URL(), "XRCLOUD_API_KEY="+account.APIKey, "XRCLOUD_EMAIL="+account.Email, "XRCLOUD_PASSWORD="+account.Password)
	w.write(t, "main.tf", requirement+fmt.Sprintf(threesome, "Fair", false))
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
		t.Fatalf("the state has %d things", managed)
	}
	old, err := stdjson.Marshal(state)
	if err != nil || strings.Contains(string(old), `"identity`) {
		t.Fatal("the state still has identities: ", err)
	}
	w.write(t, "terraform.tfstate", string(old))
	w.requireEmptyPlan(t)

	w.write(t, "terraform.tfstate", string(old))
	w.write(t, "main.tf", requirement+fmt.Sprintf(threesome, "Fair 2", true))
	if said := w.apply(t); !strings.Contains(said, "0 added, 3 changed, 0 destroyed") {
		t.Errorf("the apply said\n%s", said)
	}
	w.requireEmptyPlan(t)
	w.write(t, "terraform.tfstate", string(old))
	w.terraform(t, "destroy", "-no-color", "-auto-approve")
}

// Over the protocol, what newer Terraforms send of such a state: no identity, to each call.
func TestStateWithoutIdentity(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	caller := s.ProtocolClient(t)
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
		made := caller.MustApply(caller.Absent(c.kind), c.config)
		id := made.ID(t)
		if id == "" || id != made.Attribute(t, "id") {
			t.Errorf("%s: made with the identity %q", c.kind, id)
		}
		made.Identity = nil
		if planned, problems := caller.Plan(made, c.config); len(problems) > 0 || !planned.Value.Equal(made.Value) {
			t.Errorf("%s: the plan is not empty: %q", c.kind, problems)
		}
		if read, problems := caller.Read(made); len(problems) > 0 || read.ID(t) != id {
			t.Errorf("%s: read with the identity %q: %q", c.kind, read.ID(t), problems)
		}
		c.config[c.argument] = c.after
		changed := caller.MustApply(made, c.config)
		if changed.ID(t) != id {
			t.Errorf("%s: changed with the identity %q", c.kind, changed.ID(t))
		}
		changed.Identity = nil
		if gone := caller.MustApply(changed, nil); !gone.Value.IsNull() {
			t.Errorf("%s: destroyed, and there is %v", c.kind, gone.Value)
		}
		if read, problems := caller.Read(changed); !read.Value.IsNull() || read.ID(t) != id || len(problems) != 1 || !strings.HasPrefix(problems[0], "warning: ") {
			t.Errorf("%s: read after it is gone, it is %v with the identity %q: %q", c.kind, read.Value, read.ID(t), problems)
		}
	}
}
