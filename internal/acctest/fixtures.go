package acctest

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// CreateProject creates a project outside Terraform. It is deleted when the test ends.
func (s *Service) CreateProject(t *testing.T, name string) xrcloud.Project {
	t.Helper()
	image := &xrcloud.File{Name: "image.png", Content: []byte("image")}
	project, _, err := s.Client.CreateProject(t.Context(), xrcloud.ProjectInput{Name: name, Favicon: image, Logo: image})
	if err != nil {
		t.Fatal(err)
	}
	s.DeleteProjectAfterTest(t, project.ID)
	return project
}

// DeleteProjectAfterTest deletes a project of a real service when the test ends, with its scenes and their rooms. It does nothing on an
// emulator, which ends with the test.
func (s *Service) DeleteProjectAfterTest(t *testing.T, projectID string) {
	t.Helper()
	if s.Emulator != nil {
		return
	}
	t.Cleanup(func() {
		if err := s.Client.DeleteProject(context.WithoutCancel(t.Context()), projectID); err != nil && !transport.IsNotFound(err) {
			t.Error(err)
		}
	})
}

// PublishScene publishes a scene in a project and returns its ID. A real service chooses the name of the scene itself. If a real service
// does not accept scenes from tests, it skips the test.
func (s *Service) PublishScene(t *testing.T, projectID, name string) string {
	t.Helper()
	return s.PublishSceneBy(t, projectID, name, "")
}

// PublishSceneBy is PublishScene with a creator. An empty one is the default of the service.
func (s *Service) PublishSceneBy(t *testing.T, projectID, name, creator string) string {
	t.Helper()
	id, refusal := s.publish(t, projectID, name, creator)
	if refusal != "" {
		t.Skip("the test needs a published scene in its own project: " + refusal)
	}
	return id
}

// AnyPublishedScene is PublishScene for tests that only create rooms on the scene. If a real service does not accept scenes from tests, it
// returns the scene that XRCLOUD_TEST_SCENE_ID names, which belongs to another project.
func (s *Service) AnyPublishedScene(t *testing.T, projectID, name string) string {
	t.Helper()
	id, refusal := s.publish(t, projectID, name, "")
	if refusal == "" {
		return id
	}
	id = environment()["XRCLOUD_TEST_SCENE_ID"]
	if id == "" {
		t.Skip("the test needs a published scene, and XRCLOUD_TEST_SCENE_ID is not set: " + refusal)
	}
	return id
}

// publish publishes a scene. To a real service it sends the report of the scene editor, which needs no credential. If the service refuses
// the report, it returns the reason.
func (s *Service) publish(t *testing.T, projectID, name, creator string) (sceneID, refusal string) {
	t.Helper()
	if s.Emulator != nil {
		id, err := s.Emulator.PublishScene(projectID, name, creator)
		if err != nil {
			t.Fatal(err)
		}
		return id, ""
	}
	before := s.scenes(t, projectID)
	extra := "projectId:" + projectID
	if creator != "" {
		extra += "&creator:" + creator
	}
	if refusal = s.sendEvent(t, "/events/spoke", map[string]string{
		"token": "t", "eventName": "scene_created", "projectId": engineID(), "sceneId": engineID(), "extra": extra,
	}); refusal != "" {
		return "", refusal
	}
	for id := range s.scenes(t, projectID) {
		if !before[id] {
			return id, ""
		}
	}
	return "", "the service accepted the report of a scene, but does not list the scene"
}

// engineID returns a new ID in the form of the engine, where IDs are unique over all accounts.
func engineID() string { return rand.Text()[:7] }

// scenes returns the IDs of the scenes of a project.
func (s *Service) scenes(t *testing.T, projectID string) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	for scene, err := range s.Client.Scenes(t.Context(), projectID, "", "") {
		if err != nil {
			t.Fatal(err)
		}
		ids[scene.ID] = true
	}
	return ids
}

// CreateRoom creates a room for 10 people outside Terraform.
func (s *Service) CreateRoom(t *testing.T, projectID, sceneID, name string, tags ...string) xrcloud.Room {
	t.Helper()
	room, _, err := s.Client.CreateRoom(t.Context(), xrcloud.RoomInput{
		ProjectID: projectID, SceneID: sceneID, Name: name, ReturnURL: "https://example.com/bye", Size: 10, Tags: tags,
	})
	if err != nil {
		t.Fatal(err)
	}
	return room
}

// LogEvent adds an event to the logs of a room. To a real service it reports the event as the room itself does.
func (s *Service) LogEvent(t *testing.T, room xrcloud.Room, entry emulator.LogEntry) {
	t.Helper()
	if s.Emulator != nil {
		if err := s.Emulator.Log(room.ID, entry); err != nil {
			t.Fatal(err)
		}
		return
	}
	guestURL, err := url.Parse(room.URL.Public.Guest)
	if err != nil {
		t.Fatal(err)
	}
	engineRoom, _, _ := strings.Cut(strings.TrimPrefix(guestURL.Path, "/"), "/")
	if refusal := s.sendEvent(t, "/logs", map[string]any{
		"code": entry.Code, "resourceId": engineRoom, "sessionId": entry.SessionID, "reticulumId": entry.ReticulumID,
		"logTime": entry.LogTime.UTC().Format("2006-01-02T15:04:05.000Z"), "action": entry.Action, "userAgent": entry.UserAgent, "device": entry.Device,
	}); refusal != "" {
		t.Fatal(refusal)
	}
}

// sendEvent sends an event to a real service as its engine does, without credentials. If the service refuses the event, it returns the reason.
func (s *Service) sendEvent(t *testing.T, path string, event any) (refusal string) {
	t.Helper()
	body, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, strings.TrimSuffix(s.endpoint, "/")+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	client := http.Client{Timeout: time.Minute}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode == http.StatusCreated {
		return ""
	}
	text, _ := io.ReadAll(io.LimitReader(response.Body, 1000))
	return fmt.Sprintf("XRCLOUD responded with %s to POST %s: %s", response.Status, path, text)
}

// RequireRequests fails the test unless the emulator received this number of requests with a method, and a path that matches a regular
// expression. It does nothing on a real service, which does not show its requests.
func (s *Service) RequireRequests(t *testing.T, want int, method, path string) {
	t.Helper()
	if s.Emulator == nil {
		return
	}
	if got := len(s.Server.Requests(method, path)); got != want {
		t.Errorf("%d requests match %q %s, want %d", got, method, path, want)
	}
}
