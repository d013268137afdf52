package acctest_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// faultHarness is a service with a project, a published scene and a room, and the provider calling it.
type faultHarness struct {
	*acctest.Service
	client               *acctest.ProtocolClient
	project, scene, room string
	clock                *fakeClock
	arguments            acctest.Values
	restarts             sync.WaitGroup
}

// restart stops the service, and starts it again while its clients find nobody there.
func (s *faultHarness) restart() {
	s.restarts.Add(1)
	s.Server.Stop()
	time.AfterFunc(time.Millisecond, func() {
		defer s.restarts.Done()
		if err := s.Server.Resume(); err != nil {
			panic(err)
		}
	})
}

// deleteRoom deletes the room.
func (s *faultHarness) deleteRoom() {
	if err := s.Client.DeleteRoom(context.Background(), s.room); err != nil {
		panic(err)
	}
}

// clearFaults ends the fault, and the run of Terraform that met it: the next one starts the provider anew.
func (s *faultHarness) clearFaults(t *testing.T) {
	t.Helper()
	s.Server.ClearFaults()
	s.restarts.Wait()
	s.client = acctest.NewProtocolClient(t, s.arguments)
}

// fakeClock is the service's, which can be put forward.
type fakeClock struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *fakeClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *fakeClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

func newFaultHarness(t *testing.T, slow bool) *faultHarness {
	t.Helper()
	clock := &fakeClock{}
	s := &faultHarness{Service: acctest.StartEmulator(t, emulator.Options{Now: clock.now}), clock: clock}
	s.project = s.CreateProject(t, "Fair").ID
	s.scene = s.PublishScene(t, s.project, "Lobby")
	room, _, err := s.Client.CreateRoom(t.Context(), xrcloud.RoomInput{
		ProjectID: s.project, SceneID: s.scene, Name: "Old Hall", ReturnURL: "https://example.com/", Size: 5,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.room = room.ID
	s.arguments = s.Arguments()
	s.arguments["max_retries"] = 3
	if slow {
		s.arguments["request_timeout"], s.arguments["max_retries"] = "2s", 1
	}
	s.client = acctest.NewProtocolClient(t, s.arguments)
	s.Server.Reset()
	return s
}

// runWithFault runs a case and says whether it showed an error.
func runWithFault(t *testing.T, o operation, f fault, times int) bool {
	t.Helper()
	s := newFaultHarness(t, f.slow)
	if f.retries > 0 {
		s.arguments["max_retries"] = f.retries
		s.client = acctest.NewProtocolClient(t, s.arguments)
	}
	rule := f.rule(s)
	rule.Method, rule.Path, rule.Times = o.method, o.path, times
	var errors []string
	if o.data {
		s.Server.Inject(rule)
		_, complaints := s.client.ReadDataSource(o.kind, o.after(s))
		errors = onlyErrors(complaints)
		s.clearFaults(t)
		_, complaints = s.client.ReadDataSource(o.kind, o.after(s))
		if len(complaints) > 0 {
			t.Errorf("after the fault: %v", complaints)
		}
	} else {
		errors = s.runResourceWithFault(t, o, rule)
	}
	if len(s.Server.Requests(o.method, o.path)) == 0 {
		t.Fatal("the call that was to be spoiled was never made")
	}
	s.requireHelpfulErrors(t, errors)
	if len(errors) > 0 && f.passing && times == 1 {
		t.Errorf("a fault that comes once was not survived: %v", errors)
	}
	return len(errors) > 0
}

func (s *faultHarness) runResourceWithFault(t *testing.T, o operation, rule faultserver.Fault) []string {
	t.Helper()
	state := s.client.Absent(o.kind)
	if o.imported != nil {
		var complaints []string
		if state, complaints = s.client.Import(o.kind, o.imported(s)); len(complaints) > 0 {
			t.Fatal("import: ", complaints)
		}
	}
	if o.before != nil {
		state = s.client.MustApply(state, o.before(s))
	}
	if o.prepare != nil {
		o.prepare(s)
	}
	want := acctest.Values(nil)
	if o.after != nil {
		want = o.after(s)
	}
	s.Server.Inject(rule)
	state, complaints := s.refreshPlanApply(state, want)
	s.clearFaults(t)
	s.requireStateMatchesService(t, o, state, onlyErrors(complaints))
	state, again := s.refreshPlanApply(state, want)
	if errors := onlyErrors(again); len(errors) > 0 {
		t.Errorf("the apply after the fault: %v", errors)
	}
	s.requireStateMatchesService(t, o, state, nil)
	if refreshed, _ := s.client.Read(state); !state.Value.IsNull() {
		planned, complaints := s.client.Plan(refreshed, want)
		if len(complaints) > 0 || want != nil && !planned.Value.Equal(refreshed.Value) {
			t.Errorf("no empty plan in the end: %v %v, planned %v", complaints, refreshed.Value, planned.Value)
		}
	}
	return onlyErrors(complaints)
}

// refreshPlanApply is a "terraform apply": refresh, plan, apply. Like Terraform, it stops at the first error.
func (s *faultHarness) refreshPlanApply(state acctest.Object, want acctest.Values) (acctest.Object, []string) {
	var all []string
	if !state.Value.IsNull() {
		refreshed, complaints := s.client.Read(state)
		if all = complaints; len(onlyErrors(all)) > 0 {
			return state, all
		}
		state = refreshed
	}
	if state.Value.IsNull() && want == nil {
		return state, all
	}
	planned, complaints := s.client.Plan(state, want)
	if all = append(all, complaints...); len(onlyErrors(all)) > 0 || planned.Value.Equal(state.Value) {
		return state, all
	}
	applied, complaints := s.client.Apply(state, planned, want)
	return applied, append(all, complaints...)
}

// requireStateMatchesService fails the test unless state and service hold the same things: the room or project in the state exists, and no
// other one does but those that were there before. Nothing was made twice, and nothing is forgotten.
func (s *faultHarness) requireStateMatchesService(t *testing.T, o operation, state acctest.Object, errors []string) {
	t.Helper()
	want := []string{}
	if !state.Value.IsNull() {
		want = append(want, state.Attribute(t, "id"))
	}
	var have []string
	switch o.kind {
	case "xrcloud_room":
		have = s.roomIDs(t)
		if !slices.Contains(want, s.room) {
			want = append(want, s.room)
		}
	case "xrcloud_project":
		have = s.projectIDs(t)
		want = append(want, s.project)
	case "xrcloud_scene":
		return // nothing is made
	}
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("state and service disagree after %v: the service has %v, the state and the beginning %v", errors, have, want)
	}
}

func (s *faultHarness) roomIDs(t *testing.T) []string {
	t.Helper()
	rooms, err := xrcloud.Collect(s.Client.RoomsOfProject(t.Context(), s.project, ""))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, room := range rooms {
		ids = append(ids, room.ID)
	}
	return ids
}

func (s *faultHarness) projectIDs(t *testing.T) []string {
	t.Helper()
	projects, err := xrcloud.Collect(s.Client.Projects(t.Context(), ""))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, project := range projects {
		ids = append(ids, project.ID)
	}
	return ids
}

// requireHelpfulErrors fails the test where an error says nothing of what to do, or shows a secret.
func (s *faultHarness) requireHelpfulErrors(t *testing.T, errors []string) {
	t.Helper()
	for _, text := range errors {
		if !strings.Contains(text, "\n\n") {
			t.Errorf("an error does not say what to do: %s", text)
		}
		for _, secret := range append(s.Secrets(), "public=", "private=") {
			if strings.Contains(text, secret) {
				t.Errorf("an error shows a secret: %s", text)
			}
		}
	}
}

func onlyErrors(complaints []string) []string {
	return slices.DeleteFunc(slices.Clone(complaints), func(line string) bool { return !strings.HasPrefix(line, "error") })
}
