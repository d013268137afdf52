package xrcloud_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// severalPages is a number of objects on more than two pages.
const severalPages = 250

func TestListsAreComplete(t *testing.T) {
	t.Parallel()
	refusal := faultserver.Fault{
		Method: http.MethodGet, Path: "^/api/(rooms|scenes|projects)$", Times: 1,
		Status: http.StatusBadRequest, Header: http.Header{"Content-Type": {contentTypeJSON}}, Body: `{"message":["property orderby should not exist"],"statusCode":400}`,
	}
	for _, c := range []struct {
		name    string
		options emulator.Options
		rules   []faultserver.Fault
		ordered bool
	}{
		{"ordered", emulator.Options{}, nil, true},
		// Then the emulator starts each page at another row: pages overlap, and rows are missing.
		{"order refused, pages unstable", emulator.Options{}, []faultserver.Fault{refusal}, false},
		{"published form", emulator.Options{Published: true}, nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, c.options)
			client := s.clientWithAllCredentials(t)
			f := s.createFixture(t)
			var rooms, scenes, projects []string
			for i := range severalPages {
				rooms = append(rooms, createRoom(t, client, f, fmt.Sprint("Room ", i)).ID)
				scenes = append(scenes, s.publishScene(t, f.project.ID, fmt.Sprint("Scene ", i), ""))
				projects = append(projects, createProject(t, client, fmt.Sprint("Project ", i), nil).ID)
			}
			rooms, scenes, projects = append([]string{f.room.ID}, rooms...), append([]string{f.scene}, scenes...), append([]string{f.project.ID}, projects...)
			s.Reset()
			s.Inject(c.rules...)
			gotRooms, err := xrcloud.Collect(client.RoomsOfProject(t.Context(), f.project.ID, ""))
			requireObjects(t, rooms, gotRooms, err, func(r xrcloud.Room) string { return r.ID })
			s.Inject(c.rules...)
			gotScenes, err := xrcloud.Collect(client.Scenes(t.Context(), f.project.ID, "", ""))
			requireObjects(t, scenes, gotScenes, err, func(r xrcloud.Scene) string { return r.ID })
			s.Inject(c.rules...)
			gotProjects, err := xrcloud.Collect(client.Projects(t.Context(), ""))
			requireObjects(t, projects, gotProjects, err, func(r xrcloud.Project) string { return r.ID })
			for _, request := range s.apiRequests() {
				first := request.Query.Get("skip") == "0"
				if request.Query.Has("orderby") != c.ordered && !first {
					t.Errorf("%s has the order %q", request.Path, request.Query.Get("orderby"))
				}
			}
		})
	}
}

// requireObjects checks that a list is complete, has no duplicates, and begins with the oldest object.
func requireObjects[T any](t *testing.T, want []string, got []T, err error, id func(T) string) {
	t.Helper()
	if err != nil {
		t.Error(err)
		return
	}
	ids := make([]string, len(got))
	for i, object := range got {
		ids[i] = id(object)
	}
	if !slices.Equal(ids, want) {
		t.Errorf("want %d objects in the order of their creation, got %d", len(want), len(ids))
	}
}

// No page is read after the reader of a list stops.
func TestListsAreReadPageByPage(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := s.clientWithAllCredentials(t)
	f := s.createFixture(t)
	for i := range 2 * 100 {
		createRoom(t, client, f, fmt.Sprint("Room ", i))
	}
	s.Reset()
	read := 0
	for _, err := range client.RoomsOfProject(t.Context(), f.project.ID, "") {
		if err != nil {
			t.Fatal(err)
		}
		read++
		if read == 100 {
			break
		}
	}
	if sent := s.apiRequests(); len(sent) != 1 {
		t.Errorf("want one page for the first 100 rooms, got %d", len(sent))
	}
}

// roomsPage returns the body of a page of rooms.
func roomsPage(total int, ids ...string) string {
	items := make([]map[string]string, len(ids))
	for i, id := range ids {
		items[i] = map[string]string{"id": id, "createdAt": id} // sorts like a time
	}
	text, err := json.Marshal(map[string]any{"items": items, "total": total, "take": 100, "skip": 0})
	if err != nil {
		panic(err)
	}
	return string(text)
}

