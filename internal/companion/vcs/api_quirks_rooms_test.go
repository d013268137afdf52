package vcs_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

func testIDForms(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	const short = "b4a8b6e0-c3b6-4d70-9414-7b02adc50f71"
	s.server.Inject(jsonResponse(http.MethodGet, short, http.StatusOK, `{"id":"RO-`+short+`","conferenceType":"MESH"}`))
	client := s.protocolClient(t)
	imported, problems := client.Import(roomType, short)
	read, more := client.Read(imported)
	if len(problems)+len(more) > 0 || read.Attribute(t, "id") != "RO-"+short || read.ID(t) != "RO-"+short {
		t.Fatalf("imported %v with the identity %q: %v %v", read.Value, read.ID(t), problems, more)
	}
	again, problems := client.Read(read)
	if len(problems) > 0 || !again.Value.Equal(read.Value) {
		t.Errorf("read again: %v %v", again.Value, problems)
	}
	imported, _ = client.Import(roomType, "../a b?c")
	if _, problems = client.Read(imported); len(s.server.Requests(http.MethodGet, `/room/\.\.%2Fa%20b%3Fc$`)) != 1 {
		t.Errorf("the ID is not escaped: %v", problems)
	}
}

func testUpgradeCount(t *testing.T) {
	t.Parallel()
	count := acctest.Values{"auto_upgrade_participant_count": 4}
	startWithRoom(t, emulator.Options{}, count).requireEmptyPlan(t)
	startWithRoom(t, emulator.Options{ReportsUpgradeCount: true}, count).requireEmptyPlan(t)

	s := startWithRoom(t, emulator.Options{}, count)
	s.server.Inject(jsonResponse(http.MethodGet, "", http.StatusOK, `{"id":"`+s.room.Attribute(t, "id")+`","conferenceType":"MESH","autoUpgradeParticipantCount":"5"}`))
	if read, _ := s.client.Read(s.room); read.Attribute(t, "auto_upgrade_participant_count") != `tftypes.Number<"5">` {
		t.Errorf("the count 5 of the service is read as %v", read.Value)
	}
	s.client.MustApply(s.client.Absent(roomType), s.config)
	if body := string(s.server.Requests(http.MethodPost, "")[0].Body); !strings.Contains(body, `"autoUpgradeParticipantCount":4`) {
		t.Errorf("sent %s", body)
	}
}

func testTimeForms(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := s.protocolClient(t)
	config := acctest.Values{"conference_type": "MESH"}
	rooms := []acctest.Object{client.MustApply(client.Absent(roomType), config), client.MustApply(client.Absent(roomType), config)}
	found, problems := client.Query(roomType, acctest.Values{}, 0)
	if len(found) != 2 || len(problems) > 0 {
		t.Fatal(found, problems)
	}
	for _, room := range append(rooms, found[0].Object, found[1].Object) {
		for _, name := range []string{"creation_time", "modification_time"} {
			if got := room.Attribute(t, name); got != "2022-04-08T13:44:28.429Z" {
				t.Errorf("%s is %s", name, got)
			}
		}
	}
}

func testOmittedFields(t *testing.T) {
	t.Parallel()
	for name, unnamed := range map[string]string{"without a name": "", "with a name that the service chose": "New room"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			startWithRoom(t, emulator.Options{DefaultName: unnamed}, nil).requireEmptyPlan(t)
		})
	}
	t.Run("with an empty name", func(t *testing.T) {
		t.Parallel()
		s := startWithRoom(t, emulator.Options{}, nil)
		s.server.Inject(jsonResponse(http.MethodGet, "", http.StatusOK, fmt.Sprintf(`{"id":%q,"name":"","description":"","conferenceType":"MESH",
			"creationTime":1649425468429,"modificationTime":1649425468429,"maxParticipants":4,"roomTokenTTLSeconds":86400,"roomTTLSeconds":86400,"endpointTTLSeconds":86400}`,
			s.room.Attribute(t, "id"))))
		s.requireEmptyPlan(t)
		imported, _ := s.client.Import(roomType, s.room.Attribute(t, "id"))
		if read, problems := s.client.Read(imported); !read.Value.Equal(s.room.Value) || len(problems) > 0 {
			t.Errorf("imported %v: %v", read.Value, problems)
		}
	})
}

func testNoUpdate(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.roomConfig("name = \"Hall\"\ndescription = \"Talks\"")},
			{Config: s.roomConfig("name = \"Hall\"\ndescription = \"Other talks\""), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate)},
		},
	})
	for _, request := range s.server.Requests("", "") {
		if request.Method == http.MethodPut || request.Method == http.MethodPatch {
			t.Errorf("sent %s %s", request.Method, request.Path)
		}
	}
}

func testUpgrade(t *testing.T) {
	t.Parallel()
	for _, count := range []any{nil, 4} {
		s := startWithRoom(t, emulator.Options{}, acctest.Values{"auto_upgrade_participant_count": count})
		s.room = s.upgradeRoom(t, s.client, s.room)
		s.requireEmptyPlan(t)
		if now := s.room.Attribute(t, "current_conference_type"); now != "SFU" {
			t.Errorf("the current type is %s", now)
		}
	}
}

