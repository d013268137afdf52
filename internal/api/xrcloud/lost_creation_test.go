package xrcloud_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// countMarkerUsers returns the number of marker users that clients have created.
func (l *lossyService) countMarkerUsers() int {
	return len(l.Requests(http.MethodGet, "/getIdFromUserId/"))
}

func (l *lossyService) countPosts(path string) int { return len(l.Requests(http.MethodPost, path)) }

// startSkewedService starts a service with a database whose clock differs from all other clocks.
func startSkewedService(t *testing.T, skew time.Duration) (*lossyService, *atomic.Int64) {
	t.Helper()
	var ahead atomic.Int64
	ahead.Store(int64(skew))
	s := startService(t, emulator.Options{Now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }})
	client := newClient(t, s.URL(), xrcloud.Config{
		APIKey: s.account.APIKey, Email: s.account.Email, Password: s.account.Password, Transport: transport.Config{MaxRetries: 3},
	})
	return &lossyService{service: s, fixture: s.createFixture(t), client: client}, &ahead
}

// Names are not unique. An equal object that existed before is not adopted, and the new object is not created twice, for any
// difference of clocks. The client has seen no objects before the response is lost.
func TestLostCreationWithSkewedClocks(t *testing.T) {
	t.Parallel()
	create := map[string]func(*testing.T, *lossyService, *xrcloud.Client) (string, bool, error){
		"room": func(t *testing.T, l *lossyService, client *xrcloud.Client) (string, bool, error) {
			t.Helper()
			room, adopted, err := client.CreateRoom(t.Context(), l.input("New"))
			return room.ID, adopted, err
		},
		"project": func(t *testing.T, _ *lossyService, client *xrcloud.Client) (string, bool, error) {
			t.Helper()
			project, adopted, err := client.CreateProject(t.Context(), xrcloud.ProjectInput{Name: "New", Favicon: image, Logo: image})
			return project.ID, adopted, err
		},
	}
	for kind, create := range create {
		for _, skew := range []time.Duration{-9 * time.Hour, -5 * time.Second, 0, 5 * time.Second, 9 * time.Hour} {
			for _, age := range []time.Duration{0, time.Second, 5 * time.Second, time.Hour, 9 * time.Hour} {
				for lost, rule := range map[string]faultserver.Fault{"after": limitFault(1, lostAfterCommit), "before": limitFault(1, lostBeforeCommit)} {
					t.Run(fmt.Sprintf("%s, skew %s, equal one of %s ago, lost %s the commit", kind, skew, age, lost), func(t *testing.T) {
						t.Parallel()
						l, ahead := startSkewedService(t, skew-age)
						old := ""
						if age > 0 { // otherwise no equal object exists
							var err error
							if old, _, err = create(t, l, l.clientWithAllCredentials(t)); err != nil {
								t.Fatal(err)
							}
						}
						ahead.Store(int64(skew))
						l.Reset()
						l.Inject(rule)
						id, adopted, err := create(t, l, l.client)
						if err != nil || id == old || adopted != (lost == "after") {
							t.Errorf("got %s (the older one is %s), adopted %t, error %v", id, old, adopted, err)
						}
						if posts, want := l.countPosts("^/api/"), map[string]int{"after": 1, "before": 2}[lost]; posts != want {
							t.Errorf("%d POSTs, want %d", posts, want)
						}
						want := 1 // for all searches
						if age == 0 && lost == "before" {
							want = 0 // no other object exists
						}
						if l.countMarkerUsers() != want {
							t.Errorf("%d markers, want %d", l.countMarkerUsers(), want)
						}
					})
				}
			}
		}
	}
}

// A creation sends one request. If its response is lost and all equal objects are known, it creates no marker user.
func TestCreationSendsNoUnneededRequests(t *testing.T) {
	t.Parallel()
	l := startLossyService(t)
	l.Reset()
	if _, _, err := l.client.CreateRoom(t.Context(), l.input("New")); err != nil || len(l.apiRequests()) != 1 {
		t.Errorf("%d requests, error %v", len(l.apiRequests()), err)
	}
	old := l.createElsewhere(t)
	if len(l.roomIDs(t, "New")) != 2 { // the client has seen them now
		t.Fatal("there are not two rooms")
	}
	l.Inject(limitFault(1, lostBeforeCommit))
	room, adopted, err := l.client.CreateRoom(t.Context(), l.input("New"))
	if err != nil || adopted || room.ID == old || l.countMarkerUsers() != 0 {
		t.Errorf("got %s, adopted %t, error %v, after %d markers", room.ID, adopted, err, l.countMarkerUsers())
	}
}

