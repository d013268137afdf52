package histories

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/walk"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// inSample are what the fixed sample has.
var inSample = []string{
	"create", "update", "delete", "delete then create", "create then delete", "delete deposed", "read", "update with an unknown value", "error",
	"partial apply", "import block", "import", "saved plan", "stale plan", "-replace", "refresh only", "destroy", "drift",
	"histories.Taint", "histories.Move", "histories.Forget",
}

// cliSample returns the histories that are always compared. They are written down, so that they stay as they are when the generator changes.
func cliSample() map[string]History {
	refused := func(operation string) []world.Fault { return []world.Fault{{Name: "403", Operation: operation}} }
	return map[string]History{
		"saved plans and imports": {Steps: []Step{
			Add{Block: "xrcloud_room.foyer"},
			Set{"xrcloud_room.foyer", "name", ref(nameSource + ".output")},
			Apply{},
			Set{nameSource, "input", "Stage"},
			SavePlan{},
			ApplySaved{},
			ApplySaved{},
			Somebody{Act: world.Act{Name: "rename", Type: "xrcloud_room", Index: -1}},
			Apply{},
			Forget{"xrcloud_room.foyer"},
			Apply{Import: "xrcloud_room.foyer"},
		}},
		"import command": {Steps: []Step{
			Add{Block: "xrcloud_room.foyer"},
			Add{Block: "data.xrcloud_rooms.all"},
			Lifecycle{Block: "xrcloud_room.foyer", CreateBeforeDestroy: true},
			Import{Block: "xrcloud_room.foyer"},
			SavePlan{},
			Apply{RefreshOnly: true},
			ApplySaved{},
			Apply{},
		}},
		"create before destroy": {Steps: []Step{
			Add{Block: "xrcloud_room.hall"},
			Apply{},
			Lifecycle{Block: "xrcloud_room.hall", CreateBeforeDestroy: true},
			Apply{Replace: "xrcloud_room.hall", Faults: refused("delete room")},
			Apply{},
			Set{"xrcloud_project.fair", "name", "Fair 2026"},
			Apply{Replace: "xrcloud_room.hall", Faults: refused("create room")},
			Apply{Replace: "xrcloud_project.fair"},
			Remove{"xrcloud_room.hall"},
			Apply{Faults: refused("update project")},
			Apply{Destroy: true},
		}},
		"partial applies": {Steps: []Step{
			Add{Block: "xrcloud_venueless_room.hall"},
			Add{Block: "xrcloud_vcs_room.hall"},
			Apply{Faults: refused("create VCS room")},
			Apply{},
			Set{"xrcloud_venueless_room.hall", "name", "Grand Hall"},
			Set{"xrcloud_vcs_room.hall", "description", "For talks"},
			Apply{SkipRefresh: true, Faults: refused("update Venueless room")},
			Somebody{Act: world.Act{Name: "delete", Type: "xrcloud_venueless_room", Index: -1}},
			Apply{RefreshOnly: true},
			Apply{},
		}},
		"moved and tainted": {Steps: []Step{
			Add{Block: "xrcloud_scene.lobby"},
			Apply{},
			Move{"xrcloud_project.fair", "xrcloud_project.fair2"},
			Apply{},
			Taint{"xrcloud_project.fair2"},
			Apply{Workspace: 1},
			Apply{},
			Apply{Destroy: true, Faults: refused("delete project")},
			Apply{Destroy: true},
		}},
		"two rooms": {Steps: []Step{
			Add{Block: "xrcloud_whiteboard_room.hall"},
			Add{Block: "xrcloud_whiteboard_room.hall2"},
			Apply{},
			Set{"xrcloud_whiteboard_room.hall", "region", "sg"},
			Set{"xrcloud_whiteboard_room.hall2", "limit", 5},
			Apply{},
			Apply{Replace: "xrcloud_whiteboard_room.hall"},
			Remove{"xrcloud_whiteboard_room.hall2"},
			Apply{},
		}},
	}
}

// withoutChance returns a history without what cannot be compared: events in the middle of a run, the order of requests that Terraform sends
// at the same time, and what takes time.
func withoutChance(h History) History {
	steps := h.Steps
	h.Steps = nil
	for _, step := range steps {
		switch s := step.(type) {
		case Apply:
			s.During, s.Faults = During{}, comparableFaults(s.Faults)
			step = s
		case ApplySaved:
			s.During, s.Faults = During{}, comparableFaults(s.Faults)
			step = s
		case Import:
			s.ByIdentity, s.Faults = false, comparableFaults(s.Faults)
			step = s
		case Query:
			continue
		case Somebody:
			if slices.Contains([]string{
				"pass time", "restart the server", "replace the credentials for a time", "limit the rooms", "disturb new rooms", "create many",
			}, s.Act.Name) {
				continue
			}
			if strings.HasPrefix(s.Act.Name, "create") {
				s.Act.Index = 0
			}
			step = s
		}
		h.Steps = append(h.Steps, step)
	}
	return h
}

// comparableFaults are the faults that the provider does not retry, for all requests of an operation.
func comparableFaults(faults []world.Fault) (kept []world.Fault) {
	for _, fault := range faults {
		if slices.Contains([]string{"400", "403", "409", "413", "200 with HTML", "200 with HTML after the commit", "200 with unexpected JSON"}, fault.Name) && fault.Operation != "" {
			kept = append(kept, world.Fault{Name: fault.Name, Operation: fault.Operation})
		}
	}
	return kept
}

// met returns what a history meets that the fixed sample must have.
func met(h History, all []played) map[string]bool {
	found := map[string]bool{}
	for i, one := range all {
		for _, planned := range one.planned {
			i := strings.LastIndex(planned, " ")
			found[planned[:i]] = true
			if strings.HasPrefix(planned, "update terraform_data.") && len(one.planned) > 1 {
				found["update with an unknown value"] = true
			}
		}
		hasChanged := !reflect.DeepEqual(one.before.states, one.after.states)
		switch step := h.Steps[i].(type) {
		case Apply:
			found["error"] = found["error"] || one.failed
			found["partial apply"] = found["partial apply"] || one.failed && one.planned != nil && hasChanged
			found["import block"] = found["import block"] || one.target != "" && hasID(one.after.states[step.Workspace], step.Import, one.target)
			found["refresh only"] = found["refresh only"] || step.RefreshOnly && hasChanged
			found["destroy"] = found["destroy"] || step.Destroy && len(one.planned) > 0
			found["-replace"] = found["-replace"] || step.Replace != "" && slices.Contains(one.planned, "delete then create "+step.Replace)
		case ApplySaved:
			found["saved plan"] = found["saved plan"] || one.ran && !one.failed && hasChanged
			found["stale plan"] = found["stale plan"] || one.ran && one.failed
		case Import:
			found["import"] = found["import"] || one.ran && !one.failed
		case Taint, Move, Forget:
			found[fmt.Sprintf("%T", step)] = found[fmt.Sprintf("%T", step)] || hasChanged
		case Somebody:
			found["drift"] = found["drift"] || hasChanged || !reflect.DeepEqual(one.before.objects, one.after.objects)
		}
	}
	maps.DeleteFunc(found, func(_ string, isMet bool) bool { return !isMet })
	return found
}

func hasID(state *walk.State, address, id string) bool {
	instance := state.Instances[address]
	return instance != nil && instance.String("id") == id
}
