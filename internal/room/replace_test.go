package room_test

import (
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// A replacement deletes the room before it makes another one: what it names must be there.
func TestReplacementNeedsItsSceneAndProject(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	caller := p.ProtocolClientWithKey(t)
	room := caller.MustApply(caller.Absent("xrcloud_room"), p.arguments(nil))
	for _, argument := range []string{"scene_id", "project_id"} {
		_, problems := caller.Plan(room, p.arguments(acctest.Values{argument: missingID}))
		want := "error at " + argument + ": Cannot replace room: "
		if len(problems) != 1 || !strings.HasPrefix(problems[0], want) {
			t.Errorf("%s: want %q, got %v", argument, want, problems)
		}
	}
	other := newFixture(t, p.Service)
	if _, problems := caller.Plan(room, p.arguments(acctest.Values{"scene_id": other.scene, "project_id": other.project})); len(problems) > 0 {
		t.Errorf("parents that are there: %v", problems)
	}
}

// The service accepts a scene of another project, and deletes the room with that scene.
func TestPlanWarnsOfSceneOfAnotherProject(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	other := newFixture(t, p.Service)
	caller := p.ProtocolClientWithKey(t)
	none := caller.Absent("xrcloud_room")
	want := "warning at scene_id: Scene of another project: The scene \"" + other.scene + "\" does not belong to the project \"" + p.project + "\"."
	for name, c := range map[string]struct {
		prior  acctest.Object
		scene  any
		isWarn bool
	}{
		"a new room":              {none, other.scene, true},
		"a replaced room":         {caller.MustApply(none, p.arguments(nil)), other.scene, true},
		"a scene of the project":  {none, p.scene, false},
		"a scene that is unknown": {none, acctest.Unknown, false},
		"a scene that is missing": {none, missingID, false},
	} {
		_, problems := caller.Plan(c.prior, p.arguments(acctest.Values{"scene_id": c.scene}))
		if got := strings.Join(problems, "\n"); c.isWarn != strings.HasPrefix(got, want) || !c.isWarn && got != "" {
			t.Errorf("%s: the plan says %q, want a warning: %v", name, got, c.isWarn)
		}
	}
}
