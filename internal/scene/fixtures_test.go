package scene_test

import (
	"fmt"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// sceneAddress is the address of the scene in most configurations.
const sceneAddress = "xrcloud_scene.lobby"

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

// newEmulatorFixture returns a fixture for tests that need faults or recorded requests.
func newEmulatorFixture(t *testing.T) fixture {
	t.Helper()
	return newFixture(t, acctest.StartEmulator(t, emulator.Options{}))
}

// lobbyConfig returns a configuration that adopts the scene.
func (p fixture) lobbyConfig(arguments string) string {
	return p.Config(fmt.Sprintf("\nresource \"xrcloud_scene\" \"lobby\" {\n  scene_id = %q\n%s\n}\n", p.scene, arguments))
}

// sceneName returns the name of a scene, which a real service chooses itself.
func (p fixture) sceneName(t *testing.T, id string) string {
	t.Helper()
	scene, err := p.Client.Scene(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return scene.Name
}

// sceneExists reports whether the service has a scene.
func (p fixture) sceneExists(t *testing.T, id string) bool {
	t.Helper()
	_, err := p.Client.Scene(t.Context(), id)
	if err != nil && !transport.IsNotFound(err) {
		t.Fatal(err)
	}
	return err == nil
}
