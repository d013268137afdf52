package room_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// The values of variables without defaults are unknown in validation.
func TestRoomValuesFromVariables(t *testing.T) {
	t.Parallel()
	p := newFixtureOnAnyScene(t)
	configuration := p.Config(`
variable "project_id" { type = string }
variable "scene_id" { type = string }
variable "name" { type = string }
variable "size" { type = number }
variable "return_url" { type = string }
variable "tags" { type = set(string) }

resource "xrcloud_room" "hall" {
  project_id = var.project_id
  scene_id   = var.scene_id
  name       = var.name
  size       = var.size
  return_url = var.return_url
  tags       = var.tags
}`)
	variables := func(name string, size int64) config.Variables {
		return config.Variables{
			"project_id": config.StringVariable(p.project), "scene_id": config.StringVariable(p.scene),
			"name": config.StringVariable(name), "size": config.IntegerVariable(size),
			"return_url": config.StringVariable("https://example.com/bye"),
			"tags":       config.SetVariable(config.StringVariable("keynote")),
		}
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             p.checkDestroyed(t),
		Steps: []resource.TestStep{
			{
				Config: configuration, ConfigVariables: variables("Main Hall", 20),
				ConfigStateChecks: []statecheck.StateCheck{
					acctest.ExpectState(roomAddress, "size", knownvalue.Int64Exact(20)), acctest.ExpectState(roomAddress, "tags", knownvalue.SetSizeExact(1)),
				},
			},
			{
				Config: configuration, ConfigVariables: variables("Grand Hall", 30),
				ConfigPlanChecks: expectActionAndURLs(plancheck.ResourceActionUpdate, nil),
			},
		},
	})
}

// Values of another resource that changes are unknown until apply.
func TestRoomValuesFromOtherResource(t *testing.T) {
	t.Parallel()
	p := newFixtureOnAnyScene(t)
	configuration := func(name string, size int, tag string) string {
		return p.Config(fmt.Sprintf(`
resource "terraform_data" "mutable" {
  input = { name = %q, size = %d, return_url = "https://example.com/%[2]d" }
}

resource "terraform_data" "fixed" {
  input = { project_id = %[4]q, scene_id = %[5]q, tags = [%[3]q, "keynote"], tag = %[3]q }
}

resource "xrcloud_room" "hall" {
  project_id = terraform_data.fixed.output.project_id
  scene_id   = terraform_data.fixed.output.scene_id
  name       = terraform_data.mutable.output.name
  size       = terraform_data.mutable.output.size
  return_url = terraform_data.mutable.output.return_url
  tags       = terraform_data.fixed.output.tags
}

resource "xrcloud_room" "foyer" {
  project_id = terraform_data.fixed.output.project_id
  scene_id   = terraform_data.fixed.output.scene_id
  name       = "Foyer"
  return_url = "https://example.com/bye"
  tags       = ["keynote", terraform_data.fixed.output.tag]
}`, name, size, tag, p.project, p.scene))
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             p.checkDestroyed(t),
		Steps: []resource.TestStep{
			{
				Config:           configuration("Main Hall", 20, "day-1"),
				ConfigPlanChecks: expectActionAndURLs(plancheck.ResourceActionCreate, nil),
				ConfigStateChecks: []statecheck.StateCheck{
					acctest.ExpectState(roomAddress, "size", knownvalue.Int64Exact(20)), acctest.ExpectState(roomAddress, "tags", knownvalue.SetSizeExact(2)),
				},
			},
			{ // in place, since no argument that forces replacement is known to change
				Config:           configuration("Grand Hall", 30, "day-1"),
				ConfigPlanChecks: expectActionAndURLs(plancheck.ResourceActionUpdate, nil),
				ConfigStateChecks: []statecheck.StateCheck{
					acctest.ExpectState(roomAddress, "name", knownvalue.StringExact("Grand Hall")), acctest.ExpectState(roomAddress, "return_url", knownvalue.StringExact("https://example.com/30")),
				},
			},
			{ // an unknown element does not force replacement, and fails the apply if it changes
				Config:      configuration("Grand Hall", 30, "day-2"),
				ExpectError: regexp.MustCompile(`inconsistent final plan`),
			},
			{
				Config:           configuration("Grand Hall", 30, "day-2"),
				ConfigPlanChecks: expectActionAndURLs(plancheck.ResourceActionReplace, nil),
			},
		},
	})
}
