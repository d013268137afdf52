package histories_test

import (
	"go/parser"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

func TestShrink(t *testing.T) {
	t.Parallel()
	h := histories.Generate(7, 30)
	h.World.SwapEqualRooms, h.EmptyProjects = true, true
	fault := world.Fault{Name: "500", Operation: "read room", Skip: 1, Times: 2}
	h.Steps = slices.Insert(h.Steps, 9, histories.Step(histories.Taint{Block: "xrcloud_room.foyer"}), histories.Step(histories.Apply{
		Workspace: 1, SkipRefresh: true, Faults: []world.Fault{{Name: "slow"}, fault}, During: histories.During{Event: "crash"},
	}))
	// The history fails if a taint is followed by an apply with the fault 500.
	fails := func(h histories.History) bool {
		tainted := false
		for _, step := range h.Steps {
			switch step := step.(type) {
			case histories.Taint:
				tainted = tainted || step.Block == "xrcloud_room.foyer"
			case histories.Apply:
				if tainted && slices.ContainsFunc(step.Faults, func(f world.Fault) bool { return f.Name == "500" }) {
					return true
				}
			}
		}
		return false
	}
	shortest := histories.Shrink(h, 1000, fails)
	want := histories.History{Steps: []histories.Step{
		histories.Taint{Block: "xrcloud_room.foyer"}, histories.Apply{Faults: []world.Fault{{Name: "500"}}},
	}}
	if shortest.Go() != want.Go() {
		t.Errorf("got %s", shortest.Go())
	}
	calls := 0
	histories.Shrink(h, 5, func(h histories.History) bool { calls++; return fails(h) })
	if calls > 5 {
		t.Errorf("the history was played %d times", calls)
	}
}

func TestHistoryAsGo(t *testing.T) {
	t.Parallel()
	for seed := range 50 {
		source := histories.Generate(seed, 30).Go()
		if _, err := parser.ParseExpr(source); err != nil {
			t.Fatalf("%v\n%s", err, source)
		}
	}
	h := histories.History{EmptyProjects: true, Steps: []histories.Step{histories.Set{Block: "xrcloud_room.foyer", Argument: "tags", Value: []any{"a"}}, histories.Apply{}}}
	for _, part := range []string{`EmptyProjects: true`, `histories.Set{Block: "xrcloud_room.foyer", Argument: "tags", Value: []any{"a"}}`, "histories.Apply{}"} {
		if !strings.Contains(h.Go(), part) {
			t.Errorf("%q is missing in %s", part, h.Go())
		}
	}
}
