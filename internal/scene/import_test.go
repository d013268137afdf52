package scene_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// The steps with an import block also check that the plan is empty.
func TestSceneImport(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	other := p.CreateProject(t, "Other").ID
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config:      p.lobbyConfig(fmt.Sprintf("  project_id = %q", other)) + fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", sceneAddress, p.scene),
				ExpectError: regexp.MustCompile(`Scene is not in this project`),
			},
			{Config: p.lobbyConfig("")},
			{ResourceName: sceneAddress, ImportState: true, ImportStateVerify: true},
			{ResourceName: sceneAddress, ImportState: true, ImportStateVerify: true, ImportStateId: strings.ToUpper(p.scene)},
			{ResourceName: sceneAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
			{
				ResourceName: sceneAddress, ImportState: true, ImportStateId: acctest.MissingID,
				ExpectError: regexp.MustCompile(`Cannot import non-existent remote object`),
			},
			{ // an update in place adds the project
				Config: p.lobbyConfig(fmt.Sprintf("  project_id = %q", p.project)), ConfigPlanChecks: acctest.ExpectAction(sceneAddress, plancheck.ResourceActionUpdate),
			},
		},
	})
}

// Terraform 1.12, OpenTofu 1.12 and newer versions import by identity.
func TestSceneImportByIdentity(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	client := p.ProtocolClient(t)
	imported, problems := client.ImportByIdentityID("xrcloud_scene", p.scene)
	if len(problems) > 0 || imported.ID(t) != p.scene {
		t.Fatalf("imported %q: %q", imported.ID(t), problems)
	}
	read := client.MustRead(imported)
	if read.ID(t) != p.scene {
		t.Fatalf("read %q", read.ID(t))
	}
	client.RequireEmptyPlan(read, acctest.Values{"scene_id": p.scene})
	for _, id := range []string{"lobby", p.project + "/" + p.scene + "/", strings.ReplaceAll(p.scene, "-", "")} {
		_, problems := client.Import("xrcloud_scene", id)
		if got := strings.Join(problems, "\n"); !strings.HasPrefix(got, `error: Invalid import ID: Expected "<scene_id>" or "<project_id>/<scene_id>", got `) || strings.Contains(got, "\n") {
			t.Errorf("import of %q: %q", id, got)
		}
	}
}

// The project of an import is checked and saved in the state, so that the plan for a configuration with the project is empty.
func TestSceneImportWithProject(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	client := p.ProtocolClientWithKey(t)
	byID := client.MustImport("xrcloud_scene", p.project+"/"+p.scene)
	byIdentity, problems := client.ImportByIdentity("xrcloud_scene", map[string]string{"id": p.scene, "project_id": p.project})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, imported := range []acctest.Object{byID, byIdentity} {
		client.RequireEmptyPlan(client.MustRead(imported), acctest.Values{"scene_id": p.scene, "project_id": p.project})
	}
	other := p.CreateProject(t, "Other").ID
	_, problems = client.Import("xrcloud_scene", other+"/"+p.scene)
	if len(problems) != 1 || !strings.HasPrefix(problems[0], "error at project_id: ") {
		t.Errorf("with another project: %q", problems)
	}
}

// Variables without a default are unknown while Terraform validates.
func TestSceneValuesFromVariables(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: p.Config(`
variable "scene_id" { type = string }
variable "project_id" { type = string }
variable "deletes" { type = bool }
variable "forces" { type = bool }

resource "xrcloud_scene" "lobby" {
  scene_id          = var.scene_id
  project_id        = var.project_id
  delete_on_destroy = var.deletes
  force_destroy     = var.forces
}`),
			ConfigVariables: config.Variables{
				"scene_id": config.StringVariable(p.scene), "project_id": config.StringVariable(p.project),
				"deletes": config.BoolVariable(false), "forces": config.BoolVariable(true),
			},
			ConfigStateChecks: []statecheck.StateCheck{acctest.ExpectState(sceneAddress, "force_destroy", knownvalue.Bool(true))},
		}},
	})
}

// Values of another resource are unknown until apply.
func TestSceneValuesFromOtherResource(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: p.Config(fmt.Sprintf(`
resource "terraform_data" "later" {
  input = { scene_id = %q, project_id = %q, deletes = false, forces = true }
}

resource "xrcloud_scene" "lobby" {
  scene_id          = terraform_data.later.output.scene_id
  project_id        = terraform_data.later.output.project_id
  delete_on_destroy = terraform_data.later.output.deletes
  force_destroy     = terraform_data.later.output.forces
}`, p.scene, p.project)),
			ConfigPlanChecks:  acctest.ExpectAction(sceneAddress, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{acctest.ExpectState(sceneAddress, "force_destroy", knownvalue.Bool(true)), acctest.ExpectState(sceneAddress, "name", knownvalue.StringExact(p.sceneName(t, p.scene)))},
		}},
	})
}

func TestSceneValidation(t *testing.T) {
	t.Parallel()
	client := acctest.NewProtocolClient(t, acctest.Values{"api_key": "key"})
	for _, c := range []struct {
		config acctest.Values
		want   string
	}{
		{acctest.Values{"scene_id": acctest.MissingID}, ""},
		{acctest.Values{"scene_id": acctest.Unknown, "project_id": acctest.Unknown, "delete_on_destroy": acctest.Unknown, "force_destroy": acctest.Unknown}, ""},
		{acctest.Values{"scene_id": "lobby"}, acctest.NotUUIDError("scene_id", "lobby")},
		{acctest.Values{"scene_id": acctest.MissingID, "project_id": ""}, acctest.NotUUIDError("project_id", "")},
	} {
		if got := strings.Join(client.ValidateResource("xrcloud_scene", c.config), "\n"); got != c.want {
			t.Errorf("%v: got\n%s\nwant\n%s", c.config, got, c.want)
		}
	}
}
