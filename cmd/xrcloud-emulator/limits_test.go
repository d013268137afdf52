package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The limits apply to the account of the ready line and to further ones.
func TestLimits(t *testing.T) {
	t.Parallel()
	p := start(t, "-max-rooms", "1", "-max-room-size", "20", "-account", "b@example.com:b:b-key", "-seed-scene", "Lobby")
	second := *p
	second.Email, second.Password, second.APIKey = "b@example.com", "b", "b-key"
	for _, p := range []*process{p, &second} {
		project := p.createProject(p.login(), "Fair")
		scene := p.scenesOf(project.ID)[0]
		for _, test := range []struct {
			size, status int
			message      string
		}{
			{21, http.StatusBadRequest, "Room size cannot exceed 20 for this tier."},
			{20, http.StatusCreated, ""},
			{20, http.StatusBadRequest, "Cannot create more than 1 rooms for this tier."},
		} {
			status, message := p.createRoom(project, scene, test.size)
			if status != test.status || !strings.Contains(message, test.message) {
				t.Errorf("size %d: status %d and %q, want %d and %q", test.size, status, message, test.status, test.message)
			}
		}
	}
}

// createRoom returns the status, and the message of the service if it has refused the room.
func (p *process) createRoom(project, scene object, size int) (status int, message string) {
	p.t.Helper()
	var response struct{ Message string }
	body := map[string]any{"projectId": project.ID, "sceneId": scene.ID, "name": "Room", "returnUrl": "https://example.com", "size": size}
	status, err := p.sendJSON("POST", "/api/rooms", p.APIKey, body, &response)
	p.requireNoError(err)
	return status, response.Message
}

// The limits are those of the flags, not those with which the data file was written.
func TestLimitsAreNotStored(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	first := start(t, "-data", data, "-seed-scene", "Lobby", "-account", "b@example.com:b:b-key", "-max-rooms", "1", "-max-room-size", "5")
	first.Email, first.Password, first.APIKey = "b@example.com", "b", "b-key"
	project := first.createProject(first.login(), "Fair")
	scene := first.scenesOf(project.ID)[0]
	_, err := first.end(os.Interrupt)
	first.requireNoError(err)

	second := start(t, "-data", data)
	second.APIKey = "b-key"
	for range 2 {
		if status, message := second.createRoom(project, scene, 6); status != http.StatusCreated {
			t.Errorf("status %d and %q, want a room without limits", status, message)
		}
	}
}
