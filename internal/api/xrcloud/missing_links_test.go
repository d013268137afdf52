package xrcloud_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

const halfCreated = "6f0c7b1e-3d3c-4f7b-9a53-0c0e3f6a9d11"

// missingLinks is how the service answers reads while a room is being created.
func missingLinksFault(option string) faultserver.Fault {
	return faultserver.Fault{
		Status: http.StatusNotFound, Header: http.Header{"Content-Type": {asJSON}},
		Body: fmt.Sprintf(`{"message":"%s with roomId \"%s\" not found.","error":"Not Found","statusCode":404}`, option, halfCreated),
	}
}

// While a room is being created, reads of it and lists beside it can be refused with a 404. That is neither a missing room
// nor a missing route: reads are repeated, and where it stays, the error says what is wrong with which room.
func TestMissingLinksAreATransientFault(t *testing.T) {
	t.Parallel()
	for _, option := range []string{"HostOption", "GuestOption"} {
		for name, read := range map[string]func(*testing.T, *lossy) error{
			"Room": func(t *testing.T, l *lossy) error {
				t.Helper()
				_, err := l.client.Room(t.Context(), l.room.ID)
				return err
			},
			"RoomsOfProject": func(t *testing.T, l *lossy) error {
				t.Helper()
				_, err := xrcloud.Collect(l.client.RoomsOfProject(t.Context(), l.project.ID, ""))
				return err
			},
			"RoomInProject": func(t *testing.T, l *lossy) error {
				t.Helper()
				_, err := l.client.RoomInProject(t.Context(), l.room.ID, l.project.ID)
				return err
			},
			"UpdateRoom": func(t *testing.T, l *lossy) error {
				t.Helper()
				name := "Hall 2"
				_, err := l.client.UpdateRoom(t.Context(), l.room.ID, xrcloud.RoomChange{Name: &name})
				return err
			},
		} {
			t.Run(option+"/"+name, func(t *testing.T) {
				t.Parallel()
				l := startLossy(t)
				l.Inject(times(3, missingLinksFault(option)))
				if err := read(t, l); err != nil {
					t.Errorf("a fault that passes: %v", err)
				}
				l.Reset()
				l.Inject(missingLinksFault(option))
				err := read(t, l)
				failed := failure(t, err)
				if failed.Reason != transport.ServerError || !strings.Contains(failed.Message, "the room "+halfCreated) || !strings.Contains(failed.Message, "its creation was interrupted") {
					t.Errorf("a fault that stays: reason %d, %v", failed.Reason, err)
				}
				if sent := len(l.called()); sent != 1+3 {
					t.Errorf("%d requests with 3 retries", sent)
				}
			})
		}
	}
}

// The creation of a room can meet the same fault: its room may exist.
func TestCreationThatMeetsMissingLinksIsAmbiguous(t *testing.T) {
	t.Parallel()
	l := startLossy(t)
	rule := missingLinksFault("GuestOption")
	rule.Method, rule.Path, rule.Commit, rule.Times = http.MethodPost, "^/api/rooms$", true, 1
	l.Inject(rule)
	room, adopted, err := l.client.CreateRoom(t.Context(), l.input("New"))
	if err != nil || !adopted || !l.named(t, "New")[room.ID] || len(l.named(t, "New")) != 1 {
		t.Errorf("got %s, adopted %t, error %v", room.ID, adopted, err)
	}
}
