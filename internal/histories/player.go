package histories

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/walk"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfserver"
)

// NewServer starts the provider.
func NewServer() walk.Server {
	server, ok := tfserver.New(&provider.Provider{Version: "test"})().(walk.Server)
	if !ok {
		panic("the provider has no list resources")
	}
	return server
}

// player plays a history.
type player struct {
	world  *world.World
	report *Report
	// separate is true if XRCLOUD separates its accounts.
	separate bool
	// terraform are the two workspaces.
	terraform [2]*walk.Terraform
	// config is the configuration of both. Its arguments can have values of the type Existing.
	config walk.Config
	// saved are the plans of SavePlan, which have the credentials that savedCredentials has.
	saved            [2]*walk.Plan
	savedCredentials [2]Credentials
	// credentials are those of the provider.
	credentials Credentials
	// existing are the IDs of the objects that exist before the history, by type.
	existing map[string][]string
	// released are objects that Terraform has created, and that are not in a state for a reason that is in order.
	released map[object]string
	// accounts are the accounts with which objects came into a state. It is nil once the user accepts another account.
	accounts map[object]int
	// warned are the addresses whose last plan warned that a replacement may be found out during the apply.
	warned map[string]bool
	// logs are what the provider has logged, at all levels, since the last check.
	logs *logs
	// problems are the breaches of the invariants.
	problems []string
	// inBubble is true if the history is played in a bubble of testing/synctest.
	inBubble bool
	// trace has a line for each step.
	trace []string
	// last is the last run.
	last *run

	mu sync.Mutex
	// call is the call of the provider that runs.
	call walk.Call
	// during is the event that is still to happen in the run, and seen the number of its requests.
	during *During
	seen   int
	// running is the workspace that runs.
	running int
	// interrupted is when the run was interrupted.
	interrupted time.Time
	// nested are the results of a second run, and second waits for it.
	nested []*walk.Result
	second sync.WaitGroup
}

// object identifies an object of a service.
type object struct{ Type, ID string }

// Play plays a history, and returns an error that lists the breaches of the invariants.
func Play(t *testing.T, h History, report *Report) (err error) {
	t.Helper()
	synctest.Test(t, func(*testing.T) { err = play(h, report) })
	return err
}

func play(h History, report *Report) (err error) {
	options := h.World
	options.Lobby = !h.EmptyProjects
	w, err := world.New(options)
	if err != nil {
		return err
	}
	defer w.Close()
	p := newPlayer(w, h, report)
	p.inBubble = true
	return p.play(h)
}

// PlayOn plays a history in a world outside a bubble, such as one with a real service. The world stays open.
func PlayOn(w *world.World, h History, report *Report) error { return newPlayer(w, h, report).play(h) }

func (p *player) play(h History) (err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("panic: %v\n%s\n%s", problem, strings.Join(p.trace, "\n"), debug.Stack())
		}
	}()
	p.createExisting()
	for i, step := range h.Steps {
		p.step(i, step)
		if len(p.problems) > 0 {
			break
		}
	}
	if len(p.problems) == 0 {
		p.settle()
	}
	p.report.add(p, len(h.Steps))
	if len(p.problems) > 0 {
		return fmt.Errorf("%s\n\nafter\n%s", strings.Join(p.problems, "\n"), strings.Join(p.trace, "\n"))
	}
	return nil
}

// newPlayer returns a player of a history.
func newPlayer(w *world.World, h History, report *Report) *player {
	p := &player{
		world: w, report: report, separate: h.World.SeparateAccounts, config: walk.Config{}, existing: map[string][]string{},
		released: map[object]string{}, accounts: map[object]int{}, warned: map[string]bool{}, logs: &logs{},
	}
	logging := tflogtest.RootLogger(context.Background(), p.logs)
	for i := range p.terraform {
		p.terraform[i] = &walk.Terraform{NewServer: NewServer, Observe: p.observe, Context: logging, State: walk.NewState()}
	}
	p.setCredentials(Credentials{})
	w.OnRequest(p.handled)
	return p
}

