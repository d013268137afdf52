package vcs_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

const (
	key   = "a-key"
	rooms = "/api/realtime/room"
)

// call sends a request with the right key, and the body, if any, as JSON.
func call(t *testing.T, service http.Handler, method, target, body string) *httptest.ResponseRecorder {
	t.Helper()
	return send(t, service, method, target, body, http.Header{"X-Vcs-Token": {key}, "Content-Type": {"application/json"}})
}

func send(t *testing.T, service http.Handler, method, target, body string, header http.Header) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	request.Header = header
	answer := httptest.NewRecorder()
	service.ServeHTTP(answer, request)
	return answer
}

func decode(t *testing.T, answer *httptest.ResponseRecorder) map[string]any {
	t.Helper()
	var value map[string]any
	if err := json.Unmarshal(answer.Body.Bytes(), &value); err != nil {
		t.Fatalf("%v in %q", err, answer.Body)
	}
	return value
}

// create makes a room and gives it as the answer tells of it.
func create(t *testing.T, service http.Handler, body string) map[string]any {
	t.Helper()
	answer := call(t, service, http.MethodPost, rooms, body)
	made, ok := decode(t, answer)["room"].(map[string]any)
	if answer.Code != http.StatusOK || !ok {
		t.Fatalf("creating %s: %d %s", body, answer.Code, answer.Body)
	}
	return made
}

func path(made map[string]any) string { return fmt.Sprintf("%s/%s", rooms, made["id"]) }

func TestRoomLivesAndDies(t *testing.T) {
	t.Parallel()
	service := vcs.New(vcs.Options{APIKey: key})
	made := create(t, service, `{"name":"Room A","description":"My room description","conferenceType":"MESH","autoUpgradeParticipantCount":"4"}`)
	for field, want := range map[string]any{
		"name": "Room A", "description": "My room description", "conferenceType": "MESH", "autoUpgradeParticipantCount": 4.0,
		"maxParticipants": 4.0, "roomTokenTTLSeconds": 86400.0, "roomTTLSeconds": 86400.0, "endpointTTLSeconds": 86400.0,
	} {
		if made[field] != want {
			t.Errorf("%s is %v, want %v", field, made[field], want)
		}
	}
	if _, number := made["creationTime"].(float64); !number {
		t.Errorf("the first room's time is %v, want milliseconds", made["creationTime"])
	}

	read := decode(t, call(t, service, http.MethodGet, path(made), ""))
	if read["id"] != made["id"] || read["token"] != made["token"] {
		t.Errorf("read as %v, made as %v", read, made)
	}
	if count, told := read["autoUpgradeParticipantCount"]; told {
		t.Errorf("the upgrade count is read back as %v", count)
	}

	target := fmt.Sprintf("%s?id=%s", rooms, made["id"])
	if answer := call(t, service, http.MethodDelete, target, ""); answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), `{"room":{"id":"RO-`) {
		t.Errorf("delete: %d %s", answer.Code, answer.Body)
	}
	if answer := call(t, service, http.MethodDelete, target, ""); answer.Code != http.StatusBadRequest || decode(t, answer)["code"] != "REALTIME-00004" {
		t.Errorf("delete again: %d %s", answer.Code, answer.Body)
	}
}

// TestTenantsAreApart holds that a tenant finds no room of another, and that its rooms stay when its key is replaced.
func TestTenantsAreApart(t *testing.T) {
	t.Parallel()
	service := vcs.New(vcs.Options{APIKey: key, OtherAPIKeys: []string{"other-key"}})
	as := func(key, method, target string) *httptest.ResponseRecorder {
		return send(t, service, method, target, "", http.Header{"X-Vcs-Token": {key}})
	}
	list := func(key string) int {
		rooms, _ := decode(t, as(key, http.MethodGet, rooms+"?numberOfRecords=1"))["data"].([]any)
		return len(rooms)
	}
	made := create(t, service, `{"name":"Room A"}`)
	for method, target := range map[string]string{http.MethodGet: path(made), http.MethodDelete: fmt.Sprintf("%s?id=%s", rooms, made["id"])} {
		if answer := as("other-key", method, target); answer.Code != http.StatusBadRequest || decode(t, answer)["code"] != "REALTIME-00004" {
			t.Errorf("%s by the other tenant: %d %s", method, answer.Code, answer.Body)
		}
	}
	as("other-key", http.MethodDelete, rooms) // deletes all of the tenant's rooms
	if ours, theirs := list(key), list("other-key"); ours != 1 || theirs != 0 {
		t.Errorf("%d rooms of ours, %d of theirs; want 1 and none", ours, theirs)
	}
	if err := service.ReplaceAPIKey(key, "new-key"); err != nil || service.APIKey() != "new-key" {
		t.Errorf("key is %s, %v", service.APIKey(), err)
	}
	if old := as(key, http.MethodGet, path(made)); decode(t, old)["id"] != "INVALID_TOKEN" || list("new-key") != 1 {
		t.Errorf("the old key: %s; %d rooms by the new one", old.Body, list("new-key"))
	}
	if err := service.ReplaceAPIKey(key, "any"); err == nil {
		t.Error("a key that nobody has was replaced")
	}
}