func TestListForms(t *testing.T) {
	t.Parallel()
	a, b, c := "00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b", "00000000-0000-4000-8000-00000000000c"
	var first atomic.Bool
	first.Store(true)
	refuse := func(parameters ...string) string {
		for i, p := range parameters {
			parameters[i] = strconv.Quote("property " + p + " should not exist")
		}
		return `{"statusCode":400,"message":[` + strings.Join(parameters, ",") + `]}`
	}
	for _, tt := range []struct {
		name     string
		response func(request int64, r *http.Request) (int, string)
		want     string // the last letters of the IDs
		err      string
		calls    int64 // the maximum number of requests
	}{
		{
			name: "bare array", want: "abc", calls: 1,
			response: func(int64, *http.Request) (int, string) {
				return 200, fmt.Sprintf(`[{"id":%q},{"id":%q},{"id":%q}]`, c, b, a)
			},
		},
		{
			name: "empty bare array", calls: 1,
			response: func(int64, *http.Request) (int, string) { return 200, `[]` },
		},
		{
			name: "duplicates", want: "abc", calls: 2,
			response: func(n int64, _ *http.Request) (int, string) {
				if n == 1 {
					return 200, roomsPage(4, a, b)
				}
				return 200, roomsPage(3, b, c)
			},
		},
		{
			name: "no total", want: "ab", calls: 2,
			response: func(int64, *http.Request) (int, string) {
				return 200, fmt.Sprintf(`{"items":[{"id":%q},{"id":%q}]}`, a, b)
			},
		},
		{
			name: "all paging refused one by one", want: "ab", calls: 4,
			response: func(_ int64, r *http.Request) (int, string) {
				for _, p := range []string{"take", "skip", "orderby"} {
					if r.URL.Query().Has(p) {
						return 400, refuse(p)
					}
				}
				return 200, roomsPage(2, a, b)
			},
		},
		{
			name: "paging refused while the list has more", calls: 4, err: "stayed incomplete",
			response: func(_ int64, r *http.Request) (int, string) {
				if r.URL.Query().Has("skip") {
					return 400, refuse("skip")
				}
				return 200, roomsPage(3, a, b)
			},
		},
		{
			name: "the same page for every request", calls: 6, err: "stayed incomplete",
			response: func(int64, *http.Request) (int, string) { return 200, roomsPage(1<<40, a, b) },
		},
		{
			name: "another parameter refused", calls: 1, err: "projectId must be a UUID",
			response: func(int64, *http.Request) (int, string) {
				return 400, `{"statusCode":400,"message":["projectId must be a UUID"]}`
			},
		},
		{
			name: "a page that fails", calls: 2, err: "Internal Server Error",
			response: func(n int64, _ *http.Request) (int, string) {
				if n == 1 {
					return 200, roomsPage(3, a, b)
				}
				return 500, `{"statusCode":500,"message":"Internal Server Error"}`
			},
		},
		{
			name: "grows while it is read", want: "abc", calls: 2,
			response: func(n int64, _ *http.Request) (int, string) {
				if n == 1 {
					return 200, roomsPage(2+1, a, b)
				}
				return 200, roomsPage(3, b, c) // a page begins with the last row of the page before
			},
		},
		{
			name: "shrinks while it is read", want: "abc", calls: 3,
			response: func(_ int64, r *http.Request) (int, string) {
				switch {
				case first.Swap(false):
					return 200, roomsPage(3, a, b)
				case r.URL.Query().Get("skip") == "0":
					return 200, roomsPage(1, c) // a and b are deleted, and no row follows them
				}
				return 200, roomsPage(1)
			},
		},
		{
			name: "the same page for every request, without order", calls: 7, err: "stayed incomplete",
			response: func(_ int64, r *http.Request) (int, string) {
				if r.URL.Query().Has("orderby") {
					return 400, refuse("orderby")
				}
				return 200, roomsPage(1<<40, a, b)
			},
		},
		{
			name: "another list each time", calls: 60, err: "changed faster than it could be read",
			response: func(_ int64, r *http.Request) (int, string) {
				if r.URL.Query().Get("skip") == "0" {
					return 200, roomsPage(1000, a, b)
				}
				return 200, roomsPage(1000, uuid.NewString(), uuid.NewString())
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var requests atomic.Int64
			client := newClientWithHandler(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", contentTypeJSON)
				if r.URL.Path != "/api/rooms" { // the project, which is read if its list is empty
					_, _ = fmt.Fprintf(w, `{"id":%q}`, path.Base(r.URL.Path)) // fails if the client disconnects
					return
				}
				status, body := tt.response(requests.Add(1), r)
				w.WriteHeader(status)
				_, _ = w.Write([]byte(body)) // fails if the client disconnects
			})
			rooms, err := xrcloud.Collect(client.RoomsOfProject(t.Context(), uuid.NewString(), ""))
			var letters strings.Builder
			for _, room := range rooms {
				letters.WriteByte(room.ID[len(room.ID)-1])
			}
			if letters.String() != tt.want || (err != nil) != (tt.err != "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("want %q and the error %q, got %q and %v", tt.want, tt.err, letters.String(), err)
			}
			if got := requests.Load(); got > tt.calls {
				t.Errorf("want at most %d requests, got %d", tt.calls, got)
			}
		})
	}
}

