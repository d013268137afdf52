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

// The ids that the examples are written with.
const (
	projectInExamples = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
	sceneInExamples   = "c322b49b-6e12-47d9-b293-b5ab3727459c"
	roomInExamples    = "cfdd7716-4ed0-4db2-b7d6-93dc0ff72c2a"
)

// visitor is somebody who came to the room twice, and has not left it since.
const visitor = "9007199254740993123"

// examplesFixture is all that the examples speak of: the project fair-2026 with the scene Lobby, two rooms on it, and a room at each
// companion service.
type examplesFixture struct {
	*acctest.Service
	project, scene, room string
	companions           []companion
	ids                  *strings.Replacer // from the ids of the examples to those of the services
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
	caller := f.protocolClient(t)
	for _, c := range f.companions {
		made := caller.MustApply(caller.Absent("xrcloud_"+c.section+"_room"), c.room)
		for attribute, inExamples := range c.ids {
			ids = append(ids, inExamples, made.Attribute(t, attribute))
		}
	}
	f.ids = strings.NewReplacer(ids...)
	return f
}

// logVisits logs what somebody did in the room on the day of the opening, an hour apart.
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

// environment is what the provider needs to find the service.
func environment(s *acctest.Service) []string {
	var env []string
	arguments := s.Arguments()
	for _, name := range slices.Sorted(maps.Keys(arguments)) {
		env = append(env, fmt.Sprintf("XRCLOUD_%s=%s", strings.ToUpper(name), arguments[name]))
	}
	return env
}

// workspace is a new folder whose Terraform finds the services.
func (f *examplesFixture) workspace(t *testing.T, env ...string) *workspace {
	t.Helper()
	for _, c := range f.companions {
		env = append(env, c.env...)
	}
	return newWorkspace(t, append(environment(f.Service), env...)...)
}

// protocolClient calls a provider that is set up for all services.
func (f *examplesFixture) protocolClient(t *testing.T) *acctest.ProtocolClient {
	t.Helper()
	arguments := f.Arguments()
	for _, c := range f.companions {
		arguments[c.section] = c.arguments
	}
	return acctest.NewProtocolClient(t, arguments)
}

// projectIDByName is the id of the one project of that name.
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
