package venueless_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

func TestRooms(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	for i := range 101 {
		s.createRoom(t, venueless.Room{Name: fmt.Sprintf("Room %03d", 100-i), SortingPriority: int64(i % 2), Deleted: i == 7})
	}
	rooms, err := s.client.List(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if len(rooms) != 101 || rooms[0].Name != "Room 000" || rooms[50].Name != "Room 100" || rooms[51].Name != "Room 001" {
		t.Errorf("got %d rooms: %s, ..., %s, %s", len(rooms), rooms[0].Name, rooms[50].Name, rooms[51].Name)
	}
	if pages := len(s.server.Requests("GET", roomsPath)); pages != 6 {
		t.Errorf("%d pages were read, want 3 twice", pages)
	}
	s.server.Reset()
	for _, err := range s.client.Rooms(t.Context(), "") {
		if err != nil {
			t.Error(err)
		}
		break
	}
	if pages := len(s.server.Requests("GET", roomsPath)); pages != 1 {
		t.Errorf("%d pages were read for the first room", pages)
	}
}

// listServer responds to each request for a page with the next of these bodies, and then always with the last one.
func listServer(t *testing.T, pages ...string) (*venueless.Client, *faultserver.Server) {
	t.Helper()
	var count atomic.Int64
	server := startServer(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		page := pages[min(int(count.Add(1)), len(pages))-1]
		w.Header().Set("Content-Type", "application/json")
		if page == "" {
			w.WriteHeader(http.StatusNotFound)
			page = `{"detail":"Invalid page."}`
		}
		_, _ = w.Write([]byte(page)) // the client may have closed the connection
	}))
	return newClient(t, server, venueless.Config{WorldID: "acc", Token: "x"}), server
}

// listPage is a page of rooms with these numbers. Rooms up to 10 have the same sort key.
func listPage(count int, next string, ids ...int) string {
	rooms := make([]string, len(ids))
	for i, id := range ids {
		name := "Room"
		if id > 10 {
			name = fmt.Sprint("Room ", id)
		}
		rooms[i] = fmt.Sprintf(`{"id":"11111111-2222-4333-8444-%012d","name":%q}`, id, name)
	}
	return fmt.Sprintf(`{"count":%d,"next":%s,"results":[%s]}`, count, next, strings.Join(rooms, ","))
}

func TestRoomsOfUnstablePages(t *testing.T) {
	t.Parallel()
	const more = `"http://elsewhere.example.com/steal?page=2"`
	for name, test := range map[string]struct {
		pages    []string
		rooms    int
		requests int
		message  string
	}{
		"equal rooms swapped":     {[]string{listPage(3, more, 1, 2), listPage(3, "null", 1), listPage(3, more, 1, 3), listPage(3, "null", 2)}, 3, 4, ""},
		"rooms deleted":           {[]string{listPage(3, more, 1, 2), "", listPage(2, "null", 1, 2)}, 2, 3, ""},
		"never complete":          {[]string{listPage(3, "null", 1)}, 1, 5, "incomplete"},
		"page number dropped":     {[]string{listPage(3, more, 1, 2)}, 2, 2, "page 2 of the list is page 1 again"},
		"pages without new rooms": {[]string{listPage(9, more, 1, 2), listPage(9, more, 2), listPage(9, "null", 1)}, 2, 6, "incomplete"},
		"room with the same name created": {
			[]string{listPage(3, more, 1, 2), listPage(3, "null", 13), listPage(3, more, 1, 4), listPage(3, "null", 13), listPage(3, more, 1, 4), listPage(3, "null", 13)},
			4, 6, "",
		},
		"other equal rooms each time": {
			[]string{
				listPage(3, more, 1, 2), listPage(3, "null", 2), listPage(3, more, 1, 12), listPage(3, "null", 12), listPage(3, more, 1, 2), listPage(3, "null", 2),
				listPage(3, more, 1, 12), listPage(3, "null", 12), listPage(3, more, 1, 2), listPage(3, "null", 2),
			},
			3, 10, "it changed each of the 5 times",
		},
		"room deleted, another created": {
			[]string{listPage(3, more, 11, 12), listPage(3, "null", 14), listPage(3, more, 12, 13), listPage(3, "null", 14), listPage(3, more, 12, 13), listPage(3, "null", 14)},
			4, 6, "",
		},
		"count changes": {
			[]string{listPage(4, more, 11, 12), listPage(3, "null", 14), listPage(3, more, 12, 13), listPage(3, "null", 14), listPage(3, more, 12, 13), listPage(3, "null", 14)},
			4, 6, "",
		},
		"no results":           {[]string{`{"count":0}`}, 0, 1, "no results"},
		"room without an ID":   {[]string{`{"count":1,"results":[{"name":"x"}]}`}, 0, 1, "no id"},
		"page of another API":  {[]string{`[]`}, 0, 1, "array"},
		"ID is a number":       {[]string{`{"count":1,"results":[{"id":1}]}`}, 0, 1, "number"},
		"modules are a string": {[]string{`{"count":1,"results":[{"module_config":"x"}]}`}, 0, 1, "does not send"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, server := listServer(t, test.pages...)
			count, problem := 0, error(nil)
			for _, err := range client.Rooms(t.Context(), "") {
				if err != nil {
					problem = err
					continue
				}
				count++
			}
			if requests := len(server.Requests("GET", roomsPath)); count != test.rooms || requests != test.requests {
				t.Errorf("got %d rooms with %d requests, want %d with %d", count, requests, test.rooms, test.requests)
			}
			if test.message != "" {
				reason := transport.UnexpectedResponse
				if test.requests > 1 {
					reason = transport.Unclassified
				}
				requireError(t, problem, reason, test.message)
				if !strings.HasPrefix(problem.Error(), "GET /api/v1/worlds/acc/rooms/: ") {
					t.Errorf("the error does not name the path of the list: %v", problem)
				}
			} else if problem != nil {
				t.Error(problem)
			}
		})
	}
}

