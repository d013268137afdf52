package project_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

func TestProjectChangedOutside(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	word := uniqueLabel()
	const hook = "https://example.com/hook"
	config := s.Config(projectBlock(fmt.Sprintf("  name = \"Fair\"\n  label = %q\n  webhook_url = %q", word, hook)))
	var id string
	change := func(name string, webhook, label *string) {
		t.Helper()
		if _, err := s.Client.UpdateProject(t.Context(), id, xrcloud.ProjectInput{Name: name, WebhookURL: webhook, Label: label}); err != nil {
			t.Fatal(err)
		}
	}
	mended := func(outside func()) resource.TestStep {
		return resource.TestStep{
			PreConfig:        outside,
			Config:           config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{expectAction(plancheck.ResourceActionUpdate)}},
			ConfigStateChecks: []statecheck.StateCheck{
				expectState("name", knownvalue.StringExact("Fair")),
				expectState("label", knownvalue.StringExact(word)),
				expectState("webhook_url", knownvalue.StringExact(hook)),
			},
			PostApplyFunc: func() {
				t.Helper()
				project, err := s.Client.Project(t.Context(), id)
				if err != nil || project.Name != "Fair" || project.WebhookURL == nil || *project.WebhookURL != hook {
					t.Errorf("the service has %v (%v)", project, err)
				}
				if got := projectIDsByLabel(t, s, word); len(got) != 1 || got[0] != id {
					t.Errorf("the projects %q have the label, want %q", got, id)
				}
			},
		}
	}
	other := uniqueLabel()
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             checkDestroyed(t, s),
		Steps: []resource.TestStep{
			{
				Config: config,
				Check: func(state *terraform.State) error {
					id = state.RootModule().Resources[fair].Primary.ID
					return nil
				},
			},
			mended(func() { change("Renamed", new(hook), nil) }),
			mended(func() { change("Fair", new("https://example.com/elsewhere"), nil) }),
			mended(func() { change("Fair", nil, nil) }),
			mended(func() { change("Fair", new(hook), new(string)) }),
			mended(func() { change("Fair", new(hook), &other) }),
			{
				PreConfig: func() {
					if err := s.Client.DeleteProject(t.Context(), id); err != nil {
						t.Fatal(err)
					}
				},
				Config:           config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{expectAction(plancheck.ResourceActionCreate)}},
			},
		},
	})
}

// What Terraform shows of a read: the identity every time, and a warning where the project is gone.
func TestProjectNotFoundIsRemovedFromState(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	word := uniqueLabel()
	caller := s.ProtocolClient(t)
	made := caller.MustApply(caller.Absent("xrcloud_project"), acctest.Values{"name": "Fair", "label": word})
	id := made.Attribute(t, "id")
	if made.ID(t) != id {
		t.Errorf("after its creation the identity is %q, want %q", made.ID(t), id)
	}
	made.Identity = nil // as a state from before identity has it
	made, problems := caller.Read(made)
	if made.ID(t) != id || len(problems) > 0 {
		t.Errorf("after a read the identity is %q, want %q; %q", made.ID(t), id, problems)
	}
	changed := caller.MustApply(made, acctest.Values{"name": "Fair 2", "label": word})
	if changed.ID(t) != id {
		t.Errorf("after an update the identity is %q, want %q", changed.ID(t), id)
	}

	// Another project has the label now: whoever looks by it finds that one.
	if _, err := s.Client.UpdateProject(t.Context(), id, xrcloud.ProjectInput{Name: "Fair 2", Label: new(string)}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Client.UpdateProject(t.Context(), s.CreateProject(t, "Other").ID, xrcloud.ProjectInput{Name: "Other", Label: &word}); err != nil {
		t.Fatal(err)
	}
	if moved, problems := caller.Read(changed); moved.Attribute(t, "label") != "null" || len(problems) > 0 {
		t.Errorf("a label that another project has now is read as %q; %q", moved.Attribute(t, "label"), problems)
	}
	if kept, problems := s.ProtocolClientWithKey(t).Read(changed); kept.Attribute(t, "label") != word || len(problems) > 0 {
		t.Errorf("an API key alone reads the label, which it cannot know, as %q; %q", kept.Attribute(t, "label"), problems)
	}

	if err := s.Client.DeleteProject(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	gone, problems := caller.Read(changed)
	want := "warning: Project not found: The service does not find the project \"" + id + "\": it was deleted outside Terraform. " +
		"It will be removed from the state. The next apply recreates it, without the scenes and rooms that were deleted with it."
	if got := strings.Join(problems, "\n"); got != want || !gone.Value.IsNull() || gone.ID(t) != id {
		t.Errorf("a read of a deleted project gives %v, identity %q, and says\n%s\nwant\n%s", gone.Value, gone.ID(t), got, want)
	}
	if destroyed := caller.MustApply(changed, nil); !destroyed.Value.IsNull() {
		t.Errorf("the destruction of a deleted project leaves %v", destroyed.Value)
	}
}
