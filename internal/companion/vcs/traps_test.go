package vcs_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

// TestTraps has a test for each trap that is known of the service's published page, by its number. Each fails when the
// provider steps into it.
func TestTraps(t *testing.T) {
	t.Parallel()
	t.Run("2.3.1 a wrong key is answered like a missing room", trapWrongKey)
	t.Run("2.3.2 the error repeats the key", trapEchoedKey)
	t.Run("2.3.3 how a read says that a room is missing is not known", trapMissing)
	t.Run("2.3.4 rooms come bare and wrapped", trapWrapped)
	t.Run("2.3.5 creation is 200, and deletion gives the room", trapStatuses)
	t.Run("2.3.6 a deletion without an id deletes nobody knows what", trapDeletion)
	t.Run("2.3.7 ids have two forms", trapIDs)
	t.Run("2.3.8 the upgrade count is not read back", trapUpgradeCount)
	t.Run("2.3.9 times are numbers and texts", trapTimes)
	t.Run("2.3.10 what a room lacks is left out, and a name may be made up", trapLeftOut)
	t.Run("2.3.11 nothing can be updated", trapNoUpdate)
	t.Run("2.3.12 a room upgrades itself", trapUpgrade)
	t.Run("2.3.13 rooms expire", trapExpiry)
	t.Run("2.3.14 every answer has the right to join in it", trapRoomToken)
	t.Run("2.3.15 three things are called token", trapThreeTokens)
	t.Run("2.3.16 the size of a page is said in three ways", trapPageSize)
	t.Run("2.3.17 the end of a list is not marked", trapEndOfList)
	t.Run("2.3.18 errors have lists, line breaks and other statuses", trapErrors)
	t.Run("2.3.19 a creation without arguments has a body all the same", trapEmptyCreation)
	t.Run("2.3.20 lifetimes are seconds, times milliseconds", trapUnits)
	t.Run("2.3.21 a creation that is repeated makes two rooms", trapRepetition)
	t.Run("2.3.22 limits, running conferences and odd names are not documented", trapUndocumented)
}

// stage is a provider with a service behind it and one room made.
type stage struct {
	*service

	caller *acctest.ProtocolClient
	config acctest.Values
	room   acctest.Object
}

// staged makes a room of these arguments.
func staged(t *testing.T, options emulator.Options, config acctest.Values) *stage {
	t.Helper()
	s := &stage{service: start(t, options), config: acctest.Values{"conference_type": "MESH"}}
	maps.Copy(s.config, config)
	s.caller = s.call(t)
	s.room = s.caller.MustApply(s.caller.Absent(kind), s.config)
	s.server.Reset()
	return s
}

// settled checks that a refresh goes well, and that the plan after it is empty.
func (s *stage) settled(t *testing.T) {
	t.Helper()
	read, problems := s.caller.Read(s.room)
	if len(problems) > 0 || read.Value.IsNull() {
		t.Fatalf("read %v: %v", read.Value, problems)
	}
	planned, problems := s.caller.Plan(read, s.config)
	if len(problems) > 0 || !planned.Value.Equal(read.Value) {
		t.Errorf("the plan is not empty: %v\n%v\n%v", problems, read.Value, planned.Value)
	}
}

// stays checks that a refresh fails with an error that says so, and leaves the room in the state.
func (s *stage) stays(t *testing.T, caller *acctest.ProtocolClient, says string) {
	t.Helper()
	read, problems := caller.Read(s.room)
	if len(problems) != 1 || !strings.HasPrefix(problems[0], "error") || !strings.Contains(problems[0], says) {
		t.Errorf("the problems are %v, want %q", problems, says)
	}
	if !read.Value.Equal(s.room.Value) {
		t.Errorf("the state is now %v", read.Value)
	}
}

// goes checks that a refresh removes the room from the state, with a warning that says so.
func (s *stage) goes(t *testing.T, says string) {
	t.Helper()
	read, problems := s.caller.Read(s.room)
	if len(problems) != 1 || !strings.HasPrefix(problems[0], "warning: VCS room not found") || !strings.Contains(problems[0], says) {
		t.Errorf("the problems are %v, want %q", problems, says)
	}
	if !read.Value.IsNull() || read.ID(t) != s.room.ID(t) {
		t.Errorf("the state is %v with the identity %q", read.Value, read.ID(t))
	}
}

// keyed calls a provider with another key.
func (s *service) keyed(t *testing.T, key string) *acctest.ProtocolClient {
	t.Helper()
	return acctest.NewProtocolClient(t, acctest.Values{"vcs": section(map[string]any{"endpoint": s.server.URL(), "api_key": key})})
}

// reply spoils the answers to some requests with a JSON body.
func reply(method, path string, status int, body string) faultserver.Fault {
	return faultserver.Fault{Method: method, Path: path, Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: body}
}

const missingRoom = `{"httpCode":400,"code":"REALTIME-00004","id":"CONFERENCE_ROOM_DOES_NOT_EXIST","description":["A conference room with id ::= [RO-1]\n does not exist."]}`

