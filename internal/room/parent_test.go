package room_test

import (
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// A replacement deletes the room before it makes another one: what it names must be there.
func TestReplacementNeedsItsParents(t *testing.T) {
	t.Parallel()
	p := emulated(t)
	caller := p.KeyCall(t)
	room := caller.Do(caller.None("xrcloud_room"), p.values(nil))
	for _, argument := range []string{"scene_id", "project_id"} {
		_, problems := caller.Plan(room, p.values(acctest.Values{argument: nowhere}))
		want := "error at " + argument + ": Cannot replace room: "
		if len(problems) != 1 || !strings.HasPrefix(problems[0], want) {
			t.Errorf("%s: want %q, got %v", argument, want, problems)
		}
	}
	other := newPlace(t, p.Service)
	if _, problems := caller.Plan(room, p.values(acctest.Values{"scene_id": other.scene, "project_id": other.project})); len(problems) > 0 {
		t.Errorf("parents that are there: %v", problems)
	}
}
