package scene_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// lobby is the address of the scene in most configurations here.
const lobby = "xrcloud_scene.lobby"

// place is a project with a scene to adopt.
type fixture struct {
	*acctest.Service
	project, scene string
}

func newFixture(t *testing.T, s *acctest.Service) fixture {
	t.Helper()
	project := s.CreateProject(t, "Fair").ID
	return fixture{Service: s, project: project, scene: s.PublishScene(t, project, "Lobby")}
}

// emulated is a place on an emulator of its own, to spoil and to ask.
func newEmulatorFixture(t *testing.T) fixture {
	t.Helper()
	return newFixture(t, acctest.StartEmulator(t, emulator.Options{}))
}

// lobby is a configuration that adopts the scene.
func (p fixture) lobbyConfig(arguments string) string {
	return p.Config(fmt.Sprintf("\nresource \"xrcloud_scene\" \"lobby\" {\n  scene_id = %q\n%s\n}\n", p.scene, arguments))
}

// room makes a room on the scene, behind Terraform's back.
func (p fixture) createRoom(t *testing.T, name string) xrcloud.Room {
	t.Helper()
	room, _, err := p.Client.CreateRoom(t.Context(), xrcloud.RoomInput{
		ProjectID: p.project, SceneID: p.scene, Name: name, ReturnURL: "https://example.com/bye", Size: 10,
	})
	if err != nil {
		t.Fatal(err)
	}
	return room
}

// nameOf returns the name of a scene, which a real service chooses itself.
func (p fixture) sceneName(t *testing.T, id string) string {
	t.Helper()
	scene, err := p.Client.Scene(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return scene.Name
}

// stands says whether the service still has a scene.
func (p fixture) sceneExists(t *testing.T, id string) bool {
	t.Helper()
	_, err := p.Client.Scene(t.Context(), id)
	if err != nil && !transport.IsNotFound(err) {
		t.Fatal(err)
	}
	return err == nil
}

func expectState(attribute string, check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(lobby, tfjsonpath.New(attribute), check)
}
