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

func trapIDs(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	const short = "b4a8b6e0-c3b6-4d70-9414-7b02adc50f71"
	s.server.Inject(reply(http.MethodGet, short, http.StatusOK, `{"id":"RO-`+short+`","conferenceType":"MESH"}`))
	caller := s.call(t)
	imported, problems := caller.Import(kind, short)
	read, more := caller.Read(imported)
	if len(problems)+len(more) > 0 || read.Attribute(t, "id") != "RO-"+short || read.ID(t) != "RO-"+short {
		t.Fatalf("imported %v with the identity %q: %v %v", read.Value, read.ID(t), problems, more)
	}
	again, problems := caller.Read(read)
	if len(problems) > 0 || !again.Value.Equal(read.Value) {
		t.Errorf("read again: %v %v", again.Value, problems)
	}
	imported, _ = caller.Import(kind, "../a b?c")
	if _, problems = caller.Read(imported); len(s.server.Requests(http.MethodGet, `/room/\.\.%2Fa%20b%3Fc$`)) != 1 {
		t.Errorf("an odd id is not escaped: %v", problems)
	}
}

func trapUpgradeCount(t *testing.T) {
	t.Parallel()
	count := acctest.Values{"auto_upgrade_participant_count": 4}
	staged(t, emulator.Options{}, count).settled(t)
	staged(t, emulator.Options{ReportsUpgradeCount: true}, count).settled(t)

	s := staged(t, emulator.Options{}, count)
	s.server.Inject(reply(http.MethodGet, "", http.StatusOK, `{"id":"RO-1","conferenceType":"MESH","autoUpgradeParticipantCount":"5"}`))
	if read, _ := s.caller.Read(s.room); read.Attribute(t, "auto_upgrade_participant_count") != `tftypes.Number<"5">` {
		t.Errorf("a count that is told differently is read as %v", read.Value)
	}
	s.caller.MustApply(s.caller.Absent(kind), s.config)
	if body := string(s.server.Requests(http.MethodPost, "")[0].Body); !strings.Contains(body, `"autoUpgradeParticipantCount":4`) {
		t.Errorf("sent %s", body)
	}
}

func trapTimes(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	caller := s.call(t)
	config := acctest.Values{"conference_type": "MESH"}
	rooms := []acctest.Object{caller.MustApply(caller.Absent(kind), config), caller.MustApply(caller.Absent(kind), config)}
	found, problems := caller.Query(kind, acctest.Values{}, 0)
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

func trapLeftOut(t *testing.T) {
	t.Parallel()
	for name, unnamed := range map[string]string{"without a name": "", "with a made-up name": "New room"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			staged(t, emulator.Options{DefaultName: unnamed}, nil).settled(t)
		})
	}
	t.Run("with an empty name", func(t *testing.T) {
		t.Parallel()
		s := staged(t, emulator.Options{}, nil)
		s.server.Inject(reply(http.MethodGet, "", http.StatusOK, fmt.Sprintf(`{"id":%q,"name":"","description":"","conferenceType":"MESH",
			"creationTime":1649425468429,"modificationTime":1649425468429,"maxParticipants":4,"roomTokenTTLSeconds":86400,"roomTTLSeconds":86400,"endpointTTLSeconds":86400}`,
			s.room.Attribute(t, "id"))))
		s.settled(t)
		imported, _ := s.caller.Import(kind, s.room.Attribute(t, "id"))
		if read, problems := s.caller.Read(imported); !read.Value.Equal(s.room.Value) || len(problems) > 0 {
			t.Errorf("imported %v: %v", read.Value, problems)
		}
	})
}

func trapNoUpdate(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.hall("name = \"Hall\"\ndescription = \"Talks\"")},
			{Config: s.hall("name = \"Hall\"\ndescription = \"Other talks\""), ConfigPlanChecks: expect(plancheck.ResourceActionDestroyBeforeCreate)},
		},
	})
	for _, request := range s.server.Requests("", "") {
		if request.Method == http.MethodPut || request.Method == http.MethodPatch {
			t.Errorf("sent %s %s", request.Method, request.Path)
		}
	}
}

func trapUpgrade(t *testing.T) {
	t.Parallel()
	for _, count := range []any{nil, 4} {
		s := staged(t, emulator.Options{}, acctest.Values{"auto_upgrade_participant_count": count})
		s.room = s.upgraded(t, s.caller, s.room)
		s.settled(t)
		if now := s.room.Attribute(t, "current_conference_type"); now != "SFU" {
			t.Errorf("the room is said to be %s", now)
		}
	}
}

// imported is a room that is to be imported, and of which nothing is known.
func (s *service) imported(t *testing.T, id string) *stage {
	t.Helper()
	caller := s.call(t)
	room, problems := caller.ImportByIdentityID(kind, id)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return &stage{service: s, caller: caller, room: room}
}

