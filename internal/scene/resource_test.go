package scene_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// Arguments are added, changed and removed in place. No request changes the scene.
func TestSceneLifecycle(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	want, err := p.Client.Scene(t.Context(), p.scene)
	if err != nil {
		t.Fatal(err)
	}
	same := statecheck.CompareValue(compare.ValuesSame())
	step := func(arguments string, action plancheck.ResourceActionType, project knownvalue.Check, deletes, forces bool) resource.TestStep {
		return resource.TestStep{
			Config: p.lobbyConfig(arguments), ConfigPlanChecks: acctest.ExpectAction(sceneAddress, action),
			ConfigStateChecks: []statecheck.StateCheck{
				same.AddStateValue(sceneAddress, tfjsonpath.New("id")),
				acctest.ExpectState(sceneAddress, "id", knownvalue.StringExact(p.scene)), acctest.ExpectState(sceneAddress, "scene_id", knownvalue.StringExact(p.scene)),
				acctest.ExpectState(sceneAddress, "project_id", project), acctest.ExpectState(sceneAddress, "delete_on_destroy", knownvalue.Bool(deletes)), acctest.ExpectState(sceneAddress, "force_destroy", knownvalue.Bool(forces)),
				acctest.ExpectState(sceneAddress, "name", knownvalue.StringExact(want.Name)), acctest.ExpectState(sceneAddress, "creator", knownvalue.StringExact("admin")),
				acctest.ExpectState(sceneAddress, "thumbnail_url", knownvalue.StringExact(want.ThumbnailURL)),
				acctest.ExpectState(sceneAddress, "created_at", knownvalue.StringExact(want.CreatedAt)), acctest.ExpectState(sceneAddress, "updated_at", knownvalue.StringExact(want.UpdatedAt)),
			},
		}
	}
	project, none := knownvalue.StringExact(p.project), knownvalue.Null()
	projectID := fmt.Sprintf("  project_id = %q\n", p.project)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			step("", plancheck.ResourceActionCreate, none, false, false),
			step("  delete_on_destroy = true", plancheck.ResourceActionUpdate, none, true, false),
			step(projectID+"  delete_on_destroy = true\n  force_destroy = true", plancheck.ResourceActionUpdate, project, true, true),
			step(projectID+"  force_destroy = true", plancheck.ResourceActionUpdate, project, false, true),
			step("  force_destroy = true", plancheck.ResourceActionUpdate, none, false, true),
			step("", plancheck.ResourceActionUpdate, none, false, false),
		},
	})
	if !p.sceneExists(t, p.scene) {
		t.Error("the destroy deleted the scene, without delete_on_destroy")
	}
	for _, method := range []string{http.MethodPost, http.MethodPatch, http.MethodDelete} {
		p.RequireRequests(t, 0, method, "^/api/scenes")
	}
}

// A change of scene_id forces replacement. The previous scene is removed from the state, or deleted if delete_on_destroy was applied.
func TestSceneReplacement(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	second := fixture{p.Service, p.project, p.PublishScene(t, p.project, "Hall")}
	third := fixture{p.Service, p.project, p.PublishScene(t, p.project, "Foyer")}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: p.lobbyConfig("")},
			{
				Config: second.lobbyConfig("  delete_on_destroy = true"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(sceneAddress, plancheck.ResourceActionDestroyBeforeCreate),
					plancheck.ExpectKnownValue(sceneAddress, tfjsonpath.New("id"), knownvalue.StringExact(second.scene)),
				}},
				ConfigStateChecks: []statecheck.StateCheck{acctest.ExpectState(sceneAddress, "name", knownvalue.StringExact(p.sceneName(t, second.scene)))},
			},
			{ // a missing scene is an error before the previous scene is deleted
				Config:      fixture{p.Service, p.project, acctest.MissingID}.lobbyConfig(""),
				ExpectError: regexp.MustCompile(`(?s)Cannot adopt scene.*scene_id = "` + acctest.MissingID + `".*There is no published scene`),
			},
			{
				PreConfig: func() {
					if !p.sceneExists(t, p.scene) || !p.sceneExists(t, second.scene) {
						t.Error("a scene was deleted")
					}
				},
				Config:            third.lobbyConfig(""),
				ConfigPlanChecks:  acctest.ExpectAction(sceneAddress, plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: []statecheck.StateCheck{acctest.ExpectState(sceneAddress, "name", knownvalue.StringExact(p.sceneName(t, third.scene)))},
			},
		},
	})
	if !p.sceneExists(t, p.scene) || p.sceneExists(t, second.scene) || !p.sceneExists(t, third.scene) {
		t.Error("of the three scenes, the second should be deleted and no other")
	}
}

