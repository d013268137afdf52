package xrcloud_test

import (
	"context"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// lossy is a service with a world in it whose answers can be lost, and a client that repeats.
type lossy struct {
	*service
	world
	client *xrcloud.Client
}

func startLossy(t *testing.T) *lossy {
	t.Helper()
	s := start(t, emulator.Options{})
	client := connect(t, s.URL(), xrcloud.Config{
		APIKey: s.account.APIKey, Email: s.account.Email, Password: s.account.Password, Transport: transport.Config{MaxRetries: 3},
	})
	return &lossy{service: s, world: s.world(t), client: client}
}

func (l *lossy) input(name string) xrcloud.RoomInput {
	return xrcloud.RoomInput{
		ProjectID: l.project.ID, SceneID: l.scene, Name: name, ReturnURL: "https://example.com/bye", Size: 10, Tags: []string{"b", "a"},
	}
}

// named are the ids of the rooms of a name.
func (l *lossy) named(t *testing.T, name string) map[string]bool {
	t.Helper()
	rooms, err := xrcloud.Collect(l.client.RoomsOfProject(t.Context(), l.project.ID, name))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, room := range rooms {
		ids[room.ID] = true
	}
	return ids
}

// other creates a room "New" as another person would.
func (l *lossy) other(t *testing.T) string {
	t.Helper()
	room, _, err := l.everything(t).CreateRoom(t.Context(), l.input("New"))
	if err != nil {
		t.Fatal(err)
	}
	return room.ID
}

var (
	lostAfterCommit  = faultserver.Fault{Method: http.MethodPost, Path: "^/api/(rooms|projects)$", Commit: true, Reset: true}
	lostBeforeCommit = faultserver.Fault{Method: http.MethodPost, Path: "^/api/(rooms|projects)$", Reset: true}
)

func times(n int, rule faultserver.Fault) faultserver.Fault {
	rule.Times = n
	return rule
}

func TestCreateAdoptsTheOneThatWasMade(t *testing.T) {
	t.Parallel()
	l := startLossy(t)
	l.Inject(lostAfterCommit)
	room, adopted, err := l.client.CreateRoom(t.Context(), l.input("New"))
	if err != nil || !adopted || !l.named(t, "New")[room.ID] || len(l.named(t, "New")) != 1 {
		t.Errorf("got %v, adopted %v, error %v; the service has %v", room.ID, adopted, err, l.named(t, "New"))
	}
	if posts := len(l.Requests(http.MethodPost, "^/api/rooms$")); posts != 2 { // the world's own and this one
		t.Errorf("%d POSTs", posts)
	}
}

func TestCreateRepeatsWhenNothingWasMade(t *testing.T) {
	t.Parallel()
	l := startLossy(t)
	l.Inject(times(2, lostBeforeCommit))
	room, adopted, err := l.client.CreateRoom(t.Context(), l.input("New"))
	if err != nil || adopted || !l.named(t, "New")[room.ID] || len(l.named(t, "New")) != 1 {
		t.Errorf("got %v, adopted %v, error %v; the service has %v", room.ID, adopted, err, l.named(t, "New"))
	}
}

func TestCreateGivesUpAfterItsRetries(t *testing.T) {
	t.Parallel()
	l := startLossy(t)
	l.Inject(lostBeforeCommit)
	_, _, err := l.client.CreateRoom(t.Context(), l.input("New"))
	if transport.ReasonOf(err) != transport.NoResponse || len(l.named(t, "New")) != 0 {
		t.Errorf("error %v; the service has %v", err, l.named(t, "New"))
	}
	if posts := len(l.Requests(http.MethodPost, "^/api/rooms$")); posts != 1+4 {
		t.Errorf("%d POSTs", posts)
	}
}

// Rooms that were there before, that differ in any value, or that are another creation's are never adopted.
func TestCreateLeavesOthersAlone(t *testing.T) {
	t.Parallel()
	l := startLossy(t)
	mine, _, err := l.client.CreateRoom(t.Context(), l.input("New"))
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []func(*xrcloud.RoomInput){
		func(i *xrcloud.RoomInput) { i.Size = 11 },
		func(i *xrcloud.RoomInput) { i.Tags = nil },
		func(i *xrcloud.RoomInput) { i.ReturnURL = "https://example.com/other" },
		func(i *xrcloud.RoomInput) { i.SceneID = l.publish(t, l.project.ID, "Garden", "admin") },
		func(i *xrcloud.RoomInput) { i.Name = "New too" },
	} {
		input := l.input("New")
		change(&input)
		if _, _, err := l.everything(t).CreateRoom(t.Context(), input); err != nil {
			t.Fatal(err)
		}
	}
	l.Inject(times(1, lostAfterCommit))
	room, adopted, err := l.client.CreateRoom(t.Context(), l.input("New"))
	if err != nil || !adopted || room.ID == mine.ID {
		t.Errorf("got %v, adopted %v, error %v", room, adopted, err)
	}
}

func TestCreateIgnoresWhatWasThereBefore(t *testing.T) {
	t.Parallel()
	clock := time.Now().Add(-time.Hour)
	var mu sync.Mutex
	s := start(t, emulator.Options{Now: func() time.Time { mu.Lock(); defer mu.Unlock(); return clock }})
	l := &lossy{service: s, world: s.world(t), client: s.everything(t)}
	old := l.other(t)
	mu.Lock()
	clock = time.Now()
	mu.Unlock()
	l.Inject(times(1, lostAfterCommit))
	room, adopted, err := l.client.CreateRoom(t.Context(), l.input("New"))
	if err != nil || !adopted || room.ID == old {
		t.Errorf("got %v, adopted %v, error %v; the old one is %v", room.ID, adopted, err, old)
	}
}

func TestCreateStopsWhenItCannotKnow(t *testing.T) {
	t.Parallel()
	l := startLossy(t)
	var stranger string
	rule := times(1, lostAfterCommit)
	rule.Before = func() { stranger = l.other(t) }
	l.Inject(rule)
	_, _, err := l.client.CreateRoom(t.Context(), l.input("New"))
	candidates := l.named(t, "New")
	if err == nil || len(candidates) != 2 || !candidates[stranger] {
		t.Fatalf("error %v; the service has %v", err, candidates)
	}
	for id := range candidates {
		if !strings.Contains(err.Error(), id) {
			t.Errorf("the error does not name %s: %v", id, err)
		}
	}
}

// Equal rooms that are made at the same moment while all answers are lost end as that many rooms, each one's own.
func TestCreateEqualRoomsSideBySide(t *testing.T) {
	t.Parallel()
	for name, rule := range map[string]faultserver.Fault{
		"lost after the commit":   lostAfterCommit,
		"lost before it, once":    times(1, lostBeforeCommit),
		"every other is lost":     {Method: http.MethodPost, Path: "^/api/rooms$", Commit: true, Reset: true, Skip: 1, Times: 1},
		"cut in the middle":       {Method: http.MethodPost, Path: "^/api/rooms$", Cut: true},
		"500 after the commit":    {Method: http.MethodPost, Path: "^/api/rooms$", Commit: true, Status: http.StatusInternalServerError},
		"an answer of a stranger": {Method: http.MethodPost, Path: "^/api/rooms$", Commit: true, Status: http.StatusOK, Body: "<html>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := startLossy(t)
			l.Inject(rule)
			const many = 5
			var mu sync.Mutex
			ids := map[string]bool{}
			var group sync.WaitGroup
			for range many {
				group.Go(func() {
					room, _, err := l.client.CreateRoom(t.Context(), l.input("Twin"))
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					defer mu.Unlock()
					ids[room.ID] = true
				})
			}
			group.Wait()
			if on := l.named(t, "Twin"); len(ids) != many || len(on) != many {
				t.Errorf("%d rooms are somebody's, the service has %d", len(ids), len(on))
			}
		})
	}
}