func testExpiry(t *testing.T) {
	t.Parallel()
	s := startWithRoom(t, emulator.Options{RoomTTL: time.Hour}, nil)
	s.Advance(time.Hour - time.Second)
	s.requireEmptyPlan(t)
	s.Advance(time.Second)
	s.requireRemoved(t, "VCS rooms also expire: this one was valid until about 2022-04-08T14:44:28.429Z. The next apply recreates it")
	s.client.MustApply(s.room, nil) // destroying an expired room succeeds

	s = startService(t, emulator.Options{}).importRoom(t, "RO-1")
	s.requireRemoved(t, "VCS rooms also expire. The next apply recreates it")
}

func testRoomToken(t *testing.T) {
	t.Parallel()
	s := startWithRoom(t, emulator.Options{RenewsTokens: true}, acctest.Values{"name": "Hall"})
	s.requireEmptyPlan(t)
	requireNoToken := func(what string, object acctest.Object) {
		t.Helper()
		if strings.Contains(object.Value.String(), "room-token-") {
			t.Errorf("%s contains the token: %v", what, object.Value)
		}
	}
	read, _ := s.client.Read(s.room)
	listed, _ := s.client.ReadDataSource("xrcloud_vcs_rooms", acctest.Values{})
	found, _ := s.client.Query(roomType, acctest.Values{}, 0)
	requireNoToken("the resource", s.room)
	requireNoToken("the resource after a read", read)
	requireNoToken("the data source xrcloud_vcs_rooms", listed)
	requireNoToken("the list resource", found[0].Object)

	id := s.room.Attribute(t, "id")
	opened, problems := s.client.OpenEphemeral("xrcloud_vcs_room_token", acctest.Values{"room_id": id})
	if token := opened.Attribute(t, "token"); len(problems) > 0 || token != s.onlyRoom(t).Token {
		t.Errorf("the token is %s: %v", token, problems)
	}
	single, _ := s.client.ReadDataSource(roomType, acctest.Values{"id": id})
	token := s.onlyRoom(t).Token
	if got := single.Attribute(t, "token"); got != token {
		t.Errorf("the data source returns %s, want %s", got, token)
	}
	s.server.Inject(jsonResponse(http.MethodGet, id, http.StatusBadRequest, fmt.Sprintf(`{"httpCode":400,"code":"X-1","id":null,"description":["%s is invalid."]}`, token)))
	if _, problems = s.client.Read(s.room); len(problems) != 1 || strings.Contains(problems[0], token) || !strings.Contains(problems[0], "is invalid") {
		t.Errorf("the problems are %v", problems)
	}
}

func testThreeTokens(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	for range 101 {
		s.createRoom(t, api.RoomInput{})
	}
	s.server.Reset()
	client := s.protocolClient(t)
	if found, problems := client.Query(roomType, acctest.Values{}, 0); len(found) != 101 {
		t.Fatalf("%d rooms: %v", len(found), problems)
	}
	sent := s.server.Requests(http.MethodGet, "")
	// A list of several pages is read twice, because rooms may have expired in the meantime.
	if len(sent) != 4 || sent[0].Query.Has("token") || sent[1].Query.Get("token") == "" {
		t.Fatalf("sent %v", sent)
	}
	for _, request := range sent {
		if request.Header.Get("X-Vcs-Token") != apiKey || request.Query.Get("token") == apiKey || strings.HasPrefix(request.Query.Get("token"), "room-token-") {
			t.Errorf("sent %v %v", request.Query, request.Header)
		}
	}
	refused := jsonResponse(http.MethodGet, "", http.StatusBadRequest, `{"httpCode":400,"code":"REALTIME-00009","id":"INVALID_TOKEN","description":["The token ::=\n [abc] is invalid."]}`)
	refused.Skip = 1
	s.server.Inject(refused)
	_, problems := client.Query(roomType, acctest.Values{}, 0)
	if len(problems) != 1 || !strings.Contains(problems[0], "paging token") || strings.Contains(problems[0], "Check the credential") {
		t.Errorf("after a refused paging token, the problems are %v", problems)
	}
}

func testPageSize(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	for range 101 {
		s.createRoom(t, api.RoomInput{})
	}
	s.server.Reset()
	if found, problems := s.protocolClient(t).Query(roomType, acctest.Values{}, 0); len(found) != 101 || len(problems) > 0 {
		t.Errorf("%d rooms: %v", len(found), problems)
	}
	for _, request := range s.server.Requests(http.MethodGet, "") {
		if size := request.Query.Get("numberOfRecords"); size != "100" {
			t.Errorf("the page size is %q", size)
		}
	}
}

func testEndOfList(t *testing.T) {
	t.Parallel()
	for name, last := range map[string]emulator.LastPage{
		"no token":      emulator.LastWithoutToken,
		"empty token":   emulator.LastWithEmptyToken,
		"empty page":    emulator.LastIsEmpty,
		"its own token": emulator.LastRepeats,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, emulator.Options{LastPage: last})
			for range 150 {
				s.createRoom(t, api.RoomInput{})
			}
			// Without a recognized end, the provider would read pages forever: the service refuses requests after two passes.
			s.server.Reset()
			s.server.Inject(faultserver.Fault{Method: http.MethodGet, Skip: 2 * 4, Status: http.StatusForbidden})
			found, problems := s.protocolClient(t).Query(roomType, acctest.Values{}, 0)
			ids := map[string]bool{}
			for _, room := range found {
				ids[room.ID(t)] = true
			}
			if len(found) != 150 || len(ids) != 150 || len(problems) > 0 {
				t.Errorf("found %d rooms with %d IDs: %v", len(found), len(ids), problems)
			}
		})
	}
}