func trapExpiry(t *testing.T) {
	t.Parallel()
	s := staged(t, emulator.Options{RoomTTL: time.Hour}, nil)
	s.forward(time.Hour - time.Second)
	s.settled(t)
	s.forward(time.Second)
	s.goes(t, "Rooms of VCS also expire by themselves: this one was valid until about 2022-04-08T14:44:28.429Z. The next apply recreates it")
	s.caller.MustApply(s.room, nil) // to destroy what is gone is no error

	s = start(t, emulator.Options{}).imported(t, "RO-1")
	s.goes(t, "Rooms of VCS also expire by themselves. The next apply recreates it")
}

func trapRoomToken(t *testing.T) {
	t.Parallel()
	s := staged(t, emulator.Options{RenewsTokens: true}, acctest.Values{"name": "Hall"})
	s.settled(t)
	hidden := func(what string, object acctest.Object) {
		t.Helper()
		if strings.Contains(object.Value.String(), "room-token-") {
			t.Errorf("%s has the token in it: %v", what, object.Value)
		}
	}
	read, _ := s.caller.Read(s.room)
	listed, _ := s.caller.ReadDataSource("xrcloud_vcs_rooms", acctest.Values{})
	found, _ := s.caller.Query(kind, acctest.Values{}, 0)
	hidden("the resource", s.room)
	hidden("the resource after a read", read)
	hidden("the data source of many", listed)
	hidden("the list resource", found[0].Object)

	id := s.room.Attribute(t, "id")
	opened, problems := s.caller.OpenEphemeral("xrcloud_vcs_room_token", acctest.Values{"room_id": id})
	if token := opened.Attribute(t, "token"); len(problems) > 0 || token != s.only(t).Token {
		t.Errorf("the token is %s: %v", token, problems)
	}
	single, _ := s.caller.ReadDataSource(kind, acctest.Values{"id": id})
	token := s.only(t).Token
	if got := single.Attribute(t, "token"); got != token {
		t.Errorf("the data source gives %s, want %s", got, token)
	}
	s.server.Inject(reply(http.MethodGet, id, http.StatusBadRequest, fmt.Sprintf(`{"httpCode":400,"code":"X-1","id":null,"description":["%s is odd."]}`, token)))
	if _, problems = s.caller.Read(s.room); len(problems) != 1 || strings.Contains(problems[0], token) || !strings.Contains(problems[0], "is odd") {
		t.Errorf("the problems are %v", problems)
	}
}

func trapThreeTokens(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	for range 101 {
		s.make(t, api.RoomInput{})
	}
	s.server.Reset()
	caller := s.call(t)
	if found, problems := caller.Query(kind, acctest.Values{}, 0); len(found) != 101 {
		t.Fatalf("%d rooms: %v", len(found), problems)
	}
	asked := s.server.Requests(http.MethodGet, "")
	// A list of several pages is read twice, in case that rooms expired meanwhile.
	if len(asked) != 4 || asked[0].Query.Has("token") || asked[1].Query.Get("token") == "" {
		t.Fatalf("asked %v", asked)
	}
	for _, request := range asked {
		if request.Header.Get("X-Vcs-Token") != key || request.Query.Get("token") == key || strings.HasPrefix(request.Query.Get("token"), "room-token-") {
			t.Errorf("sent %v %v", request.Query, request.Header)
		}
	}
	refused := reply(http.MethodGet, "", http.StatusBadRequest, `{"httpCode":400,"code":"REALTIME-00009","id":"INVALID_TOKEN","description":["The token ::=\n [abc] is invalid."]}`)
	refused.Skip = 1
	s.server.Inject(refused)
	_, problems := caller.Query(kind, acctest.Values{}, 0)
	if len(problems) != 1 || !strings.Contains(problems[0], "paging token") || strings.Contains(problems[0], "Check the credential") {
		t.Errorf("a paging token that is refused: %v", problems)
	}
}

func trapPageSize(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	for range 101 {
		s.make(t, api.RoomInput{})
	}
	s.server.Reset()
	if found, problems := s.call(t).Query(kind, acctest.Values{}, 0); len(found) != 101 || len(problems) > 0 {
		t.Errorf("%d rooms: %v", len(found), problems)
	}
	for _, request := range s.server.Requests(http.MethodGet, "") {
		if size := request.Query.Get("numberOfRecords"); size != "100" {
			t.Errorf("asked for %q rooms", size)
		}
	}
}

func trapEndOfList(t *testing.T) {
	t.Parallel()
	for name, last := range map[string]emulator.LastPage{
		"no token": emulator.LastWithoutToken, "empty token": emulator.LastWithEmptyToken, "empty page": emulator.LastIsEmpty, "own token": emulator.LastRepeats,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{LastPage: last})
			for range 150 {
				s.make(t, api.RoomInput{})
			}
			// A list without an end would be read for ever: from a certain page on, the service refuses.
			// A list of several pages is read twice.
			s.server.Reset()
			s.server.Inject(faultserver.Fault{Method: http.MethodGet, Skip: 2 * 4, Status: http.StatusForbidden})
			found, problems := s.call(t).Query(kind, acctest.Values{}, 0)
			ids := map[string]bool{}
			for _, room := range found {
				ids[room.ID(t)] = true
			}
			if len(found) != 150 || len(ids) != 150 || len(problems) > 0 {
				t.Errorf("%d rooms are found, %d of them different: %v", len(found), len(ids), problems)
			}
		})
	}
}
