package acctest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"golang.org/x/text/unicode/norm"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// unusualNames are names that users, or their programs, give to objects.
var unusualNames = []string{
	"👩‍🚀🎪🏳️‍🌈",
	"\u202eقاعة \u05d0",
	"Cafe\u0301 \u1112\u1161\u11ab", // not normalized, as macOS writes names
	"bell\a escape\x1b[31m delete\x7f",
	"first\nsecond\r\n\tthird",
	`"double" 'single' \ back`,
	"${x} %{if true} $${y} {{z}}",
	"  around  ",
	"<script>alert(1)</script>&amp;",
	"100%_a?b=c&d#e+f",
	"\u200b",
}

// Unusual names, labels and tags of projects and rooms are not changed: the plan after the apply is empty, the service has the normalized
// names, and data sources find the objects.
func TestUnusualNames(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{SeedScenes: []string{"Lobby"}})
	long := strings.Repeat("방", 10_000)
	names := []config.Variable{config.StringVariable(long)}
	for _, name := range unusualNames {
		names = append(names, config.StringVariable(name))
	}
	configuration := s.Config(`
variable "names" { type = list(string) }

resource "xrcloud_project" "fair" {
  count         = length(var.names)
  name          = var.names[count.index]
  label         = substr(var.names[count.index], 0, 100)
  force_destroy = true
}
data "xrcloud_scene" "lobby" {
  project_id = xrcloud_project.fair[0].id
  name       = "Lobby"
}
resource "xrcloud_room" "hall" {
  count      = length(var.names)
  project_id = xrcloud_project.fair[0].id
  scene_id   = data.xrcloud_scene.lobby.id
  name       = var.names[count.index]
  tags       = [var.names[count.index]]
  return_url = "https://example.com/bye"
}
data "xrcloud_project" "found" {
  count      = length(var.names)
  label      = substr(var.names[count.index], 0, 100)
  depends_on = [xrcloud_project.fair]
}
data "xrcloud_room" "found" {
  count      = length(var.names)
  project_id = xrcloud_project.fair[0].id
  name       = var.names[count.index]
  depends_on = [xrcloud_room.hall]
}
data "xrcloud_rooms" "found" {
  count         = length(var.names)
  project_id    = xrcloud_project.fair[0].id
  name_contains = var.names[count.index]
  tags          = [var.names[count.index]]
  depends_on    = [xrcloud_room.hall]
}
output "lost" {
  value = [for i in range(length(var.names)) : i if
    data.xrcloud_project.found[i].id != xrcloud_project.fair[i].id || data.xrcloud_room.found[i].id != xrcloud_room.hall[i].id ||
    join(",", data.xrcloud_rooms.found[i].rooms[*].id) != xrcloud_room.hall[i].id || xrcloud_room.hall[i].name != var.names[i]]
}
`)
	variables := config.Variables{"names": config.ListVariable(names...)}
	none := []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("lost", knownvalue.TupleExact(nil))}
	empty := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: configuration, ConfigVariables: variables, ConfigStateChecks: none,
				PostApplyFunc: func() {
					want := map[string]bool{long: true}
					for _, name := range unusualNames {
						want[norm.NFC.String(name)] = true
					}
					for room, problem := range listRooms(t, s, long) {
						if !want[room.Name] || len(room.Tags) != 1 || room.Tags[0] != room.Name || problem != nil {
							t.Errorf("the service has the room %.40q with the tags %.40q: %v", room.Name, room.Tags, problem)
						}
						delete(want, room.Name)
					}
					if len(want) > 0 {
						t.Errorf("the service does not have %d rooms", len(want))
					}
				},
			},
			{ // a name in another normalization form is the same name
				PreConfig: func() {
					for room, problem := range listRooms(t, s, long) {
						if problem != nil {
							t.Fatal(problem)
						}
						if name := norm.NFD.String(room.Name); len(name) < 1000 && name != room.Name {
							if _, err := s.Client.UpdateRoom(t.Context(), room.ID, xrcloud.RoomChange{Name: &name}); err != nil {
								t.Fatal(err)
							}
						}
					}
				},
				Config: configuration, ConfigVariables: variables, ConfigPlanChecks: empty, ConfigStateChecks: none,
			},
		},
	})
}

// listRooms returns the rooms of the project with a name.
func listRooms(t *testing.T, s *acctest.Service, project string) func(func(xrcloud.Room, error) bool) {
	t.Helper()
	for p, err := range s.Client.Projects(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		if p.Name == project {
			return s.Client.RoomsOfProject(t.Context(), p.ID, "")
		}
	}
	t.Fatalf("there is no project %q", project)
	return nil
}

// A name that is too long for a request is an error that says so.
func TestNameTooLongForRequest(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{SeedScenes: []string{"Lobby"}})
	project := s.CreateProject(t, "Fair").ID
	client := s.ProtocolClient(t)
	long := strings.Repeat("방", 10_000)
	for name, config := range map[string]acctest.Values{
		"xrcloud_user":         {"project_id": project, "account_id": long},
		"xrcloud_scene_editor": {"project_id": project, "creator": long},
		"xrcloud_project":      {"label": long},
		"xrcloud_scenes":       {"project_id": project, "creator": long},
	} {
		_, problems := client.ReadDataSource(name, config)
		got := fmt.Sprint(problems)
		if len(problems) != 1 || !strings.Contains(got, ": the request is too long for the server, or for a proxy in front of it.") || len(got) > 2000 {
			t.Errorf("%s: %.3000s", name, got)
		}
	}
}
