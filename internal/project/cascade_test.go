package project_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// The deletion of a project takes the rooms on its scenes along, whichever project they belong to, and leaves its rooms on
// scenes of other projects behind. The guard and the warning of force_destroy say exactly that.
func TestCascadeIsComplete(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	caller := s.ProtocolClient(t)
	created := caller.MustApply(caller.Absent("xrcloud_project"), acctest.Values{"name": "Event"})
	project, other := created.Attribute(t, "id"), s.CreateProject(t, "Other").ID
	scene, otherScene := s.PublishScene(t, project, "Lobby"), s.PublishScene(t, other, "Stage")
	own := createRoom(t, s, project, scene, "Own")
	foreign := createRoom(t, s, other, scene, "Foreign")
	left := createRoom(t, s, project, otherScene, "Left")
	stays := createRoom(t, s, other, otherScene, "Stays")

	planned, problems := caller.Plan(created, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	_, problems = caller.Apply(created, planned, nil)
	requireCascade(t, problems, "error: Project is not empty: ", own, foreign, left)

	forced := caller.MustApply(created, acctest.Values{"name": "Event", "force_destroy": true})
	planned, problems = caller.Plan(forced, nil)
	requireCascade(t, problems, "warning: Project is not empty: ", own, foreign, left)
	if _, problems = caller.Apply(forced, planned, nil); len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, room := range []xrcloud.Room{own, foreign} {
		if _, err := s.Client.Room(t.Context(), room.ID); !transport.IsNotFound(err) {
			t.Errorf("%s was to be deleted: %v", room.Name, err)
		}
	}
	for _, room := range []xrcloud.Room{left, stays} {
		if _, err := s.Client.Room(t.Context(), room.ID); err != nil {
			t.Errorf("%s was to stay: %v", room.Name, err)
		}
	}
}

func createRoom(t *testing.T, s *acctest.Service, project, scene, name string) xrcloud.Room {
	t.Helper()
	room, _, err := s.Client.CreateRoom(t.Context(), xrcloud.RoomInput{ProjectID: project, SceneID: scene, Name: name, ReturnURL: "https://example.com", Size: 10})
	if err != nil {
		t.Fatal(err)
	}
	return room
}

func requireCascade(t *testing.T, problems []string, prefix string, own, foreign, left xrcloud.Room) {
	t.Helper()
	text := strings.Join(problems, "\n")
	for _, part := range []string{
		`Deleting the project "Event" (`, "also deletes 1 scene and 2 rooms on it: ", `"Own" (` + own.ID + `)`, `"Foreign" (` + foreign.ID + `)`,
		"Rooms that belong to other projects: 1.", `1 room of the project on scenes of other projects will stay, without a project: "Left" (` + left.ID + `).`,
	} {
		if len(problems) != 1 || !strings.HasPrefix(text, prefix) || !strings.Contains(text, part) {
			t.Errorf("%q is missing in\n%s", part, text)
		}
	}
	if strings.Contains(text, "Stays") {
		t.Errorf("a room that has nothing to do with it is named in\n%s", text)
	}
}

// More rooms than somebody reads are counted.
func TestCascadeNamesFiveRooms(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	caller := s.ProtocolClient(t)
	created := caller.MustApply(caller.Absent("xrcloud_project"), acctest.Values{"name": "Event"})
	project := created.Attribute(t, "id")
	createRooms(t, s, project, s.PublishScene(t, project, "Lobby"), 7)
	planned, _ := caller.Plan(created, nil)
	_, problems := caller.Apply(created, planned, nil)
	if len(problems) != 1 || !strings.Contains(problems[0], `"Room 4"`) || strings.Contains(problems[0], `"Room 5"`) || !strings.Contains(problems[0], " and 2 more.") {
		t.Errorf("got %q", problems)
	}
}

// The guard asks with the bearer token that deletes, and reads the project first: with an API key of another account
// beside it, or with an empty list of a project that is not there, nothing would be in the way of a deletion.
func TestCascadeIsReadWithTheCredentialThatDeletes(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{})
	caller := s.ProtocolClient(t)
	created := caller.MustApply(caller.Absent("xrcloud_project"), acctest.Values{"name": "Event"})
	planned, _ := caller.Plan(created, nil)
	s.Server.Reset()
	if _, problems := caller.Apply(created, planned, nil); len(problems) > 0 {
		t.Fatal(problems)
	}
	var asked []string
	for _, request := range s.Server.Requests("", "^/api/") {
		asked = append(asked, request.Method+" "+request.Path)
		if request.Header.Get("X-Xrcloud-Api-Key") != "" {
			t.Errorf("%s %s was sent with the API key", request.Method, request.Path)
		}
	}
	if first := "GET /api/projects/" + created.Attribute(t, "id"); len(asked) < 4 || asked[0] != first {
		t.Errorf("asked %q, want %s first", asked, first)
	}
}

// Labels are of an account: that another one does not list the project with its label proves nothing.
func TestLabelIsKeptForOtherAccount(t *testing.T) {
	t.Parallel()
	own := emulator.Account{Email: "own@example.com", Password: "own-password", APIKey: "own-api-key"}
	other := emulator.Account{Email: "other@example.com", Password: "other-password", APIKey: "other-api-key"}
	s := acctest.StartEmulator(t, emulator.Options{Accounts: []emulator.Account{own, other}})
	caller := s.ProtocolClient(t)
	created := caller.MustApply(caller.Absent("xrcloud_project"), acctest.Values{"name": "Event", "label": "event"})
	stranger := acctest.NewProtocolClient(t, acctest.Values{"endpoint": s.Server.URL(), "email": other.Email, "password": other.Password})
	if read, problems := stranger.Read(created); len(problems) != 1 || !strings.HasPrefix(problems[0], "warning: Object of another account: ") || read.Attribute(t, "label") != "event" {
		t.Errorf("the label is %s after a read with another account: %q", read.Attribute(t, "label"), problems)
	}
	none := ""
	if _, err := s.Client.UpdateProject(t.Context(), created.Attribute(t, "id"), xrcloud.ProjectInput{Name: "Event", Label: &none}); err != nil {
		t.Fatal(err)
	}
	if read, problems := caller.Read(created); len(problems) > 0 || read.Attribute(t, "label") != "null" {
		t.Errorf("the label is %s after it was removed: %q", read.Attribute(t, "label"), problems)
	}
}

// An update keeps what its plan promised, even if the service answers with something else.
func TestUpdateKeepsThePlannedURLs(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{})
	caller := s.ProtocolClient(t)
	created := caller.MustApply(caller.Absent("xrcloud_project"), acctest.Values{"name": "Event"})
	project, err := s.Client.Project(t.Context(), created.Attribute(t, "id"))
	if err != nil {
		t.Fatal(err)
	}
	project.Name, project.FaviconURL, project.LogoURL = "Big Event", "https://example.com/moved.ico", "https://example.com/moved.png"
	body, err := json.Marshal(project)
	if err != nil {
		t.Fatal(err)
	}
	s.Server.Inject(faultserver.Fault{Method: http.MethodPatch, Commit: true, Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: string(body)})
	updated := caller.MustApply(created, acctest.Values{"name": "Big Event"})
	for _, name := range []string{"favicon_url", "logo_url"} {
		if updated.Attribute(t, name) != created.Attribute(t, name) {
			t.Errorf("%s is %s, and the plan promised %s", name, updated.Attribute(t, name), created.Attribute(t, name))
		}
	}
}
