package acctest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// genericConfig are configurations that create an object with a generic provider.
var genericConfig = map[string]string{
	"restapi_object": `
terraform {
  required_providers {
    restapi = { source = "mastercard/restapi" }
  }
}
provider "restapi" {
  uri     = %[1]q
  headers = %[2]s
}
resource "restapi_object" "hall" {
  path = %[3]q
  data = jsonencode(%[4]s)
}
`,
	"restful_resource": `
terraform {
  required_providers {
    restful = { source = "magodo/restful" }
  }
}
provider "restful" {
  base_url = %[1]q
  header   = %[2]s
}
resource "restful_resource" "hall" {
  path      = %[3]q
  read_path = "$(path)/$(body.id)"
  body      = %[4]s
}
`,
}

// createGeneric creates a room with a generic provider, and returns the ID in its state.
func (f *examplesFixture) createGeneric(t *testing.T, w *workspace, source string) string {
	t.Helper()
	w.write(t, "main.tf", fmt.Sprintf(genericConfig[source], f.Server.URL(),
		fmt.Sprintf("{ X-XRCLOUD-API-KEY = %q }", f.Emulator.Credentials().APIKey), "/api/rooms",
		fmt.Sprintf("{ projectId = %q, sceneId = %q, name = \"Stage\", size = 200, returnUrl = \"https://fair.example.com/bye\" }", f.project, f.scene)))
	w.apply(t)
	id, _ := w.stateOf(t)["id"].(string)
	return id
}

// stateOf returns the attributes of the only resource in the state.
func (w *workspace) stateOf(t *testing.T) map[string]any {
	t.Helper()
	var state struct {
		Resources []struct {
			Instances []struct{ Attributes map[string]any }
		}
	}
	decode(t, w.read(t, "terraform.tfstate"), &state)
	if len(state.Resources) != 1 || len(state.Resources[0].Instances) != 1 {
		t.Fatalf("the state has %v", state.Resources)
	}
	return state.Resources[0].Instances[0].Attributes
}

// movedStage returns a configuration that moves the room from a resource of a generic provider.
func (f *examplesFixture) movedStage(source string) string {
	return requiredProviders + fmt.Sprintf(`
moved {
  from = %s.hall
  to   = xrcloud_room.stage
}
resource "xrcloud_room" "stage" {
  project_id = %q
  scene_id   = %q
  name       = "Stage"
  size       = 200
  return_url = "https://fair.example.com/bye"
}
`, source, f.project, f.scene)
}

// The move of a room from a generic provider changes nothing.
func TestMovedBlockAdoptsRoom(t *testing.T) {
	t.Parallel()
	for source := range genericConfig {
		t.Run(source, func(t *testing.T) {
			t.Parallel()
			f := newExamplesFixture(t)
			w := f.workspace(t)
			w.requireCLI(t, "1.8", "1.10")
			created := f.createGeneric(t, w, source)
			w.write(t, "main.tf", f.movedStage(source))
			w.terraform(t, "init", "-no-color")
			plan := w.terraform(t, "plan", "-no-color")
			if !strings.Contains(plan, source+".hall has moved to xrcloud_room.stage") || !strings.Contains(plan, "Plan: 0 to add, 0 to change, 0 to destroy.") {
				t.Fatalf("the plan is\n%s", plan)
			}
			w.apply(t)
			w.requireEmptyPlan(t)
			state := w.stateOf(t)
			id, _ := state["id"].(string)
			if id == "" || !strings.HasSuffix(created, id) || state["name"] != "Stage" || state["project_id"] != f.project {
				t.Errorf("the state of the room %s is %v", created, state)
			}
		})
	}
}

// With an API key alone, the provider takes the project from the configuration, checks it, and saves it with an update in place.
func TestMovedBlockWithKeyAloneFillsProject(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	w := newWorkspace(t, "XRCLOUD_ENDPOINT="+f.Server.URL(), "XRCLOUD_API_KEY="+f.Emulator.Credentials().APIKey)
	w.requireCLI(t, "1.8", "1.10")
	id := f.createGeneric(t, w, "restapi_object")
	w.write(t, "main.tf", f.movedStage("restapi_object"))
	if output := w.apply(t); !strings.Contains(output, "Resources: 0 added, 1 changed, 0 destroyed.") {
		t.Errorf("the apply prints\n%s", output)
	}
	w.requireEmptyPlan(t)
	if state := w.stateOf(t); state["id"] != id || state["project_id"] != f.project {
		t.Errorf("the state has %v", state)
	}
}

// Without a refresh, every argument would be a change, and the plan would replace the room: it is an error.
func TestMovedBlockNeedsRefresh(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	w := f.workspace(t)
	w.requireCLI(t, "1.8", "1.10")
	f.createGeneric(t, w, "restapi_object")
	w.write(t, "main.tf", f.movedStage("restapi_object"))
	w.terraform(t, "init", "-no-color")
	for _, arguments := range [][]string{{"plan", "-no-color", "-refresh=false"}, {"destroy", "-no-color", "-auto-approve", "-refresh=false"}} {
		if _, all, code := w.run(t, w.cli, arguments...); code == 0 || !strings.Contains(all, "Cannot plan moved room") {
			t.Errorf("%v exits with %d:\n%s", arguments, code, all)
		}
	}
	w.apply(t)
	w.requireEmptyPlan(t)
}

