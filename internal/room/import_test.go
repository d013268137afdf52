package room_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// The steps with an import block also check that the plan is empty.
func TestRoomImport(t *testing.T) {
	t.Parallel()
	p := newFixtureOnAnyScene(t)
	id := func(form func(project, room string) string) resource.ImportStateIdFunc {
		return func(state *terraform.State) (string, error) {
			return form(p.project, state.RootModule().Resources[roomAddress].Primary.ID), nil
		}
	}
	both := id(func(project, room string) string { return project + "/" + room })
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: p.hallConfig(`
  name = "Main Hall"
  size = 20
  tags = ["keynote"]
  return_url = "https://example.com/bye"`),
			},
			{ResourceName: roomAddress, ImportState: true, ImportStateVerify: true},
			{ResourceName: roomAddress, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: both},
			{
				ResourceName: roomAddress, ImportState: true, ImportStateVerify: true,
				ImportStateIdFunc: id(func(_, room string) string { return strings.ToUpper(room) }),
			},
			{
				ResourceName: roomAddress, ImportState: true, ImportStateVerify: true,
				ImportStateIdFunc: id(func(project, room string) string { return strings.ToUpper(project + "/" + room) }),
			},
			{ResourceName: roomAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
			{ResourceName: roomAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: both},
			{
				ResourceName: roomAddress, ImportState: true, ImportStateId: acctest.MissingID,
				ExpectError: regexp.MustCompile(`Cannot import non-existent remote object`),
			},
		},
	})
}

// With an API key alone, the provider cannot look up the project of a room. It takes the project from the configuration, and checks it.
func TestRoomImportWithKeyAlone(t *testing.T) {
	t.Parallel()
	p := newFixtureOnAnyScene(t)
	other := p.CreateProject(t, "Other").ID
	room := p.createRoom(t, "Main Hall", "keynote")
	config := func(project string) string {
		return p.ConfigWithKey(fixture{project: project, scene: p.scene}.roomBlock("hall", `
  name = "Main Hall"
  tags = ["keynote"]
  return_url = "https://example.com/bye"`))
	}
	block := fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", roomAddress, room.ID)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             p.checkDestroyed(t),
		Steps: []resource.TestStep{
			{
				Config:      config(other) + block,
				ExpectError: regexp.MustCompile(`(?s)Room is not in this project.*project_id = "` + other + `".*does not have the room`),
			},
			{
				Config: config(p.project), ResourceName: roomAddress, ImportState: true, ImportStateId: room.ID, ImportStatePersist: true,
				ImportStateCheck: func(states []*terraform.InstanceState) error {
					if project := states[0].Attributes["project_id"]; project != "" {
						return fmt.Errorf("the imported room has the project %q, want none", project)
					}
					return nil
				},
			},
			{
				Config:      config(other),
				ExpectError: regexp.MustCompile(`Room is not in this project`),
			},
			{
				Config: config(p.project),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(roomAddress, plancheck.ResourceActionUpdate),
					plancheck.ExpectKnownValue(roomAddress, tfjsonpath.New("project_id"), knownvalue.StringExact(p.project)),
					plancheck.ExpectKnownValue(roomAddress, tfjsonpath.New("public_guest_url"), knownvalue.StringExact(room.URL.Public.Guest)),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					acctest.ExpectState(roomAddress, "id", knownvalue.StringExact(room.ID)),
					acctest.ExpectState(roomAddress, "project_id", knownvalue.StringExact(p.project)),
				},
			},
			{ // with the project in the import ID, nothing is missing
				ResourceName: roomAddress, ImportState: true, ImportStateVerify: true, ImportStateId: p.project + "/" + room.ID,
			},
		},
	})
}

const (
	badImport = `error: Invalid import ID: Expected "<room_id>" or "<project_id>/<room_id>", got `
	eachID    = " Each ID is a UUID, such as f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b."
)

func TestRoomImportIDs(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	room, other := p.createRoom(t, "Main Hall"), p.CreateProject(t, "Other").ID
	for _, c := range []struct {
		name, id string
		want     string
	}{
		{"empty", " ", badImport + `"".` + eachID},
		{"no UUID", "main-hall", badImport + `"main-hall".` + eachID},
		{"project that is not a UUID", "fair/" + room.ID, badImport + `"fair/` + room.ID + `".` + eachID},
		{"too many parts", "a/b/c", badImport + `"a/b/c".` + eachID},
		{
			"other project", other + "/" + room.ID,
			"error at project_id: Room is not in this project: The project \"" + other + "\" does not have the room \"" + room.ID +
				"\". Set project_id to the ID of the project that the room belongs to.",
		},
		{
			"missing project", acctest.MissingID + "/" + room.ID,
			"error at project_id: Cannot read the room's project: XRCLOUD responded with 404 Not Found to GET /api/projects/" + acctest.MissingID +
				": Project with ID " + acctest.MissingID + " not found." + acctest.AdviceOnNotFound,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, problems := p.ProtocolClient(t).Import("xrcloud_room", c.id)
			if got := strings.Join(problems, "\n"); got != c.want {
				t.Errorf("import of %q: got\n%s\nwant\n%s", c.id, got, c.want)
			}
		})
	}
}

// Terraform 1.12, OpenTofu 1.12 and newer versions import by identity.
func TestRoomImportByIdentity(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	room := p.createRoom(t, "Main Hall", "keynote")
	client := p.ProtocolClient(t)
	imported, problems := client.ImportByIdentityID("xrcloud_room", room.ID)
	if len(problems) > 0 || imported.ID(t) != room.ID {
		t.Fatalf("imported %q: %q", imported.ID(t), problems)
	}
	read := client.MustRead(imported)
	if read.ID(t) != room.ID || read.Attribute(t, "project_id") != p.project {
		t.Fatalf("read %q of project %q", read.ID(t), read.Attribute(t, "project_id"))
	}
	client.RequireEmptyPlan(read, p.arguments(acctest.Values{"size": 10, "tags": []string{"keynote"}}))
}
