package vcs_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

const (
	key       = "a-key"
	roomsPath = "/api/realtime/room"
)

// send sends a request with the API key and a JSON body.
func send(t *testing.T, service http.Handler, method, target, body string) *httptest.ResponseRecorder {
	t.Helper()
	return sendWith(t, service, method, target, body, http.Header{"X-Vcs-Token": {key}, "Content-Type": {"application/json"}})
}

func sendWith(t *testing.T, service http.Handler, method, target, body string, header http.Header) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	request.Header = header
	response := httptest.NewRecorder()
	service.ServeHTTP(response, request)
	return response
}

func decodeJSON(t *testing.T, response *httptest.ResponseRecorder) map[string]any {
	t.Helper()
	var value map[string]any
	if err := json.Unmarshal(response.Body.Bytes(), &value); err != nil {
		t.Fatalf("%v in %q", err, response.Body)
	}
	return value
}

// createRoom creates a room and returns it from the response.
func createRoom(t *testing.T, service http.Handler, body string) map[string]any {
	t.Helper()
	response := send(t, service, http.MethodPost, roomsPath, body)
	created, ok := decodeJSON(t, response)["room"].(map[string]any)
	if response.Code != http.StatusOK || !ok {
		t.Fatalf("creating %s: %d %s", body, response.Code, response.Body)
	}
	return created
}

func roomPath(created map[string]any) string { return fmt.Sprintf("%s/%s", roomsPath, created["id"]) }

func newService(t *testing.T, options vcs.Options) *vcs.Service {
	t.Helper()
	service, err := vcs.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return service
}
