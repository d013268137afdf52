package room_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// The plan assumes that a scene that is unknown until apply stays the same. If it changes, the apply fails, and the next plan replaces the
// room.
func TestUnknownSceneDoesNotReplace(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	other := p.PublishScene(t, p.project, "Hall")
	config := func(scene string, version int) string {
		return p.Config(fmt.Sprintf(`
resource "terraform_data" "later" {
  input            = %q
  triggers_replace = %d
}
resource "xrcloud_room" "hall" {
  project_id = %q
  scene_id   = terraform_data.later.output
  name       = "Main Hall"
  return_url = "https://example.com/bye"
}
`, scene, version, p.project))
	}
	var first string
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             p.checkDestroyed(t),
		Steps: []resource.TestStep{
			{Config: config(p.scene, 1), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionCreate)},
			{
				PreConfig: func() { first = p.onlyRoom(t).ID },
				Config:    config(p.scene, 2), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionUpdate),
			},
			{Config: config(other, 2), ExpectError: regexp.MustCompile(`Provider produced inconsistent final plan`)},
			{
				PreConfig: func() {
					if p.onlyRoom(t).ID != first {
						t.Error("the room was replaced")
					}
				},
				Config: config(other, 2), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionReplace),
			},
		},
	})
}

// The plan warns of that assumption.
func TestUnknownSceneWarns(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	client := p.ProtocolClient(t)
	created := client.MustApply(client.Absent("xrcloud_room"), p.arguments(nil))
	_, problems := client.Plan(created, p.arguments(acctest.Values{"scene_id": acctest.Unknown}))
	if len(problems) != 1 || !strings.HasPrefix(problems[0], "warning at scene_id: Value is unknown until apply: Changing scene_id forces replacement, but its value is unknown until apply. The plan assumes that it stays \""+p.scene+"\".") {
		t.Errorf("the plan: %q", problems)
	}
}
