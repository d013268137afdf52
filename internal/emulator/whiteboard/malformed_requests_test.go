package whiteboard_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

func TestInvalidRequests(t *testing.T) {
	t.Parallel()
	s := newService(t, options())
	room := s.AddRoom("sg", whiteboard.Room{})
	for _, test := range []struct {
		method, path, body string
		status             int
	}{
		{"POST", "/v5/rooms", `{"limit":-1}`, 400},
		{"POST", "/v5/rooms", `{"isRecord":"yes"}`, 400},
		{"PATCH", "/v5/rooms/" + room.UUID, `{}`, 400},
		{"PATCH", "/v5/rooms/ffffffffffffffffffffffffffffffff", `{"isBan":true}`, 404},
		{"POST", "/v5/tokens/rooms/" + room.UUID, `{"role":"0"}`, 400},
		{"POST", "/v5/tokens/teams", `{"accessKey":"test-ak","secretAccessKey":"wrong","role":"admin"}`, 403},
	} {
		status, got := send[object](t, s, test.method, test.path, "sg", sdkToken, test.body)
		if _, ok := got["message"].(string); status != test.status || !ok {
			t.Errorf("%s %s %s: got %d %v, want %d with a message", test.method, test.path, test.body, status, got, test.status)
		}
	}
}

func TestDeleteIsNotAllowed(t *testing.T) {
	t.Parallel()
	s := newService(t, options())
	room := s.AddRoom("sg", whiteboard.Room{})
	request := httptest.NewRequestWithContext(t.Context(), "DELETE", "/v5/rooms/"+room.UUID, nil)
	request.Header.Set("region", "sg")
	request.Header.Set("token", sdkToken)
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, request)
	if recorder.Code != http.StatusMethodNotAllowed || len(s.Rooms("sg")) != 1 {
		t.Errorf("got %d, and there are %d rooms", recorder.Code, len(s.Rooms("sg")))
	}
}
