package histories

import (
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// scene is the shortest history that leads to a request: steps, and a last apply in which the request is sent.
type scene struct {
	steps []Step
	// last is the apply, with the faults without which the request is not sent. query lists the objects of the type in its place.
	last  Apply
	query bool
	// skip is the number of equal requests of other resources before it.
	skip int
	// world are the options without which the request is not sent.
	world world.Options
}

// directed returns a history in which cells of the matrix are met, with random steps after them.
func directed(t *rapid.T, cells []Cell, steps int) (h History, ok bool) {
	for _, cell := range cells {
		next, known := Scene(cell)
		if !known || ok && next.World != h.World {
			continue
		}
		if last, isApply := next.Steps[len(next.Steps)-1].(Apply); isApply {
			fault := &last.Faults[len(last.Faults)-1]
			fault.Times = rapid.SampledFrom([]int{1, 2, 0}).Draw(t, "times")
			if strings.HasPrefix(cell.Request, "create ") && oneIn(t, 2) {
				fault.Act, fault.Times = otherCreation(t, cell.Type), 1
			} else if oneIn(t, 4) {
				act := drawActDuring(t, cell.Type)
				fault.Act, fault.Times = &act, 1
			}
			if oneIn(t, 4) {
				event := rapid.SampledFrom([]string{"interrupt", "crash", "second run"}).Draw(t, "event")
				last.During = During{Event: event, Request: uniform(t, 6)}
				next.Steps[len(next.Steps)-1] = last
			}
		}
		h.World, h.Steps, ok = next.World, append(h.Steps, next.Steps...), true
	}
	if oneIn(t, 10) { // a list of several pages
		h.Steps = append(h.Steps, Somebody{world.Act{Name: "create many", Type: cells[0].Type, Number: 120}}, Query{Type: cells[0].Type})
	}
	rest := max(1, steps-len(h.Steps))
	h.Steps = append(h.Steps, rapid.SliceOfN(step(cells[0].Type), rest, rest).Draw(t, "steps")...)
	return h, ok
}

var (
	// lost loses the response to a creation that the service carries out.
	lost = world.Fault{Name: "reset after the commit", Times: 1}
	// deletion is another person's deletion of the newest object of a type.
	deletion = func(kind string, index int) Step {
		return Somebody{Act: world.Act{Name: "delete", Type: kind, Index: index}}
	}
)

func during(fault world.Fault, operation string) []world.Fault {
	fault.Operation = operation
	return []world.Fault{fault}
}

const (
	aProject    = "xrcloud_project.fair2"
	aScene      = "xrcloud_scene.own"
	aRoom       = "xrcloud_room.foyer"
	aVenueless  = "xrcloud_venueless_room.hall"
	aVCS        = "xrcloud_vcs_room.hall"
	aWhiteboard = "xrcloud_whiteboard_room.hall"
)

// created returns the steps that create a block, and further steps.
func created(block string, further ...Step) []Step {
	return append([]Step{Add{Block: block}, Apply{}}, further...)
}

// expiring is a world whose tokens expire during a slow request.
var expiring = world.Options{TokenLifetime: 15 * time.Second}

func slow(operation string) []world.Fault {
	return []world.Fault{{Name: "slow", Operation: operation, Times: 2}}
}

// deletableScene creates a scene that is deleted with its resource, although it has a room.
var deletableScene = created(aScene, Set{aScene, "delete_on_destroy", true}, Set{aScene, "force_destroy", true}, Apply{})

// Scene returns the shortest history in which a cell of the matrix is met.
func Scene(cell Cell) (h History, ok bool) {
	known, ok := scenes[[2]string{cell.Request, cell.Type}]
	if !ok {
		return h, false
	}
	if known.query {
		query := Query{Type: cell.Type, Faults: []world.Fault{{Name: cell.Fault, Operation: cell.Request, Times: 1}}}
		return History{World: known.world, Steps: append(slices.Clone(known.steps), query)}, true
	}
	apply := known.last
	apply.Faults = append(slices.Clone(apply.Faults), world.Fault{Name: cell.Fault, Operation: cell.Request, Skip: known.skip, Times: 1})
	return History{World: known.world, Steps: append(slices.Clone(known.steps), apply)}, true
}

// scenes are the scenes by request and type.
var scenes = map[[2]string]scene{
	{"log in", "xrcloud_project"}:       {steps: []Step{Add{Block: aProject}}},
	{"log in", "xrcloud_scene"}:         {steps: []Step{Add{Block: aScene}}},
	{"log in", "xrcloud_room"}:          {steps: []Step{Add{Block: aRoom}}},
	{"read account", "xrcloud_project"}: {steps: []Step{Add{Block: aProject}}},
	{"read account", "xrcloud_scene"}:   {steps: deletableScene, last: Apply{Destroy: true}},
	{"read account", "xrcloud_room"}:    {steps: []Step{Add{Block: aRoom}}},
	{"renew token", "xrcloud_project"}:  {steps: created(aProject, Set{aProject, "name", "Hall"}), last: Apply{Faults: slow("read account")}, world: expiring},
	{"renew token", "xrcloud_scene"}: {
		steps: created(aScene, Credentials{LoginOnly: true}, Set{aScene, "project_id", Existing{"xrcloud_project", 0}}),
		last:  Apply{Faults: slow("read scene")}, world: expiring,
	},
	{"renew token", "xrcloud_room"}: {
		steps: created(aProject, Set{aProject, "label", "expo"}, Apply{}, Add{Block: aRoom}),
		last:  Apply{Import: aRoom, Faults: slow("read room")}, world: expiring,
	},

	{"create project", "xrcloud_project"}: {steps: []Step{Add{Block: aProject}}},
	{"list projects", "xrcloud_project"}:  {steps: []Step{Add{Block: aProject}, Set{aProject, "label", "expo"}, Apply{}, Set{aProject, "label", nil}}},
	{"read project", "xrcloud_project"}:   {steps: created(aProject)},
	{"update project", "xrcloud_project"}: {steps: created(aProject, Set{aProject, "name", "Hall"})},
	{"delete project", "xrcloud_project"}: {steps: created(aProject), last: Apply{Destroy: true}},
	{"get user", "xrcloud_project"}:       {steps: []Step{Add{Block: aProject}}, last: Apply{Faults: during(lost, "create project")}},
	{"list scenes", "xrcloud_project"}:    {steps: created(aProject), last: Apply{Destroy: true}},
	{"list rooms", "xrcloud_project"}:     {steps: created(aProject), last: Apply{Destroy: true}},

	{"read scene", "xrcloud_scene"}:   {steps: created(aScene)},
	{"list scenes", "xrcloud_scene"}:  {steps: []Step{Add{Block: "xrcloud_scene.lobby"}}},
	{"read project", "xrcloud_scene"}: {steps: created("xrcloud_scene.lobby", deletion("xrcloud_scene", -1)), skip: 1},
	{"list rooms", "xrcloud_scene"}:   {steps: created(aScene, Set{aScene, "delete_on_destroy", true}, Apply{}), last: Apply{Destroy: true}},
	{"delete scene", "xrcloud_scene"}: {steps: deletableScene, last: Apply{Destroy: true}},

	{"create room", "xrcloud_room"}: {steps: []Step{Add{Block: aRoom}}},
	{"read room", "xrcloud_room"}:   {steps: created(aRoom)},
	{"update room", "xrcloud_room"}: {steps: created(aRoom, Set{aRoom, "name", "Grand Hall"})},
	{"delete room", "xrcloud_room"}: {steps: created(aRoom), last: Apply{Destroy: true}},
	{"list rooms", "xrcloud_room"}:  {steps: []Step{Add{Block: aRoom}}, last: Apply{Faults: during(lost, "create room")}},
	{"get user", "xrcloud_room"}:    {steps: []Step{Add{Block: aRoom}}, last: Apply{Faults: during(lost, "create room")}},
	{"read project", "xrcloud_room"}: {
		steps: created("data.xrcloud_scene.lobby", Credentials{KeyOnly: true}, Add{Block: "xrcloud_room.hall"}),
		last:  Apply{Import: "xrcloud_room.hall"}, skip: 1,
	},
	{"read project of room", "xrcloud_room"}: {steps: []Step{Add{Block: aRoom}}, last: Apply{Import: aRoom}},
	{"list scenes", "xrcloud_room"}:          {steps: []Step{Add{Block: aRoom}}},
	{"read scene", "xrcloud_room"}:           {steps: created(aRoom, deletion("xrcloud_scene", 0))},

	{"create Venueless room", "xrcloud_venueless_room"}: {steps: []Step{Add{Block: aVenueless}}},
	{"read Venueless room", "xrcloud_venueless_room"}:   {steps: created(aVenueless)},
	{"update Venueless room", "xrcloud_venueless_room"}: {steps: created(aVenueless, Set{aVenueless, "name", "Grand Hall"})},
	{"delete Venueless room", "xrcloud_venueless_room"}: {steps: []Step{Add{Block: aVenueless}, Set{aVenueless, "module_config", chatModules}, Apply{}}, last: Apply{Destroy: true}},
	{"list Venueless rooms", "xrcloud_venueless_room"}:  {query: true},

	{"create VCS room", "xrcloud_vcs_room"}: {steps: []Step{Add{Block: aVCS}}},
	{"read VCS room", "xrcloud_vcs_room"}:   {steps: created(aVCS)},
	{"delete VCS room", "xrcloud_vcs_room"}: {steps: created(aVCS), last: Apply{Destroy: true}},
	{"list VCS rooms", "xrcloud_vcs_room"}:  {query: true},

	{"create whiteboard room", "xrcloud_whiteboard_room"}: {steps: []Step{Add{Block: aWhiteboard}}},
	{"read whiteboard room", "xrcloud_whiteboard_room"}:   {steps: created(aWhiteboard)},
	{"update whiteboard room", "xrcloud_whiteboard_room"}: {steps: []Step{Add{Block: aWhiteboard}, Set{aWhiteboard, "disabled", true}}}, // in the creation
	{"list whiteboard rooms", "xrcloud_whiteboard_room"}:  {query: true},
}