// The state of the generic provider does not contain the account that it used. A moved room that is not found stays in the state, so that the
// next apply does not create another one.
func TestMovedRoomThatIsNotFoundStaysInState(t *testing.T) {
	t.Parallel()
	f, other := newExamplesFixture(t), newExamplesFixture(t)
	w := f.workspace(t)
	w.requireCLI(t, "1.8", "1.10")
	id := f.createGeneric(t, w, "restapi_object")
	w.write(t, "main.tf", f.movedStage("restapi_object"))
	env := w.env
	w.env = append(slices.Clip(w.env), environment(other.Service)...)
	w.terraform(t, "init", "-no-color")
	if _, all, code := w.run(t, w.cli, "apply", "-no-color", "-auto-approve"); code == 0 || !strings.Contains(all, "Cannot find moved room") {
		t.Errorf("the apply exits with %d:\n%s", code, all)
	}
	if state := w.stateOf(t); state["id"] != id || state["path"] != "/api/rooms" {
		t.Errorf("the state has %v", state)
	}
	w.env = env
	w.apply(t)
	w.requireEmptyPlan(t)
	if state := w.stateOf(t); state["id"] != id {
		t.Errorf("the state has %v", state)
	}
}

// The error of a move that is refused shows blocks that import the object, which work as they are.
func TestImportInsteadOfRefusedMove(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	w := f.workspace(t)
	w.requireCLI(t, "1.8", "1.10")
	id := f.createGeneric(t, w, "restapi_object")
	w.replace(t, "terraform.tfstate", "/api/rooms", "/elsewhere/rooms")
	previous, _, _ := strings.Cut(w.read(t, "main.tf"), "resource ")
	w.write(t, "main.tf", f.movedStage("restapi_object"))
	w.terraform(t, "init", "-no-color")
	events, all, code := w.run(t, w.cli, "plan", "-json")
	blocks := ""
	for line := range strings.Lines(events) {
		var event struct{ Diagnostic struct{ Detail string } }
		decode(t, line, &event)
		if _, after, found := strings.Cut(event.Diagnostic.Detail, "  removed {"); found {
			blocks = after
		}
	}
	if code == 0 || blocks == "" {
		t.Fatalf("the plan exits with %d:\n%s", code, all)
	}
	blocks = strings.NewReplacer("restapi_object.example", "restapi_object.hall", "xrcloud_room.example", "xrcloud_room.stage",
		"<room_id>", id).Replace(blocks)
	_, resource, _ := strings.Cut(f.movedStage("restapi_object"), "xrcloud_room.stage\n}")
	previous = strings.Replace(previous, "required_providers {", "required_providers {\n    xrcloud = { source = \"xrcloud/xrcloud\" }", 1)
	w.write(t, "main.tf", previous+"removed {"+blocks+resource)
	if output := w.apply(t); !strings.Contains(output, "Resources: 1 imported, 0 added, 0 changed, 0 destroyed") {
		t.Errorf("the apply prints\n%s", output)
	}
	w.requireEmptyPlan(t)
}

// One plan moves a project and a Venueless room.
func TestMovedBlocksOfAllKinds(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	w := f.workspace(t)
	w.requireCLI(t, "1.8", "1.10")
	venueless := f.ids.Replace("eaa91024-1278-468d-8f24-31479817b073")
	w.write(t, "terraform.tfstate", fmt.Sprintf(`{
  "version": 4, "terraform_version": "1.8.0", "serial": 1, "lineage": %q, "outputs": {}, "resources": [%s, %s]
}`, uuid.NewString(), genericState("project", "/api/projects", f.project), genericState("venueless", "/api/v1/worlds/fair/rooms", venueless)))
	w.write(t, "main.tf", requiredProviders+`
moved {
  from = restapi_object.project
  to   = xrcloud_project.project
}
resource "xrcloud_project" "project" {
  name  = "Fair 2026"
  label = "fair-2026"
}
moved {
  from = restapi_object.venueless
  to   = xrcloud_venueless_room.hall
}
resource "xrcloud_venueless_room" "hall" {
  name = "Main Hall"
}
`)
	if output := w.apply(t); !strings.Contains(output, "Resources: 0 added, 1 changed, 0 destroyed.") {
		t.Errorf("the apply changed more than the label and the images of the project:\n%s", output)
	}
	w.requireEmptyPlan(t)
}

// genericState returns a resource in a state file that mastercard/restapi 1.20 wrote.
func genericState(name, path, id string) string {
	return fmt.Sprintf(`{
  "mode": "managed", "type": "restapi_object", "name": %q, "provider": "provider[\"registry.terraform.io/mastercard/restapi\"]",
  "instances": [{"schema_version": 0, "attributes": %s, "sensitive_attributes": [], "private": "bnVsbA=="}]
}`, name, restapi1(path, id))
}
