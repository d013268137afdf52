package vcs_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

func TestRoomLifecycle(t *testing.T) {
	t.Parallel()
	service := newService(t, vcs.Options{APIKey: key})
	created := createRoom(t, service, `{"name":"Room A","description":"My room description","conferenceType":"MESH","autoUpgradeParticipantCount":"4"}`)
	for field, want := range map[string]any{
		"name": "Room A", "description": "My room description", "conferenceType": "MESH", "autoUpgradeParticipantCount": 4.0,
		"maxParticipants": 4.0, "roomTokenTTLSeconds": 86400.0, "roomTTLSeconds": 86400.0, "endpointTTLSeconds": 86400.0,
	} {
		if created[field] != want {
			t.Errorf("%s is %v, want %v", field, created[field], want)
		}
	}
	if _, number := created["creationTime"].(float64); !number {
		t.Errorf("the first room's time is %v, want milliseconds", created["creationTime"])
	}

	read := decodeJSON(t, send(t, service, http.MethodGet, roomPath(created), ""))
	if read["id"] != created["id"] || read["token"] != created["token"] {
		t.Errorf("read as %v, created as %v", read, created)
	}
	if count, ok := read["autoUpgradeParticipantCount"]; ok {
		t.Errorf("the response to the read has the upgrade count %v", count)
	}

	target := fmt.Sprintf("%s?id=%s", roomsPath, created["id"])
	if response := send(t, service, http.MethodDelete, target, ""); response.Code != http.StatusOK || !strings.Contains(response.Body.String(), `{"room":{"id":"RO-`) {
		t.Errorf("delete: %d %s", response.Code, response.Body)
	}
	if response := send(t, service, http.MethodDelete, target, ""); response.Code != http.StatusBadRequest || decodeJSON(t, response)["code"] != "REALTIME-00004" {
		t.Errorf("delete again: %d %s", response.Code, response.Body)
	}
}

func TestUnsetFieldsAreOmitted(t *testing.T) {
	t.Parallel()
	service := newService(t, vcs.Options{APIKey: key})
	createRoom(t, service, `{"name":"first"}`)
	created := createRoom(t, service, `{}`)
	for _, field := range []string{"name", "description", "autoUpgradeParticipantCount"} {
		if value, ok := created[field]; ok {
			t.Errorf("%s is %v, want it omitted", field, value)
		}
	}
	if text, ok := created["creationTime"].(string); !ok || !strings.HasSuffix(text, "Z") {
		t.Errorf("the second room's time is %v, want a text", created["creationTime"])
	}
}

func TestMissingRoom(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		missing vcs.Missing
		status  int
		body    string
	}{
		"by code":       {vcs.MissingByCode, 400, "REALTIME-00004"},
		"by status":     {vcs.MissingByStatus, 404, "BASE-00004"},
		"by null":       {vcs.MissingByNull, 200, "null\n"},
		"by empty body": {vcs.MissingByEmptyBody, 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			response := send(t, newService(t, vcs.Options{APIKey: key, Missing: test.missing}), http.MethodGet, roomsPath+"/RO-1", "")
			body := response.Body.String()
			if response.Code != test.status || body != test.body && (test.status == 200 || !strings.Contains(body, test.body)) {
				t.Errorf("%d %q", response.Code, body)
			}
		})
	}
}

func TestRoomExpires(t *testing.T) {
	t.Parallel()
	now := time.Date(2022, 4, 8, 13, 44, 28, 0, time.UTC)
	service := newService(t, vcs.Options{APIKey: key, RoomTTL: time.Hour, Now: func() time.Time { return now }})
	created := createRoom(t, service, `{}`)
	if created["roomTTLSeconds"] != 3600.0 {
		t.Errorf("roomTTLSeconds is %v", created["roomTTLSeconds"])
	}
	now = now.Add(time.Hour - time.Second)
	if response := send(t, service, http.MethodGet, roomPath(created), ""); response.Code != http.StatusOK {
		t.Errorf("one second before it expires: %s", response.Body)
	}
	now = now.Add(time.Second)
	if response := send(t, service, http.MethodGet, roomPath(created), ""); response.Code != http.StatusBadRequest {
		t.Errorf("when it expires: %s", response.Body)
	}
}

func TestUpgradeAndRename(t *testing.T) {
	t.Parallel()
	service := newService(t, vcs.Options{APIKey: key})
	created := createRoom(t, service, `{"name":"Room A"}`)
	id := fmt.Sprint(created["id"])
	if err := service.Upgrade(id); err != nil {
		t.Error(err)
	}
	if err := service.Rename(id, "Room B"); err != nil {
		t.Error(err)
	}
	if read := decodeJSON(t, send(t, service, http.MethodGet, roomPath(created), "")); read["conferenceType"] != "SFU" || read["name"] != "Room B" {
		t.Errorf("read as %v", read)
	}
	if service.Upgrade("RO-1") == nil {
		t.Error("a room that does not exist was upgraded")
	}
}

func TestDeleteWithoutIDDeletesAllRooms(t *testing.T) {
	t.Parallel()
	service := newService(t, vcs.Options{APIKey: key})
	created := createRoom(t, service, `{}`)
	send(t, service, http.MethodDelete, roomsPath+"?id=", "")
	if response := send(t, service, http.MethodGet, roomPath(created), ""); response.Code != http.StatusBadRequest {
		t.Errorf("the room still exists: %s", response.Body)
	}
}
