package main

import (
	"net/http"
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
			var response struct{ Message string }
			body := map[string]any{"projectId": project.ID, "sceneId": scene.ID, "name": "Room", "returnUrl": "https://example.com", "size": test.size}
			status, err := p.sendJSON("POST", "/api/rooms", p.APIKey, body, &response)
			p.requireNoError(err)
			if status != test.status || !strings.Contains(response.Message, test.message) {
				t.Errorf("size %d: status %d and %q, want %d and %q", test.size, status, response.Message, test.status, test.message)
			}
		}
	}
}
