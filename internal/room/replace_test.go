package room_test

import (
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// A replacement deletes the room before it creates another one. A scene or project that does not exist is an error in the plan.
func TestReplacementRequiresSceneAndProject(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	client := p.ProtocolClientWithKey(t)
	room := client.MustApply(client.Absent("xrcloud_room"), p.arguments(nil))
	for _, argument := range []string{"scene_id", "project_id"} {
		_, problems := client.Plan(room, p.arguments(acctest.Values{argument: acctest.MissingID}))
		want := "error at " + argument + ": Cannot replace room: "
		if len(problems) != 1 || !strings.HasPrefix(problems[0], want) {
			t.Errorf("%s: want %q, got %v", argument, want, problems)
		}
	}
	other := newFixture(t, p.Service)
	if _, problems := client.Plan(room, p.arguments(acctest.Values{"scene_id": other.scene, "project_id": other.project})); len(problems) > 0 {
		t.Errorf("with an existing scene and project: %v", problems)
	}
}

// The service accepts a scene of another project, and deletes the room together with that scene. The plan warns.
func TestSceneOfOtherProjectWarns(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	other := newFixture(t, p.Service)
	client := p.ProtocolClientWithKey(t)
	none := client.Absent("xrcloud_room")
	want := "warning at scene_id: Scene of another project: The scene \"" + other.scene + "\" does not belong to the project \"" + p.project + "\"."
	for name, c := range map[string]struct {
		prior acctest.Object
		scene any
		warns bool
	}{
		"new room":             {none, other.scene, true},
		"replacement":          {client.MustApply(none, p.arguments(nil)), other.scene, true},
		"scene of the project": {none, p.scene, false},
		"unknown scene":        {none, acctest.Unknown, false},
		"missing scene":        {none, acctest.MissingID, false},
	} {
		_, problems := client.Plan(c.prior, p.arguments(acctest.Values{"scene_id": c.scene}))
		if got := strings.Join(problems, "\n"); c.warns != strings.HasPrefix(got, want) || !c.warns && got != "" {
			t.Errorf("%s: the plan: %q, want a warning: %v", name, got, c.warns)
		}
	}
}