// The service's own filter matches a part of a name and treats some characters as special. The client matches names exactly.
func TestExactNames(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := s.clientWithAllCredentials(t)
	f := s.createFixture(t)
	long := strings.Repeat("방", 10_000)
	longPlain := strings.Repeat("a", 501) // too long for a query, and filtered by the client alone
	names := []string{"Booth", "booth", "Booth 1", "100%", "100 %", "a_b", "axb", `back\slash`, `back\\slash`, "%", "_", `\`, " Booth", "전시장", "🎪 & more", "a+b=c&d#e", long, longPlain}
	for _, name := range names {
		createRoom(t, client, f, name)
		s.publishScene(t, f.project.ID, name, "admin")
	}
	for _, name := range append(names, "absent", "oot", "x\x00y") {
		want := 1
		if !slices.Contains(names, name) {
			want = 0
		}
		s.Reset()
		rooms, err := xrcloud.Collect(client.RoomsOfScene(t.Context(), f.scene, name))
		if err != nil || len(rooms) != want || want == 1 && rooms[0].Name != name {
			t.Errorf("rooms named %.20q: want %d, got %d, %v", name, want, len(rooms), err)
		}
		scenes, err := xrcloud.Collect(client.Scenes(t.Context(), f.project.ID, name, "admin"))
		if err != nil || len(scenes) != want || want == 1 && scenes[0].Name != name {
			t.Errorf("scenes named %.20q: want %d, got %d, %v", name, want, len(scenes), err)
		}
		for _, request := range s.Requests("", "^/api/(rooms|scenes)$") {
			plain := !strings.ContainsAny(name, "%_\\\x00전") && name != long && name != longPlain
			if request.Query.Has("name") != plain {
				t.Errorf("%.20q: the query has the name %.20q", name, request.Query.Get("name"))
			}
		}
	}
}

// The empty list of a parent that does not exist, or of another account, is an error. The empty list of a parent that exists is
// not, and a list that is not empty needs no other request.
func TestEmptyListsAreConfirmedByTheirParent(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := s.clientWithAllCredentials(t)
	f := s.createFixture(t)
	empty := createProject(t, client, "Empty", nil).ID
	emptyScene := s.publishScene(t, f.project.ID, "Quiet", "admin")
	for name, c := range map[string]struct {
		list     func(parent, name string) error
		filled   string
		empty    string
		unfilled string
	}{
		"rooms of a project": {func(parent, name string) error {
			_, err := xrcloud.Collect(client.RoomsOfProject(t.Context(), parent, name))
			return err
		}, f.project.ID, empty, "projectId"},
		"rooms of a scene": {func(parent, name string) error {
			_, err := xrcloud.Collect(client.RoomsOfScene(t.Context(), parent, name))
			return err
		}, f.scene, emptyScene, "sceneId"},
		"scenes of a project": {func(parent, name string) error {
			_, err := xrcloud.Collect(client.Scenes(t.Context(), parent, name, ""))
			return err
		}, f.project.ID, empty, "projectId"},
	} {
		for _, searched := range []string{"", "no such name"} {
			if err := c.list(uuid.NewString(), searched); !transport.IsNotFound(err) || requireError(t, err).Fields[0].Field != c.unfilled {
				t.Errorf("%s named %q: the error for an unknown parent is %v", name, searched, err)
			}
			if err := c.list(c.empty, searched); err != nil {
				t.Errorf("%s named %q: the error for an empty parent is %v", name, searched, err)
			}
		}
		s.Reset()
		if err := c.list(c.filled, ""); err != nil || len(s.apiRequests()) != 1 {
			t.Errorf("%s: a list that is not empty needed %d requests, %v", name, len(s.apiRequests()), err)
		}
	}
}

func TestProjectsByLabel(t *testing.T) {
	t.Parallel()
	for _, published := range []bool{false, true} {
		s := startService(t, emulator.Options{Published: published})
		client := s.clientWithAllCredentials(t)
		label := "fair & 50%"
		want := createProject(t, client, "Fair", &label)
		createProject(t, client, "Other", nil)
		got, err := xrcloud.Collect(client.Projects(t.Context(), label))
		if err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("published=%t: want the labelled project, got %v, %v", published, got, err)
		}
	}
}

func TestScenesOfACreator(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	f := s.createFixture(t)
	want := s.publishScene(t, f.project.ID, "Lobby", "bob@example.com")
	got, err := xrcloud.Collect(s.clientWithAllCredentials(t).Scenes(t.Context(), f.project.ID, "Lobby", "bob@example.com"))
	if err != nil || len(got) != 1 || got[0].ID != want || got[0].Creator == nil || *got[0].Creator != "bob@example.com" {
		t.Errorf("want the scene of bob, got %v, %v", got, err)
	}
}

func TestIncompleteListIsUnclassified(t *testing.T) {
	t.Parallel()
	client := newClientWithResponse(t, 200, contentTypeJSON, roomsPage(7, uuid.NewString()))
	_, err := xrcloud.Collect(client.RoomsOfProject(t.Context(), uuid.NewString(), ""))
	if failed := requireError(t, err); failed.Reason != transport.Unclassified || failed.Path != "/api/rooms" {
		t.Errorf("got %+v", failed)
	}
}
