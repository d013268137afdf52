package whiteboard_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

func TestRoom(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]emulator.Options{
		"bare":          {},
		"wrapped":       {WrapResponses: true},
		"older service": {LegacyResponses: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, options)
			record := true
			created, err := s.client.CreateRoom(t.Context(), "eu", whiteboard.RoomInput{IsRecord: &record, Limit: 7})
			if err != nil {
				t.Fatal(err)
			}
			if !whiteboard.IsUUID(created.UUID) || !created.IsRecord || created.IsBan || created.Limit != 7 || created.TeamUUID == "" || created.CreatedAt == "" || (created.AppUUID == "") != options.LegacyResponses {
				t.Errorf("created %+v", created)
			}
			got, err := s.client.Room(t.Context(), "eu", created.UUID)
			if err != nil || got != created {
				t.Errorf("read %+v, %v", got, err)
			}
			banned, err := s.client.SetBan(t.Context(), "eu", created.UUID, true)
			if err != nil || !banned.IsBan {
				t.Errorf("banned %+v, %v", banned, err)
			}
			for room, err := range s.client.Rooms(t.Context(), "eu") {
				if err != nil || room != banned {
					t.Errorf("listed %+v, %v", room, err)
				}
			}
		})
	}
}

func TestRequestBodies(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	record := false
	for _, input := range []whiteboard.RoomInput{{}, {IsRecord: &record, Limit: 3}} {
		room, err := s.client.CreateRoom(t.Context(), "sg", input)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.client.SetBan(t.Context(), "sg", room.UUID, false); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{`{"limit":0}`, `{"isBan":false}`, `{"isRecord":false,"limit":3}`, `{"isBan":false}`}
	var got []string
	for _, request := range s.server.Requests("", "") {
		got = append(got, string(request.Body))
	}
	if !slices.Equal(got, want) {
		t.Errorf("sent %q, want %q", got, want)
	}
}

func TestLostResponses(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	room := s.AddRoom("sg", emulator.Room{})
	s.server.Inject(faultserver.Fault{Commit: true, Reset: true, Times: 1})
	if got, err := s.client.SetBan(t.Context(), "sg", room.UUID, true); err != nil || !got.IsBan {
		t.Errorf("the client did not retry a PATCH without a response: %+v, %v", got, err)
	}
	for _, lost := range []faultserver.Fault{
		{Commit: true, Reset: true},
		{Cut: true},
		{Commit: true, Status: 502, Body: "<html>"},
		{Commit: true, Status: 504},
		{Status: 500, Body: `{"message":"oh"}`},
		{Commit: true, Status: 200, Body: "<html>"},
		{Commit: true, Status: 201, Header: jsonHeader, Body: "{}"},
	} {
		s.server.Reset()
		s.server.Inject(lost)
		_, err := s.client.CreateRoom(t.Context(), "sg", whiteboard.RoomInput{})
		if sent := len(s.server.Requests("POST", "")); sent != 1 || !transport.IsAmbiguous(err) {
			t.Errorf("%+v: sent %d times: %v", lost, sent, err)
		}
	}
	s.server.Reset()
	s.server.Inject(faultserver.Fault{Status: http.StatusTooManyRequests, Times: 1})
	if _, err := s.client.CreateRoom(t.Context(), "sg", whiteboard.RoomInput{}); err != nil {
		t.Errorf("the client did not retry a POST with status 429: %v", err)
	}
}

func TestPermissionErrors(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	room := s.AddRoom("sg", emulator.Room{})
	token, err := s.client.SDKToken(whiteboard.Writer, 0)
	if err != nil {
		t.Fatal(err)
	}
	writer := s.newClient(t, whiteboard.Config{SDKToken: token.Value})
	_, err = writer.SetBan(t.Context(), "sg", room.UUID, true)
	requireError(t, err, transport.Unauthorized, "role admin")
	withWrongKey := s.newClient(t, whiteboard.Config{AccessKey: keyPair.AccessKey, SecretKey: "wrong"})
	_, err = withWrongKey.Room(t.Context(), "sg", room.UUID)
	requireError(t, err, transport.Unauthorized, "clock")
}

func TestUUIDForm(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	for _, uuid := range []string{"", "..", "4A5F0000000011EEB9D10123456789AB", "4a5f0000-0000-11ee-b9d1-0123456789ab", missingUUID + "f"} {
		_, err := s.client.Room(t.Context(), "sg", uuid)
		requireError(t, err, transport.Invalid, "32 hexadecimal digits")
	}
	if sent := s.server.Requests("", ""); len(sent) != 0 {
		t.Errorf("sent %v", sent)
	}
}
