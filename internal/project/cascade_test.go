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
)

// The service deletes a project with all rooms on its scenes, even rooms of other projects, but not its rooms on scenes of other projects. The
// error without force_destroy and the warning with it name all of these rooms.
func TestCascadeIsComplete(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	client := s.ProtocolClient(t)
	created := client.MustApply(client.Absent("xrcloud_project"), acctest.Values{"name": "Event"})
	project, other := created.Attribute(t, "id"), s.CreateProject(t, "Other").ID
	scene, otherScene := s.PublishScene(t, project, "Lobby"), s.PublishScene(t, other, "Stage")
	own := s.CreateRoom(t, project, scene, "Own")
	foreign := s.CreateRoom(t, other, scene, "Foreign")
	left := s.CreateRoom(t, project, otherScene, "Left")
	unrelated := s.CreateRoom(t, other, otherScene, "Unrelated")

	planned, problems := client.Plan(created, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	_, problems = client.Apply(created, planned, nil)
	requireCascade(t, problems, "error: Project is not empty: ", own, foreign, left)

	forced := client.MustApply(created, acctest.Values{"name": "Event", "force_destroy": true})
	planned, problems = client.Plan(forced, nil)
	requireCascade(t, problems, "warning: Project is not empty: ", own, foreign, left)
	if _, problems = client.Apply(forced, planned, nil); len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, room := range []xrcloud.Room{own, foreign} {
		if _, err := s.Client.Room(t.Context(), room.ID); !transport.IsNotFound(err) {
			t.Errorf("%s was not deleted: %v", room.Name, err)
		}
	}
	for _, room := range []xrcloud.Room{left, unrelated} {
		if _, err := s.Client.Room(t.Context(), room.ID); err != nil {
			t.Errorf("%s was deleted: %v", room.Name, err)
		}
	}
}

// requireCascade fails the test unless there is one diagnostic with the prefix, which names these rooms.
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
	if strings.Contains(text, "Unrelated") {
		t.Errorf("an unrelated room is named in\n%s", text)
	}
}

// The error names five rooms and counts the others.
func TestCascadeNamesFiveRooms(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	client := s.ProtocolClient(t)
	created := client.MustApply(client.Absent("xrcloud_project"), acctest.Values{"name": "Event"})
	project := created.Attribute(t, "id")
	createRooms(t, s, project, s.PublishScene(t, project, "Lobby"), 7)
	planned, _ := client.Plan(created, nil)
	_, problems := client.Apply(created, planned, nil)
	if len(problems) != 1 || !strings.Contains(problems[0], `"Room 4"`) || strings.Contains(problems[0], `"Room 5"`) || !strings.Contains(problems[0], " and 2 more.") {
		t.Errorf("got %q", problems)
	}
}

// The rooms are looked up with the bearer token, as the deletion is sent with it, and after the project was read. With an API key of another
// account, or for a project that does not exist, the list would be empty.
func TestCascadeUsesCredentialOfDeletion(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{})
	client := s.ProtocolClient(t)
	created := client.MustApply(client.Absent("xrcloud_project"), acctest.Values{"name": "Event"})
	planned, _ := client.Plan(created, nil)
	s.Server.Reset()
	if _, problems := client.Apply(created, planned, nil); len(problems) > 0 {
		t.Fatal(problems)
	}
	var sent []string
	for _, request := range s.Server.Requests("", "^/api/") {
		sent = append(sent, request.Method+" "+request.Path)
		if request.Header.Get("X-Xrcloud-Api-Key") != "" {
			t.Errorf("%s %s was sent with the API key", request.Method, request.Path)
		}
	}
	if first := "GET /api/projects/" + created.Attribute(t, "id"); len(sent) < 4 || sent[0] != first {
		t.Errorf("the requests are %q, want %s first", sent, first)
	}
}

// Labels belong to an account. A list of another account without the project does not mean that the label was removed.
func TestOtherAccountKeepsLabel(t *testing.T) {
	t.Parallel()
	own := emulator.Account{Email: "own@example.com", Password: "own-password", APIKey: "own-api-key"}
	other := emulator.Account{Email: "other@example.com", Password: "other-password", APIKey: "other-api-key"}
	s := acctest.StartEmulator(t, emulator.Options{Accounts: []emulator.Account{own, other}})
	client := s.ProtocolClient(t)
	created := client.MustApply(client.Absent("xrcloud_project"), acctest.Values{"name": "Event", "label": "event"})
	otherClient := acctest.NewProtocolClient(t, acctest.Values{"endpoint": s.Server.URL(), "email": other.Email, "password": other.Password})
	if read, problems := otherClient.Read(created); len(problems) != 1 || !strings.HasPrefix(problems[0], "warning: Object of another account: ") || read.Attribute(t, "label") != "event" {
		t.Errorf("the label is %s after a read with another account: %q", read.Attribute(t, "label"), problems)
	}
	none := ""
	if _, err := s.Client.UpdateProject(t.Context(), created.Attribute(t, "id"), xrcloud.ProjectInput{Name: "Event", Label: &none}); err != nil {
		t.Fatal(err)
	}
	if read, problems := client.Read(created); len(problems) > 0 || read.Attribute(t, "label") != "null" {
		t.Errorf("the label is %s after it was removed outside Terraform: %q", read.Attribute(t, "label"), problems)
	}
}

// The state after an update has the planned URLs, even if the response has others.
func TestUpdateKeepsPlannedURLs(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{})
	client := s.ProtocolClient(t)
	created := client.MustApply(client.Absent("xrcloud_project"), acctest.Values{"name": "Event"})
	project, err := s.Client.Project(t.Context(), created.Attribute(t, "id"))
	if err != nil {
		t.Fatal(err)
	}
	project.Name, project.FaviconURL, project.LogoURL = "Big Event", "https://example.com/moved.ico", "https://example.com/moved.png"
	body, err := json.Marshal(project)
	if err != nil {
		t.Fatal(err)
	}
	response := acctest.JSONResponse(http.StatusOK, string(body))
	response.Method, response.Commit = http.MethodPatch, true
	s.Server.Inject(response)
	updated := client.MustApply(created, acctest.Values{"name": "Big Event"})
	for _, name := range []string{"favicon_url", "logo_url"} {
		if updated.Attribute(t, name) != created.Attribute(t, name) {
			t.Errorf("%s is %s, planned was %s", name, updated.Attribute(t, name), created.Attribute(t, name))
		}
	}
}
