package vcs_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

func TestRoomLifecycle(t *testing.T) {
	t.Parallel()
	created := time.Date(2022, 4, 8, 13, 44, 28, 429e6, time.UTC)
	client, _ := startService(t, emulator.Options{Now: func() time.Time { return created }})
	room, err := client.CreateRoom(t.Context(), vcs.RoomInput{Name: "Room A", Description: "My room", ConferenceType: vcs.Mesh, AutoUpgradeParticipantCount: 4})
	if err != nil {
		t.Fatal(err)
	}
	want := vcs.Room{
		ID: room.ID, Name: "Room A", Description: "My room", ConferenceType: vcs.Mesh, AutoUpgradeParticipantCount: new(int64(4)),
		CreationTime: created, ModificationTime: created, MaxParticipants: new(int64(4)),
		RoomTokenTTLSeconds: new(int64(86400)), RoomTTLSeconds: new(int64(86400)), EndpointTTLSeconds: new(int64(86400)), Token: room.Token,
	}
	if diff := cmp.Diff(want, room); diff != "" || room.ID == "" || room.Token == "" {
		t.Errorf("created another room (-want +got):\n%s", diff)
	}
	if expires := room.ExpiresAt(); !expires.Equal(created.Add(24 * time.Hour)) {
		t.Errorf("the room expires at %s", expires)
	}

	read, err := client.Room(t.Context(), room.ID)
	want.AutoUpgradeParticipantCount = nil
	if diff := cmp.Diff(want, read); diff != "" || err != nil {
		t.Errorf("read another room: %v (-want +got):\n%s", err, diff)
	}
	if err := client.DeleteRoom(t.Context(), room.ID); err != nil {
		t.Error(err)
	}
	requireReason(t, client.DeleteRoom(t.Context(), room.ID), transport.NotFound)
	_, err = client.Room(t.Context(), room.ID)
	requireReason(t, err, transport.NotFound)
}

func TestRoomIDIsEscaped(t *testing.T) {
	t.Parallel()
	client, server := startService(t, emulator.Options{})
	const id = "a/b?c&d=e"
	_, err := client.Room(t.Context(), id)
	requireReason(t, err, transport.NotFound)
	requireReason(t, client.DeleteRoom(t.Context(), id), transport.NotFound)
	sent := server.Requests("", "")
	if len(sent) != 2 || sent[0].Path != "/api/realtime/room/a%2Fb%3Fc&d=e" || sent[1].Query.Get("id") != id {
		t.Errorf("sent %v", sent)
	}
}

func TestUnexpectedRoomResponses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault   faultserver.Fault
		message string
	}{
		"no id":      {jsonResponse(http.StatusOK, `{"name":"Room A"}`), "it has no room ID"},
		"a list":     {jsonResponse(http.StatusOK, `[]`), "array in place of"},
		"no number":  {jsonResponse(http.StatusOK, `{"id":"RO-1","maxParticipants":"many"}`), "unexpected type"},
		"a fraction": {jsonResponse(http.StatusOK, `{"id":"RO-1","maxParticipants":1.5}`), "unexpected type"},
		"too large":  {jsonResponse(http.StatusOK, `{"id":"RO-1","maxParticipants":1e300}`), "unexpected type"},
		"no time":    {jsonResponse(http.StatusOK, `{"id":"RO-1","creationTime":"yesterday"}`), "unexpected type"},
		"cut":        {jsonResponse(http.StatusOK, `{"id":"RO-1"`), "incomplete or invalid JSON"},
		"HTML":       {faultserver.Fault{Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<title>Login</title>"}, `HTML page titled "Login"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, server := startService(t, emulator.Options{})
			server.Inject(test.fault)
			_, err := client.Room(t.Context(), "RO-1")
			if message := requireReason(t, err, transport.UnexpectedResponse); !strings.Contains(message, test.message) {
				t.Errorf("the message is %q", message)
			}
			if _, err = client.CreateRoom(t.Context(), vcs.RoomInput{}); !transport.IsAmbiguous(err) {
				t.Errorf("after a creation, the error is not ambiguous: %v", err)
			}
		})
	}
}

func TestExpiresAtUnknown(t *testing.T) {
	t.Parallel()
	created := time.UnixMilli(1614453081233)
	for name, room := range map[string]vcs.Room{
		"no creation":   {RoomTTLSeconds: new(int64(60))},
		"no lifetime":   {CreationTime: created},
		"lifetime of 0": {CreationTime: created, RoomTTLSeconds: new(int64)},
	} {
		if expires := room.ExpiresAt(); !expires.IsZero() {
			t.Errorf("%s: the room expires at %s", name, expires)
		}
	}
}
