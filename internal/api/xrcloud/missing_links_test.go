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

const roomWithoutLinks = "6f0c7b1e-3d3c-4f7b-9a53-0c0e3f6a9d11"

// missingLinksFault is the response to a read while a room is being created.
func missingLinksFault(option string) faultserver.Fault {
	return faultserver.Fault{
		Status: http.StatusNotFound, Header: http.Header{"Content-Type": {contentTypeJSON}},
		Body: fmt.Sprintf(`{"message":"%s with roomId \"%s\" not found.","error":"Not Found","statusCode":404}`, option, roomWithoutLinks),
	}
}

// While a room is being created, the service can respond to reads of it and to lists with 404. That is neither NotFound nor
// UnknownRoute: reads are retried, and the error after all retries names the room.
func TestMissingLinksAreATransientFault(t *testing.T) {
	t.Parallel()
	for _, option := range []string{"HostOption", "GuestOption"} {
		for name, read := range map[string]func(*testing.T, *lossyService) error{
			"Room": func(t *testing.T, l *lossyService) error {
				t.Helper()
				_, err := l.client.Room(t.Context(), l.room.ID)
				return err
			},
			"RoomsOfProject": func(t *testing.T, l *lossyService) error {
				t.Helper()
				_, err := xrcloud.Collect(l.client.RoomsOfProject(t.Context(), l.project.ID, ""))
				return err
			},
			"RoomInProject": func(t *testing.T, l *lossyService) error {
				t.Helper()
				_, err := l.client.RoomInProject(t.Context(), l.room.ID, l.project.ID)
				return err
			},
			"UpdateRoom": func(t *testing.T, l *lossyService) error {
				t.Helper()
				name := "Hall 2"
				_, err := l.client.UpdateRoom(t.Context(), l.room.ID, xrcloud.RoomChange{Name: &name})
				return err
			},
		} {
			t.Run(option+"/"+name, func(t *testing.T) {
				t.Parallel()
				l := startLossyService(t)
				l.Inject(limitFault(3, missingLinksFault(option)))
				if err := read(t, l); err != nil {
					t.Errorf("a transient fault: %v", err)
				}
				l.Reset()
				l.Inject(missingLinksFault(option))
				err := read(t, l)
				failed := requireError(t, err)
				if failed.Reason != transport.ServerError || !strings.Contains(failed.Message, "the room "+roomWithoutLinks) || !strings.Contains(failed.Message, "its creation was interrupted") {
					t.Errorf("a permanent fault: reason %d, %v", failed.Reason, err)
				}
				if sent := len(l.apiRequests()); sent != 1+3 {
					t.Errorf("%d requests with 3 retries", sent)
				}
			})
		}
	}
}

// The response to a POST can have the same fault: the room may exist.
func TestCreationWithMissingLinksIsAmbiguous(t *testing.T) {
	t.Parallel()
	l := startLossyService(t)
	rule := missingLinksFault("GuestOption")
	rule.Method, rule.Path, rule.Commit, rule.Times = http.MethodPost, "^/api/rooms$", true, 1
	l.Inject(rule)
	room, adopted, err := l.client.CreateRoom(t.Context(), l.input("New"))
	if err != nil || !adopted || !l.roomIDs(t, "New")[room.ID] || len(l.roomIDs(t, "New")) != 1 {
		t.Errorf("got %s, adopted %t, error %v", room.ID, adopted, err)
	}
}
