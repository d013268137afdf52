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

// lossyService is a service with a fixture whose responses can be lost, and a client with retries.
type lossyService struct {
	*service
	fixture
	client *xrcloud.Client
}

func startLossyService(t *testing.T) *lossyService {
	t.Helper()
	s := startService(t, emulator.Options{})
	client := newClient(t, s.URL(), xrcloud.Config{
		APIKey: s.account.APIKey, Email: s.account.Email, Password: s.account.Password, Transport: transport.Config{MaxRetries: 3},
	})
	return &lossyService{service: s, fixture: s.createFixture(t), client: client}
}

func (l *lossyService) input(name string) xrcloud.RoomInput {
	return xrcloud.RoomInput{
		ProjectID: l.project.ID, SceneID: l.scene, Name: name, ReturnURL: "https://example.com/bye", Size: 10, Tags: []string{"b", "a"},
	}
}

// roomIDs returns the IDs of the rooms with a name.
func (l *lossyService) roomIDs(t *testing.T, name string) map[string]bool {
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

// createElsewhere creates a room "New" with another client.
func (l *lossyService) createElsewhere(t *testing.T) string {
	t.Helper()
	room, _, err := l.clientWithAllCredentials(t).CreateRoom(t.Context(), l.input("New"))
	if err != nil {
		t.Fatal(err)
	}
	return room.ID
}

var (
	lostAfterCommit  = faultserver.Fault{Method: http.MethodPost, Path: "^/api/(rooms|projects)$", Commit: true, Reset: true}
	lostBeforeCommit = faultserver.Fault{Method: http.MethodPost, Path: "^/api/(rooms|projects)$", Reset: true}
)

func limitFault(n int, rule faultserver.Fault) faultserver.Fault {
	rule.Times = n
	return rule
}

func TestLostCreationIsAdopted(t *testing.T) {
	t.Parallel()
	l := startLossyService(t)
	l.Inject(lostAfterCommit)
	room, adopted, err := l.client.CreateRoom(t.Context(), l.input("New"))
	if err != nil || !adopted || !l.roomIDs(t, "New")[room.ID] || len(l.roomIDs(t, "New")) != 1 {
		t.Errorf("got %v, adopted %v, error %v; the service has %v", room.ID, adopted, err, l.roomIDs(t, "New"))
	}
	if posts := len(l.Requests(http.MethodPost, "^/api/rooms$")); posts != 2 { // of the fixture and of this room
		t.Errorf("%d POSTs", posts)
	}
}

func TestCreationIsRetriedIfNothingWasCreated(t *testing.T) {
	t.Parallel()
	l := startLossyService(t)
	l.Inject(limitFault(2, lostBeforeCommit))
	room, adopted, err := l.client.CreateRoom(t.Context(), l.input("New"))
	if err != nil || adopted || !l.roomIDs(t, "New")[room.ID] || len(l.roomIDs(t, "New")) != 1 {
		t.Errorf("got %v, adopted %v, error %v; the service has %v", room.ID, adopted, err, l.roomIDs(t, "New"))
	}
}

func TestCreationEndsAfterMaxRetries(t *testing.T) {
	t.Parallel()
	l := startLossyService(t)
	l.Inject(lostBeforeCommit)
	_, _, err := l.client.CreateRoom(t.Context(), l.input("New"))
	if transport.ReasonOf(err) != transport.NoResponse || len(l.roomIDs(t, "New")) != 0 {
		t.Errorf("error %v; the service has %v", err, l.roomIDs(t, "New"))
	}
	if posts := len(l.Requests(http.MethodPost, "^/api/rooms$")); posts != 1+4 {
		t.Errorf("%d POSTs", posts)
	}
}

// A creation does not adopt a room that existed before, that differs in a value, or that another creation returned.
func TestCreationDoesNotAdoptOtherRoom(t *testing.T) {
	t.Parallel()
	l := startLossyService(t)
	first, _, err := l.client.CreateRoom(t.Context(), l.input("New"))
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []func(*xrcloud.RoomInput){
		func(i *xrcloud.RoomInput) { i.Size = 11 },
		func(i *xrcloud.RoomInput) { i.Tags = nil },
		func(i *xrcloud.RoomInput) { i.ReturnURL = "https://example.com/other" },
		func(i *xrcloud.RoomInput) { i.SceneID = l.publishScene(t, l.project.ID, "Garden", "admin") },
		func(i *xrcloud.RoomInput) { i.Name = "New too" },
	} {
		input := l.input("New")
		change(&input)
		if _, _, err := l.clientWithAllCredentials(t).CreateRoom(t.Context(), input); err != nil {
			t.Fatal(err)
		}
	}
	l.Inject(limitFault(1, lostAfterCommit))
	room, adopted, err := l.client.CreateRoom(t.Context(), l.input("New"))
	if err != nil || !adopted || room.ID == first.ID {
		t.Errorf("got %v, adopted %v, error %v", room, adopted, err)
	}
}

func TestCreationIgnoresOlderRoom(t *testing.T) {
	t.Parallel()
	clock := &clock{}
	clock.advance(-time.Hour)
	s := startService(t, emulator.Options{Now: clock.now})
	l := &lossyService{service: s, fixture: s.createFixture(t), client: s.clientWithAllCredentials(t)}
	old := l.createElsewhere(t)
	clock.advance(time.Hour)
	l.Inject(limitFault(1, lostAfterCommit))
	room, adopted, err := l.client.CreateRoom(t.Context(), l.input("New"))
	if err != nil || !adopted || room.ID == old {
		t.Errorf("got %v, adopted %v, error %v; the old one is %v", room.ID, adopted, err, old)
	}
}

func TestCreationFailsIfSeveralRoomsMatch(t *testing.T) {
	t.Parallel()
	l := startLossyService(t)
	var elsewhere string
	rule := limitFault(1, lostAfterCommit)
	rule.Before = func() { elsewhere = l.createElsewhere(t) }
	l.Inject(rule)
	_, _, err := l.client.CreateRoom(t.Context(), l.input("New"))
	candidates := l.roomIDs(t, "New")
	requireCreationProblem(t, err, transport.SeveralNewObjects)
	if err == nil || len(candidates) != 2 || !candidates[elsewhere] {
		t.Fatalf("error %v; the service has %v", err, candidates)
	}
	for id := range candidates {
		if !strings.Contains(err.Error(), id) {
			t.Errorf("the error does not name %s: %v", id, err)
		}
	}
}

// Each of several concurrent creations of equal rooms returns its own room, even if all responses are lost.
func TestConcurrentCreationsOfEqualRooms(t *testing.T) {
	t.Parallel()
	for name, rule := range map[string]faultserver.Fault{
		"lost after the commit":  lostAfterCommit,
		"lost before it, once":   limitFault(1, lostBeforeCommit),
		"the second is lost":     {Method: http.MethodPost, Path: "^/api/rooms$", Commit: true, Reset: true, Skip: 1, Times: 1},
		"cut in the middle":      {Method: http.MethodPost, Path: "^/api/rooms$", Cut: true},
		"500 after the commit":   {Method: http.MethodPost, Path: "^/api/rooms$", Commit: true, Status: http.StatusInternalServerError},
		"an unexpected response": {Method: http.MethodPost, Path: "^/api/rooms$", Commit: true, Status: http.StatusOK, Body: "<html>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := startLossyService(t)
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
			if on := l.roomIDs(t, "Twin"); len(ids) != many || len(on) != many {
				t.Errorf("%d rooms were returned, the service has %d", len(ids), len(on))
			}
		})
	}
}

