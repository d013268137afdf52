package vcs_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

func TestNotFoundNeedsList(t *testing.T) {
	t.Parallel()
	for name, missing := range map[string]emulator.Missing{
		"status 404": emulator.MissingByStatus, "null": emulator.MissingByNull, "empty body": emulator.MissingByEmptyBody,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, server := startService(t, emulator.Options{Missing: missing})
			_, err := client.Room(t.Context(), "RO-1")
			requireReason(t, err, transport.NotFound)

			server.Inject(faultserver.Fault{Path: "/room$", Status: http.StatusOK, Body: "no JSON"})
			_, err = client.Room(t.Context(), "RO-1")
			requireReason(t, err, transport.UnexpectedResponse)
		})
	}
}

// A service that does not find a room but lists it contradicts itself. The reason is then not NotFound, for each page that
// lists the room.
func TestListedRoomIsNotNotFound(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faultserver.Fault{
		"status 404": {Status: http.StatusNotFound},
		"404 with an error of the service": {
			Status: http.StatusNotFound, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"httpCode":404,"code":"X-1","description":[]}`,
		},
		"null":       jsonResponse(http.StatusOK, "null"),
		"empty body": jsonResponse(http.StatusOK, ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, server := startService(t, emulator.Options{})
			createRooms(t, client, 101)
			rooms, err := vcs.Collect(client.Rooms(t.Context()))
			if err != nil {
				t.Fatal(err)
			}
			fault.Method, fault.Path = http.MethodGet, "/room/."
			server.Inject(fault)
			for _, room := range []vcs.Room{rooms[0], rooms[100]} {
				_, err = client.Room(t.Context(), room.ID)
				if message := requireReason(t, err, transport.ServerError); !strings.Contains(message, "but its list has the room") {
					t.Errorf("the message is %q", message)
				}
			}
			_, err = client.Room(t.Context(), "RO-1")
			requireReason(t, err, transport.NotFound)
			if fault.Status == http.StatusNotFound {
				fault.Method, fault.Path = http.MethodDelete, ""
				server.Inject(fault)
				requireReason(t, client.DeleteRoom(t.Context(), rooms[100].ID), transport.ServerError)
			}
		})
	}
}

func TestNotFoundOfAnotherService(t *testing.T) {
	t.Parallel()
	client, server := startService(t, emulator.Options{})
	fault := jsonResponse(http.StatusNotFound, `{"message":"no Route matched with those values"}`)
	fault.Path = "/room/."
	server.Inject(fault)
	_, err := client.Room(t.Context(), "RO-1")
	requireReason(t, err, transport.UnexpectedResponse)
}

func TestEmptyBodyIsNotNotFound(t *testing.T) {
	t.Parallel()
	client, server := startService(t, emulator.Options{})
	server.Inject(faultserver.Fault{Method: http.MethodDelete, Status: http.StatusOK, Body: ""})
	requireReason(t, client.DeleteRoom(t.Context(), "RO-1"), transport.UnexpectedResponse)
}