func trapWrongKey(t *testing.T) {
	t.Parallel()
	s := staged(t, emulator.Options{}, nil)
	s.stays(t, s.keyed(t, "wrong-key"), "Check the credential")
	s.server.Inject(reply("", "", http.StatusUnauthorized, `{"httpCode":401,"code":"BASE-00001","id":null,"description":["Authorization missing."]}`))
	s.stays(t, s.caller, "Check the credential")
	s.server.Reset()
	s.server.Inject(reply("", "", http.StatusBadRequest, `{"httpCode":400,"code":"BASE-00015","id":null,"description":["Wrong."]}`))
	s.stays(t, s.caller, "Wrong. (BASE-00015)")
	s.server.Reset()
	s.server.Inject(reply("", "", http.StatusBadRequest, missingRoom))
	s.goes(t, "")
}

func trapEchoedKey(t *testing.T) {
	t.Parallel()
	s := staged(t, emulator.Options{}, nil)
	const wrong = "wrong-key-of-the-customer"
	caller := s.keyed(t, wrong)
	var problems []string
	add := func(more []string) {
		t.Helper()
		if len(more) != 1 || !strings.Contains(more[0], "INVALID") && !strings.Contains(more[0], "is invalid") {
			t.Errorf("the problems are %v", more)
		}
		problems = append(problems, more...)
	}
	_, more := caller.Read(s.room)
	add(more)
	planned, _ := caller.Plan(caller.Absent(kind), s.config)
	_, more = caller.Apply(caller.Absent(kind), planned, s.config)
	add(more)
	_, more = caller.ReadDataSource("xrcloud_vcs_rooms", acctest.Values{})
	add(more)
	_, more = caller.Query(kind, acctest.Values{}, 0)
	add(more)
	_, more = caller.OpenEphemeral("xrcloud_vcs_room_token", acctest.Values{"room_id": s.room.Attribute(t, "id")})
	add(more)
	if all := strings.Join(problems, "\n"); strings.Contains(all, wrong) {
		t.Errorf("the key is told:\n%s", all)
	}
}

func trapMissing(t *testing.T) {
	t.Parallel()
	for name, missing := range map[string]emulator.Missing{
		"code": emulator.MissingByCode, "status": emulator.MissingByStatus, "null": emulator.MissingByNull, "nothing": emulator.MissingByEmptyBody,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := staged(t, emulator.Options{Missing: missing, RoomTTL: time.Minute}, nil)
			s.forward(time.Minute)
			s.goes(t, "")
		})
	}
	for name, rule := range map[string]faultserver.Fault{
		"HTML":          {Status: http.StatusNotFound, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<title>404</title>"},
		"wrong address": {Status: http.StatusNotFound},
		"a stranger":    reply("", "", http.StatusNotFound, `{"message":"no such route"}`),
		"a blank proxy": {Status: http.StatusOK},
	} {
		t.Run("not "+name, func(t *testing.T) {
			t.Parallel()
			s := staged(t, emulator.Options{}, nil)
			s.server.Inject(rule)
			s.stays(t, s.caller, "Nothing is removed from the state")
		})
	}
}

func trapWrapped(t *testing.T) {
	t.Parallel()
	const bare, wrapped = `{"id":"RO-1","name":"Hall","conferenceType":"MESH"}`, `{"room":{"id":"RO-1","name":"Hall","conferenceType":"MESH"}}`
	for name, body := range map[string]string{"bare": bare, "wrapped": wrapped} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{})
			s.server.Inject(
				reply(http.MethodPost, "", http.StatusOK, body), reply(http.MethodDelete, "", http.StatusOK, body),
				reply(http.MethodGet, "RO-1", http.StatusOK, body), reply(http.MethodGet, "room$", http.StatusOK, `{"data":[`+body+`]}`),
			)
			caller := s.call(t)
			config := acctest.Values{"name": "Hall", "conference_type": "MESH"}
			staged := &stage{service: s, caller: caller, config: config, room: caller.MustApply(caller.Absent(kind), config)}
			staged.settled(t)
			caller.MustApply(staged.room, nil)
			found, problems := caller.Query(kind, acctest.Values{}, 0)
			if len(found) != 1 || found[0].Name != "Hall" || len(problems) > 0 {
				t.Errorf("listed %v: %v", found, problems)
			}
		})
	}
}

func trapStatuses(t *testing.T) {
	t.Parallel()
	s := staged(t, emulator.Options{}, nil) // made with status 200
	id := s.room.Attribute(t, "id")
	s.caller.MustApply(s.room, nil) // deleted with status 200, and a body
	if rooms := s.rooms(t); len(rooms) > 0 || !strings.HasPrefix(id, "RO-") {
		t.Errorf("%s was made, and there is still %v", id, rooms)
	}
}

func trapDeletion(t *testing.T) {
	t.Parallel()
	s := staged(t, emulator.Options{}, nil)
	for _, id := range []string{"", " ", ".", ".."} {
		if err := s.client.DeleteRoom(t.Context(), id); err == nil {
			t.Errorf("the deletion of the room %q went well", id)
		}
	}
	if sent := s.server.Requests("", ""); len(sent) > 0 {
		t.Errorf("these were sent: %v", sent)
	}
	const odd = "RO-1&id=" // not escaped, this would be a deletion with an empty id, too
	if err := s.client.DeleteRoom(t.Context(), odd); err == nil || s.server.Requests(http.MethodDelete, "")[0].Query.Get("id") != odd {
		t.Errorf("the deletion of an odd id: %v", err)
	}
	s.settled(t)
}
