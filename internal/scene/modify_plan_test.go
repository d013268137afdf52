package scene_test

import (
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// A plan without any credential is an error.
func TestPlanWithoutCredential(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	client := acctest.NewProtocolClient(t, acctest.Values{"endpoint": p.Arguments()["endpoint"]})
	_, problems := client.Plan(client.Absent("xrcloud_scene"), acctest.Values{"scene_id": p.scene})
	if len(problems) != 1 || !strings.HasPrefix(problems[0], "error: Cannot plan scene: The provider has no credential. Set api_key") {
		t.Errorf("the plan: %q", problems)
	}
}

// An update checks a project that the plan could not check.
func TestUpdateChecksProject(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	client := p.ProtocolClientWithKey(t)
	created := client.MustApply(client.Absent("xrcloud_scene"), acctest.Values{"scene_id": p.scene})
	unknown := acctest.NewProtocolClient(t, acctest.Values{"endpoint": p.Arguments()["endpoint"], "api_key": acctest.Unknown})
	other := acctest.Values{"scene_id": p.scene, "project_id": p.CreateProject(t, "Other").ID}
	planned, problems := unknown.Plan(created, other)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	updated, problems := client.Apply(created, planned, other)
	if len(problems) != 1 || !strings.HasPrefix(problems[0], "error at project_id: Scene is not in this project: ") || !updated.Value.Equal(created.Value) {
		t.Errorf("the update leaves %v: %q", updated.Value, problems)
	}
}

// A scene that was deleted outside Terraform is a warning in the plan: a destroy plans the configuration first, and must not fail.
func TestDeletedSceneDoesNotBlockDestroy(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	client := p.ProtocolClient(t)
	if err := p.Client.DeleteScene(t.Context(), p.scene); err != nil {
		t.Fatal(err)
	}
	for name, config := range map[string]acctest.Values{
		"scene":        {"scene_id": p.scene},
		"with project": {"scene_id": p.scene, "project_id": p.project},
	} {
		planned, problems := client.Plan(client.Absent("xrcloud_scene"), config)
		if len(problems) != 1 || !strings.HasPrefix(problems[0], "warning at scene_id: Scene not found: ") {
			t.Errorf("%s: the plan: %q", name, problems)
		}
		if created, problems := client.Apply(client.Absent("xrcloud_scene"), planned, config); !created.Value.IsNull() || !strings.HasPrefix(strings.Join(problems, ""), "error at scene_id: Cannot adopt scene: ") {
			t.Errorf("%s: the apply leaves %v: %q", name, created.Value, problems)
		}
	}
}
