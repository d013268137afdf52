package emulator_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

func TestLogsReported(t *testing.T) {
	t.Parallel()
	now := newClock()
	s := start(t, emulator.Options{Now: now.now})
	_, _, room := s.stage()
	engineRoom := s.send("GET", "/api/rooms/"+room+"/infra", bearer, nil).text("infraRoomId")
	report := func(fields object) reply {
		body := object{"code": "room-join", "resourceId": engineRoom, "sessionId": "s", "reticulumId": "7"}
		maps.Copy(body, fields)
		return s.send("POST", "/logs", nobody, body)
	}
	report(object{"code": "room-video-click-event", "logTime": "2026-05-01T12:00:00+09:00"}).want(http.StatusCreated)
	report(object{"ip": "203.0.113.9"}).want(http.StatusCreated)
	report(object{"code": "something else"}).want(http.StatusCreated)
	report(object{"resourceId": "nowhere"}).want(http.StatusCreated)
	report(object{"logTime": "yesterday"}).want(http.StatusCreated)
	report(object{"action": "a\x00b"}).want(http.StatusCreated)
	report(object{"sessionId": nil}).refuses(http.StatusBadRequest, "sessionId must be a string")

	logs := s.send("GET", "/api/rooms/"+room+"/logs", key, nil).want(http.StatusOK)
	if codes := logs.items("code"); !slices.Equal(codes, []any{"room-video-click-event", "room-join"}) {
		t.Errorf("codes are %v", codes)
	}
	if times := logs.items("logTime"); !slices.Equal(times, []any{"2026-05-01T03:00:00.000Z", "2026-05-01T09:00:00.000Z"}) {
		t.Errorf("times are %v, want the reported one and the present", times)
	}
	if ids := logs.items("id"); !slices.Equal(ids, []any{1.0, 2.0}) {
		t.Errorf("ids are %v", ids)
	}
	if ips := logs.items("ip"); !slices.Equal(ips, []any{"0.0.0.0", "0.0.0.0"}) {
		t.Errorf("addresses are %v, want those that a proxy tells and no others", ips)
	}
	if actions := logs.items("action"); !slices.Equal(actions, []any{nil, nil}) {
		t.Errorf("actions are %v, want none", actions)
	}
}

func TestLogsTellWhatTheProxySaid(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	_, _, room := s.stage()
	body := fmt.Sprintf(`{"code":"room-exit","resourceId":%q,"sessionId":"s","reticulumId":1900346259722469400}`,
		s.send("GET", "/api/rooms/"+room+"/infra", bearer, nil).text("infraRoomId"))
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/logs", strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("X-Forwarded-For", "203.0.113.9, 192.0.2.1")
	s.ServeHTTP(httptest.NewRecorder(), request)
	logs := s.send("GET", "/api/rooms/"+room+"/logs", key, nil).want(http.StatusOK)
	if logs.text("0/ip") != "203.0.113.9" || logs.text("0/reticulumId") != "1900346259722469400" {
		t.Errorf("logs are %s", logs.raw)
	}
}

func TestLogHelper(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	_, _, room := s.stage()
	action, joined := "hubs join", time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	s.must(s.Log(room, emulator.LogEntry{Code: "room-join", SessionID: "s", ReticulumID: "7", LogTime: joined, Action: &action}))
	logs := s.send("GET", "/api/rooms/"+room+"/logs", key, nil).want(http.StatusOK)
	if logs.text("0/action") != action || logs.text("0/logTime") != "2026-05-01T09:00:00.000Z" || logs.text("0/roomId") != room {
		t.Errorf("logs are %s", logs.raw)
	}
	if err := s.Log("11111111-1111-4111-8111-111111111111", emulator.LogEntry{}); err == nil {
		t.Error("an entry was logged in no room")
	}
}

func TestPublishedForm(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{Published: true})
	project, scene, room := s.stage()
	s.project("Second")

	for _, as := range []credential{key, bearer} {
		list := s.send("GET", "/api/projects", as, nil).want(http.StatusOK)
		if _, bare := list.body.([]any); !bare || !slices.Equal(list.items("name"), []any{"Fair", "Second"}) {
			t.Errorf("projects are %s, want a bare array of both", list.raw)
		}
	}
	if got := s.send("GET", "/api/projects?label=nope", key, nil).want(http.StatusOK).raw; got != "[]" {
		t.Errorf("projects of an unknown label are %s", got)
	}
	s.send("GET", "/api/projects?take=1", key, nil).refuses(http.StatusBadRequest, "property take should not exist")
	for _, path := range []string{"/api/rooms", "/api/scenes"} {
		s.send("GET", query(path, "projectId", project, "orderby", "createdAt:asc"), key, nil).
			refuses(http.StatusBadRequest, "property orderby should not exist")
	}
	s.send("PATCH", "/api/projects/"+project, bearer, form{"name": "x"}).refuses(http.StatusNotFound, "Cannot PATCH /api/projects/"+project)
	s.send("DELETE", "/api/projects/"+project, bearer, nil).refuses(http.StatusNotFound, "Cannot DELETE /api/projects/"+project)
	s.send("GET", "/api/rooms/"+room+"/infra", bearer, nil).refuses(http.StatusNotFound, "Cannot GET /api/rooms/"+room+"/infra")
	if got := s.send("GET", "/api/scenes/"+scene, key, nil).want(http.StatusOK); got.at("creator") != nil {
		t.Errorf("scene is %s, want no creator", got.raw)
	}

	for range 3 {
		s.room(project, scene, "more")
	}
	var paged []any
	for _, skip := range []string{"0", "2"} {
		paged = append(paged, s.send("GET", query("/api/rooms", "projectId", project, "take", "2", "skip", skip), key, nil).items("id")...)
	}
	slices.SortFunc(paged, compareText)
	if distinct := slices.Compact(paged); len(distinct) != 4 {
		t.Errorf("pages hold %d rooms, want all 4: nobody can ask for an order here", len(distinct))
	}
}

func TestPublishedVisits(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{Published: true})
	project, _, room := s.stage()
	alice := s.send("GET", "/api/projects/"+project+"/getIdFromUserId/alice", key, nil).text("reticulumId")
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
		s.must(s.Log(room, entry))
	}
	visits := s.send("GET", "/api/rooms/"+room+"/logs", key, nil).want(http.StatusOK)
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
