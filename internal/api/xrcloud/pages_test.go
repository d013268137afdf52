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

// A deleted row moves all later ones forward, some of them past the border of two pages. No room that is there all the
// time is missed, none comes twice, and a list that nobody changes costs no request more than its pages.
func TestListsMissNothingWhileRoomsAreDeleted(t *testing.T) {
	t.Parallel()
	const pages = 3 // of 250 rows
	for name, deleted := range map[string][]int{
		"nothing":           nil,
		"one row":           {0},
		"the border":        {98, 99, 100},
		"more than a page":  numbers(0, 120),
		"all but the last":  numbers(0, many-1),
		"every other":       numbers(0, 100, 2),
		"the row it is at":  {99},
		"from the next one": {100, 101, 102},
	} {
		for page := 1; page < pages; page++ {
			t.Run(fmt.Sprintf("%s, before page %d", name, page+1), func(t *testing.T) {
				t.Parallel()
				s := start(t, emulator.Options{})
				client, w := s.everything(t), s.world(t)
				rooms := []string{w.room.ID}
				for i := range many - 1 {
					rooms = append(rooms, newRoom(t, client, w, fmt.Sprint("Room ", i)).ID)
				}
				s.Reset()
				s.Inject(faultserver.Fault{Method: http.MethodGet, Path: "^/api/rooms$", Skip: page, Times: 1, Before: func() {
					for _, i := range deleted {
						if err := s.everything(t).DeleteRoom(t.Context(), rooms[i]); err != nil {
							t.Error(err)
						}
					}
				}})
				got := map[string]bool{}
				for room, err := range client.RoomsOfProject(t.Context(), w.project.ID, "") {
					if err != nil {
						t.Fatal(err)
					}
					if got[room.ID] {
						t.Errorf("%s comes twice", room.ID)
					}
					got[room.ID] = true
				}
				for i, id := range rooms {
					if !got[id] && !slices.Contains(deleted, i) {
						t.Errorf("room %d is missing", i)
					}
				}
				if sent := s.called(); deleted == nil && len(sent) != pages {
					t.Errorf("%d requests, want %d", len(sent), pages)
				}
			})
		}
	}
}

// numbers are those from first up to end, in steps of 1 or another one.
func numbers(first, end int, step ...int) []int {
	var all []int
	for i := first; i < end; i += append(step, 1)[0] {
		all = append(all, i)
	}
	return all
}

// Where the service cannot order, the pages have no common border: the list is read until the service's count of it
// stays the same.
func TestListsWithoutOrderAreReadAgainWhenTheyShrink(t *testing.T) {
	t.Parallel()
	ids := make([]string, 150)
	for i := range ids {
		ids[i] = uuid.NewString()
	}
	want := slices.Clone(ids[1:])
	var reads int
	client := asking(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", asJSON)
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
