package venueless_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/standin"
)

func TestRooms(t *testing.T) {
	t.Parallel()
	s := start(t)
	for i := range 101 {
		s.create(t, venueless.Room{Name: fmt.Sprintf("Room %03d", 100-i), SortingPriority: int64(i % 2), Deleted: i == 7})
	}
	rooms, err := venueless.All(s.client.Rooms(t.Context(), ""))
	if err != nil {
		t.Fatal(err)
	}
	if len(rooms) != 101 || rooms[0].Name != "Room 000" || rooms[50].Name != "Room 100" || rooms[51].Name != "Room 001" {
		t.Errorf("%d rooms, from %s over %s, %s", len(rooms), rooms[0].Name, rooms[50].Name, rooms[51].Name)
	}
	if pages := len(s.server.Requests("GET", roomsPath)); pages != 3 {
		t.Errorf("%d pages were read, want 3", pages)
	}
	s.server.Forget()
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

// listServer answers each request for a page with the next of these texts, and the last one from then on.
func listServer(t *testing.T, pages ...string) (*venueless.Client, *standin.Server) {
	t.Helper()
	var count atomic.Int64
	server := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		page := pages[min(int(count.Add(1)), len(pages))-1]
		w.Header().Set("Content-Type", "application/json")
		if page == "" {
			w.WriteHeader(http.StatusNotFound)
			page = `{"detail":"Invalid page."}`
		}
		_, _ = w.Write([]byte(page)) // a client that has gone is no concern of the server's
	}))
	return connect(t, server, venueless.Config{WorldID: "acc", Token: "x"}), server
}

func listPage(count int, next string, ids ...int) string {
	rooms := make([]string, len(ids))
	for i, id := range ids {
		rooms[i] = fmt.Sprintf(`{"id":"11111111-2222-4333-8444-%012d","name":"Room"}`, id)
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
		problem  string
	}{
		"equal rooms swapped":         {[]string{listPage(3, more, 1, 2), listPage(3, "null", 1), listPage(3, more, 1, 3), listPage(3, "null", 2)}, 3, 4, ""},
		"rooms went meanwhile":        {[]string{listPage(2, more, 1, 2), ""}, 2, 2, ""},
		"never complete":              {[]string{listPage(3, "null", 1)}, 1, 3, "incomplete"},
		"no results":                  {[]string{`{"count":0}`}, 0, 1, "no results"},
		"a room without an id":        {[]string{`{"count":1,"results":[{"name":"x"}]}`}, 0, 1, "no id"},
		"a page of another API":       {[]string{`[]`}, 0, 1, "array"},
		"a room of another shape":     {[]string{`{"count":1,"results":[{"id":1}]}`}, 0, 1, "number"},
		"a room with broken modules":  {[]string{`{"count":1,"results":[{"module_config":["x"]}]}`}, 0, 1, "does not send"},
		"a module type of other kind": {[]string{`{"count":1,"results":[{"module_config":[{"type":1}]}]}`}, 0, 1, "does not send"},
		"grants of another shape":     {[]string{`{"count":1,"results":[{"trait_grants":[]}]}`}, 0, 1, "does not send"},
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
				t.Errorf("%d rooms by %d requests, want %d by %d", count, requests, test.rooms, test.requests)
			}
			if test.problem != "" {
				reason := transport.NotAPI
				if test.requests > 1 {
					reason = transport.Failed
				}
				expect(t, problem, reason, test.problem)
			} else if problem != nil {
				t.Error(problem)
			}
		})
	}
}

// TestOddRooms reads what the server may hold although this client would never write it.
func TestOddRooms(t *testing.T) {
	t.Parallel()
	client, _ := listServer(t, `{"count":1,"next":null,"results":[{"id":"11111111-2222-4333-8444-555555555555","name":"Odd",
		"module_config":[{"type":"chat.native"},{"config":null,"zeta":1,"alpha":2}],
		"trait_grants":{"viewer":["a",["b","c"],7],"speaker":"x","owner":null,"guest":[]}}]}`)
	rooms, err := venueless.All(client.Rooms(t.Context(), ""))
	if err != nil {
		t.Fatal(err)
	}
	room := rooms[0]
	if got := fmt.Sprintf("%v", room.TraitGrants); got != "map[guest:[] viewer:[[a] [b c] [7]]]" {
		t.Errorf("grants %s", got)
	}
	if got := fmt.Sprintf("%s", room.ModuleConfig); got != "[{chat.native {} []} { null [alpha zeta]}]" {
		t.Errorf("modules %s", got)
	}
}