func TestRoomLeavesOutWhatItLacks(t *testing.T) {
	t.Parallel()
	service := vcs.New(vcs.Options{APIKey: key})
	create(t, service, `{"name":"first"}`)
	made := create(t, service, `{}`)
	for _, field := range []string{"name", "description", "autoUpgradeParticipantCount"} {
		if value, told := made[field]; told {
			t.Errorf("%s is %v, want it left out", field, value)
		}
	}
	if text, ok := made["creationTime"].(string); !ok || !strings.HasSuffix(text, "Z") {
		t.Errorf("the second room's time is %v, want a text", made["creationTime"])
	}
}

func TestOptionsChooseWhatThePageLeavesOpen(t *testing.T) {
	t.Parallel()
	service := vcs.New(vcs.Options{APIKey: key, DefaultName: "New room", ReportsUpgradeCount: true, RenewsTokens: true})
	made := create(t, service, `{"autoUpgradeParticipantCount":3}`)
	read := decode(t, call(t, service, http.MethodGet, path(made), ""))
	if read["name"] != "New room" || read["autoUpgradeParticipantCount"] != 3.0 || read["token"] == made["token"] {
		t.Errorf("made as %v, read as %v", made, read)
	}
}

func TestMissingRoom(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		missing vcs.Missing
		status  int
		body    string
	}{
		"by code":    {vcs.MissingByCode, 400, "REALTIME-00004"},
		"by status":  {vcs.MissingByStatus, 404, "BASE-00004"},
		"by null":    {vcs.MissingByNull, 200, "null\n"},
		"by nothing": {vcs.MissingByEmptyBody, 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := call(t, vcs.New(vcs.Options{APIKey: key, Missing: test.missing}), http.MethodGet, rooms+"/RO-1", "")
			body := answer.Body.String()
			if answer.Code != test.status || body != test.body && (test.status == 200 || !strings.Contains(body, test.body)) {
				t.Errorf("%d %q", answer.Code, body)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	service := vcs.New(vcs.Options{APIKey: key})
	asJSON := http.Header{"X-Vcs-Token": {key}, "Content-Type": {"application/json"}}
	for name, test := range map[string]struct {
		method, target, body string
		header               http.Header
		status               int
		code                 string
	}{
		"no key":          {http.MethodGet, rooms, "", http.Header{}, 401, "BASE-00001"},
		"wrong key":       {http.MethodGet, rooms, "", http.Header{"X-Vcs-Token": {"other"}}, 400, "REALTIME-00009"},
		"no content type": {http.MethodPost, rooms, "{}", http.Header{"X-Vcs-Token": {key}}, 415, "BASE-00017"},
		"no body":         {http.MethodPost, rooms, "", asJSON, 400, "BASE-00014"},
		"no JSON":         {http.MethodPost, rooms, "{", asJSON, 400, "BASE-00014"},
		"long name":       {http.MethodPost, rooms, `{"name":"` + strings.Repeat("é", 513) + `"}`, asJSON, 400, "BASE-00013"},
		"no room a page":  {http.MethodGet, rooms + "?numberOfRecords=0", "", asJSON, 400, "BASE-00015"},
		"101 rooms":       {http.MethodGet, rooms + "?numberOfRecords=101", "", asJSON, 400, "BASE-00015"},
		"paging token":    {http.MethodGet, rooms + "?token=abc", "", asJSON, 400, "REALTIME-00009"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := send(t, service, test.method, test.target, test.body, test.header)
			body := decode(t, answer)
			if answer.Code != test.status || body["code"] != test.code || body["httpCode"] != float64(test.status) {
				t.Errorf("%d %v", answer.Code, body)
			}
		})
	}
	if answer := send(t, service, http.MethodGet, rooms, "", http.Header{"X-Vcs-Token": {"other"}}); !strings.Contains(answer.Body.String(), "[other]") {
		t.Errorf("a wrong key is not echoed: %s", answer.Body)
	}
	create(t, service, `{"name":"`+strings.Repeat("é", 512)+`"}`)
}

func TestListGivesPages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		last  vcs.LastPage
		pages []int // the number of rooms on each page, until there is no token
		end   string
	}{
		"without token": {vcs.LastWithoutToken, []int{2, 2, 1}, "none"},
		"empty token":   {vcs.LastWithEmptyToken, []int{2, 2, 1}, "empty"},
		"empty page":    {vcs.LastIsEmpty, []int{2, 2, 1, 0, 0}, "token"},
		"own token":     {vcs.LastRepeats, []int{2, 2, 1, 1}, "token"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := vcs.New(vcs.Options{APIKey: key, LastPage: test.last})
			for range 5 {
				create(t, service, `{}`)
			}
			query, end := url.Values{"numberOfRecords": {"2"}}, ""
			for i, want := range test.pages {
				page := decode(t, call(t, service, http.MethodGet, rooms+"?"+query.Encode(), ""))
				if got, ok := page["data"].([]any); !ok || len(got) != want {
					t.Fatalf("page %d is %v, want %d rooms", i, page, want)
				}
				token, told := page["token"].(string)
				query.Set("token", token)
				switch {
				case !told:
					end = "none"
				case token == "":
					end = "empty"
				default:
					end = "token"
				}
			}
			if end != test.end {
				t.Errorf("the last page ends with %s, want %s", end, test.end)
			}
		})
	}
}

