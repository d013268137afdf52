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

// faultHarness is a service with a project, a published scene and a room, and a client of a provider for it.
type faultHarness struct {
	*acctest.Service
	client               *acctest.ProtocolClient
	project, scene, room string
	clock                acctest.Clock
	arguments            acctest.Values
	restarts             sync.WaitGroup
}

// restart stops the server and resumes it a millisecond later. Connections are refused meanwhile.
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

// deleteRoom deletes the room outside Terraform.
func (s *faultHarness) deleteRoom() {
	if err := s.Client.DeleteRoom(context.Background(), s.room); err != nil {
		panic(err)
	}
}

// clearFaults removes the fault and starts a new provider, as the next run of Terraform does.
func (s *faultHarness) clearFaults(t *testing.T) {
	t.Helper()
	s.Server.ClearFaults()
	s.restarts.Wait()
	s.client = acctest.NewProtocolClient(t, s.arguments)
}

func newFaultHarness(t *testing.T, slow bool) *faultHarness {
	t.Helper()
	s := &faultHarness{}
	s.Service = acctest.StartEmulator(t, emulator.Options{Now: s.clock.Now})
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

// runWithFault runs an operation with a fault, and reports whether there was an error.
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
	if o.isDataSource {
		s.Server.Inject(rule)
		_, problems := s.client.ReadDataSource(o.kind, o.after(s))
		errors = acctest.OnlyErrors(problems)
		s.clearFaults(t)
		_, problems = s.client.ReadDataSource(o.kind, o.after(s))
		if len(problems) > 0 {
			t.Errorf("after the fault: %v", problems)
		}
	} else {
		errors = s.runResourceWithFault(t, o, rule)
	}
	if len(s.Server.Requests(o.method, o.path)) == 0 {
		t.Fatal("the request with the fault was not sent")
	}
	s.requireHelpfulErrors(t, errors)
	if len(errors) > 0 && f.transient && times == 1 {
		t.Errorf("a fault that occurs once is an error: %v", errors)
	}
	return len(errors) > 0
}

func (s *faultHarness) runResourceWithFault(t *testing.T, o operation, rule faultserver.Fault) []string {
	t.Helper()
	state := s.client.Absent(o.kind)
	if o.importID != nil {
		var problems []string
		if state, problems = s.client.Import(o.kind, o.importID(s)); len(problems) > 0 {
			t.Fatal("import: ", problems)
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
	state, problems := s.refreshPlanApply(state, want)
	s.clearFaults(t)
	s.requireStateMatchesService(t, o, state, acctest.OnlyErrors(problems))
	state, next := s.refreshPlanApply(state, want)
	if errors := acctest.OnlyErrors(next); len(errors) > 0 {
		t.Errorf("the apply after the fault: %v", errors)
	}
	s.requireStateMatchesService(t, o, state, nil)
	if refreshed, _ := s.client.Read(state); !state.Value.IsNull() {
		planned, problems := s.client.Plan(refreshed, want)
		if len(problems) > 0 || want != nil && !planned.Value.Equal(refreshed.Value) {
			t.Errorf("the plan after the apply is not empty: %v %v, planned %v", problems, refreshed.Value, planned.Value)
		}
	}
	return acctest.OnlyErrors(problems)
}

// refreshPlanApply refreshes, plans and applies, as "terraform apply" does. It stops at the first error.
func (s *faultHarness) refreshPlanApply(state acctest.Object, want acctest.Values) (acctest.Object, []string) {
	var all []string
	if !state.Value.IsNull() {
		refreshed, problems := s.client.Read(state)
		if all = problems; len(acctest.OnlyErrors(all)) > 0 {
			return state, all
		}
		state = refreshed
	}
	if state.Value.IsNull() && want == nil {
		return state, all
	}
	planned, problems := s.client.Plan(state, want)
	if all = append(all, problems...); len(acctest.OnlyErrors(all)) > 0 || planned.Value.Equal(state.Value) {
		return state, all
	}
	applied, problems := s.client.Apply(state, planned, want)
	return applied, append(all, problems...)
}

// requireStateMatchesService fails the test unless the service has exactly the room or project in the state and the objects of the harness:
// nothing was created twice, and nothing that was created is missing from the state.
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
		return // Terraform does not create scenes
	}
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("after %v, the service has %v, want %v", errors, have, want)
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

// requireHelpfulErrors fails the test if an error has no paragraph with advice, or shows a secret.
func (s *faultHarness) requireHelpfulErrors(t *testing.T, errors []string) {
	t.Helper()
	for _, text := range errors {
		if !strings.Contains(text, "\n\n") {
			t.Errorf("an error has no advice: %s", text)
		}
		for _, secret := range append(s.Secrets(), "public=", "private=") {
			if strings.Contains(text, secret) {
				t.Errorf("an error shows a secret: %s", text)
			}
		}
	}
}
