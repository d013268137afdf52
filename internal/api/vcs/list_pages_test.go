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

func TestListEnds(t *testing.T) {
	t.Parallel()
	sizes := []int{0, 1, 100, 205}
	for name, test := range map[string]struct {
		last  emulator.LastPage
		pages []int // number of pages that the client reads, for each of the sizes
	}{
		// A list of several pages is read twice, because rooms may have expired in the meantime.
		"without token": {emulator.LastWithoutToken, []int{1, 1, 1, 6}},
		"empty token":   {emulator.LastWithEmptyToken, []int{1, 1, 1, 6}},
		"empty page":    {emulator.LastIsEmpty, []int{1, 2, 2, 8}},
		"its own token": {emulator.LastRepeats, []int{1, 2, 0, 6}}, // see TestRepeatedFullPage
	} {
		for i, size := range sizes {
			if test.pages[i] == 0 {
				continue
			}
			t.Run(fmt.Sprintf("%s, %d rooms", name, size), func(t *testing.T) {
				t.Parallel()
				client, server := startService(t, emulator.Options{LastPage: test.last})
				createRooms(t, client, size)
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				defer cancel()
				rooms, err := vcs.Collect(client.Rooms(ctx))
				if err != nil || len(rooms) != size {
					t.Fatalf("listed %d rooms of %d: %v", len(rooms), size, err)
				}
				sent := server.Requests(http.MethodGet, "")
				if len(sent) != test.pages[i] {
					t.Errorf("read %d pages, want %d", len(sent), test.pages[i])
				}
				for _, request := range sent {
					if size := request.Query.Get("numberOfRecords"); size != "100" {
						t.Errorf("the page size is %q", size)
					}
				}
			})
		}
	}
}

func TestCollectSortsByCreation(t *testing.T) {
	t.Parallel()
	client, server := startService(t, emulator.Options{})
	server.Inject(jsonResponse(http.StatusOK, `{"data":[{"id":"c","creationTime":"2021-02-27T19:11:21.233Z"},{"id":"b","creationTime":1614453081233},{"id":"a","creationTime":1614453081234},{"id":"c"}]}`))
	rooms, err := vcs.Collect(client.Rooms(t.Context()))
	if err != nil || len(rooms) != 3 || rooms[0].ID+rooms[1].ID+rooms[2].ID != "bca" {
		t.Errorf("listed %v: %v", rooms, err)
	}
}

func TestListIsReadLazily(t *testing.T) {
	t.Parallel()
	client, server := startService(t, emulator.Options{})
	createRooms(t, client, 101)
	for _, err := range client.Rooms(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	if n := len(server.Requests(http.MethodGet, "")); n != 1 {
		t.Errorf("read %d pages for one room", n)
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
		"no id":        {`{"data":[{"name":"Room A"}]}`, "a room in it is invalid: it has no room ID"},
		"no list":      {`{"data":{}}`, "object in place of"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, server := startService(t, emulator.Options{})
			server.Inject(jsonResponse(http.StatusOK, test.body))
			rooms, err := vcs.Collect(client.Rooms(t.Context()))
			if test.problem != "" {
				if message := requireReason(t, err, transport.UnexpectedResponse); !strings.Contains(message, test.problem) {
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

func TestListError(t *testing.T) {
	t.Parallel()
	client, server := startService(t, emulator.Options{})
	createRooms(t, client, 101)
	server.Inject(faultserver.Fault{
		Method: http.MethodGet, Skip: 1, Status: http.StatusBadRequest, Header: http.Header{"Content-Type": {"application/json"}},
		Body: `{"httpCode":400,"code":"REALTIME-00009","id":"INVALID_TOKEN","description":["The token ::= [abc] is invalid."]}`,
	})
	rooms, err := vcs.Collect(client.Rooms(t.Context()))
	message := requireReason(t, err, transport.Invalid)
	if rooms != nil || !strings.Contains(message, "paging token") || strings.Contains(message, "abc") {
		t.Errorf("%d rooms and the message %q", len(rooms), message)
	}
	if !slices.ContainsFunc(server.Requests(http.MethodGet, ""), func(r faultserver.Request) bool { return r.Query.Has("token") }) {
		t.Error("the client did not request a second page")
	}
}

// A repeated full page means that the list ends, or that something dropped the paging token. It is an error.
func TestRepeatedFullPage(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options   emulator.Options
		rooms     int
		dropQuery []string
	}{
		"a list that ends with a full page and its own token": {emulator.Options{LastPage: emulator.LastRepeats}, 100, nil},
		"a proxy that drops the query":                        {emulator.Options{}, 101, []string{"token"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, server := startService(t, test.options)
			createRooms(t, client, test.rooms)
			server.Inject(faultserver.Fault{Method: http.MethodGet, DropQuery: test.dropQuery})
			rooms, err := vcs.Collect(client.Rooms(t.Context()))
			if message := requireReason(t, err, transport.Unclassified); rooms != nil || !strings.Contains(message, "unknown whether there are more rooms") {
				t.Errorf("%d rooms, and the message %q", len(rooms), message)
			}
			if sent := len(server.Requests(http.MethodGet, "")); sent != 2 {
				t.Errorf("read %d pages", sent)
			}
		})
	}
}

func TestListDuringDeletions(t *testing.T) {
	t.Parallel()
	client, server := startService(t, emulator.Options{})
	createRooms(t, client, 205)
	all, err := vcs.Collect(client.Rooms(t.Context()))
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
			t.Errorf("%s is listed %d times", room.Name, got[room.ID])
		}
	}
	if seen != len(all) { // the deleted rooms were on a page that was already read
		t.Errorf("%d rooms, want %d", seen, len(all))
	}
}

func TestListThatAlwaysChanges(t *testing.T) {
	t.Parallel()
	client, server := startService(t, emulator.Options{})
	createRooms(t, client, 101)
	created := 0
	server.Inject(faultserver.Fault{Method: http.MethodGet, Before: func() { createRooms(t, client, 1); created++ }})
	rooms, err := vcs.Collect(client.Rooms(t.Context()))
	if message := requireReason(t, err, transport.Unclassified); rooms != nil || created > 20 || !strings.Contains(message, "changed while it was read") {
		t.Errorf("%d rooms after %d pages, and the message %q", len(rooms), created, message)
	}
}
