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

func TestReportLog(t *testing.T) {
	t.Parallel()
	now := newClock()
	c := start(t, emulator.Options{Now: now.now})
	_, _, room := c.createObjects()
	engineRoom := c.send("GET", "/api/rooms/"+room+"/infra", bearer, nil).text("infraRoomId")
	report := func(fields object) response {
		body := object{"code": "room-join", "resourceId": engineRoom, "sessionId": "s", "reticulumId": "7"}
		maps.Copy(body, fields)
		return c.send("POST", "/logs", noCredential, body)
	}
	report(object{"code": "room-video-click-event", "logTime": "2026-05-01T12:00:00+09:00"}).requireStatus(http.StatusCreated)
	report(object{"ip": "203.0.113.9"}).requireStatus(http.StatusCreated)
	report(object{"code": "something else"}).requireStatus(http.StatusCreated)
	report(object{"resourceId": "unknown"}).requireStatus(http.StatusCreated)
	for _, time := range []string{"yesterday", "2026-05-01T09:00:00+24:00", "9999-12-31T23:59:59-01:00"} {
		report(object{"logTime": time}).requireStatus(http.StatusCreated)
	}
	report(object{"action": "a\x00b"}).requireStatus(http.StatusCreated)
	report(object{"sessionId": nil}).checkError(http.StatusBadRequest, "sessionId must be a string")

	logs := c.send("GET", "/api/rooms/"+room+"/logs", key, nil).requireStatus(http.StatusOK)
	if codes := logs.items("code"); !slices.Equal(codes, []any{"room-video-click-event", "room-join"}) {
		t.Errorf("codes are %v", codes)
	}
	if times := logs.items("logTime"); !slices.Equal(times, []any{"2026-05-01T03:00:00.000Z", "2026-05-01T09:00:00.000Z"}) {
		t.Errorf("times are %v, want the reported one and the current one", times)
	}
	if ids := logs.items("id"); !slices.Equal(ids, []any{1.0, 2.0}) {
		t.Errorf("ids are %v", ids)
	}
	if ips := logs.items("ip"); !slices.Equal(ips, []any{"0.0.0.0", "0.0.0.0"}) {
		t.Errorf("addresses are %v, want only those from a proxy", ips)
	}
	if actions := logs.items("action"); !slices.Equal(actions, []any{nil, nil}) {
		t.Errorf("actions are %v, want none", actions)
	}
}

func TestLogHasAddressFromProxy(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	_, _, room := c.createObjects()
	body := fmt.Sprintf(`{"code":"room-exit","resourceId":%q,"sessionId":"s","reticulumId":1900346259722469400}`,
		c.send("GET", "/api/rooms/"+room+"/infra", bearer, nil).text("infraRoomId"))
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/logs", strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("X-Forwarded-For", "203.0.113.9, 192.0.2.1")
	c.ServeHTTP(httptest.NewRecorder(), request)
	logs := c.send("GET", "/api/rooms/"+room+"/logs", key, nil).requireStatus(http.StatusOK)
	if logs.text("0/ip") != "203.0.113.9" || logs.text("0/reticulumId") != "1900346259722469400" {
		t.Errorf("logs are %s", logs.raw)
	}
}

func TestLog(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	_, _, room := c.createObjects()
	action, joined := "hubs join", time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	c.requireNoError(c.Log(room, emulator.LogEntry{Code: "room-join", SessionID: "s", ReticulumID: "7", LogTime: joined, Action: &action}))
	logs := c.send("GET", "/api/rooms/"+room+"/logs", key, nil).requireStatus(http.StatusOK)
	if logs.text("0/action") != action || logs.text("0/logTime") != "2026-05-01T09:00:00.000Z" || logs.text("0/roomId") != room {
		t.Errorf("logs are %s", logs.raw)
	}
	if err := c.Log("11111111-1111-4111-8111-111111111111", emulator.LogEntry{}); err == nil {
		t.Error("an entry was added to a room that does not exist")
	}
}
