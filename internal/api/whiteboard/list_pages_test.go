package whiteboard_test

import (
	"net/http"
	"strconv"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

func TestRooms(t *testing.T) {
	t.Parallel()
	for count, pages := range map[int]int{0: 1, 1: 2, 999: 2, 1000: 2, 1001: 3, 2500: 4} {
		t.Run(strconv.Itoa(count), func(t *testing.T) {
			t.Parallel()
			s := startService(t, emulator.Options{})
			for range count {
				s.AddRoom("sg", emulator.Room{})
			}
			s.AddRoom("eu", emulator.Room{})
			got := map[string]bool{}
			for room, err := range s.client.Rooms(t.Context(), "sg") {
				if err != nil {
					t.Fatal(err)
				}
				if got[room.UUID] {
					t.Fatalf("%s is listed twice", room.UUID)
				}
				got[room.UUID] = true
			}
			if len(got) != count {
				t.Errorf("listed %d rooms", len(got))
			}
			if requests := s.server.Requests("GET", ""); len(requests) != pages {
				t.Errorf("read %d pages, want %d", len(requests), pages)
			}
		})
	}
}

func TestRoomsIsLazy(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	for range 3 {
		s.AddRoom("sg", emulator.Room{})
	}
	for _, err := range s.client.Rooms(t.Context(), "sg") {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	if requests := s.server.Requests("", ""); len(requests) != 1 {
		t.Errorf("read %d pages", len(requests))
	}
}

func TestUnexpectedListResponses(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"an object":         `{}`,
		"null":              `null`,
		"no uuid":           `[{}]`,
		"a strange uuid":    `[{"uuid":"../rooms"}]`,
		"string for number": `[{"uuid":"` + missingUUID + `","limit":"0"}]`,
		"cut":               `[{"uuid":`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, emulator.Options{})
			s.server.Inject(faultserver.Fault{Status: http.StatusOK, Header: jsonHeader, Body: body})
			seen := 0
			for _, err := range s.client.Rooms(t.Context(), "sg") {
				requireError(t, err, transport.UnexpectedResponse, "")
				seen++
			}
			if seen != 1 {
				t.Errorf("%d results, want one error", seen)
			}
		})
	}
}

// A list fails if a page does not begin with the last room of the previous page.
func TestRoomsWithDroppedQuery(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	for range 2 {
		s.AddRoom("sg", emulator.Room{})
	}
	s.server.Inject(faultserver.Fault{DropQuery: []string{"beginUUID"}})
	var last error
	for _, last = range s.client.Rooms(t.Context(), "sg") { //nolint:revive // only the last error counts
	}
	requireError(t, last, transport.Unclassified, "does not begin with the room that was requested")
	if sent := len(s.server.Requests("", "")); sent != 2 {
		t.Errorf("read %d pages", sent)
	}
}
