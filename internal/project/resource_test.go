package project_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

const png = "\x89PNG\r\n\x1a\n"

// The test framework checks that the plan after each step is empty.
func TestProjectLifecycle(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	first, second := newLabel(), newLabel()
	neutral, err := os.ReadFile("neutral.png")
	if err != nil {
		t.Fatal(err)
	}
	favicon := writeImage(t, "favicon.ico", "a favicon")
	same := statecheck.CompareValue(compare.ValuesSame())
	id := func() statecheck.StateCheck { return same.AddStateValue(projectAddress, tfjsonpath.New("id")) }
	update := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{expectAction(plancheck.ResourceActionUpdate)}}
	hasLabel := func(label string, want int) func() {
		return func() {
			t.Helper()
			if got := projectIDsByLabel(t, s, label); len(got) != want {
				t.Errorf("%d projects have the label %q, want %d", len(got), label, want)
			}
		}
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             checkDestroyed(t, s),
		Steps: []resource.TestStep{
			{ // required arguments only
				Config: s.Config(projectBlock(`name = "Spring fair"`)),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					expectAction(plancheck.ResourceActionCreate), expectPlanned("favicon_sha256", knownvalue.StringExact(hash(string(neutral)))),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					id(),
					acctest.ExpectState(projectAddress, "id", acctest.IsUUID),
					acctest.ExpectState(projectAddress, "name", knownvalue.StringExact("Spring fair")),
					acctest.ExpectState(projectAddress, "label", knownvalue.Null()),
					acctest.ExpectState(projectAddress, "webhook_url", knownvalue.Null()),
					acctest.ExpectState(projectAddress, "favicon_sha256", knownvalue.StringExact(hash(string(neutral)))),
					acctest.ExpectState(projectAddress, "logo_sha256", knownvalue.StringExact(hash(string(neutral)))),
					acctest.ExpectState(projectAddress, "favicon_url", knownvalue.NotNull()),
					acctest.ExpectState(projectAddress, "logo_url", knownvalue.NotNull()),
					acctest.ExpectState(projectAddress, "force_destroy", knownvalue.Bool(false)),
					acctest.ExpectState(projectAddress, "created_at", acctest.IsTime),
					acctest.ExpectState(projectAddress, "updated_at", acctest.IsTime),
				},
			},
			{ // all arguments
				Config: s.Config(projectBlock(fmt.Sprintf(`
  name = "Autumn fair"
  label = %q
  webhook_url = "https://example.com/hook"
  favicon = %q
  logo_base64 = %q
  force_destroy = true`, first, favicon, base64.StdEncoding.EncodeToString([]byte(png))))),
				ConfigPlanChecks: update,
				ConfigStateChecks: []statecheck.StateCheck{
					id(),
					acctest.ExpectState(projectAddress, "name", knownvalue.StringExact("Autumn fair")),
					acctest.ExpectState(projectAddress, "label", knownvalue.StringExact(first)),
					acctest.ExpectState(projectAddress, "webhook_url", knownvalue.StringExact("https://example.com/hook")),
					acctest.ExpectState(projectAddress, "favicon_sha256", knownvalue.StringExact(hash("a favicon"))),
					acctest.ExpectState(projectAddress, "logo_sha256", knownvalue.StringExact(hash(png))),
				},
				PostApplyFunc: hasLabel(first, 1),
			},
			{ // each argument changed
				Config: s.Config(projectBlock(fmt.Sprintf(`
  name = "Winter fair"
  label = %q
  webhook_url = "https://example.com/other"
  favicon_base64 = %q
  logo = %q`, second, base64.StdEncoding.EncodeToString([]byte(png+"2")), favicon))),
				ConfigPlanChecks: update,
				ConfigStateChecks: []statecheck.StateCheck{
					id(),
					acctest.ExpectState(projectAddress, "label", knownvalue.StringExact(second)),
					acctest.ExpectState(projectAddress, "webhook_url", knownvalue.StringExact("https://example.com/other")),
					acctest.ExpectState(projectAddress, "favicon_sha256", knownvalue.StringExact(hash(png+"2"))),
					acctest.ExpectState(projectAddress, "logo_sha256", knownvalue.StringExact(hash("a favicon"))),
					acctest.ExpectState(projectAddress, "force_destroy", knownvalue.Bool(false)),
				},
				PostApplyFunc: func() { hasLabel(first, 0)(); hasLabel(second, 1)() },
			},
			{ // optional arguments removed
				Config:           s.Config(projectBlock(`name = "Winter fair"`)),
				ConfigPlanChecks: update,
				ConfigStateChecks: []statecheck.StateCheck{
					id(),
					acctest.ExpectState(projectAddress, "label", knownvalue.Null()),
					acctest.ExpectState(projectAddress, "webhook_url", knownvalue.Null()),
					acctest.ExpectState(projectAddress, "favicon_sha256", knownvalue.StringExact(hash(string(neutral)))),
					acctest.ExpectState(projectAddress, "logo_sha256", knownvalue.StringExact(hash(string(neutral)))),
				},
				PostApplyFunc: hasLabel(second, 0),
			},
		},
	})
}

// A project with scenes and rooms is deleted with force_destroy only.
func TestDestroyOfProjectWithRooms(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	config := func(arguments string) string {
		return s.Config(projectBlock(`name = "Spring fair"
` + arguments))
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             checkDestroyed(t, s),
		Steps: []resource.TestStep{
			{
				Config: config(""),
				Check: func(state *terraform.State) error {
					id := state.RootModule().Resources[projectAddress].Primary.ID
					s.DeleteProjectAfterTest(t, id)
					scene := s.PublishScene(t, id, "Lobby")
					s.PublishScene(t, id, "Stage")
					createRooms(t, s, id, scene, 3)
					return nil
				},
			},
			{
				Config: config(""), Destroy: true,
				ExpectError: regexp.MustCompile(`(?s)Project is not empty.*also\s+deletes\s+2\s+scenes\s+and\s+3\s+rooms\s+on\s+them:\s+"Room\s+0".*set\s+force_destroy\s+=\s+true`),
			},
			{
				Config:           config("force_destroy = true"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{expectAction(plancheck.ResourceActionUpdate)}},
			},
		},
	})
}
