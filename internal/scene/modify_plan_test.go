package scene_test

import (
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// Without any credential, the plan says so.
func TestPlanWithoutCredential(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	caller := acctest.NewProtocolClient(t, acctest.Values{"endpoint": p.Arguments()["endpoint"]})
	_, problems := caller.Plan(caller.Absent("xrcloud_scene"), acctest.Values{"scene_id": p.scene})
	if len(problems) != 1 || !strings.HasPrefix(problems[0], "error: Cannot plan scene: The provider has no credential. Set api_key") {
		t.Errorf("the plan says %q", problems)
	}
}

// A project that could not be checked in the plan is checked before the update.
func TestUpdateChecksTheProject(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	caller := p.ProtocolClientWithKey(t)
	created := caller.MustApply(caller.Absent("xrcloud_scene"), acctest.Values{"scene_id": p.scene})
	unknown := acctest.NewProtocolClient(t, acctest.Values{"endpoint": p.Arguments()["endpoint"], "api_key": acctest.Unknown})
	other := acctest.Values{"scene_id": p.scene, "project_id": p.CreateProject(t, "Other").ID}
	planned, problems := unknown.Plan(created, other)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	updated, problems := caller.Apply(created, planned, other)
	if len(problems) != 1 || !strings.HasPrefix(problems[0], "error at project_id: Scene is not in this project: ") || !updated.Value.Equal(created.Value) {
		t.Errorf("the update leaves %v and says %q", updated.Value, problems)
	}
}

// A scene that somebody deleted is a warning in the plan: a destroy plans the configuration first, and must not be blocked.
func TestDestroyIsNotBlockedByADeletedScene(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	caller := p.ProtocolClient(t)
	if err := p.Client.DeleteScene(t.Context(), p.scene); err != nil {
		t.Fatal(err)
	}
	for name, config := range map[string]acctest.Values{
		"alone":          {"scene_id": p.scene},
		"with a project": {"scene_id": p.scene, "project_id": p.project},
	} {
		planned, problems := caller.Plan(caller.Absent("xrcloud_scene"), config)
		if len(problems) != 1 || !strings.HasPrefix(problems[0], "warning at scene_id: Scene not found: ") {
			t.Errorf("%s: the plan says %q", name, problems)
		}
		if created, problems := caller.Apply(caller.Absent("xrcloud_scene"), planned, config); !created.Value.IsNull() || !strings.HasPrefix(strings.Join(problems, ""), "error at scene_id: Cannot adopt scene: ") {
			t.Errorf("%s: the apply leaves %v and says %q", name, created.Value, problems)
		}
	}
}
