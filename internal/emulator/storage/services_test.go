package storage_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"reflect"
	"regexp"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// newAtEachRead matches the parts of URLs of XRCLOUD that are new in each response.
var newAtEachRead = regexp.MustCompile(`(private|optId)=[0-9a-f-]{36}`)

// TestServicesAreReopened creates objects in all services, closes the data file, and compares the responses of services with
// the same file.
func TestServicesAreReopened(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data")
	now := time.Date(2026, 5, 1, 9, 0, 0, 123456789, time.UTC)
	clock := func() time.Time { return now }
	with := options{
		emulator.Options{Now: clock}, vcs.Options{Now: clock, ReportsUpgradeCount: true}, whiteboard.Options{Now: clock}, venueless.Options{Now: clock},
	}
	first, c := startServices(t, path, with)
	c.prepare()
	ids := map[string]string{}
	for service, rooms := range c.rooms() {
		for range 3 {
			ids[service] = field(t, c.require(service, "POST", rooms.path, rooms.body), rooms.id...)
		}
	}
	c.require("vcs", "POST", "/api/realtime/room", `{"autoUpgradeParticipantCount":2.5,"description":"<é>"}`)
	c.require("vcs", "DELETE", "/api/realtime/room?id="+ids["vcs"], "")
	c.require("whiteboard", "PATCH", "/v5/rooms/"+ids["whiteboard"], `{"isBan":true}`)
	venuelessRooms := c.rooms()["venueless"]
	c.require("venueless", "PATCH", venuelessRooms.room(ids["venueless"]), `{"description":"","trait_grants":{},"module_config":[{"type":"chat.native","n":[1.50,1e23,12345678901234567890,null,{}]}],
		"schedule_data":{"<&>":[],"long name":{},"b":null,"a":-0.0,"big":1E+3}}`)
	c.require("venueless", "PATCH", "/api/v1/worlds/event/", `{"domain":"","roles":{"apiuser":["world:api","world:update","world:secrets","room:view","room:update","room:delete","world:rooms.create.chat"],"n":7.10}}`)
	c.require("venueless", "PATCH", "/api/v1/worlds/event/", `{"id":"copy","domain":null,"title":"Copy"}`)
	first.venueless.AddChatMessages("event", ids["venueless"], 5)
	first.venueless.AddDirectMessages("event", 3)
	first.venueless.AddDirectMessages("event", 4)
	first.whiteboard.SetApp(whiteboard.App{UUID: "second"})

	reads := map[string][]string{"whiteboard": {"/v5/rooms"}, "venueless": {"/api/v1/worlds/event/", "/api/v1/worlds/copy/"}}
	for service, rooms := range c.rooms() {
		reads[service] = append(reads[service], rooms.list, rooms.room(ids[service]))
	}
	answers := func() map[string]string {
		all := map[string]string{}
		for service, paths := range reads {
			for _, path := range paths {
				status, content, err := c.try(service, http.MethodGet, path, "")
				if err != nil {
					t.Fatal(err)
				}
				all[path] = fmt.Sprint(status, " ", newAtEachRead.ReplaceAllString(content, ""))
			}
		}
		return all
	}
	overviews := func(s *services) []any {
		return []any{s.xrcloud.Overview(), s.vcs.Overview(), s.whiteboard.Overview(), s.venueless.Overview()}
	}
	before, overviewsBefore := answers(), overviews(first)
	if err := first.db.Close(); err != nil {
		t.Fatal(err)
	}

	second, reopened := startServices(t, path, with)
	if got := reopened.credentials; got != c.credentials {
		t.Errorf("credentials are %+v, were %+v", got, c.credentials)
	}
	c.send = reopened.send // with the tokens of the first start
	for path, got := range answers() {
		if got != before[path] {
			t.Errorf("%s: %s, was %s", path, got, before[path])
		}
	}
	if got := overviews(second); !reflect.DeepEqual(got, overviewsBefore) {
		t.Errorf("overviews are %+v, were %+v", got, overviewsBefore)
	}
	if got := second.venueless.ChatMessages("event", ids["venueless"]); got != 5 {
		t.Errorf("%d messages, want 5", got)
	}
	second.venueless.AddDirectMessages("event", 5)
	if channels, messages := second.venueless.DirectMessages("event"); channels != 3 || messages != 12 {
		t.Errorf("%d channels with %d messages, want 3 with 12: a number was used twice", channels, messages)
	}

	// The order of creation continues, although a room was deleted and the clock stands still.
	newest := field(t, c.require("vcs", "POST", "/api/realtime/room", `{"name":"Newest"}`), "room", "id")
	rooms := second.vcs.Overview()
	if last := rooms[len(rooms)-1].ID; last != newest {
		t.Errorf("the last room of VCS is %s, want %s", last, newest)
	}
	hall := field(t, c.require("venueless", "POST", venuelessRooms.path, venuelessRooms.body), "id")
	if all := second.venueless.Overview(); all[len(all)-1].ID != hall {
		t.Errorf("rooms of Venueless are %+v, want the newest one, %s, last", all, hall)
	}
}