// If the age of a candidate is unknown, the creation does not adopt it, and is not retried. The error names the candidate.
func TestLostCreationFailsIfAgeIsUnknown(t *testing.T) {
	t.Parallel()
	for name, rule := range map[string]faultserver.Fault{
		"users are refused": {Path: "/getIdFromUserId/", Status: http.StatusInternalServerError},
		"users have no time": {
			Path: "/getIdFromUserId/", Status: http.StatusOK, Header: http.Header{"Content-Type": {contentTypeJSON}}, Body: `{"id":"` + uuid.NewString() + `"}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := startLossyService(t)
			old := l.createElsewhere(t)
			l.Reset()
			l.Inject(rule, lostBeforeCommit)
			_, _, err := l.client.CreateRoom(t.Context(), l.input("New"))
			requireCreationProblem(t, requireError(t, err).Creation, transport.UnknownAge)
			if err == nil || !strings.Contains(err.Error(), old) || !strings.Contains(err.Error(), "unknown whether it existed before") {
				t.Errorf("got %v", err)
			}
			if l.countPosts("^/api/rooms$") != 1 || len(l.roomIDs(t, "New")) != 1 {
				t.Errorf("%d POSTs, and the service has %v", l.countPosts("^/api/rooms$"), l.roomIDs(t, "New"))
			}
		})
	}
}

var tierLimitFault = faultserver.Fault{
	Method: http.MethodPost, Path: "^/api/rooms$", Times: 1, Status: http.StatusBadRequest, Header: http.Header{"Content-Type": {contentTypeJSON}},
	Body: `{"statusCode":400,"message":"Cannot create more than 1 rooms for this tier."}`,
}

// After a timeout of a proxy, the service may execute the request later. Then the retry is refused because of the object that
// the first request created.
func TestLateCreationIsAdopted(t *testing.T) {
	t.Parallel()
	gatewayTimeout := faultserver.Fault{Method: http.MethodPost, Path: "^/api/(rooms|projects)$", Times: 1, Status: http.StatusGatewayTimeout}
	t.Run("label in use", func(t *testing.T) {
		t.Parallel()
		l := startLossyService(t)
		label := "spring"
		input := xrcloud.ProjectInput{Name: "Spring", Label: &label, Favicon: image, Logo: image}
		var late string
		l.Inject(gatewayTimeout, faultserver.Fault{Method: http.MethodPost, Path: "^/api/projects$", Times: 1, Before: func() {
			project, _, err := l.clientWithAllCredentials(t).CreateProject(t.Context(), input)
			if err != nil {
				t.Error(err)
			}
			late = project.ID
		}})
		project, adopted, err := l.client.CreateProject(t.Context(), input)
		if err != nil || !adopted || project.ID != late {
			t.Errorf("got %s, adopted %t, error %v; it is %s", project.ID, adopted, err, late)
		}
	})
	for seen := range 4 { // in which search after the refusal
		t.Run(fmt.Sprintf("tier limit, seen after %d searches", seen), func(t *testing.T) {
			t.Parallel()
			l := startLossyService(t)
			var late string
			l.Inject(gatewayTimeout, tierLimitFault, faultserver.Fault{Method: http.MethodGet, Path: "^/api/rooms$", Skip: 3 + seen, Times: 1, Before: func() {
				late = l.createElsewhere(t)
			}})
			room, adopted, err := l.client.CreateRoom(t.Context(), l.input("New"))
			if err != nil || !adopted || room.ID != late {
				t.Errorf("got %s, adopted %t, error %v; it is %s", room.ID, adopted, err, late)
			}
		})
	}
	t.Run("beside the retry", func(t *testing.T) {
		t.Parallel()
		l := startLossyService(t)
		var late string
		l.Inject(gatewayTimeout, faultserver.Fault{Method: http.MethodPost, Path: "^/api/rooms$", Times: 1, Before: func() { late = l.createElsewhere(t) }})
		_, _, err := l.client.CreateRoom(t.Context(), l.input("New"))
		if err == nil || len(l.roomIDs(t, "New")) != 2 {
			t.Fatalf("got %v; the service has %v", err, l.roomIDs(t, "New"))
		}
		requireCreationProblem(t, err, transport.SeveralNewObjects)
		for id := range l.roomIDs(t, "New") {
			if !strings.Contains(err.Error(), id) {
				t.Errorf("the error does not name %s (executed late: %s): %v", id, late, err)
			}
		}
	})
}

// Every error after a lost response says that the object may exist.
func TestErrorAfterLostResponseIsAmbiguous(t *testing.T) {
	t.Parallel()
	for name, rules := range map[string][]faultserver.Fault{
		"a refusal":       {limitFault(1, lostBeforeCommit), tierLimitFault},
		"a missing scene": {limitFault(1, lostBeforeCommit), {Method: http.MethodPost, Path: "^/api/rooms$", Times: 1, Status: http.StatusNotFound, Header: http.Header{"Content-Type": {contentTypeJSON}}, Body: `{"message":"Cannot POST /api/rooms"}`}},
		"no search":       {lostBeforeCommit, {Method: http.MethodGet, Path: "^/api/rooms$", Status: http.StatusInternalServerError}},
		"no response":     {lostBeforeCommit},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := startLossyService(t)
			l.Inject(rules...)
			_, _, err := l.client.CreateRoom(t.Context(), l.input("New"))
			failed := requireError(t, err)
			if !failed.Ambiguous {
				t.Errorf("the error is not ambiguous: %v", err)
			}
			if !strings.HasPrefix(name, "no") && !strings.Contains(err.Error(), "An earlier attempt of this creation may have been carried out") {
				t.Errorf("the error does not name the earlier attempt: %v", err)
			}
			for _, field := range failed.Fields {
				if !strings.Contains(field.Message, "An earlier attempt") {
					t.Errorf("the message for a field does not name the earlier attempt: %v", field)
				}
			}
			if name == "no search" && !strings.Contains(err.Error(), "The search for the new object failed") {
				t.Errorf("the error does not mention the search: %v", err)
			}
		})
	}
}

// A search that fails is retried, even by a client without retries.
func TestSearchForLostCreationIsRetried(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faultserver.Fault{
		"500":           {Status: http.StatusInternalServerError},
		"reset":         {Reset: true},
		"missing links": missingLinksFault("HostOption"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, emulator.Options{})
			l := &lossyService{service: s, fixture: s.createFixture(t), client: s.clientWithAllCredentials(t)} // without retries
			fault.Method, fault.Path, fault.Times = http.MethodGet, "^/api/rooms$", 2
			l.Inject(limitFault(1, lostAfterCommit), fault)
			room, adopted, err := l.client.CreateRoom(t.Context(), l.input("New"))
			if err != nil || !adopted || !l.roomIDs(t, "New")[room.ID] {
				t.Errorf("got %s, adopted %t, error %v", room.ID, adopted, err)
			}
		})
	}
}

// Projects that differ only in their label are not mistaken for each other, although no response has the label.
func TestConcurrentCreationsOfProjectsWithOneName(t *testing.T) {
	t.Parallel()
	for name, rule := range map[string]faultserver.Fault{
		"lost after the commit":  lostAfterCommit,
		"lost before it, once":   limitFault(1, lostBeforeCommit),
		"lost before it, thrice": limitFault(3, lostBeforeCommit),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := startLossyService(t)
			l.Inject(rule)
			labels := []string{"", "a", "b", "", "c", "d"}
			var mu sync.Mutex
			owners := map[string]string{}
			var group sync.WaitGroup
			for i, label := range labels {
				group.Go(func() {
					project, _, err := l.client.CreateProject(t.Context(), xrcloud.ProjectInput{Name: "Event", Label: &label, Favicon: image, Logo: image})
					if err != nil {
						t.Errorf("label %q: %v", label, err)
					}
					mu.Lock()
					defer mu.Unlock()
					if other, taken := owners[project.ID]; taken {
						t.Errorf("%s belongs to the labels %q and %q", project.ID, label, other)
					}
					owners[project.ID] = fmt.Sprint(label, i)
				})
			}
			group.Wait()
			all, err := xrcloud.Collect(l.client.Projects(t.Context(), ""))
			if err != nil || len(all) != 1+len(labels) {
				t.Errorf("the service has %d projects, want %d; %v", len(all), 1+len(labels), err)
			}
			for _, label := range labels {
				if label == "" {
					continue
				}
				labelled, err := xrcloud.Collect(l.client.Projects(t.Context(), label))
				if err != nil || len(labelled) != 1 || !strings.HasPrefix(owners[labelled[0].ID], label) {
					t.Errorf("the label %q belongs to %v, owners %v, error %v", label, labelled, owners, err)
				}
			}
		})
	}
}

func TestObjectBelongsToOneCreation(t *testing.T) {
	t.Parallel()
	id := uuid.NewString()
	client := newClientWithResponse(t, http.StatusCreated, contentTypeJSON, fmt.Sprintf(`{"id":%q,"name":"Hall","createdAt":"2026-01-01T00:00:00.000Z"}`, id))
	input := xrcloud.RoomInput{ProjectID: uuid.NewString(), SceneID: uuid.NewString(), Name: "Hall", ReturnURL: "https://example.com/", Size: 1}
	if _, _, err := client.CreateRoom(t.Context(), input); err != nil {
		t.Fatal(err)
	}
	if _, _, err := client.CreateRoom(t.Context(), input); err == nil || !strings.Contains(err.Error(), id) {
		t.Errorf("the second creation returned the room of the first: %v", err)
	}
}

func TestLostCreationFailsIfCandidateHasNoTime(t *testing.T) {
	t.Parallel()
	id, scene, posts := uuid.NewString(), uuid.NewString(), 0
	client := newClientWithHandler(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentTypeJSON)
		switch {
		case r.Method == http.MethodPost:
			posts++
			w.WriteHeader(http.StatusBadGateway)
		case strings.Contains(r.URL.Path, "getIdFromUserId"):
			_, _ = fmt.Fprintf(w, `{"id":%q,"createdAt":"2026-01-01T00:00:00.000Z"}`, uuid.NewString())
		default:
			_, _ = fmt.Fprintf(w, `{"items":[{"id":%q,"name":"Hall","size":1,"sceneId":%q}],"total":1}`, id, scene)
		}
	})
	_, _, err := client.CreateRoom(t.Context(), xrcloud.RoomInput{ProjectID: uuid.NewString(), Name: "Hall", Size: 1, SceneID: scene})
	if err == nil || posts != 1 || !strings.Contains(err.Error(), "the service returns no creation time for "+id) {
		t.Fatalf("%d POSTs, error %v", posts, err)
	}
}
