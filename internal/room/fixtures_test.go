package room_test

import (
	"context"
	"fmt"
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// roomAddress is the address of the room in most configurations.
const roomAddress = "xrcloud_room.hall"

// fixture is a service with a project and a published scene.
type fixture struct {
	*acctest.Service
	project, scene string
}

func newFixture(t *testing.T, s *acctest.Service) fixture {
	t.Helper()
	project := s.CreateProject(t, "Fair").ID
	return fixture{Service: s, project: project, scene: s.PublishScene(t, project, "Lobby")}
}

// newFixtureOnAnyScene returns a fixture for tests that only create rooms: on a real service that does not accept scenes from tests, the
// scene belongs to another project.
func newFixtureOnAnyScene(t *testing.T) fixture {
	t.Helper()
	s := acctest.Start(t)
	project := s.CreateProject(t, "Fair").ID
	return fixture{Service: s, project: project, scene: s.AnyPublishedScene(t, project, "Lobby")}
}

// newEmulatorFixture returns a fixture for tests that need faults or recorded requests.
func newEmulatorFixture(t *testing.T) fixture {
	t.Helper()
	return newFixture(t, acctest.StartEmulator(t, emulator.Options{}))
}

// hallConfig returns a configuration of one room.
func (p fixture) hallConfig(arguments string) string { return p.Config(p.roomBlock("hall", arguments)) }

func (p fixture) roomBlock(name, arguments string) string {
	return fmt.Sprintf("\nresource \"xrcloud_room\" %q {\n  project_id = %q\n  scene_id = %q\n%s\n}\n", name, p.project, p.scene, arguments)
}

// arguments returns the arguments of a room, with changes.
func (p fixture) arguments(changes acctest.Values) acctest.Values {
	values := acctest.Values{"project_id": p.project, "scene_id": p.scene, "name": "Main Hall", "return_url": "https://example.com/bye"}
	maps.Copy(values, changes)
	return values
}

// createRoom creates a room outside Terraform.
func (p fixture) createRoom(t *testing.T, name string, tags ...string) xrcloud.Room {
	t.Helper()
	return p.CreateRoom(t, p.project, p.scene, name, tags...)
}

// onlyRoom returns the room of the project, which must be its only one.
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

// checkDestroyed checks that Terraform has deleted all rooms of a test.
func (p fixture) checkDestroyed(t *testing.T) func(*terraform.State) error {
	t.Helper()
	return acctest.CheckDestroyed(t, "xrcloud_room", func(ctx context.Context, id string) error {
		_, err := p.Client.Room(ctx, id)
		return err
	})
}
