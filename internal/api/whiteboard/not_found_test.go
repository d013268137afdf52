package whiteboard_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// The reason is only NotFound for the 404 of the service, from a server that lists rooms.
func TestNotFound(t *testing.T) {
	t.Parallel()
	html := http.Header{"Content-Type": {"text/html"}}
	const anyPath, roomPath = "", "/v5/rooms/."
	for name, test := range map[string]struct {
		fault  faultserver.Fault
		reason transport.Reason
	}{
		"404 of the service":                 {faultserver.Fault{Path: "no request has this path"}, transport.NotFound},
		"404 for all paths":                  {faultserver.Fault{Path: anyPath, Status: 404, Header: jsonHeader, Body: `{"message":"Not Found"}`}, transport.UnknownRoute},
		"404, and lists fail":                {faultserver.Fault{Path: "/v5/rooms$", Status: 500, Header: jsonHeader, Body: `{"message":"oh"}`}, transport.ServerError},
		"404, and lists are HTML":            {faultserver.Fault{Path: "/v5/rooms$", Status: 200, Header: html, Body: `<html>`}, transport.UnexpectedResponse},
		"404 with HTML":                      {faultserver.Fault{Path: roomPath, Status: 404, Header: html, Body: `<title>404</title>`}, transport.UnexpectedResponse},
		"404 without a reason":               {faultserver.Fault{Path: roomPath, Status: 404, Header: jsonHeader, Body: `{}`}, transport.UnexpectedResponse},
		"400":                                {faultserver.Fault{Path: roomPath, Status: 400, Header: jsonHeader, Body: `{"message":"oh"}`}, transport.Invalid},
		"401":                                {faultserver.Fault{Path: roomPath, Status: 401, Header: jsonHeader, Body: `{"message":"oh"}`}, transport.Unauthorized},
		"403":                                {faultserver.Fault{Path: roomPath, Status: 403, Header: jsonHeader, Body: `{"message":"token access room forbidden"}`}, transport.Unauthorized},
		"200 with an empty object":           {faultserver.Fault{Path: roomPath, Status: 200, Header: jsonHeader, Body: `{}`}, transport.UnexpectedResponse},
		"200 with another room":              {faultserver.Fault{Path: roomPath, Status: 200, Header: jsonHeader, Body: `{"uuid":"4a5f0000000011eeb9d10123456789ab"}`}, transport.UnexpectedResponse},
		"200 with HTML":                      {faultserver.Fault{Path: roomPath, Status: 200, Header: html, Body: `<html>`}, transport.UnexpectedResponse},
		"connection reset, for all attempts": {faultserver.Fault{Path: roomPath, Reset: true}, transport.NoResponse},
		"403 with a wrapped body":            {faultserver.Fault{Path: roomPath, Status: 403, Header: jsonHeader, Body: `{"status":403,"body":{"message":"oh"}}`}, transport.Unauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, emulator.Options{})
			s.server.Inject(test.fault)
			_, err := s.client.Room(t.Context(), "sg", missingUUID)
			requireError(t, err, test.reason, "")
			_, err = s.client.SetBan(t.Context(), "sg", missingUUID, true)
			requireError(t, err, test.reason, "")
		})
	}
}

// A service that does not find a room but lists it contradicts itself. The reason is then not NotFound.
func TestListedRoomIsNotNotFound(t *testing.T) {
	t.Parallel()
	notFound := faultserver.Fault{Path: "/v5/rooms/.", Status: 404, Header: jsonHeader, Body: `{"message":"Not Found"}`}
	for name, test := range map[string]struct {
		dropQuery []string
		fault     faultserver.Fault
	}{
		"no fault":                {},
		"the query is dropped":    {dropQuery: []string{"beginUUID"}},
		"400 for a missing begin": {fault: faultserver.Fault{Path: "/v5/rooms$", Status: 400, Times: 1, Header: notFound.Header, Body: `{"message":"no such room"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, emulator.Options{})
			rooms := []string{}
			for range 3 {
				rooms = append(rooms, s.AddRoom("sg", emulator.Room{}).UUID)
			}
			slices.Sort(rooms)
			s.server.Inject(notFound)
			if test.fault.Status != 0 {
				s.server.Inject(test.fault)
				_, err := s.client.Room(t.Context(), "sg", missingUUID)
				requireError(t, err, transport.NotFound, "")
				return
			}
			s.server.Inject(faultserver.Fault{Path: "/v5/rooms$", DropQuery: test.dropQuery})
			for _, uuid := range rooms {
				_, err := s.client.Room(t.Context(), "sg", uuid)
				requireError(t, err, transport.ServerError, "but its list has the room")
				_, err = s.client.SetBan(t.Context(), "sg", uuid, true)
				requireError(t, err, transport.ServerError, "but its list has the room")
			}
			for _, uuid := range []string{strings.Repeat("0", 32), missingUUID} {
				_, err := s.client.Room(t.Context(), "sg", uuid)
				if test.dropQuery == nil {
					requireError(t, err, transport.NotFound, "Not Found")
				} else if transport.IsNotFound(err) && uuid == missingUUID {
					t.Error("not found, although the query of the list was dropped")
				}
			}
		})
	}
}
