package emulator_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

func TestPublishedForm(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Published: true})
	project, scene, room := c.createObjects()
	c.createProject("Second")

	for _, as := range []clientCredential{key, bearer} {
		list := c.send("GET", "/api/projects", as, nil).requireStatus(http.StatusOK)
		if _, bare := list.body.([]any); !bare || !slices.Equal(list.items("name"), []any{"Fair", "Second"}) {
			t.Errorf("projects are %s, want a bare array of both", list.raw)
		}
	}
	if got := c.send("GET", "/api/projects?label=nope", key, nil).requireStatus(http.StatusOK).raw; got != "[]" {
		t.Errorf("projects of an unknown label are %s", got)
	}
	c.send("GET", "/api/projects?take=1", key, nil).checkError(http.StatusBadRequest, "property take should not exist")
	for _, path := range []string{"/api/rooms", "/api/scenes"} {
		c.send("GET", query(path, "projectId", project, "orderby", "createdAt:asc"), key, nil).
			checkError(http.StatusBadRequest, "property orderby should not exist")
	}
	c.send("PATCH", "/api/projects/"+project, bearer, form{"name": "x"}).checkError(http.StatusNotFound, "Cannot PATCH /api/projects/"+project)
	c.send("DELETE", "/api/projects/"+project, bearer, nil).checkError(http.StatusNotFound, "Cannot DELETE /api/projects/"+project)
	c.send("GET", "/api/rooms/"+room+"/infra", bearer, nil).checkError(http.StatusNotFound, "Cannot GET /api/rooms/"+room+"/infra")
	if got := c.send("GET", "/api/scenes/"+scene, key, nil).requireStatus(http.StatusOK); got.at("creator") != nil {
		t.Errorf("scene is %s, want no creator", got.raw)
	}

	for range 3 {
		c.createRoom(project, scene, "more")
	}
	var paged []any
	for _, skip := range []string{"0", "2"} {
		paged = append(paged, c.send("GET", query("/api/rooms", "projectId", project, "take", "2", "skip", skip), key, nil).items("id")...)
	}
	slices.SortFunc(paged, compareText)
	if distinct := slices.Compact(paged); len(distinct) != 4 {
		t.Errorf("pages have %d rooms, want all 4: the published form does not shift lists", len(distinct))
	}
}

func TestPublishedLogs(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Published: true})
	project, _, room := c.createObjects()
	alice := c.send("GET", "/api/projects/"+project+"/getIdFromUserId/alice", key, nil).text("reticulumId")
	nine := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	for i, entry := range []emulator.LogEntry{
		{Code: "room-join", SessionID: "one", ReticulumID: alice},
		{Code: "room-join", SessionID: "two", ReticulumID: "42"},
		{Code: "room-video-click-event", SessionID: "one", ReticulumID: alice},
		{Code: "room-exit", SessionID: "one", ReticulumID: alice},
		{Code: "room-exit", SessionID: "unknown", ReticulumID: alice},
		{Code: "room-join", SessionID: "one", ReticulumID: alice},
		{Code: "room-exit", SessionID: "one", ReticulumID: alice},
	} {
		entry.LogTime = nine.Add(time.Duration(i) * time.Minute)
		c.requireNoError(c.Log(room, entry))
	}
	visits := c.send("GET", "/api/rooms/"+room+"/logs", key, nil).requireStatus(http.StatusOK)
	for field, want := range map[string][]any{
		"id":          {"1", "2", "6"},
		"infraUserId": {"alice", "42", "alice"},
		"roomId":      {room, room, room},
		"sessionId":   {"one", "two", "one"},
		"joinedAt":    {"2026-05-01T09:00:00.000Z", "2026-05-01T09:01:00.000Z", "2026-05-01T09:05:00.000Z"},
		"exitedAt":    {"2026-05-01T09:03:00.000Z", nil, "2026-05-01T09:06:00.000Z"},
	} {
		if got := visits.items(field); !slices.Equal(got, want) {
			t.Errorf("%s is %v, want %v", field, got, want)
		}
	}
}
