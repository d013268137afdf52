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

func TestAPIErrors(t *testing.T) {
	t.Parallel()
	const noSuchRoom = `{"httpCode":400,"code":"REALTIME-00004","id":null,"description":["No room."]}`
	for name, test := range map[string]struct {
		fault   faultserver.Fault
		reason  transport.Reason
		message string
	}{
		"not found by code":             {jsonResponse(http.StatusBadRequest, noSuchRoom), transport.NotFound, "No room. (REALTIME-00004)"},
		"not found by id":               {jsonResponse(http.StatusBadRequest, `{"code":"X-1","id":"CONFERENCE_ROOM_DOES_NOT_EXIST","description":[]}`), transport.NotFound, "(X-1)"},
		"not found with status 200":     {jsonResponse(http.StatusOK, noSuchRoom), transport.NotFound, "No room. (REALTIME-00004)"},
		"no API key":                    {jsonResponse(http.StatusBadRequest, `{"httpCode":401,"code":"BASE-00001","id":null,"description":["Authorization missing."]}`), transport.Unauthorized, "Authorization missing. (BASE-00001)"},
		"invalid API key":               {jsonResponse(http.StatusBadRequest, `{"httpCode":400,"code":"REALTIME-00009","id":"INVALID_TOKEN","description":["The token ::=\n [x]\n is invalid."]}`), transport.Unauthorized, "The token ::= [(secret)] is invalid. (REALTIME-00009)"},
		"invalid API key, other status": {jsonResponse(http.StatusTeapot, `{"httpCode":400,"code":"REALTIME-00009","id":null,"description":["a","b"]}`), transport.Unauthorized, "a b (REALTIME-00009)"},
		"invalid input":                 {jsonResponse(http.StatusBadRequest, `{"httpCode":400,"code":"BASE-00015","id":"NUMBER_SIZE","description":["Too\n   large."]}`), transport.Invalid, "Too large. (BASE-00015)"},
		"400 of another API":            {jsonResponse(http.StatusBadRequest, `{"message":"no"}`), transport.UnexpectedResponse, "JSON that VCS does not send: it has no error code"},
		"bad gateway":                   {jsonResponse(http.StatusBadGateway, `oops`), transport.ServerError, "it has no error code"},
		"404 with HTML":                 {faultserver.Fault{Status: http.StatusNotFound, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<title>Not Found</title>"}, transport.UnexpectedResponse, `an HTML page titled "Not Found"`},
		"404 of another API":            {jsonResponse(http.StatusNotFound, `{"message":"no Route matched with those values"}`), transport.UnexpectedResponse, "it has no error code"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, server := startService(t, emulator.Options{})
			server.Inject(test.fault)
			_, err := client.Room(t.Context(), "RO-1")
			if message := requireReason(t, err, test.reason); !strings.Contains(message, test.message) {
				t.Errorf("the message is %q", message)
			}
		})
	}
}

func TestAPIErrorNamesField(t *testing.T) {
	t.Parallel()
	client, _ := startService(t, emulator.Options{})
	_, err := client.CreateRoom(t.Context(), vcs.RoomInput{Name: strings.Repeat("a", 513)})
	failure, ok := errors.AsType[*transport.Error](err)
	if !ok || failure.Reason != transport.Invalid {
		t.Fatal(err)
	}
	want := []transport.FieldError{{Field: "name", Message: "The parameter with name ::= [name] is larger than ::= [512] characters (BASE-00013)"}}
	if diff := cmp.Diff(want, failure.Fields); diff != "" {
		t.Error(diff)
	}
}

func TestRoomTokensAreRedacted(t *testing.T) {
	t.Parallel()
	client, server := startService(t, emulator.Options{})
	room, err := client.CreateRoom(t.Context(), vcs.RoomInput{})
	if err != nil {
		t.Fatal(err)
	}
	server.Inject(jsonResponse(http.StatusBadRequest, `{"httpCode":400,"code":"X-1","id":null,"description":["`+room.Token+` and `+apiKey+` are invalid."]}`))
	_, err = client.Room(t.Context(), room.ID)
	if message := requireReason(t, err, transport.Invalid); message != "(secret) and (secret) are invalid. (X-1)" {
		t.Errorf("the message is %q", message)
	}
}
