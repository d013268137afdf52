package room_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

func TestRoomLifecycle(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	project := s.Project(t, "Fair")
	scene := s.Scene(t, project.ID, "Lobby")
	config := func(arguments string) string {
		return s.Config(fmt.Sprintf(`
resource "xrcloud_room" "hall" {
  project_id = %q
  scene_id   = %q
  %s
}`, project.ID, scene, arguments))
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: config(`
  name = "Main Hall"
  return_url = "https://example.com/bye"`),
			},
			{
				Config: config(`
  name = "Grand Hall"
  size = 20
  return_url = "https://example.com/later"`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction("xrcloud_room.hall", plancheck.ResourceActionUpdate),
				}},
			},
			{
				ResourceName: "xrcloud_room.hall", ImportState: true, ImportStateVerify: true,
			},
		},
	})
}
