package vcs_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

func TestRefusals(t *testing.T) {
	t.Parallel()
	const noSuchRoom = `{"httpCode":400,"code":"REALTIME-00004","id":null,"description":["No room."]}`
	for name, test := range map[string]struct {
		rule    faultserver.Fault
		reason  transport.Reason
		message string
	}{
		"gone by code":            {reply(http.StatusBadRequest, noSuchRoom), transport.NotFound, "No room. (REALTIME-00004)"},
		"gone by id":              {reply(http.StatusBadRequest, `{"code":"X-1","id":"CONFERENCE_ROOM_DOES_NOT_EXIST","description":[]}`), transport.NotFound, "(X-1)"},
		"gone with status 200":    {reply(http.StatusOK, noSuchRoom), transport.NotFound, "No room. (REALTIME-00004)"},
		"no key":                  {reply(http.StatusBadRequest, `{"httpCode":401,"code":"BASE-00001","id":null,"description":["Authorization missing."]}`), transport.Unauthorized, "Authorization missing. (BASE-00001)"},
		"wrong key":               {reply(http.StatusBadRequest, `{"httpCode":400,"code":"REALTIME-00009","id":"INVALID_TOKEN","description":["The token ::=\n [x]\n is invalid."]}`), transport.Unauthorized, "The token ::= [(secret)] is invalid. (REALTIME-00009)"},
		"wrong key, other status": {reply(http.StatusTeapot, `{"httpCode":400,"code":"REALTIME-00009","id":null,"description":["a","b"]}`), transport.Unauthorized, "a b (REALTIME-00009)"},
		"bad input":               {reply(http.StatusBadRequest, `{"httpCode":400,"code":"BASE-00015","id":"NUMBER_SIZE","description":["Too\n   large."]}`), transport.Invalid, "Too large. (BASE-00015)"},
		"another 400":             {reply(http.StatusBadRequest, `{"message":"no"}`), transport.UnexpectedResponse, "JSON that VCS does not send: it has no error code"},
		"trouble":                 {reply(http.StatusBadGateway, `oops`), transport.ServerError, "it has no error code"},
		"HTML":                    {faultserver.Fault{Status: http.StatusNotFound, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<title>Not Found</title>"}, transport.UnexpectedResponse, `an HTML page titled "Not Found"`},
		"another service's 404":   {reply(http.StatusNotFound, `{"message":"no Route matched with those values"}`), transport.UnexpectedResponse, "it has no error code"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, server := start(t, emulator.Options{})
			server.Inject(test.rule)
			_, err := client.Room(t.Context(), "RO-1")
			if message := failed(t, err, test.reason); !strings.Contains(message, test.message) {
				t.Errorf("the message is %q", message)
			}
		})
	}
}

func TestRefusalNamesField(t *testing.T) {
	t.Parallel()
	client, _ := start(t, emulator.Options{})
	_, err := client.CreateRoom(t.Context(), vcs.RoomInput{Name: strings.Repeat("a", 513)})
	var failure *transport.Error
	if !errors.As(err, &failure) || failure.Reason != transport.Invalid {
		t.Fatal(err)
	}
	want := []transport.FieldError{{Field: "name", Message: "The parameter with name ::= [name] is larger than ::= [512] characters (BASE-00013)"}}
	if diff := cmp.Diff(want, failure.Fields); diff != "" {
		t.Error(diff)
	}
}

func TestGoneOnlyFromAServiceThatAnswers(t *testing.T) {
	t.Parallel()
	for name, missing := range map[string]emulator.Missing{
		"status 404": emulator.MissingByStatus, "null": emulator.MissingByNull, "nothing": emulator.MissingByEmptyBody,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, server := start(t, emulator.Options{Missing: missing})
			_, err := client.Room(t.Context(), "RO-1")
			failed(t, err, transport.NotFound)

			server.Inject(faultserver.Fault{Path: "/room$", Status: http.StatusOK, Body: "no JSON"})
			_, err = client.Room(t.Context(), "RO-1")
			failed(t, err, transport.UnexpectedResponse)
		})
	}
}

// A service that lists a room which it does not find contradicts itself. The room is not gone because of that, wherever in
// the list it is.
func TestListedRoomIsNotGone(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]faultserver.Fault{
		"status 404": {Status: http.StatusNotFound},
		"404 in the service's form": {
			Status: http.StatusNotFound, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"httpCode":404,"code":"X-1","description":[]}`,
		},
		"null":    reply(http.StatusOK, "null"),
		"nothing": reply(http.StatusOK, ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, server := start(t, emulator.Options{})
			fill(t, client, 101)
			rooms, err := client.AllRooms(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			answer.Method, answer.Path = http.MethodGet, "/room/."
			server.Inject(answer)
			for _, room := range []vcs.Room{rooms[0], rooms[100]} {
				_, err = client.Room(t.Context(), room.ID)
				if message := failed(t, err, transport.ServerError); !strings.Contains(message, "but its list has the room") {
					t.Errorf("the message is %q", message)
				}
			}
			_, err = client.Room(t.Context(), "RO-1")
			failed(t, err, transport.NotFound)
			if answer.Status == http.StatusNotFound {
				answer.Method, answer.Path = http.MethodDelete, ""
				server.Inject(answer)
				failed(t, client.DeleteRoom(t.Context(), rooms[100].ID), transport.ServerError)
			}
		})
	}
}

func TestNotFoundOfAnotherServiceIsNotGone(t *testing.T) {
	t.Parallel()
	client, server := start(t, emulator.Options{})
	rule := reply(http.StatusNotFound, `{"message":"no Route matched with those values"}`)
	rule.Path = "/room/."
	server.Inject(rule)
	_, err := client.Room(t.Context(), "RO-1")
	failed(t, err, transport.UnexpectedResponse)
}

func TestNothingIsNoProofOfDeletion(t *testing.T) {
	t.Parallel()
	client, server := start(t, emulator.Options{})
	server.Inject(faultserver.Fault{Method: http.MethodDelete, Status: http.StatusOK, Body: ""})
	failed(t, client.DeleteRoom(t.Context(), "RO-1"), transport.UnexpectedResponse)
}

func TestTokensOfRoomsAreSecret(t *testing.T) {
	t.Parallel()
	client, server := start(t, emulator.Options{})
	made, err := client.CreateRoom(t.Context(), vcs.RoomInput{})
	if err != nil {
		t.Fatal(err)
	}
	server.Inject(reply(http.StatusBadRequest, `{"httpCode":400,"code":"X-1","id":null,"description":["`+made.Token+` and `+key+` are odd."]}`))
	_, err = client.Room(t.Context(), made.ID)
	if message := failed(t, err, transport.Invalid); message != "(secret) and (secret) are odd. (X-1)" {
		t.Errorf("the message is %q", message)
	}
}
