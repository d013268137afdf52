package venueless_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

func TestLifecycle(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	value := func(name string, want knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(hallAddress, tfjsonpath.New(name), want)
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: s.hallConfig(`name = "Hall"`),
				ConfigStateChecks: []statecheck.StateCheck{
					value("world_id", knownvalue.StringExact("acc")), value("description", knownvalue.Null()),
					value("sorting_priority", knownvalue.Int64Exact(0)), value("pretalx_id", knownvalue.Int64Exact(0)),
					value("module_config", knownvalue.ListSizeExact(0)), value("trait_grants", knownvalue.MapSizeExact(0)),
					value("schedule_data", knownvalue.Null()), value("deleted", knownvalue.Bool(false)), value("deletion_mode", knownvalue.StringExact("hard")),
				},
			},
			{
				Config: s.hallConfig(fullArguments),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(hallAddress, plancheck.ResourceActionUpdate),
				}},
			},
			{ResourceName: hallAddress, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"deletion_mode"}},
			{
				Config: s.hallConfig(`name = "Hall"`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(hallAddress, plancheck.ResourceActionUpdate),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					value("description", knownvalue.Null()), value("module_config", knownvalue.ListSizeExact(0)),
					value("trait_grants", knownvalue.MapSizeExact(0)), value("sorting_priority", knownvalue.Int64Exact(0)),
					// It is no longer managed, and stays as it is.
					value("schedule_data", knownvalue.StringExact(`{"session":1,"title":"Opening"}`)),
				},
			},
			{
				Config: s.hallConfig("name = \"Hall\"\n world_id = \"other\""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(hallAddress, plancheck.ResourceActionReplace),
				}},
			},
		},
	})
	if left := len(s.rooms(t)); left > 0 {
		t.Errorf("%d rooms are left", left)
	}
}

// fullArguments sets every argument but the world.
const fullArguments = `
  name             = "Grand Hall"
  description      = "The **largest** one"
  sorting_priority = -5
  pretalx_id       = 130
  module_config = [
    { type = "livestream.native", config = jsonencode({ hls_url = "https://example.org/x.m3u8?a=1&b=<2>" }) },
    { type = "chat.native" },
  ]
  trait_grants  = { viewer = [], participant = [["a", "b"], ["c"]] }
  schedule_data = jsonencode({ title = "Opening", session = 1 })
  deleted       = true
  deletion_mode = "soft"
`
