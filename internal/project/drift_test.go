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
	label := newLabel()
	const hook = "https://example.com/hook"
	config := s.Config(projectBlock(fmt.Sprintf("  name = \"Fair\"\n  label = %q\n  webhook_url = %q", label, hook)))
	var id string
	change := func(name string, webhook, label *string) {
		t.Helper()
		if _, err := s.Client.UpdateProject(t.Context(), id, xrcloud.ProjectInput{Name: name, WebhookURL: webhook, Label: label}); err != nil {
			t.Fatal(err)
		}
	}
	reverted := func(outside func()) resource.TestStep {
		return resource.TestStep{
			PreConfig:        outside,
			Config:           config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{expectAction(plancheck.ResourceActionUpdate)}},
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.ExpectState(projectAddress, "name", knownvalue.StringExact("Fair")),
				acctest.ExpectState(projectAddress, "label", knownvalue.StringExact(label)),
				acctest.ExpectState(projectAddress, "webhook_url", knownvalue.StringExact(hook)),
			},
			PostApplyFunc: func() {
				t.Helper()
				project, err := s.Client.Project(t.Context(), id)
				if err != nil || project.Name != "Fair" || project.WebhookURL == nil || *project.WebhookURL != hook {
					t.Errorf("the service has %v (%v)", project, err)
				}
				if got := projectIDsByLabel(t, s, label); len(got) != 1 || got[0] != id {
					t.Errorf("the projects %q have the label, want %q", got, id)
				}
			},
		}
	}
	other := newLabel()
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             checkDestroyed(t, s),
		Steps: []resource.TestStep{
			{
				Config: config,
				Check: func(state *terraform.State) error {
					id = state.RootModule().Resources[projectAddress].Primary.ID
					return nil
				},
			},
			reverted(func() { change("Renamed", new(hook), nil) }),
			reverted(func() { change("Fair", new("https://example.com/elsewhere"), nil) }),
			reverted(func() { change("Fair", nil, nil) }),
			reverted(func() { change("Fair", new(hook), new(string)) }),
			reverted(func() { change("Fair", new(hook), &other) }),
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

// Each operation returns the identity. A read of a deleted project removes it from the state with a warning.
func TestProjectNotFoundIsRemovedFromState(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	label := newLabel()
	client := s.ProtocolClient(t)
	created := client.MustApply(client.Absent("xrcloud_project"), acctest.Values{"name": "Fair", "label": label})
	id := created.Attribute(t, "id")
	if created.ID(t) != id {
		t.Errorf("after the creation the identity is %q, want %q", created.ID(t), id)
	}
	created.Identity = nil // as in a state of Terraform 1.11 or older
	created = client.MustRead(created)
	if created.ID(t) != id {
		t.Errorf("after a read the identity is %q, want %q", created.ID(t), id)
	}
	changed := client.MustApply(created, acctest.Values{"name": "Fair 2", "label": label})
	if changed.ID(t) != id {
		t.Errorf("after an update the identity is %q, want %q", changed.ID(t), id)
	}

	// A lookup by the label finds another project now.
	if _, err := s.Client.UpdateProject(t.Context(), id, xrcloud.ProjectInput{Name: "Fair 2", Label: new(string)}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Client.UpdateProject(t.Context(), s.CreateProject(t, "Other").ID, xrcloud.ProjectInput{Name: "Other", Label: &label}); err != nil {
		t.Fatal(err)
	}
	if moved, problems := client.Read(changed); moved.Attribute(t, "label") != "null" || len(problems) > 0 {
		t.Errorf("after another project got the label, the state has the label %q: %q", moved.Attribute(t, "label"), problems)
	}
	if kept, problems := s.ProtocolClientWithKey(t).Read(changed); kept.Attribute(t, "label") != label || len(problems) > 0 {
		t.Errorf("with an API key alone, which cannot read labels, the state has the label %q: %q", kept.Attribute(t, "label"), problems)
	}

	if err := s.Client.DeleteProject(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	read, problems := client.Read(changed)
	want := "warning: Project not found: The service does not find the project \"" + id + "\": it was deleted outside Terraform. " +
		"It will be removed from the state. The next apply recreates it, without the scenes and rooms that were deleted with it."
	if got := strings.Join(problems, "\n"); got != want || !read.Value.IsNull() || read.ID(t) != id {
		t.Errorf("a read of a deleted project returns %v, identity %q, with\n%s\nwant\n%s", read.Value, read.ID(t), got, want)
	}
	if destroyed := client.MustApply(changed, nil); !destroyed.Value.IsNull() {
		t.Errorf("the deletion of a deleted project leaves %v", destroyed.Value)
	}
}
