package venueless_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// The values of variables without defaults are unknown in validation, and those of a new resource are unknown until apply.
func TestRoomValuesFromVariables(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	variables := config.Variables{
		"name": config.StringVariable("Hall"), "text": config.StringVariable("Text\n"), "number": config.IntegerVariable(7),
		"grants":  config.MapVariable(map[string]config.Variable{"viewer": config.ListVariable(config.ListVariable(config.StringVariable("a")))}),
		"modules": config.ListVariable(config.ObjectVariable(map[string]config.Variable{"type": config.StringVariable("chat.native"), "config": config.StringVariable(`{ "volatile" : true }`)})),
		"flag":    config.BoolVariable(false), "mode": config.StringVariable("soft"), "world": config.StringVariable("acc"),
		"secret": config.StringVariable(secret), "url": config.StringVariable(s.server.URL()),
		"traits": config.ListVariable(config.StringVariable("apiuser")),
	}
	configuration := acctest.Config(`venueless {
  base_url = var.url
  world_id = var.world
  jwt {
    secret = var.secret
    traits = var.traits
  }
}`, `
variable "name" { type = string }
variable "text" { type = string }
variable "number" { type = number }
variable "grants" { type = map(list(list(string))) }
variable "modules" { type = list(object({ type = string, config = string })) }
variable "flag" { type = bool }
variable "mode" { type = string }
variable "world" { type = string }
variable "url" { type = string }
variable "traits" { type = list(string) }
variable "secret" {
  type      = string
  sensitive = true
}

resource "xrcloud_venueless_room" "hall" {
  world_id         = var.world
  name             = var.name
  description      = var.text
  sorting_priority = var.number
  pretalx_id       = var.number
  module_config    = var.modules
  trait_grants     = var.grants
  schedule_data    = jsonencode({ title = var.name })
  deleted          = var.flag
  deletion_mode    = var.mode
}

resource "terraform_data" "other" {
  input = xrcloud_venueless_room.hall.name
}

resource "xrcloud_venueless_room" "lobby" {
  world_id      = var.world
  name          = terraform_data.other.output
  description   = "${terraform_data.other.output}\n"
  module_config = [for name in [terraform_data.other.output] : { type = name, config = jsonencode({ content = name }) }]
  trait_grants  = { (var.name) = [[terraform_data.other.output]] }
  schedule_data = jsonencode({ title = terraform_data.other.output })
}
`)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: configuration, ConfigVariables: variables},
			{Config: configuration, ConfigVariables: variables, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
		},
	})
}
