package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/server"
)

// TestDataSurvivesKill kills the process while a client creates rooms. All objects that the client has received, and the
// credentials and tokens of all services, must still exist after a restart.
func TestDataSurvivesKill(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	p := start(t, "-data", data, "-seed-scene", "Lobby", "-seed-scene", "Auditorium")
	token := p.login()
	project := p.createProject(token, "Spring fair")
	scenes := p.scenesOf(project.ID)
	if len(scenes) != 2 || scenes[0].Name != "Lobby" || scenes[1].Name != "Auditorium" {
		t.Fatalf("scenes are %+v, want a Lobby and an Auditorium", scenes)
	}
	scene := scenes[0]

	companions := p.createCompanionRooms()

	created := make(chan object)
	go func() {
		defer close(created)
		for i := 0; ; i++ {
			var room object
			body := map[string]any{
				"projectId": project.ID, "sceneId": scene.ID, "name": fmt.Sprintf("Room %d", i), "returnUrl": "https://example.com", "size": 10,
			}
			if _, err := p.sendJSON("POST", "/api/rooms", p.APIKey, body, &room); err != nil {
				return // the process has ended
			}
			created <- room
		}
	}()
	var rooms []object
	for room := range created {
		if rooms = append(rooms, room); len(rooms) == 20 {
			p.requireNoError(p.command.Process.Kill())
		}
	}
	<-p.rest
	if err := p.command.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the process ended with %v, want it killed", err)
	}

	restarted := start(t, "-data", data)
	want := movedTo(p.Ready, restarted.Endpoint)
	want.Venueless.Token = restarted.Venueless.Token // it has the time of the start
	if restarted.Ready != want {
		t.Error("the credentials changed")
	}
	restarted.Venueless.Token = p.Venueless.Token
	for _, room := range companions {
		status, content := restarted.sendTo(http.MethodGet, restarted.Endpoint+room.path, "", room.header)
		if status != http.StatusOK || !strings.Contains(content, room.id) {
			t.Errorf("%s: status %d: %s", room.path, status, content)
		}
	}
	var found object
	if _, err := restarted.sendJSON("GET", "/api/projects/"+project.ID, "bearer "+token, nil, &found); err != nil || found != project {
		t.Errorf("project is %+v, error %v; want %+v", found, err, project)
	}
	if len(rooms) < 20 {
		t.Fatalf("only %d rooms were created", len(rooms))
	}
	for _, room := range rooms {
		var found object
		if status, err := restarted.sendJSON("GET", "/api/rooms/"+room.ID, p.APIKey, nil, &found); err != nil || found != room {
			t.Errorf("%s is %+v, status %d, error %v", room.Name, found, status, err)
		}
	}
	if _, err := restarted.end(os.Interrupt); err != nil {
		t.Error(err)
	}
}

// movedTo returns the ready line of the same services at another endpoint.
func movedTo(ready server.Ready, endpoint string) server.Ready {
	ready.Venueless.BaseURL = strings.Replace(ready.Venueless.BaseURL, ready.Endpoint, endpoint, 1)
	ready.VCS.Endpoint = strings.Replace(ready.VCS.Endpoint, ready.Endpoint, endpoint, 1)
	ready.Whiteboard.Endpoint = strings.Replace(ready.Whiteboard.Endpoint, ready.Endpoint, endpoint, 1)
	ready.Endpoint = endpoint
	return ready
}

// companionRoom is a room of a companion service, and how to read it.
type companionRoom struct {
	path, id string
	header   map[string]string
}

// roomID is the ID of a created room in a response of a companion service.
var roomID = regexp.MustCompile(`"(?:id|uuid)":"([^"]+)"`)

// createCompanionRooms creates a room in each companion service.
func (p *process) createCompanionRooms() []companionRoom {
	p.t.Helper()
	pair := fmt.Sprintf(`{"accessKey":%q,"secretAccessKey":%q,"lifespan":0,"role":"admin"}`, p.Whiteboard.AccessKey, p.Whiteboard.SecretKey)
	const jsonType, region = "application/json", "eu"
	_, token := p.sendTo(http.MethodPost, p.Whiteboard.Endpoint+"/v5/tokens/teams", pair, map[string]string{"Content-Type": jsonType, "region": region})
	rooms := []companionRoom{
		{path: "/venueless/api/v1/worlds/" + p.Venueless.WorldID + "/rooms/", header: map[string]string{"Authorization": "Bearer " + p.Venueless.Token}},
		{path: "/vcs/api/realtime/room", header: map[string]string{"X-Vcs-Token": p.VCS.APIKey}},
		{path: "/whiteboard/v5/rooms", header: map[string]string{"token": strings.Trim(token, `"`), "region": region}},
	}
	for i, room := range rooms {
		room.header["Content-Type"] = jsonType
		status, content := p.sendTo(http.MethodPost, p.Endpoint+room.path, `{"name":"Hall"}`, room.header)
		id := roomID.FindStringSubmatch(content)
		if id == nil {
			p.t.Fatalf("%s: status %d: %s", room.path, status, content)
		}
		rooms[i].id = id[1]
	}
	return rooms
}

// sendTo sends a request with header fields, and returns the status and the body.
func (p *process) sendTo(method, url, body string, header map[string]string) (status int, content string) {
	p.t.Helper()
	request, err := http.NewRequestWithContext(p.t.Context(), method, url, strings.NewReader(body))
	p.requireNoError(err)
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := client.Do(request)
	p.requireNoError(err)
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	p.requireNoError(err)
	return response.StatusCode, string(data)
}