// The project is checked in the plan, or in the apply if it was unknown. A wrong project never deletes the scene.
func TestSceneProjectIsChecked(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	other := p.CreateProject(t, "Other").ID
	later := func(project, arguments string) string {
		return p.lobbyConfig("  project_id = terraform_data.project.output\n"+arguments) + fmt.Sprintf("resource \"terraform_data\" \"project\" {\n  input = %q\n}\n", project)
	}
	wrong := regexp.MustCompile(`(?s)Scene is not in this project.*project_id\s+=.*The project "` + other + `" does\s+not\s+have\s+the\s+published\s+scene`)
	const deletes = "  delete_on_destroy = true"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: p.lobbyConfig(fmt.Sprintf("  project_id = %q", other)), PlanOnly: true, ExpectError: wrong},
			{Config: later(other, deletes), ExpectError: wrong},
			{
				Config: later(p.project, deletes), ConfigPlanChecks: acctest.ExpectAction(sceneAddress, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{acctest.ExpectState(sceneAddress, "project_id", knownvalue.StringExact(p.project))},
			},
			{Config: p.lobbyConfig(fmt.Sprintf("  project_id = %q\n%s", other, deletes)), PlanOnly: true, ExpectError: wrong},
			{Config: later(other, deletes), ExpectError: wrong},
			{
				PreConfig: func() {
					if !p.sceneExists(t, p.scene) {
						t.Fatal("the scene is deleted")
					}
				},
				Config: later(p.project, deletes),
			},
			{Config: later(p.project, "")},
			{Config: later(other, ""), ExpectError: wrong},
			{Config: p.lobbyConfig("")},
		},
	})
	if !p.sceneExists(t, p.scene) {
		t.Error("the scene is deleted")
	}
}

// The plan assumes that a scene that is unknown until apply stays the same. If it changes, the apply fails, and the next plan replaces the
// resource.
func TestUnknownSceneDoesNotReplace(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	other := p.PublishScene(t, p.project, "Hall")
	config := func(scene string, version int) string {
		return p.Config(fmt.Sprintf(`
resource "terraform_data" "later" {
  input            = %q
  triggers_replace = %d
}
resource "xrcloud_scene" "lobby" {
  scene_id          = terraform_data.later.output
  delete_on_destroy = true
}
`, scene, version))
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config(p.scene, 1), ConfigPlanChecks: acctest.ExpectAction(sceneAddress, plancheck.ResourceActionCreate)},
			{Config: config(p.scene, 2), ConfigPlanChecks: acctest.ExpectAction(sceneAddress, plancheck.ResourceActionUpdate)},
			{Config: config(other, 2), ExpectError: regexp.MustCompile(`Provider produced inconsistent final plan`)},
			{
				PreConfig: func() {
					if !p.sceneExists(t, p.scene) {
						t.Error("the scene is deleted")
					}
				},
				Config: config(other, 2), ConfigPlanChecks: acctest.ExpectAction(sceneAddress, plancheck.ResourceActionDestroyBeforeCreate),
			},
		},
	})
}

// A destroy removes the scene from the state, deletes it, or fails because it has rooms.
func TestSceneDestroy(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	p.CreateRoom(t, p.project, p.scene, "Main Hall")
	p.CreateRoom(t, p.project, p.scene, "Side Hall")
	refused := regexp.MustCompile(`(?s)Scene has rooms.*Deleting\s+the\s+scene\s+"` + p.scene + `"\s+also\s+deletes\s+all\s+rooms\s+on\s+it\s+\(2\)`)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy: func(*terraform.State) error {
			if p.sceneExists(t, p.scene) {
				return fmt.Errorf("the scene %s was not deleted", p.scene)
			}
			return nil
		},
		Steps: []resource.TestStep{
			{Config: p.lobbyConfig("  force_destroy = true")},
			{Config: p.lobbyConfig("  force_destroy = true"), Destroy: true},
			{Config: p.lobbyConfig("  delete_on_destroy = true")},
			{Config: p.lobbyConfig("  delete_on_destroy = true"), Destroy: true, ExpectError: refused},
			{ // force_destroy has no effect before it is applied
				Config: p.lobbyConfig("  delete_on_destroy = true\n  force_destroy = true"), Destroy: true, ExpectError: refused,
			},
			{Config: p.lobbyConfig("  delete_on_destroy = true\n  force_destroy = true")},
		},
	})
	p.RequireRequests(t, 1, http.MethodDelete, "")
}