func TestCreateProjectAdoptsTheOneThatWasMade(t *testing.T) {
	t.Parallel()
	for name, label := range map[string]string{"by its label": "spring", "among all": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := startLossy(t)
			l.Inject(times(1, lostAfterCommit))
			input := xrcloud.ProjectInput{Name: "Spring", Label: &label, WebhookURL: new("https://example.com/hook"), Favicon: image, Logo: image}
			project, adopted, err := l.client.CreateProject(t.Context(), input)
			all, listError := xrcloud.Collect(l.client.Projects(t.Context(), ""))
			if err != nil || listError != nil || !adopted || project.Name != "Spring" || len(all) != 2 {
				t.Errorf("got %v, adopted %v, errors %v %v, of %d projects", project, adopted, err, listError, len(all))
			}
		})
	}
}

// Somebody who ends Terraform in the middle of a creation still gets the room into the state.
func TestCreateLooksEvenWhenItIsCancelled(t *testing.T) {
	t.Parallel()
	l := startLossy(t)
	rule := lostAfterCommit
	rule.Reset, rule.Hang = false, true
	l.Inject(rule)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		defer cancel()
		for t.Context().Err() == nil && len(l.named(t, "New")) == 0 {
			runtime.Gosched()
		}
	}()
	room, adopted, err := l.client.CreateRoom(ctx, l.input("New"))
	if err != nil || !adopted || !l.named(t, "New")[room.ID] {
		t.Errorf("got %v, adopted %v, error %v", room.ID, adopted, err)
	}
}
