package acctest_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// The IDs in the examples.
const (
	projectInExamples = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
	sceneInExamples   = "c322b49b-6e12-47d9-b293-b5ab3727459c"
	roomInExamples    = "cfdd7716-4ed0-4db2-b7d6-93dc0ff72c2a"
)

// visitor is the reticulum_id of a visitor who joined the room twice, and left it once.
const visitor = "9007199254740993123"

// examplesFixture has the objects that the examples refer to: the project fair-2026 with the scene Lobby, two rooms on it, and a room in
// each companion service.
type examplesFixture struct {
	*acctest.Service
	project, scene, room string
	companions           []companion
	ids                  *strings.Replacer // replaces the IDs of the examples with the IDs of the services
}

func newExamplesFixture(t *testing.T) *examplesFixture {
	t.Helper()
	f := &examplesFixture{Service: acctest.StartEmulator(t, emulator.Options{}), companions: startCompanions(t)}
	image := &xrcloud.File{Name: "image.png", Content: []byte("image")}
	label := "fair-2026"
	project, _, err := f.Client.CreateProject(t.Context(), xrcloud.ProjectInput{Name: "Fair 2026", Label: &label, Favicon: image, Logo: image})
	if err != nil {
		t.Fatal(err)
	}
	f.project = project.ID
	f.scene = f.PublishScene(t, f.project, "Lobby")
	f.room = f.createRoom(t, "Main Hall", 50)
	f.createRoom(t, "Hall of Fame", 10)
	f.logVisits(t, "first-session", visitor, 9, "room-join", "room-exit")
	f.logVisits(t, "second-session", visitor, 11, "room-join")
	ids := []string{projectInExamples, f.project, sceneInExamples, f.scene, roomInExamples, f.room}
	client := f.protocolClient(t)
	for _, c := range f.companions {
		created := client.MustApply(client.Absent("xrcloud_"+c.block+"_room"), c.room)
		for attribute, inExamples := range c.ids {
			ids = append(ids, inExamples, created.Attribute(t, attribute))
		}
	}
	f.ids = strings.NewReplacer(ids...)
	return f
}

// logVisits adds events of a visitor to the logs of the room, an hour apart.
func (f *examplesFixture) logVisits(t *testing.T, session, reticulumID string, hour int, codes ...string) {
	t.Helper()
	for i, code := range codes {
		if err := f.Emulator.Log(f.room, emulator.LogEntry{
			Code: code, SessionID: session, ReticulumID: reticulumID, LogTime: time.Date(2026, time.May, 4, hour+i, 0, 0, 0, time.UTC),
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func (f *examplesFixture) createRoom(t *testing.T, name string, size int64) string {
	t.Helper()
	room, _, err := f.Client.CreateRoom(t.Context(), xrcloud.RoomInput{
		ProjectID: f.project, SceneID: f.scene, Name: name, ReturnURL: "https://fair.example.com/bye", Size: size, Tags: []string{"fair-2026"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return room.ID
}

// environment returns environment variables that configure the provider for the service.
func environment(s *acctest.Service) []string {
	var env []string
	arguments := s.Arguments()
	for _, name := range slices.Sorted(maps.Keys(arguments)) {
		env = append(env, fmt.Sprintf("XRCLOUD_%s=%s", strings.ToUpper(name), arguments[name]))
	}
	return env
}

// workspace returns a workspace whose environment configures the provider for all services.
func (f *examplesFixture) workspace(t *testing.T) *workspace {
	t.Helper()
	env := environment(f.Service)
	for _, c := range f.companions {
		env = append(env, c.env...)
	}
	return newWorkspace(t, env...)
}

// protocolClient returns a client of a provider for all services.
func (f *examplesFixture) protocolClient(t *testing.T) *acctest.ProtocolClient {
	t.Helper()
	arguments := f.Arguments()
	for _, c := range f.companions {
		arguments[c.block] = c.arguments
	}
	return acctest.NewProtocolClient(t, arguments)
}

// projectIDByName returns the ID of the project with a name.
func (f *examplesFixture) projectIDByName(t *testing.T, name string) string {
	t.Helper()
	for project, err := range f.Client.Projects(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		if project.Name == name {
			return project.ID
		}
	}
	t.Fatalf("there is no project %q", name)
	return ""
}
