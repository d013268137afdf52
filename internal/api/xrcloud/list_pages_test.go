package xrcloud_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// A deleted row moves all later rows forward, some of them across the border of two pages. The list has each room that was not
// deleted, once. Without changes, each page is requested once.
func TestListIsCompleteWhileRoomsAreDeleted(t *testing.T) {
	t.Parallel()
	const pages = 3 // of 250 rows
	for name, deleted := range map[string][]int{
		"nothing":                  nil,
		"one row":                  {0},
		"the border":               {98, 99, 100},
		"more than a page":         sequence(0, 120),
		"all but the last":         sequence(0, severalPages-1),
		"every other":              sequence(0, 100, 2),
		"the last row of a page":   {99},
		"the first rows of a page": {100, 101, 102},
	} {
		for page := 1; page < pages; page++ {
			t.Run(fmt.Sprintf("%s, before page %d", name, page+1), func(t *testing.T) {
				t.Parallel()
				s := startService(t, emulator.Options{})
				client, f := s.clientWithAllCredentials(t), s.createFixture(t)
				rooms := []string{f.room.ID}
				for i := range severalPages - 1 {
					rooms = append(rooms, createRoom(t, client, f, fmt.Sprint("Room ", i)).ID)
				}
				s.Reset()
				s.Inject(faultserver.Fault{Method: http.MethodGet, Path: "^/api/rooms$", Skip: page, Times: 1, Before: func() {
					for _, i := range deleted {
						if err := s.clientWithAllCredentials(t).DeleteRoom(t.Context(), rooms[i]); err != nil {
							t.Error(err)
						}
					}
				}})
				got := map[string]bool{}
				for room, err := range client.RoomsOfProject(t.Context(), f.project.ID, "") {
					if err != nil {
						t.Fatal(err)
					}
					if got[room.ID] {
						t.Errorf("%s is listed twice", room.ID)
					}
					got[room.ID] = true
				}
				for i, id := range rooms {
					if !got[id] && !slices.Contains(deleted, i) {
						t.Errorf("room %d is missing", i)
					}
				}
				if sent := s.apiRequests(); deleted == nil && len(sent) != pages {
					t.Errorf("%d requests, want %d", len(sent), pages)
				}
			})
		}
	}
}

// sequence returns the numbers from first up to, but not including, end.
func sequence(first, end int, step ...int) []int {
	var all []int
	for i := first; i < end; i += append(step, 1)[0] {
		all = append(all, i)
	}
	return all
}

// A service that cannot order has pages without a common border. The list is read until the service's count of rows does not
// change.
func TestListWithoutOrderIsReadAgainIfItShrinks(t *testing.T) {
	t.Parallel()
	ids := make([]string, 150)
	for i := range ids {
		ids[i] = uuid.NewString()
	}
	want := slices.Clone(ids[1:])
	var reads int
	client := newClientWithHandler(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentTypeJSON)
		if r.URL.Query().Has("orderby") {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"statusCode":400,"message":["property orderby should not exist"]}`))
			return
		}
		reads++
		if reads == 2 {
			ids = ids[1:]
		}
		skip, err := strconv.Atoi(r.URL.Query().Get("skip"))
		if err != nil {
			t.Error(err)
		}
		skip = min(skip, len(ids))
		_, _ = w.Write([]byte(roomsPage(len(ids), ids[skip:min(skip+100, len(ids))]...)))
	})
	rooms, err := xrcloud.Collect(client.RoomsOfProject(t.Context(), uuid.NewString(), ""))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, room := range rooms {
		got[room.ID] = true
	}
	for _, id := range want {
		if !got[id] {
			t.Errorf("%s is missing", id)
		}
	}
	if reads != 4 {
		t.Errorf("%d pages were read, want 4", reads)
	}
}
