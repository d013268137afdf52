package histories

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/walk"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

var (
	cliSeed  = flag.Int("histories.cli.seed", 0, "the seed of the first history that is also played with Terraform; 0 is a fixed sample")
	cliCount = flag.Int("histories.cli.count", 1, "the number of histories that are also played with Terraform, from this seed")
	cliSteps = flag.Int("histories.cli.steps", 8, "the number of steps of these histories")
)

// TestTerraformAgrees plays histories with walk and with Terraform itself: their runs print the same plans, fail alike, and lead to the same
// states.
func TestTerraformAgrees(t *testing.T) {
	t.Parallel()
	acctest.RequireEmulator(t, "faults, and other services")
	if acctest.IsOpenTofu(t) {
		t.Skip("walk is a model of Terraform")
	}
	histories := map[string]History{}
	if *cliSeed == 0 {
		histories = cliSample()
	} else {
		for i := range *cliCount {
			histories[fmt.Sprint("seed ", *cliSeed+i)] = Generate(*cliSeed+i, *cliSteps)
		}
	}
	var mu sync.Mutex
	var missing []string
	if *cliSeed == 0 {
		missing = slices.Clone(inSample)
	}
	t.Cleanup(func() {
		if len(missing) > 0 {
			t.Errorf("the sample lacks %q", missing)
		}
	})
	config := developmentOverride(t)
	for name, h := range histories {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := withoutChance(h)
			all := playWalk(t, h)
			requireTerraformAgrees(t, h, all, config)
			found := met(h, all)
			mu.Lock()
			defer mu.Unlock()
			missing = slices.DeleteFunc(missing, func(name string) bool { return found[name] })
		})
	}
}

// requireTerraformAgrees plays a history with Terraform, and compares it with what walk has played.
func requireTerraformAgrees(t *testing.T, h History, want []played, config string) {
	t.Helper()
	c := newCLIPlayer(t, h, config)
	twins := twins{}
	twins.pair(want[0].before, c.moment())
	for i, step := range h.Steps {
		got := c.play(step, twins[object{typeOf(step), want[i].target}])
		after := c.moment()
		twins.pair(want[i].after, after)
		if problems := twins.compare(want[i], got, after); len(problems) > 0 {
			t.Fatalf("walk and Terraform differ after step %d, %s:\n%s\n\nTerraform:\n%s\n\nwalk:\n%s\n\n%s", i, describe(step),
				strings.Join(problems, "\n"), got.output, strings.Join(want[i].trace, "\n"), h.Go())
		}
	}
}

// developmentOverride returns the path of a CLI configuration with which Terraform starts this program as the provider.
func developmentOverride(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	folder := t.TempDir()
	if err == nil {
		err = os.Symlink(self, filepath.Join(folder, "terraform-provider-xrcloud"))
	}
	file := filepath.Join(folder, "terraform.rc")
	if err == nil {
		err = os.WriteFile(file, fmt.Appendf(nil, "provider_installation {\n  dev_overrides {\n    \"xrcloud/xrcloud\" = %q\n  }\n  direct {}\n}\n", folder), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// moment is what there is after a step.
type moment struct {
	states  [2]*walk.State
	objects []world.Object
}

func (p *player) moment() moment {
	return moment{states: [2]*walk.State{p.terraform[0].State.Clone(), p.terraform[1].State.Clone()}, objects: p.world.Objects()}
}

// played is a step that walk has played.
type played struct {
	result
	before, after moment
	// target is the ID of the object that an import or an act is about.
	target string
	trace  []string
}

// playWalk plays a history with walk.
func playWalk(t *testing.T, h History) (all []played) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		options := h.World
		options.Lobby = !h.EmptyProjects
		w, err := world.New(options)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		p := newPlayer(w, h, &Report{})
		p.inBubble = true
		p.createExisting()
		for i, step := range h.Steps {
			one := played{before: p.moment(), target: p.target(step)}
			p.last, p.trace = nil, nil
			p.step(i, step)
			if r := p.last; r != nil {
				one.ran, one.failed = true, r.failed()
				if r.planned != nil && !r.planned.Failed() {
					one.planned = plannedActions(r.planned)
				}
			}
			one.after, one.trace = p.moment(), p.trace
			all = append(all, one)
		}
	})
	return all
}

func plannedActions(plan *walk.Plan) []string {
	planned := []string{}
	for _, change := range plan.Changes {
		if change.Action != walk.NoOp {
			planned = append(planned, plannedAction(string(change.Action), change.Address, change.Deposed != nil))
		}
	}
	slices.Sort(planned)
	return planned
}

// typeOf returns the type of the objects that a step chooses from, or "".
func typeOf(step Step) string {
	switch step := step.(type) {
	case Apply:
		return walk.Type(step.Import)
	case Import:
		return walk.Type(step.Block)
	case Somebody:
		return step.Act.Type
	}
	return ""
}

// target returns the ID of the object that a step chooses, or "".
func (p *player) target(step Step) string {
	switch step := step.(type) {
	case Apply:
		return p.importID(step.Import, step.Object)
	case Import:
		return p.unmanaged(walk.Type(step.Block), step.Object)
	case Somebody:
		if ids := p.ids(step.Act.Type); len(ids) > 0 {
			return ids[(step.Act.Index%len(ids)+len(ids))%len(ids)]
		}
	}
	return ""
}
