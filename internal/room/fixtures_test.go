package room_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// hall is the address of the room in most configurations here.
const hall = "xrcloud_room.hall"

// nowhere is the id of nothing.
const missingID = "11111111-1111-4111-8111-111111111111"

// adviceOnGone follows the service's word that there is no such thing.
const adviceOnNotFound = "\n\nThe object does not exist in this account; it may have been deleted outside Terraform. If Terraform manages it, the next plan recreates it. Otherwise check the ID."

// place is a project with a scene, for rooms to stand on.
type fixture struct {
	*acctest.Service
	project, scene string
}

func newFixture(t *testing.T, s *acctest.Service) fixture {
	t.Helper()
	project := s.CreateProject(t, "Fair").ID
	return fixture{Service: s, project: project, scene: s.PublishScene(t, project, "Lobby")}
}

// onAnyScene is a place whose scene may belong to another project, if a real service takes no scenes from tests.
func newFixtureOnAnyScene(t *testing.T) fixture {
	t.Helper()
	s := acctest.Start(t)
	project := s.CreateProject(t, "Fair").ID
	return fixture{Service: s, project: project, scene: s.AnyPublishedScene(t, project, "Lobby")}
}

// emulated is a place on an emulator of its own, to spoil and to ask.
func newEmulatorFixture(t *testing.T) fixture {
	t.Helper()
	return newFixture(t, acctest.StartEmulator(t, emulator.Options{}))
}

// hall is a configuration of one room.
func (p fixture) hallConfig(arguments string) string { return p.Config(p.roomBlock("hall", arguments)) }

func (p fixture) roomBlock(name, arguments string) string {
	return fmt.Sprintf("\nresource \"xrcloud_room\" %q {\n  project_id = %q\n  scene_id = %q\n%s\n}\n", name, p.project, p.scene, arguments)
}

// values are the arguments of a room.
func (p fixture) arguments(more acctest.Values) acctest.Values {
	values := acctest.Values{"project_id": p.project, "scene_id": p.scene, "name": "Main Hall", "return_url": "https://example.com/bye"}
	maps.Copy(values, more)
	return values
}

// make makes a room behind Terraform's back.
func (p fixture) createRoom(t *testing.T, name string, tags ...string) xrcloud.Room {
	t.Helper()
	room, _, err := p.Client.CreateRoom(t.Context(), xrcloud.RoomInput{
		ProjectID: p.project, SceneID: p.scene, Name: name, ReturnURL: "https://example.com/bye", Size: 10, Tags: tags,
	})
	if err != nil {
		t.Fatal(err)
	}
	return room
}

// only is the one room of the project.
func (p fixture) onlyRoom(t *testing.T) xrcloud.Room {
	t.Helper()
	rooms := p.rooms(t)
	if len(rooms) != 1 {
		t.Fatalf("the project has %d rooms instead of one", len(rooms))
	}
	return rooms[0]
}

func (p fixture) rooms(t *testing.T) []xrcloud.Room {
	t.Helper()
	rooms, err := xrcloud.Collect(p.Client.RoomsOfProject(t.Context(), p.project, ""))
	if err != nil {
		t.Fatal(err)
	}
	return rooms
}

// destroyed checks that a test leaves no room of its configuration behind.
func (p fixture) checkDestroyed(t *testing.T) func(*terraform.State) error {
	t.Helper()
	return func(state *terraform.State) error {
		for address, resource := range state.RootModule().Resources {
			if resource.Type != "xrcloud_room" {
				continue
			}
			if _, err := p.Client.Room(t.Context(), resource.Primary.ID); !transport.IsNotFound(err) {
				return fmt.Errorf("%s is still there, or nobody knows: %w", address, err)
			}
		}
		return nil
	}
}
