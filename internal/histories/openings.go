package histories

import (
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/walk"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// openings return the first steps, for a block, of histories that lead to what needs several coincidences: random steps would seldom do.
var openings = []func(t *rapid.T, block string) []Step{lostCreation, savedPlan, drift, interruption}

// lostCreation is a creation with a fault, while somebody creates another object.
func lostCreation(t *rapid.T, block string) []Step {
	kind := walk.Type(block)
	act := otherCreation(t, kind)
	fault := world.Fault{Name: rapid.SampledFrom(world.FaultNames()).Draw(t, "fault"), Operation: creationOf(kind), Times: 1, Act: act}
	return []Step{Apply{Faults: []world.Fault{fault}}}
}

// otherCreation is somebody's creation of another object of a type, at the moment of a request.
func otherCreation(t *rapid.T, kind string) *world.Act {
	return &world.Act{Name: "create", Type: kind, Text: drawName(t)}
}

// creationOf returns the operation that creates an object of a type, or "" for a scene.
func creationOf(kind string) string {
	operations := world.Operations()
	i := slices.IndexFunc(operations, func(name string) bool {
		return strings.HasPrefix(name, "create ") && slices.Contains(world.OperationTypes(name), kind)
	})
	if i < 0 {
		return ""
	}
	return operations[i]
}

// savedPlan is a saved plan that deletes or changes an object, and that is applied with the credentials of another account.
func savedPlan(t *rapid.T, block string) []Step {
	change := rapid.SampledFrom([]Step{Remove{Block: block}, Taint{Block: block}, drawSet(t, block)}).Draw(t, "change")
	return []Step{Apply{}, change, SavePlan{}, Credentials{Account: 1}, ApplySaved{}}
}

// drift is a change of several arguments of an object, and somebody's changes of the same object after the apply.
func drift(t *rapid.T, block string) []Step {
	var steps, acts []Step
	kind := walk.Type(block)
	changes := slices.DeleteFunc(world.ActNames(), func(name string) bool {
		return !strings.HasPrefix(name, "change ") || !slices.Contains(world.ActTypes(name), kind)
	})
	for range 3 {
		steps = append(steps, drawSet(t, block))
		act := drawAct(t, kind)
		if len(changes) > 0 {
			act.Name, act.Type, act.Index = rapid.SampledFrom(changes).Draw(t, "change"), kind, -1 // the newest object
		}
		acts = append(acts, Somebody{Act: act})
	}
	return slices.Concat(steps, []Step{Apply{}}, acts, []Step{Apply{}})
}

// interruption is an interrupt of an apply whose requests have faults until it ends.
func interruption(t *rapid.T, block string) []Step {
	fault := world.Fault{Name: rapid.SampledFrom(world.FaultNames()).Draw(t, "fault"), Operation: drawOperation(t, walk.Type(block))}
	return []Step{Apply{Faults: []world.Fault{fault}, During: During{Event: "interrupt", Request: uniform(t, 4)}}}
}