// TestFixedCredentials sets credentials that replace the random ones of the data file, and checks that they stay.
func TestFixedCredentials(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data")
	first, c := startServices(t, path, options{})
	random := c.credentials
	if random.VCS == "" || random.Whiteboard.AccessKey == "" || random.Whiteboard.SecretKey == "" || random.Venueless.Secret == "" ||
		random.Whiteboard.AccessKey == random.Whiteboard.SecretKey || random.Venueless.Issuer != "any" || random.Venueless.Audience != "venueless" {
		t.Errorf("credentials are %+v", random)
	}
	c.require("venueless", "PATCH", "/api/v1/worlds/event/", `{"title":"Changed"}`)
	if err := first.db.Close(); err != nil {
		t.Fatal(err)
	}
	fixed := options{
		vcs: vcs.Options{APIKey: "key"}, whiteboard: whiteboard.Options{Apps: []whiteboard.App{{UUID: random.Whiteboard.UUID, AccessKey: "access"}}},
		venueless: venueless.Options{Worlds: []venueless.World{{ID: "event", Title: "Unused", Secret: "secret", Audience: "audience"}}},
	}
	issuer := options{venueless: venueless.Options{Worlds: []venueless.World{{ID: "event", Issuer: "any"}}}}
	for _, with := range []options{fixed, {}, issuer} {
		s, c := startServices(t, path, with)
		got := c.credentials
		if got.VCS != "key" || got.Whiteboard.AccessKey != "access" || got.Whiteboard.SecretKey != random.Whiteboard.SecretKey {
			t.Errorf("credentials are %+v, want the fixed ones and the rest of %+v", got, random)
		}
		if want := (venueless.Credentials{WorldID: "event", Issuer: "any", Audience: "audience", Secret: "secret"}); got.Venueless != want {
			t.Errorf("credentials of Venueless are %+v, want %+v", got.Venueless, want)
		}
		c.require("vcs", "GET", "/api/realtime/room", "")
		if world := c.require("venueless", "GET", "/api/v1/worlds/event/", ""); field(t, world, "title") != "Changed" {
			t.Errorf("world is %s, want the title that a client has set", world)
		}
		if err := s.db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTokenCreatesRooms uses the credentials of services in memory without options.
func TestTokenCreatesRooms(t *testing.T) {
	t.Parallel()
	_, c := startServices(t, "", options{})
	c.prepare()
	for service, rooms := range c.rooms() {
		id := field(t, c.require(service, "POST", rooms.path, rooms.body), rooms.id...)
		c.require(service, "GET", rooms.room(id), "")
	}
}

// TestFailedRequestsAreRolledBack closes the data file, so that each request fails when its changes are saved.
func TestFailedRequestsAreRolledBack(t *testing.T) {
	t.Parallel()
	s, c := startServices(t, filepath.Join(t.TempDir(), "data"), options{})
	c.prepare()
	ids := map[string]string{}
	for service, rooms := range c.rooms() {
		ids[service] = field(t, c.require(service, "POST", rooms.path, rooms.body), rooms.id...)
	}
	c.require("venueless", "PATCH", c.rooms()["venueless"].room(ids["venueless"]), `{"module_config":[{"type":"chat.native"}]}`)
	s.venueless.AddDirectMessages("event", 3)
	s.venueless.AddChatMessages("event", ids["venueless"], 4)
	list := func(service string) string {
		return newAtEachRead.ReplaceAllString(c.require(service, "GET", c.rooms()[service].list, ""), "")
	}
	before := map[string]string{}
	for service := range c.rooms() {
		before[service] = list(service)
	}
	if err := s.db.Close(); err != nil {
		t.Fatal(err)
	}
	for service, rooms := range c.rooms() {
		room := rooms.room(ids[service])
		for _, request := range [][3]string{
			{"POST", rooms.path, rooms.body},
			{"PATCH", room, `{"name":"Changed","isBan":true}`},
			{"DELETE", room, ""},
			{"DELETE", rooms.path + "?id=" + ids[service], ""},
			{"DELETE", rooms.path, ""},
		} {
			if status, content, err := c.try(service, request[0], request[1], request[2]); err != nil || status < 300 {
				t.Errorf("%s: %s %s: status %d, %v: %s", service, request[0], request[1], status, err, content)
			}
		}
		if got := list(service); got != before[service] {
			t.Errorf("%s: rooms are %s, were %s", service, got, before[service])
		}
	}
	if err := s.vcs.Rename(ids["vcs"], "Changed"); err == nil || list("vcs") != before["vcs"] {
		t.Errorf("room of VCS was renamed, %v", err)
	}
	if err := s.vcs.ReplaceAPIKey(c.VCS, "new"); err == nil || s.vcs.APIKey() != c.VCS {
		t.Errorf("API key of VCS was replaced, %v", err)
	}
	if channels, messages := s.venueless.DirectMessages("event"); channels != 1 || messages != 3 || s.venueless.ChatMessages("event", ids["venueless"]) != 4 {
		t.Errorf("messages of Venueless were deleted: %d channels with %d messages are left", channels, messages)
	}
	const world = "/api/v1/worlds/event/"
	title := field(t, c.require("venueless", "GET", world, ""), "title")
	if status, _, _ := c.try("venueless", "PATCH", world, `{"title":"Changed"}`); status != http.StatusInternalServerError || field(t, c.require("venueless", "GET", world, ""), "title") != title {
		t.Errorf("world was changed, status %d", status)
	}
}

// TestDamagedRowsOfServices damages a row of each table.
func TestDamagedRowsOfServices(t *testing.T) {
	t.Parallel()
	tables := []string{
		"counters", "accounts", "sessions", "projects", "files", "scenes", "rooms", "users", "logs", "vcs.tenants", "vcs.rooms", "vcs.counters",
		"whiteboard.apps", "whiteboard.rooms", "venueless.worlds", "venueless.rooms", "venueless.chats", "venueless.direct-channels", "venueless.counters",
	}
	for _, table := range tables {
		t.Run(table, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "data")
			s, _ := startServices(t, path, options{})
			if err := s.db.Close(); err != nil {
				t.Fatal(err)
			}
			changeFile(t, path, table, "!", `{"ID":`)
			_, err := newServices(path, options{})
			want := "data file " + path + ` is damaged, or no data file of the emulator: row 1 of table "` + table + `": unexpected EOF; use another file`
			if err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
}

// TestCredentialsThatClash starts services with options whose objects could not be told apart.
func TestCredentialsThatClash(t *testing.T) {
	t.Parallel()
	for want, with := range map[string]options{
		"set up tenants of VCS: two tenants have the same API key":               {vcs: vcs.Options{APIKey: "a", OtherAPIKeys: []string{"b", "a"}}},
		"set up apps of the whiteboard: two apps have the same access key":       {whiteboard: whiteboard.Options{Apps: []whiteboard.App{{UUID: "1", AccessKey: "a"}, {UUID: "2", AccessKey: "a"}}}},
		`set up worlds of Venueless: two worlds have the domain "a.example.com"`: {venueless: venueless.Options{Worlds: []venueless.World{{ID: "a", Domain: "a.example.com"}, {ID: "b", Domain: "a.example.com"}}}},
	} {
		if _, err := newServices("", with); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
