package vcs_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

// TestAPIQuirks tests how the provider handles the unusual behavior of the API of VCS. The published documentation is the only source
// about the service. It contradicts itself or is silent in several of these points, and the provider must work with every reading.
func TestAPIQuirks(t *testing.T) {
	t.Parallel()
	// Errors.
	t.Run("the service answers an invalid API key with status 400, like a missing room", testInvalidKey)
	t.Run("the error about an invalid API key contains the key", testEchoedKey)
	t.Run("it is not documented how a read reports a missing room", testMissingRoom)
	t.Run("descriptions of errors are lists with line breaks, and httpCode can differ from the status", testErrors)
	t.Run("rate limits, deletion during a conference and the characters of names are not documented", testUndocumented)
	// Rooms.
	t.Run("some responses contain a bare room, others wrap it in an object", testWrappedRoom)
	t.Run("IDs have two forms, with and without the prefix RO-", testIDForms)
	t.Run("the upgrade count is only in the response to the creation, as a number or a string", testUpgradeCount)
	t.Run("times are numbers of milliseconds or ISO 8601 strings, even in one response", testTimeForms)
	t.Run("responses omit fields without a value, and the service may choose a name", testOmittedFields)
	t.Run("times are in milliseconds, lifetimes in seconds", testUnits)
	t.Run("the service upgrades MESH rooms to SFU", testUpgrade)
	t.Run("rooms expire, usually after a day", testExpiry)
	t.Run("every response contains the room token, and each may contain another one", testRoomToken)
	// Requests.
	t.Run("a creation has status 200, and a deletion returns the room", testStatuses)
	t.Run("a deletion names the room in the query, and it is not documented what a deletion without ID deletes", testDeletionWithoutID)
	t.Run("no request changes a room", testNoUpdate)
	t.Run("a creation needs a JSON body even without arguments", testEmptyCreation)
	t.Run("a creation that is sent twice creates two rooms", testNoRepeatedCreation)
	// Lists.
	t.Run("token means the API key, the room token or the paging token", testThreeTokens)
	t.Run("the documentation gives three default page sizes", testPageSize)
	t.Run("it is not documented how the last page of a list is marked", testEndOfList)
}

const missingRoomBody = `{"httpCode":400,"code":"REALTIME-00004","id":"CONFERENCE_ROOM_DOES_NOT_EXIST","description":["A conference room with id ::= [RO-1]\n does not exist."]}`

func testInvalidKey(t *testing.T) {
	t.Parallel()
	s := startWithRoom(t, emulator.Options{}, nil)
	s.requireKept(t, s.protocolClientWithKey(t, "wrong-key"), "Check the credential")
	s.server.Inject(jsonResponse("", "", http.StatusUnauthorized, `{"httpCode":401,"code":"BASE-00001","id":null,"description":["Authorization missing."]}`))
	s.requireKept(t, s.client, "Check the credential")
	s.server.Reset()
	s.server.Inject(jsonResponse("", "", http.StatusBadRequest, `{"httpCode":400,"code":"BASE-00015","id":null,"description":["Wrong."]}`))
	s.requireKept(t, s.client, "Wrong. (BASE-00015)")
	s.server.Reset()
	s.server.Inject(jsonResponse("", "", http.StatusBadRequest, missingRoomBody))
	s.requireRemoved(t, "")
}

func testEchoedKey(t *testing.T) {
	t.Parallel()
	s := startWithRoom(t, emulator.Options{}, nil)
	const wrong = "wrong-key-of-the-customer"
	client := s.protocolClientWithKey(t, wrong)
	var problems []string
	add := func(more []string) {
		t.Helper()
		if len(more) != 1 || !strings.Contains(more[0], "INVALID") && !strings.Contains(more[0], "is invalid") {
			t.Errorf("the problems are %v", more)
		}
		problems = append(problems, more...)
	}
	_, more := client.Read(s.room)
	add(more)
	planned, _ := client.Plan(client.Absent(roomType), s.config)
	_, more = client.Apply(client.Absent(roomType), planned, s.config)
	add(more)
	_, more = client.ReadDataSource("xrcloud_vcs_rooms", acctest.Values{})
	add(more)
	_, more = client.Query(roomType, acctest.Values{}, 0)
	add(more)
	_, more = client.OpenEphemeral("xrcloud_vcs_room_token", acctest.Values{"room_id": s.room.Attribute(t, "id")})
	add(more)
	if all := strings.Join(problems, "\n"); strings.Contains(all, wrong) {
		t.Errorf("the key is in the problems:\n%s", all)
	}
}