func TestLostProjectCreationIsAdopted(t *testing.T) {
	t.Parallel()
	for name, label := range map[string]string{"by its label": "spring", "among all": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := startLossyService(t)
			l.Inject(limitFault(1, lostAfterCommit))
			input := xrcloud.ProjectInput{Name: "Spring", Label: &label, WebhookURL: new("https://example.com/hook"), Favicon: image, Logo: image}
			project, adopted, err := l.client.CreateProject(t.Context(), input)
			all, listError := xrcloud.Collect(l.client.Projects(t.Context(), ""))
			if err != nil || listError != nil || !adopted || project.Name != "Spring" || len(all) != 2 {
				t.Errorf("got %v, adopted %v, errors %v %v, of %d projects", project, adopted, err, listError, len(all))
			}
		})
	}
}

// A creation that is cancelled still returns the room that it has created.
func TestCancelledCreationStillSearches(t *testing.T) {
	t.Parallel()
	l := startLossyService(t)
	rule := lostAfterCommit
	rule.Reset, rule.Hang = false, true
	l.Inject(rule)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		defer cancel()
		for t.Context().Err() == nil && len(l.roomIDs(t, "New")) == 0 {
			runtime.Gosched()
		}
	}()
	room, adopted, err := l.client.CreateRoom(ctx, l.input("New"))
	if err != nil || !adopted || !l.roomIDs(t, "New")[room.ID] {
		t.Errorf("got %v, adopted %v, error %v", room.ID, adopted, err)
	}
}
