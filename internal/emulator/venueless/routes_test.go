package venueless_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

func TestPaths(t *testing.T) {
	t.Parallel()
	c, _ := start(t, venueless.Options{})
	c.requireStatus(http.StatusCreated, "POST", roomsPath, `{"id":"`+roomID+`","name":"Hall"}`)
	const world = "/api/v1/worlds/acc/"
	for _, test := range []struct {
		method, path string
		status       int
		json         bool
	}{
		{"GET", world + "rooms.json", 200, true},
		{"GET", world + "rooms.json/", 200, true},
		{"GET", world + "rooms.api", 404, true},
		{"GET", world + "rooms/" + roomID + ".json", 200, true},
		{"PATCH", world + "rooms/" + roomID + ".json", 200, true},
		{"GET", world + "rooms/x.y.json", 200, false},
		{"GET", "/api/v1/worlds/%61cc/rooms/", 200, true},
		{"GET", "/api/v1/worlds/acc%2Frooms/", 200, true},
		{"GET", world + "rooms/%31" + roomID[1:] + "/", 200, true},
		{"GET", world + "rooms", 200, false},
		{"GET", world + "rooms//", 200, false},
		{"GET", "/api/v1/worlds//rooms/", 200, false},
		{"GET", world[:len(world)-1], 200, false},
		{"PATCH", world + "rooms/" + roomID, 403, false},
		{"HEAD", roomsPath, 200, true},
		{"HEAD", roomsPath + roomID + "/", 200, true},
		{"HEAD", roomsPath + strings.Replace(roomID, "1", "2", 1) + "/", 404, true},
		{"HEAD", world, 200, true},
		{"POST", world + "delete_user/", 400, true},
		{"POST", world + "schedule_update/", 401, true},
	} {
		got := c.send(test.method, test.path, "apiuser", "{}", "application/json")
		if isJSON := got.header.Get("Content-Type") == "application/json"; got.status != test.status || isJSON != test.json {
			t.Errorf("%s %s: status %d of type %s, want %d and JSON %t", test.method, test.path, got.status, got.header.Get("Content-Type"), test.status, test.json)
		}
		if test.method == http.MethodHead && got.content != "" {
			t.Errorf("%s %s: a body: %s", test.method, test.path, got.content)
		}
	}
}

func TestUnusualRequests(t *testing.T) {
	t.Parallel()
	c, service := start(t, venueless.Options{})
	c.requireStatus(http.StatusInternalServerError, "OPTIONS", roomsPath, "")
	c.requireStatus(http.StatusCreated, "POST", roomsPath, `{"id":"`+roomID+`","name":"Hall"}`)
	c.requireStatus(http.StatusOK, "GET", roomsPath+strings.ReplaceAll(roomID, "-", "")+"/", "")
	c.requireStatus(http.StatusNotFound, "GET", "/api/v1/worlds/other/rooms/", "")
	recorder, request := httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, roomsPath, http.NoBody)
	request.Header.Set("Accept", "text/html")
	service.ServeHTTP(recorder, request)
	if recorder.Code != http.StatusNotAcceptable {
		t.Errorf("status %d for HTML, want 406", recorder.Code)
	}
}
