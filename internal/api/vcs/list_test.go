package vcs_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

// fill makes n rooms.
func fill(t *testing.T, client *vcs.Client, n int) {
	t.Helper()
	for i := range n {
		if _, err := client.CreateRoom(t.Context(), vcs.RoomInput{Name: fmt.Sprintf("Room %03d", i)}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestListIsCompleteAndEnds(t *testing.T) {
	t.Parallel()
	sizes := []int{0, 1, 100, 205}
	for name, test := range map[string]struct {
		last  emulator.LastPage
		pages []int // how many are asked for, for each of the sizes
	}{
		// A list of several pages is read twice, in case that rooms expired meanwhile.
		"without token": {emulator.LastWithoutToken, []int{1, 1, 1, 6}},
		"empty token":   {emulator.LastWithEmptyToken, []int{1, 1, 1, 6}},
		"empty page":    {emulator.LastIsEmpty, []int{1, 2, 2, 8}},
		"own token":     {emulator.LastRepeats, []int{1, 2, 0, 6}}, // see TestFullPageThatRepeatsIsAnError
	} {
		for i, size := range sizes {
			if test.pages[i] == 0 {
				continue
			}
			t.Run(fmt.Sprintf("%s, %d rooms", name, size), func(t *testing.T) {
				t.Parallel()
				client, server := start(t, emulator.Options{LastPage: test.last})
				fill(t, client, size)
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				defer cancel()
				rooms, err := client.AllRooms(ctx)
				if err != nil || len(rooms) != size {
					t.Fatalf("%d rooms of %d are listed: %v", len(rooms), size, err)
				}
				asked := server.Requests(http.MethodGet, "")
				if len(asked) != test.pages[i] {
					t.Errorf("%d pages were asked for, want %d", len(asked), test.pages[i])
				}
				for _, request := range asked {
					if size := request.Query.Get("numberOfRecords"); size != "100" {
						t.Errorf("asked for %q rooms a page", size)
					}
				}
			})
		}
	}
}

func TestListIsSortedByCreation(t *testing.T) {
	t.Parallel()
	client, server := start(t, emulator.Options{})
	server.Inject(reply(http.StatusOK, `{"data":[{"id":"c","creationTime":"2021-02-27T19:11:21.233Z"},{"id":"b","creationTime":1614453081233},{"id":"a","creationTime":1614453081234},{"id":"c"}]}`))
	rooms, err := client.AllRooms(t.Context())
	if err != nil || len(rooms) != 3 || rooms[0].ID+rooms[1].ID+rooms[2].ID != "bca" {
		t.Errorf("listed %v: %v", rooms, err)
	}
}

func TestListIsReadLazily(t *testing.T) {
	t.Parallel()
	client, server := start(t, emulator.Options{})
	fill(t, client, 101)
	for _, err := range client.Rooms(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	if n := len(server.Requests(http.MethodGet, "")); n != 1 {
		t.Errorf("%d pages were read for one room", n)
	}
}

func TestListForms(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body    string
		problem string
	}{
		"wrapped":      {`{"data":[{"id":"RO-1"}],"token":null}`, ""},
		"bare":         {`[{"id":"RO-1"}]`, ""},
		"rooms inside": {`{"data":[{"room":{"id":"RO-1"}}]}`, ""},
		"no data":      {`{}`, "it has no data"},
		"no id":        {`{"data":[{"name":"Room A"}]}`, "a room in it is wrong: it has no room id"},
		"no list":      {`{"data":{}}`, "object in place of"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, server := start(t, emulator.Options{})
			server.Inject(reply(http.StatusOK, test.body))
			rooms, err := client.AllRooms(t.Context())
			if test.problem != "" {
				if message := failed(t, err, transport.UnexpectedResponse); !strings.Contains(message, test.problem) {
					t.Errorf("the message is %q", message)
				}
				return
			}
			if err != nil || len(rooms) != 1 || rooms[0].ID != "RO-1" {
				t.Errorf("listed %v: %v", rooms, err)
			}
		})
	}
}

func TestListFailsInTheMiddle(t *testing.T) {
	t.Parallel()
	client, server := start(t, emulator.Options{})
	fill(t, client, 101)
	server.Inject(faultserver.Fault{
		Method: http.MethodGet, Skip: 1, Status: http.StatusBadRequest, Header: http.Header{"Content-Type": {"application/json"}},
		Body: `{"httpCode":400,"code":"REALTIME-00009","id":"INVALID_TOKEN","description":["The token ::= [abc] is invalid."]}`,
	})
	rooms, err := client.AllRooms(t.Context())
	message := failed(t, err, transport.Invalid)
	if rooms != nil || !strings.Contains(message, "paging token") || strings.Contains(message, "abc") {
		t.Errorf("%d rooms and the message %q", len(rooms), message)
	}
	if !slices.ContainsFunc(server.Requests(http.MethodGet, ""), func(r faultserver.Request) bool { return r.Query.Has("token") }) {
		t.Error("no second page was asked for")
	}
}

// A full page that comes again says either that the list is at its end, or that the token was dropped on the way.
func TestFullPageThatRepeatsIsAnError(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options emulator.Options
		rooms   int
		drop    bool
	}{
		"a list that ends with a full page and its own token": {emulator.Options{LastPage: emulator.LastRepeats}, 100, false},
		"a proxy that drops the query":                        {emulator.Options{}, 101, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := test.options
			options.APIKey = key
			service := emulator.New(options)
			server, err := faultserver.Start(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if query := r.URL.Query(); test.drop {
					query.Del("token")
					r.URL.RawQuery = query.Encode()
				}
				service.ServeHTTP(w, r)
			}))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(server.Stop)
			client := connect(t, server, key)
			fill(t, client, test.rooms)
			rooms, err := client.AllRooms(t.Context())
			if message := failed(t, err, transport.Unclassified); rooms != nil || !strings.Contains(message, "unknown whether there are more rooms") {
				t.Errorf("%d rooms, and the message %q", len(rooms), message)
			}
			if asked := len(server.Requests(http.MethodGet, "")); asked != 2 {
				t.Errorf("%d pages were asked for", asked)
			}
		})
	}
}

func TestListMissesNothingWhileRoomsAreDeleted(t *testing.T) {
	t.Parallel()
	client, server := start(t, emulator.Options{})
	fill(t, client, 205)
	all, err := client.AllRooms(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	server.Reset()
	server.Inject(faultserver.Fault{Method: http.MethodGet, Skip: 1, Times: 1, Before: func() {
		for _, room := range all[:3] {
			if err := client.DeleteRoom(t.Context(), room.ID); err != nil {
				t.Error(err)
			}
		}
	}})
	got, seen := map[string]int{}, 0
	for room, err := range client.Rooms(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got[room.ID]++
		seen++
	}
	for _, room := range all[3:] {
		if got[room.ID] != 1 {
			t.Errorf("%s comes %d times", room.Name, got[room.ID])
		}
	}
	if seen != len(all) { // those that are deleted were there when they were read
		t.Errorf("%d rooms, want %d", seen, len(all))
	}
}

func TestListThatAlwaysChangesIsAnError(t *testing.T) {
	t.Parallel()
	client, server := start(t, emulator.Options{})
	fill(t, client, 101)
	made := 0
	server.Inject(faultserver.Fault{Method: http.MethodGet, Before: func() { fill(t, client, 1); made++ }})
	rooms, err := client.AllRooms(t.Context())
	if message := failed(t, err, transport.Unclassified); rooms != nil || made > 20 || !strings.Contains(message, "changed whenever it was read") {
		t.Errorf("%d rooms after %d pages, and the message %q", len(rooms), made, message)
	}
}