func testMissingRoom(t *testing.T) {
	t.Parallel()
	for name, missing := range map[string]emulator.Missing{
		"error code":     emulator.MissingByCode,
		"status 404":     emulator.MissingByStatus,
		"null":           emulator.MissingByNull,
		"empty response": emulator.MissingByEmptyBody,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startWithRoom(t, emulator.Options{Missing: missing, RoomTTL: time.Minute}, nil)
			s.Advance(time.Minute)
			s.requireRemoved(t, "")
		})
	}
	for name, fault := range map[string]faultserver.Fault{
		"404 with HTML":                {Status: http.StatusNotFound, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<title>404</title>"},
		"404 with an empty body":       {Status: http.StatusNotFound},
		"404 with JSON of another API": jsonResponse("", "", http.StatusNotFound, `{"message":"no such route"}`),
		"200 with an empty body":       {Status: http.StatusOK},
	} {
		t.Run("other service: "+name, func(t *testing.T) {
			t.Parallel()
			s := startWithRoom(t, emulator.Options{}, nil)
			s.server.Inject(fault)
			s.requireKept(t, s.client, "Nothing is removed from the state")
		})
	}
}

func testWrappedRoom(t *testing.T) {
	t.Parallel()
	const bare, wrapped = `{"id":"RO-1","name":"Hall","conferenceType":"MESH"}`, `{"room":{"id":"RO-1","name":"Hall","conferenceType":"MESH"}}`
	for name, body := range map[string]string{"bare": bare, "wrapped": wrapped} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, emulator.Options{})
			s.server.Inject(
				jsonResponse(http.MethodPost, "", http.StatusOK, body), jsonResponse(http.MethodDelete, "", http.StatusOK, body),
				jsonResponse(http.MethodGet, "RO-1", http.StatusOK, body), jsonResponse(http.MethodGet, "room$", http.StatusOK, `{"data":[`+body+`]}`),
			)
			client := s.protocolClient(t)
			config := acctest.Values{"name": "Hall", "conference_type": "MESH"}
			withRoom := &serviceWithRoom{service: s, client: client, config: config, room: client.MustApply(client.Absent(roomType), config)}
			withRoom.requireEmptyPlan(t)
			client.MustApply(withRoom.room, nil)
			found, problems := client.Query(roomType, acctest.Values{}, 0)
			if len(found) != 1 || found[0].Name != "Hall" || len(problems) > 0 {
				t.Errorf("listed %v: %v", found, problems)
			}
		})
	}
}

func testStatuses(t *testing.T) {
	t.Parallel()
	s := startWithRoom(t, emulator.Options{}, nil) // the creation has status 200
	id := s.room.Attribute(t, "id")
	s.client.MustApply(s.room, nil) // the deletion has status 200 and a body
	if rooms := s.rooms(t); len(rooms) > 0 || !strings.HasPrefix(id, "RO-") {
		t.Errorf("the room %s was created, and the service still has %v", id, rooms)
	}
}

func testDeletionWithoutID(t *testing.T) {
	t.Parallel()
	s := startWithRoom(t, emulator.Options{}, nil)
	for _, id := range []string{"", " ", ".", ".."} {
		if err := s.apiClient.DeleteRoom(t.Context(), id); err == nil {
			t.Errorf("the deletion of the room %q succeeded", id)
		}
	}
	if sent := s.server.Requests("", ""); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
	const unusual = "RO-1&id=" // without escaping, the query would also have an empty ID
	if err := s.apiClient.DeleteRoom(t.Context(), unusual); err == nil || s.server.Requests(http.MethodDelete, "")[0].Query.Get("id") != unusual {
		t.Errorf("the deletion of %q: %v", unusual, err)
	}
	s.requireEmptyPlan(t)
}