// TestMalformedRooms reads rooms that other clients may have written, but this client would not.
func TestMalformedRooms(t *testing.T) {
	t.Parallel()
	client, _ := listServer(t, `{"count":2,"next":null,"results":[{"id":"11111111-2222-4333-8444-555555555555","name":"Odd",
		"module_config":[{"type":"chat.native"},{"config":null,"zeta":1,"alpha":2},
			{"type":5,"config":[1]},{"type":null},7],
		"trait_grants":{"viewer":["a",["b","c"],7],"speaker":"x","owner":null,"guest":[]}},
		{"id":"11111111-2222-4333-8444-666666666666","name":"Odder","trait_grants":["x"],"module_config":null,"schedule_data":[1]}]}`)
	rooms, err := client.List(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if odder := rooms[1]; len(odder.TraitGrants) != 0 || len(odder.ModuleConfig) != 0 || string(odder.ScheduleData) != "[1]" {
		t.Errorf("got %+v", odder)
	}
	room := rooms[0]
	if got := fmt.Sprintf("%v", room.TraitGrants); got != "map[guest:[] viewer:[[a] [b c] [7]]]" {
		t.Errorf("grants %s", got)
	}
	if got := fmt.Sprintf("%s", room.ModuleConfig); got != "[{chat.native {} []} { null [alpha zeta]} {5 [1] []} {null {} []} { 7 []}]" {
		t.Errorf("modules %s", got)
	}
}

// serveEqualRooms serves 120 rooms as PostgreSQL does: ordered by priority and name, and rooms that are equal in both in another
// order on each page. All booths are equal, and are on two pages.
func serveEqualRooms(t *testing.T) *venueless.Client {
	t.Helper()
	var rooms [][]string
	for i := range 120 {
		name := fmt.Sprintf("Hall %03d", i)
		if i >= 48 && i < 53 {
			name = "Booth"
		}
		rooms = append(rooms, []string{fmt.Sprintf(`{"id":"11111111-2222-4333-8444-%012d","name":%q,"sorting_priority":%d}`, i, name, i/48), name})
	}
	server := startServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		order := slices.Clone(rooms)
		number, err := strconv.Atoi(r.URL.Query().Get("page"))
		if err != nil {
			number = 1
		} else {
			slices.Reverse(order[48:53])
		}
		next := "null"
		if number < 3 {
			next = `"more"`
		}
		var results []string
		for _, room := range order[(number-1)*50 : min(number*50, 120)] {
			results = append(results, room[0])
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"count":120,"next":%s,"results":[%s]}`, next, strings.Join(results, ","))
	}))
	return newClient(t, server, venueless.Config{WorldID: "acc", Token: "x"})
}

func TestIncompleteListOfEqualRooms(t *testing.T) {
	t.Parallel()
	client := serveEqualRooms(t)
	rooms, err := client.List(t.Context(), "")
	requireError(t, err, transport.Unclassified, `2 of 5 rooms named "Booth" with sorting_priority 1`)
	if incomplete, ok := errors.AsType[*venueless.IncompleteError](err); !ok || !incomplete.MayOmit(func(name string) bool { return name == "Booth" }) ||
		incomplete.MayOmit(func(name string) bool { return name != "Booth" }) {
		t.Errorf("the error names other rooms: %v", err)
	}
	if len(rooms) != 118 || rooms[0].Name != "Hall 000" || rooms[117].Name != "Hall 119" {
		t.Errorf("%d rooms are listed", len(rooms))
	}
}

func TestListKeepsServerOrder(t *testing.T) {
	t.Parallel()
	page := `{"count":3,"next":null,"results":[{"id":"11111111-2222-4333-8444-000000000003","name":"Ärger"},` +
		`{"id":"11111111-2222-4333-8444-000000000001","name":"hall"},{"id":"11111111-2222-4333-8444-000000000002","name":"Zoo"}]}`
	client, _ := listServer(t, page)
	rooms, err := client.List(t.Context(), "")
	if err != nil || len(rooms) != 3 || rooms[0].Name != "Ärger" || rooms[1].Name != "hall" || rooms[2].Name != "Zoo" {
		t.Errorf("got %v, %v", rooms, err)
	}
}

func TestListPageTooLarge(t *testing.T) {
	t.Parallel()
	server := startServer(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(64<<20+1))
		w.WriteHeader(http.StatusOK)
	}))
	_, err := newClient(t, server, venueless.Config{WorldID: "acc", Token: "x"}).List(t.Context(), "")
	requireError(t, err, transport.Unclassified, "64 MiB. The server returns 50 rooms per page")
	requireError(t, err, transport.Unclassified, "by ID")
}
