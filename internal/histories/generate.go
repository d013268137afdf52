package histories

import (
	"maps"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// cellsOfHistory is the number of cells of the matrix that a directed history meets.
const cellsOfHistory = 3

// Generate returns the history of a seed, with about this number of steps. Every second history is one in which certain cells of the
// matrix are met, so that equal numbers of histories lead to each cell.
func Generate(seed, steps int) History {
	return rapid.Custom(func(t *rapid.T) History {
		if seed%2 == 0 {
			var next []Cell
			for i := range cellsOfHistory {
				next = append(next, SpreadCell(seed/2*cellsOfHistory+i))
			}
			if h, ok := directed(t, next, steps); ok {
				return h
			}
		}
		h := History{World: options().Draw(t, "world"), EmptyProjects: oneIn(t, 8)}
		focus := rapid.SampledFrom(append(world.Types(), "")).Draw(t, "focus")
		first := managedBlock(focus).Draw(t, "first block")
		h.Steps = append(h.Steps, Add{Block: first})
		if oneIn(t, 2) {
			h.Steps = append(h.Steps, rapid.SampledFrom(openings).Draw(t, "opening")(t, first)...)
		}
		rest := max(1, steps-len(h.Steps))
		h.Steps = append(h.Steps, rapid.SliceOfN(step(focus), rest, rest).Draw(t, "steps")...)
		return h
	}).Example(seed)
}

func options() *rapid.Generator[world.Options] {
	return rapid.Custom(func(t *rapid.T) world.Options {
		var o world.Options
		if oneIn(t, 2) {
			return o
		}
		o.SeparateAccounts = rapid.Bool().Draw(t, "separate accounts")
		o.SwapEqualRooms = rapid.Bool().Draw(t, "swap equal rooms")
		o.RenewsTokens = rapid.Bool().Draw(t, "renews tokens")
		o.ReportsUpgradeCount = rapid.Bool().Draw(t, "reports upgrade count")
		o.HideRoomsOfOtherApps = rapid.Bool().Draw(t, "hide rooms")
		o.DefaultName = rapid.SampledFrom([]string{"", "Room"}).Draw(t, "default name")
		o.DisableRecording = rapid.Bool().Draw(t, "disable recording")
		return o
	})
}

// managedBlock returns a block of a resource, mostly of the type focus.
func managedBlock(focus string) *rapid.Generator[string] {
	ofType := slices.DeleteFunc(slices.Clone(managed), func(address string) bool { return !strings.HasPrefix(address, focus) })
	return rapid.Custom(func(t *rapid.T) string {
		if oneIn(t, 5) {
			return rapid.SampledFrom(managed).Draw(t, "block")
		}
		return rapid.SampledFrom(ofType).Draw(t, "block")
	})
}

// weighted are steps, each as often as its weight says. Shrinking prefers the first.
func step(focus string) *rapid.Generator[Step] {
	weighted := []struct {
		weight int
		draw   func(*rapid.T) Step
	}{
		{30, func(t *rapid.T) Step { return drawApply(t, focus) }},
		{12, func(t *rapid.T) Step { return Add{Block: drawBlock(t, focus)} }},
		{20, func(t *rapid.T) Step { return drawSet(t, focus) }},
		{14, func(t *rapid.T) Step { return Somebody{Act: drawAct(t, focus)} }},
		{5, func(t *rapid.T) Step { return Remove{Block: drawBlock(t, focus)} }},
		{3, func(t *rapid.T) Step {
			return Lifecycle{Block: managedBlock(focus).Draw(t, "block"), CreateBeforeDestroy: rapid.Bool().Draw(t, "create before destroy")}
		}},
		{3, func(t *rapid.T) Step { return SavePlan{Workspace: drawWorkspace(t)} }},
		{4, func(t *rapid.T) Step {
			return ApplySaved{Workspace: drawWorkspace(t), Faults: drawFaults(t, focus), During: drawDuring(t)}
		}},
		{4, func(t *rapid.T) Step {
			return Import{
				Block: managedBlock(focus).Draw(t, "block"), Object: uniform(t, 6),
				ByIdentity: rapid.Bool().Draw(t, "by identity"), Faults: drawFaults(t, focus),
			}
		}},
		{3, func(t *rapid.T) Step { return Forget{Block: managedBlock(focus).Draw(t, "block")} }},
		{3, func(t *rapid.T) Step { return Taint{Block: managedBlock(focus).Draw(t, "block")} }},
		{2, func(t *rapid.T) Step {
			return Move{From: managedBlock(focus).Draw(t, "from"), To: managedBlock(focus).Draw(t, "to")}
		}},
		{4, func(t *rapid.T) Step {
			return Credentials{
				Account: uniform(t, 2), KeyOnly: oneIn(t, 4),
				LoginOnly: oneIn(t, 4), Accept: oneIn(t, 4),
			}
		}},
		{2, func(t *rapid.T) Step {
			return Query{Type: drawType(t, focus), Faults: drawFaults(t, focus)}
		}},
	}
	var draws []func(*rapid.T) Step
	for _, one := range weighted {
		for range one.weight {
			draws = append(draws, one.draw)
		}
	}
	return rapid.Custom(func(t *rapid.T) Step { return draws[uniform(t, len(draws))](t) })
}

func drawWorkspace(t *rapid.T) int {
	if oneIn(t, 6) {
		return 1
	}
	return 0
}

func drawBlock(t *rapid.T, focus string) string {
	if oneIn(t, 3) {
		return rapid.SampledFrom(addresses).Draw(t, "block")
	}
	return managedBlock(focus).Draw(t, "block")
}

func drawSet(t *rapid.T, focus string) Step {
	address := managedBlock(focus).Draw(t, "block")
	if oneIn(t, 6) {
		address = rapid.SampledFrom([]string{nameSource, urlSource}).Draw(t, "block")
	}
	changes := blocks[address].changes
	name := rapid.SampledFrom(slices.Sorted(maps.Keys(changes))).Draw(t, "argument")
	values := changes[name].values
	if odd := changes[name].odd; len(odd) > 0 && oneIn(t, 12) {
		values = odd
	}
	return Set{Block: address, Argument: name, Value: rapid.SampledFrom(values).Draw(t, "value")}
}

func drawApply(t *rapid.T, focus string) Step {
	a := Apply{Workspace: drawWorkspace(t)}
	switch uniform(t, 16) {
	case 11:
		a.SkipRefresh = true
	case 12:
		a.RefreshOnly = true
	case 13:
		a.Destroy = true
	case 14:
		a.Replace = managedBlock(focus).Draw(t, "replace")
	case 15:
		a.Import, a.Object = managedBlock(focus).Draw(t, "import"), uniform(t, 6)
	}
	a.Faults, a.During = drawFaults(t, focus), drawDuring(t)
	return a
}

func drawDuring(t *rapid.T) During {
	event := rapid.SampledFrom([]string{"", "", "", "", "", "", "", "crash", "interrupt", "second run"}).Draw(t, "event")
	if event == "" {
		return During{}
	}
	return During{Event: event, Request: uniform(t, 13), Write: rapid.Bool().Draw(t, "write")}
}

func drawFaults(t *rapid.T, focus string) []world.Fault {
	number := rapid.SampledFrom([]int{0, 0, 1, 1, 1, 2, 3}).Draw(t, "faults")
	var faults []world.Fault
	for range number {
		fault := world.Fault{
			Name: rapid.SampledFrom(world.FaultNames()).Draw(t, "fault"), Operation: drawOperation(t, focus),
			Skip: rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(t, "skip"), Times: rapid.SampledFrom([]int{1, 1, 1, 2, 4, 0}).Draw(t, "times"),
		}
		if oneIn(t, 6) {
			act := drawActDuring(t, focus)
			fault.Act = &act
		}
		faults = append(faults, fault)
	}
	return faults
}

func drawOperation(t *rapid.T, focus string) string {
	operations := slices.DeleteFunc(world.Operations(), func(name string) bool {
		return focus != "" && !slices.Contains(world.OperationTypes(name), focus)
	})
	return rapid.SampledFrom(append([]string{""}, operations...)).Draw(t, "operation")
}

// drawActDuring draws an act during a request. It takes less time than the client waits, as if the service was slow.
func drawActDuring(t *rapid.T, focus string) world.Act {
	act := drawAct(t, focus)
	if act.Name == "pass time" {
		act.Number = 5
	}
	return act
}

// drawName returns the name of an object of another person. Objects of the configuration have some of the names, too.
func drawName(t *rapid.T) string {
	return rapid.SampledFrom([]string{"Hall", "Fair", "Foyer", "Renamed", "Bühne"}).Draw(t, "text")
}

func drawType(t *rapid.T, focus string) string {
	if focus == "" || oneIn(t, 5) {
		return rapid.SampledFrom(world.Types()).Draw(t, "type")
	}
	return focus
}

func drawAct(t *rapid.T, focus string) world.Act {
	kind := drawType(t, focus)
	names := slices.DeleteFunc(world.ActNames(), func(name string) bool { return !slices.Contains(world.ActTypes(name), kind) })
	return world.Act{
		Name: names[uniform(t, len(names))], Type: kind, Index: uniform(t, 9) - 3, // mostly the last ones, which are Terraform's
		Text:   drawName(t),
		Number: rapid.SampledFrom([]int{1, 5, 90, 3600, 7200, 200000}).Draw(t, "number"),
	}
}

// uniform draws a number below n, each about equally often. The integers of rapid are mostly small, and it prefers the first of a list.
func uniform(t *rapid.T, n int) int {
	number := 0
	for range 16 {
		number *= 2
		if rapid.Bool().Draw(t, "bit") {
			number++
		}
	}
	return number % n
}

func oneIn(t *rapid.T, n int) bool { return uniform(t, n) == 0 }