func TestListHas25RoomsUnlessAsked(t *testing.T) {
	t.Parallel()
	service := vcs.New(vcs.Options{APIKey: key})
	for range 30 {
		create(t, service, `{}`)
	}
	if got, ok := decode(t, call(t, service, http.MethodGet, rooms, ""))["data"].([]any); !ok || len(got) != 25 {
		t.Errorf("%d rooms, want 25", len(got))
	}
}

func TestRoomExpires(t *testing.T) {
	t.Parallel()
	now := time.Date(2022, 4, 8, 13, 44, 28, 0, time.UTC)
	service := vcs.New(vcs.Options{APIKey: key, RoomTTL: time.Hour, Now: func() time.Time { return now }})
	made := create(t, service, `{}`)
	if made["roomTTLSeconds"] != 3600.0 {
		t.Errorf("roomTTLSeconds is %v", made["roomTTLSeconds"])
	}
	now = now.Add(time.Hour - time.Second)
	if answer := call(t, service, http.MethodGet, path(made), ""); answer.Code != http.StatusOK {
		t.Errorf("a second before its end: %s", answer.Body)
	}
	now = now.Add(time.Second)
	if answer := call(t, service, http.MethodGet, path(made), ""); answer.Code != http.StatusBadRequest {
		t.Errorf("at its end: %s", answer.Body)
	}
}

func TestOthersChangeRooms(t *testing.T) {
	t.Parallel()
	service := vcs.New(vcs.Options{APIKey: key})
	made := create(t, service, `{"name":"Room A"}`)
	id := fmt.Sprint(made["id"])
	if err := service.Upgrade(id); err != nil {
		t.Error(err)
	}
	if err := service.Rename(id, "Room B"); err != nil {
		t.Error(err)
	}
	if read := decode(t, call(t, service, http.MethodGet, path(made), "")); read["conferenceType"] != "SFU" || read["name"] != "Room B" {
		t.Errorf("read as %v", read)
	}
	if service.Upgrade("RO-1") == nil {
		t.Error("a room that does not exist was upgraded")
	}
}

func TestDeleteWithoutIDDeletesAll(t *testing.T) {
	t.Parallel()
	service := vcs.New(vcs.Options{APIKey: key})
	made := create(t, service, `{}`)
	call(t, service, http.MethodDelete, rooms+"?id=", "")
	if answer := call(t, service, http.MethodGet, path(made), ""); answer.Code != http.StatusBadRequest {
		t.Errorf("the room is still there: %s", answer.Body)
	}
}