// createExisting creates what exists before the history.
func (p *player) createExisting() {
	p.world.Do(world.Act{Name: "create", Type: "xrcloud_project", Text: "Existing"})
	project := p.ids("xrcloud_project")[0]
	scenes := []string{sceneName, "Own"}
	if len(p.ids("xrcloud_scene")) > 0 {
		scenes = scenes[1:] // the project has the first one already
	}
	for _, name := range scenes {
		if _, err := p.world.PublishScene(project, name); err != nil {
			panic(err) // the project exists
		}
	}
	for _, kind := range []string{"xrcloud_room", "xrcloud_venueless_room", "xrcloud_vcs_room", "xrcloud_whiteboard_room"} {
		p.world.Do(world.Act{Name: "create", Type: kind, Text: "Foyer"})
	}
	p.world.Do(world.Act{Name: "create", Type: "xrcloud_room", Text: "Stage", Index: 1}) // on the second scene
	p.world.Do(world.Act{Name: "create", Type: "xrcloud_project", Text: "Fair"})
	p.world.Do(world.Act{Name: "use", Type: "xrcloud_venueless_room"})
	for _, kind := range world.Types() {
		p.existing[kind] = p.ids(kind)
	}
}

// ids returns the IDs of the objects of a type that exist in the account of the user, oldest first.
func (p *player) ids(kind string) []string {
	var ids []string
	for _, o := range p.world.Objects() {
		if o.Type == kind && o.Exists() && o.Account == 0 {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// resolve returns the configuration with the IDs of existing objects.
func (p *player) resolve() walk.Config {
	resolved := walk.Config{}
	for address, block := range p.config {
		block.Arguments = maps.Clone(block.Arguments)
		for name, value := range block.Arguments {
			if existing, ok := value.(Existing); ok {
				block.Arguments[name] = p.existing[existing.Type][existing.Index]
			}
		}
		resolved[address] = block
	}
	return resolved
}

func (p *player) setCredentials(c Credentials) {
	p.credentials = c
	arguments := p.world.Arguments(c.Account)
	if c.KeyOnly {
		delete(arguments, "email")
		delete(arguments, "password")
	}
	if c.LoginOnly && !c.KeyOnly {
		delete(arguments, "api_key")
	}
	if c.Accept {
		p.accounts = nil
		arguments["accept_account_change"] = true
	}
	for _, terraform := range p.terraform {
		terraform.Arguments = arguments
	}
}

// observe is called before each call of the provider.
func (p *player) observe(c walk.Call) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.call = c
	if c.Operation != "" && c.Operation != "configure" {
		p.report.call(c)
	}
}

// handled is called after each request.
func (p *player) handled(r world.Request) {
	p.mu.Lock()
	if r.Party != world.Terraform {
		p.mu.Unlock()
		return
	}
	p.report.request(p.call, r)
	seen := p.seen
	p.seen++
	if p.seen == mostRequests {
		p.terraform[p.running].Crash() // checkRequests reports it
	}
	during := p.during
	if during == nil || seen < during.Request || during.Write && !writes(r) {
		p.mu.Unlock()
		return
	}
	p.during = nil
	p.report.event(during.Event)
	running := p.terraform[p.running]
	p.second.Add(1)
	p.mu.Unlock()
	defer p.second.Done()
	switch during.Event {
	case "crash":
		running.Crash()
	case "interrupt":
		p.mu.Lock()
		p.interrupted = time.Now()
		p.mu.Unlock()
		running.Interrupt()
	case "second run":
		p.secondRun()
	}
}

// secondRun applies the configuration in the other workspace, in the middle of a run.
func (p *player) secondRun() {
	p.mu.Lock()
	first, call := p.running, p.call
	p.running = 1 - first
	p.mu.Unlock()
	plan := p.terraform[1-first].Plan(p.resolve(), walk.PlanOptions{})
	results := []*walk.Result{&plan.Result}
	if !plan.Failed() {
		results = append(results, p.terraform[1-first].Apply(plan))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.running, p.call = first, call
	p.nested = append(p.nested, results...)
}

// step plays a step and checks the invariants.
func (p *player) step(number int, step Step) {
	p.trace = append(p.trace, fmt.Sprintf("%3d %s", number, describe(step)))
	p.wait(time.Second) // so that the creation times of objects tell which step has created them
	step.play(p)
}

// run is a run of Terraform in a history.
type run struct {
	workspace int
	faults    []world.Fault
	during    During
	// undisturbed is true if the services are as they were at first, and clean if nothing happens beside the run, either. applied is true if
	// a plan was applied.
	undisturbed, clean, applied bool
	// endedAfter is the time from an interrupt to the end of the run.
	endedAfter time.Duration
	// imported is the object that the run imports, if it does.
	imported object
	// planned is the plan of the run, if it has one, and planner the account with which it was made.
	planned *walk.Plan
	planner int
	// results are those of the plan and the apply.
	results []*walk.Result
}

func (r *run) failed() bool { return slices.ContainsFunc(r.results, (*walk.Result).Failed) }

// do runs Terraform with faults and an event, and checks what must hold after each run.
func (p *player) do(workspace int, faults []world.Fault, during During, terraform func(*run, *walk.Terraform)) *run {
	r := &run{workspace: workspace, faults: faults, during: during, planner: p.credentials.Account, undisturbed: p.world.IsUndisturbed()}
	r.clean = r.undisturbed && len(faults) == 0 && during.Event == ""
	before := p.snapshot()
	p.world.Inject(faults...)
	p.mu.Lock()
	p.running, p.seen, p.nested, p.interrupted = workspace, 0, nil, time.Time{}
	if p.during = nil; during.Event != "" {
		p.during = &during
	}
	p.mu.Unlock()
	terraform(r, p.terraform[workspace])
	p.second.Wait()
	p.mu.Lock()
	if !p.interrupted.IsZero() {
		r.endedAfter = time.Since(p.interrupted)
	}
	p.during = nil
	r.results = append(r.results, p.nested...)
	p.mu.Unlock()
	p.world.ClearFaults()
	p.world.Settle()
	p.wait(0)
	for i, terraform := range p.terraform {
		var all []string
		for _, resource := range terraform.State.All() {
			all = append(all, fmt.Sprintf("%s %.8s", resource.Address, resource.String("id")))
		}
		if len(all) > 0 {
			p.trace = append(p.trace, fmt.Sprintf("      state %d: %s", i, strings.Join(all, ", ")))
		}
	}
	for _, result := range r.results {
		for _, d := range result.Diagnostics {
			if d.Summary == "Value is unknown until apply" {
				p.warned[d.Address] = true
			}
			if d.Operation != "configure" {
				p.trace = append(p.trace, fmt.Sprintf("      %.400s", strings.ReplaceAll(d.String(), "\n", " ")))
			}
		}
	}
	p.last = r
	p.check(before, r)
	return r
}

// apply plans, and applies the plan if it has no error.
func (p *player) apply(r *run, terraform *walk.Terraform, options walk.PlanOptions) {
	first := len(p.world.Requests())
	r.planned = terraform.Plan(p.resolve(), options)
	r.results = append(r.results, &r.planned.Result)
	p.checkPlan(r, p.world.Requests()[first:])
	p.traceChanges(r.planned)
	if !r.planned.Failed() {
		r.results = append(r.results, terraform.Apply(r.planned))
		r.applied = true
	}
}

func (p *player) traceChanges(plan *walk.Plan) {
	for _, change := range plan.Changes {
		if change.Action != walk.NoOp {
			p.trace = append(p.trace, fmt.Sprintf("      plan: %s %s", change.Action, change.Address))
		}
	}
}

// wait passes time without a request, until the provider is idle. Outside a bubble it does nothing.
func (p *player) wait(d time.Duration) {
	if p.inBubble {
		<-time.After(d)
		synctest.Wait()
	}
}

// logs is a writer for the logs of a provider.
type logs struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logs) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

// take returns what was written since the last call.
func (l *logs) take() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	text := l.text.String()
	l.text.Reset()
	return text
}
