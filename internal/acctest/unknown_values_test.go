package acctest_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// everyEphemeral is the part of everyType with ephemeral resources.
const everyEphemeral = `
ephemeral "xrcloud_room_access" "hall" { room_id = xrcloud_room.hall.id }
ephemeral "xrcloud_scene_editor" "lobby" { project_id = xrcloud_project.fair.id }
`

// everyType uses each resource and data source of XRCLOUD. All computed values are unknown until apply.
const everyType = oneOfEachResource + `
data "xrcloud_project" "fair" { id = xrcloud_project.fair.id }
data "xrcloud_projects" "fair" {
  label      = "fair"
  depends_on = [xrcloud_project.fair]
}
data "xrcloud_scenes" "all" { project_id = xrcloud_project.fair.id }
data "xrcloud_room" "hall" { id = xrcloud_room.hall.id }
data "xrcloud_rooms" "all" { project_id = xrcloud_room.hall.project_id }
data "xrcloud_room_logs" "hall" { room_id = xrcloud_room.hall.id }
data "xrcloud_user" "ada" {
  project_id = xrcloud_project.fair.id
  account_id = "ada"
}
data "xrcloud_room_access" "hall" { room_id = xrcloud_room.hall.id }
data "xrcloud_scene_editor" "lobby" { scene_id = xrcloud_scene.lobby.id }

output "found" {
  value = [
    data.xrcloud_project.fair.name, length(data.xrcloud_projects.fair.projects), length(data.xrcloud_scenes.all.scenes), data.xrcloud_room.hall.name,
    length(data.xrcloud_rooms.all.rooms), length(data.xrcloud_room_logs.hall.events), length(data.xrcloud_user.ada.reticulum_id),
    provider::xrcloud::parse_room_url(data.xrcloud_room_access.hall.public_guest_url).visibility, data.xrcloud_scene_editor.lobby.url != "",
  ]
  sensitive = true
}
`

// unknownProviderConfig returns a configuration with a provider whose arguments are unknown until apply.
func unknownProviderConfig(s *acctest.Service, body string) string {
	account := s.Emulator.Credentials()
	return acctest.Config(`
  endpoint = terraform_data.service.output.endpoint
  api_key  = terraform_data.service.output.api_key
  email    = terraform_data.service.output.email
  password = terraform_data.service.output.password
`, fmt.Sprintf(`
resource "terraform_data" "service" {
  input = { endpoint = %q, api_key = %q, email = %q, password = %q }
}
`, s.Server.URL(), account.APIKey, account.Email, account.Password)+body)
}

// A provider whose configuration is unknown until apply plans all types without a request, and applies them in the same run.
func TestProviderConfiguredByResource(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{SeedScenes: []string{"Lobby"}})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: unknownProviderConfig(s, acctest.WithEphemeral(t, fmt.Sprintf(everyType, "Fair", false), everyEphemeral)),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					expectNoRequests{s}, plancheck.ExpectResourceAction("xrcloud_room.hall", plancheck.ResourceActionCreate),
				}},
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("found", knownvalue.TupleExact([]knownvalue.Check{
					knownvalue.StringExact("Fair"), knownvalue.Int64Exact(1), knownvalue.Int64Exact(1), knownvalue.StringExact("Fair"),
					knownvalue.Int64Exact(1), knownvalue.Int64Exact(0), knownvalue.Int64Exact(19), knownvalue.StringExact("public"), knownvalue.Bool(true),
				}))},
			},
		},
	})
}

// A data source that Terraform reads in the plan is an error if the provider's configuration is unknown until apply.
func TestDataSourceWithUnknownProviderConfiguration(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{SeedScenes: []string{"Lobby"}})
	project := s.CreateProject(t, "Fair").ID
	for name, arguments := range map[string]string{
		"xrcloud_project":      fmt.Sprintf("id = %q", project),
		"xrcloud_projects":     "",
		"xrcloud_scene":        fmt.Sprintf("project_id = %q\n  name = \"Lobby\"", project),
		"xrcloud_scenes":       fmt.Sprintf("project_id = %q", project),
		"xrcloud_room":         fmt.Sprintf("id = %q", project),
		"xrcloud_rooms":        fmt.Sprintf("project_id = %q", project),
		"xrcloud_room_logs":    fmt.Sprintf("room_id = %q", project),
		"xrcloud_user":         fmt.Sprintf("project_id = %q\n  account_id = \"ada\"", project),
		"xrcloud_room_access":  fmt.Sprintf("room_id = %q", project),
		"xrcloud_scene_editor": fmt.Sprintf("project_id = %q", project),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config:      unknownProviderConfig(s, fmt.Sprintf("data %q \"test\" {\n  %s\n}\n", name, arguments)),
					ExpectError: regexp.MustCompile(`(?s)Cannot .*with data\.` + name + `\.test.*unknown\s+until\s+apply:\s+endpoint,`),
				}},
			})
		})
	}
}

// expectNoRequests checks that the plan sent no request.
type expectNoRequests struct{ *acctest.Service }

func (n expectNoRequests) CheckPlan(_ context.Context, _ plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	if sent := n.Server.Requests("", ""); len(sent) > 0 {
		resp.Error = fmt.Errorf("the plan sent %d requests", len(sent))
	}
}

// The update of a project does not replace its rooms, although Terraform then reads their scene at apply only.
func TestRenamedProjectKeepsItsRooms(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{SeedScenes: []string{"Lobby"}})
	same := statecheck.CompareValue(compare.ValuesSame())
	config := func(name string) string {
		return s.Config(fmt.Sprintf(`
resource "xrcloud_project" "fair" {
  name          = %q
  force_destroy = true
}
data "xrcloud_scene" "lobby" {
  project_id = xrcloud_project.fair.id
  name       = "Lobby"
}
resource "xrcloud_scene" "lobby" {
  scene_id   = data.xrcloud_scene.lobby.id
  project_id = xrcloud_project.fair.id
}
resource "xrcloud_room" "hall" {
  project_id = xrcloud_project.fair.id
  scene_id   = data.xrcloud_scene.lobby.id
  name       = "Hall"
  return_url = "https://example.com/bye"
}
resource "xrcloud_room" "foyer" {
  project_id = xrcloud_project.fair.id
  scene_id   = xrcloud_scene.lobby.id
  name       = "Foyer"
  return_url = "https://example.com/bye"
}
`, name))
	}
	url := tfjsonpath.New("public_guest_url")
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config("Fair"), ConfigStateChecks: []statecheck.StateCheck{same.AddStateValue("xrcloud_room.hall", url)}},
			{
				Config: config("Grand Fair"), ConfigStateChecks: []statecheck.StateCheck{same.AddStateValue("xrcloud_room.hall", url)},
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectUnknownValue("xrcloud_room.hall", tfjsonpath.New("scene_id")),
					plancheck.ExpectResourceAction("xrcloud_room.hall", plancheck.ResourceActionUpdate),
					plancheck.ExpectResourceAction("xrcloud_room.foyer", plancheck.ResourceActionNoop),
					plancheck.ExpectResourceAction("xrcloud_scene.lobby", plancheck.ResourceActionUpdate),
				}},
			},
		},
	})
	if sent := s.Server.Requests(http.MethodPost, "^/api/rooms"); len(sent) != 2 {
		t.Errorf("%d rooms were created", len(sent))
	}
}
