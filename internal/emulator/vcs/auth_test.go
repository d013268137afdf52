package vcs_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

// TestTenantsAreSeparate checks that a tenant cannot reach rooms of another, and that its rooms stay when its key is
// replaced.
func TestTenantsAreSeparate(t *testing.T) {
	t.Parallel()
	service := newService(t, vcs.Options{APIKey: key, OtherAPIKeys: []string{"other-key"}})
	sendAs := func(key, method, target string) *httptest.ResponseRecorder {
		return sendWith(t, service, method, target, "", http.Header{"X-Vcs-Token": {key}})
	}
	list := func(key string) int {
		rooms, _ := decodeJSON(t, sendAs(key, http.MethodGet, roomsPath+"?numberOfRecords=1"))["data"].([]any)
		return len(rooms)
	}
	created := createRoom(t, service, `{"name":"Room A"}`)
	for method, target := range map[string]string{http.MethodGet: roomPath(created), http.MethodDelete: fmt.Sprintf("%s?id=%s", roomsPath, created["id"])} {
		if response := sendAs("other-key", method, target); response.Code != http.StatusBadRequest || decodeJSON(t, response)["code"] != "REALTIME-00004" {
			t.Errorf("%s by the other tenant: %d %s", method, response.Code, response.Body)
		}
	}
	sendAs("other-key", http.MethodDelete, roomsPath) // deletes all rooms of the tenant
	if own, other := list(key), list("other-key"); own != 1 || other != 0 {
		t.Errorf("%d rooms, and %d of the other tenant; want 1 and 0", own, other)
	}
	if err := service.ReplaceAPIKey(key, "new-key"); err != nil || service.APIKey() != "new-key" {
		t.Errorf("key is %s, %v", service.APIKey(), err)
	}
	if old := sendAs(key, http.MethodGet, roomPath(created)); decodeJSON(t, old)["id"] != "INVALID_TOKEN" || list("new-key") != 1 {
		t.Errorf("the old key: %s; %d rooms with the new key", old.Body, list("new-key"))
	}
	if err := service.ReplaceAPIKey(key, "any"); err == nil {
		t.Error("a key that no tenant has was replaced")
	}
}
