package vcs_test

import (
	"encoding/json"
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

func TestRoomLivesAndDies(t *testing.T) {
	t.Parallel()
	created := time.Date(2022, 4, 8, 13, 44, 28, 429e6, time.UTC)
	client, _ := start(t, emulator.Options{Now: func() time.Time { return created }})
	made, err := client.CreateRoom(t.Context(), vcs.RoomInput{Name: "Room A", Description: "My room", ConferenceType: vcs.Mesh, AutoUpgradeParticipantCount: 4})
	if err != nil {
		t.Fatal(err)
	}
	want := vcs.Room{
		ID: made.ID, Name: "Room A", Description: "My room", ConferenceType: vcs.Mesh, AutoUpgradeParticipantCount: new(int64(4)),
		CreationTime: created, ModificationTime: created, MaxParticipants: new(int64(4)),
		RoomTokenTTLSeconds: new(int64(86400)), RoomTTLSeconds: new(int64(86400)), EndpointTTLSeconds: new(int64(86400)), Token: made.Token,
	}
	if diff := cmp.Diff(want, made); diff != "" || made.ID == "" || made.Token == "" {
		t.Errorf("made another room than asked for (-want +got):\n%s", diff)
	}
	if expires := made.ExpiresAt(); !expires.Equal(created.Add(24 * time.Hour)) {
		t.Errorf("it expires at %s", expires)
	}

	read, err := client.Room(t.Context(), made.ID)
	want.AutoUpgradeParticipantCount = nil
	if diff := cmp.Diff(want, read); diff != "" || err != nil {
		t.Errorf("read another room than was made: %v\n%s", err, diff)
	}
	if err := client.DeleteRoom(t.Context(), made.ID); err != nil {
		t.Error(err)
	}
	failed(t, client.DeleteRoom(t.Context(), made.ID), transport.NotFound)
	_, err = client.Room(t.Context(), made.ID)
	failed(t, err, transport.NotFound)
}

func TestRoomIDIsEscaped(t *testing.T) {
	t.Parallel()
	client, server := start(t, emulator.Options{})
	const id = "a/b?c&d=e"
	_, err := client.Room(t.Context(), id)
	failed(t, err, transport.NotFound)
	failed(t, client.DeleteRoom(t.Context(), id), transport.NotFound)
	sent := server.Requests("", "")
	if len(sent) != 2 || sent[0].Path != "/api/realtime/room/a%2Fb%3Fc&d=e" || sent[1].Query.Get("id") != id {
		t.Errorf("sent %v", sent)
	}
}

func TestRoomForms(t *testing.T) {
	t.Parallel()
	const milliseconds = 1614453081233
	for name, test := range map[string]struct {
		body string
		want vcs.Room
	}{
		"bare":                   {`{"id":"RO-1"}`, vcs.Room{ID: "RO-1"}},
		"wrapped":                {`{"room":{"id":"RO-1"}}`, vcs.Room{ID: "RO-1"}},
		"nulls":                  {`{"id":"RO-1","name":null,"creationTime":null,"maxParticipants":null}`, vcs.Room{ID: "RO-1"}},
		"time as number":         {`{"id":"RO-1","creationTime":1614453081233}`, vcs.Room{ID: "RO-1", CreationTime: time.UnixMilli(milliseconds)}},
		"time as exponent":       {`{"id":"RO-1","creationTime":1.614453081233e12}`, vcs.Room{ID: "RO-1", CreationTime: time.UnixMilli(milliseconds)}},
		"time as text":           {`{"id":"RO-1","creationTime":"2021-02-27T19:11:21.233Z"}`, vcs.Room{ID: "RO-1", CreationTime: time.UnixMilli(milliseconds)}},
		"time elsewhere":         {`{"id":"RO-1","creationTime":"2021-02-27T20:11:21.233+01:00"}`, vcs.Room{ID: "RO-1", CreationTime: time.UnixMilli(milliseconds)}},
		"time as number in text": {`{"id":"RO-1","modificationTime":"1614453081233"}`, vcs.Room{ID: "RO-1", ModificationTime: time.UnixMilli(milliseconds)}},
		"count as number":        {`{"id":"RO-1","autoUpgradeParticipantCount":4}`, vcs.Room{ID: "RO-1", AutoUpgradeParticipantCount: new(int64(4))}},
		"count as text":          {`{"id":"RO-1","autoUpgradeParticipantCount":"4"}`, vcs.Room{ID: "RO-1", AutoUpgradeParticipantCount: new(int64(4))}},
		"no count":               {`{"id":"RO-1","autoUpgradeParticipantCount":0}`, vcs.Room{ID: "RO-1", AutoUpgradeParticipantCount: new(int64)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got vcs.Room
			if err := json.Unmarshal([]byte(test.body), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("read otherwise (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnswerIsNoRoom(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rule    faultserver.Fault
		message string
	}{
		"no id":      {reply(http.StatusOK, `{"name":"Room A"}`), "it has no room id"},
		"a list":     {reply(http.StatusOK, `[]`), "array in place of"},
		"no number":  {reply(http.StatusOK, `{"id":"RO-1","maxParticipants":"many"}`), "another form"},
		"a fraction": {reply(http.StatusOK, `{"id":"RO-1","maxParticipants":1.5}`), "another form"},
		"too large":  {reply(http.StatusOK, `{"id":"RO-1","maxParticipants":1e300}`), "another form"},
		"no time":    {reply(http.StatusOK, `{"id":"RO-1","creationTime":"yesterday"}`), "another form"},
		"cut":        {reply(http.StatusOK, `{"id":"RO-1"`), "cut off or broken"},
		"HTML":       {faultserver.Fault{Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<title>Login</title>"}, `HTML page titled "Login"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, server := start(t, emulator.Options{})
			server.Inject(test.rule)
			_, err := client.Room(t.Context(), "RO-1")
			if message := failed(t, err, transport.UnexpectedResponse); !strings.Contains(message, test.message) {
				t.Errorf("the message is %q", message)
			}
			if _, err = client.CreateRoom(t.Context(), vcs.RoomInput{}); !transport.IsAmbiguous(err) {
				t.Errorf("after such an answer to a creation the room may exist, but the error is %v", err)
			}
		})
	}
}

func TestExpiryIsUnknown(t *testing.T) {
	t.Parallel()
	made := time.UnixMilli(1614453081233)
	for name, room := range map[string]vcs.Room{
		"no creation": {RoomTTLSeconds: new(int64(60))},
		"no lifetime": {CreationTime: made},
		"no end":      {CreationTime: made, RoomTTLSeconds: new(int64)},
	} {
		if expires := room.ExpiresAt(); !expires.IsZero() {
			t.Errorf("%s: it expires at %s", name, expires)
		}
	}
}
