package venueless_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
)

// planned checks what is planned for the room "hall" before an apply.
func planned(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(hall, action)}}
}

func TestVanishedAndChangedOutside(t *testing.T) {
	t.Parallel()
	s := start(t)
	configuration := s.room(full)
	var before string
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: configuration},
			{
				PreConfig: func() {
					before = s.only(t).ID
					if err := s.client.DeleteRoom(t.Context(), "", before); err != nil {
						t.Fatal(err)
					}
				},
				Config: configuration, ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			},
			{
				PreConfig: func() {
					room := s.only(t)
					if room.ID == before {
						t.Error("the room was not created anew")
					}
					name, text, priority, list, grants := "Other", "Other", int64(1), []venueless.Module{}, venueless.TraitGrants{}
					description := &text
					if _, err := s.client.UpdateRoom(t.Context(), "", room.ID, venueless.RoomChange{
						Name: &name, Description: &description, SortingPriority: &priority, PretalxID: &priority, ModuleConfig: &list,
						TraitGrants: &grants, ScheduleData: []byte(`{"title":"Other"}`), Deleted: new(bool),
					}); err != nil {
						t.Fatal(err)
					}
				},
				Config: configuration, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				Check: func(*terraform.State) error {
					room := s.only(t)
					if room.Name != "Grand Hall" || *room.Description != "The **largest** one" || room.SortingPriority != -5 || room.PretalxID != 130 ||
						len(room.ModuleConfig) != 2 || len(room.TraitGrants) != 2 || string(room.ScheduleData) != `{"title":"Opening","session":1}` || !room.Deleted {
						return fmt.Errorf("the room is %+v", room)
					}
					return nil
				},
			},
		},
	})
}

// TestScheduleDataIsLeftAlone holds that what moderators set is not undone where it is not managed, nor lost by an update.
func TestScheduleDataIsLeftAlone(t *testing.T) {
	t.Parallel()
	s := start(t)
	set := func(data string) func() {
		return func() {
			if _, err := s.client.UpdateRoom(t.Context(), "", s.only(t).ID, venueless.RoomChange{ScheduleData: []byte(data)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.room(`name = "Hall"`)},
			{PreConfig: set(`{"session":7}`), Config: s.room(`name = "Hall"`), ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
			{Config: s.room(`name = "Lobby"`), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
			{
				PreConfig: set(`{"session":8}`), Config: s.room(`name = "Lobby"`),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(hall, tfjsonpath.New("schedule_data"), knownvalue.StringExact(`{"session":8}`)),
				},
			},
		},
	})
}

// TestVariables gives every argument by a variable without a default, so that none is known when it is validated, and
// leaves one to another resource, so that it is not known when it is planned.
func TestVariables(t *testing.T) {
	t.Parallel()
	s := start(t)
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

// TestProviderOfAnotherResource takes the provider's section from a resource that is still to be created.
func TestProviderOfAnotherResource(t *testing.T) {
	t.Parallel()
	s := start(t)
	for name, section := range map[string]string{
		"a value": `venueless {
			base_url = terraform_data.url.output
			world_id = "acc"
			jwt {
				secret = "` + secret + `"
			}
		}`,
		"the block": `dynamic "venueless" {
			for_each = [terraform_data.url.output]
			content {
				base_url = venueless.value
				world_id = "acc"
				jwt {
					secret = "` + secret + `"
				}
			}
		}`,
		"the signing": `venueless {
			base_url = "` + s.server.URL() + `"
			world_id = "acc"
			dynamic "jwt" {
				for_each = terraform_data.url.output == "" ? [] : ["` + secret + `"]
				content {
					secret = jwt.value
				}
			}
		}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{Config: acctest.Config(section, fmt.Sprintf(`
resource "terraform_data" "url" {
  input = %q
}
resource "xrcloud_venueless_room" "hall" {
  name = "Hall"
}`, s.server.URL()))}},
			})
		})
	}
}

// TestNoSection holds that a room says at its plan what is missing, and that nothing else needs the section.
func TestNoSection(t *testing.T) {
	t.Parallel()
	s := start(t)
	const room = `
resource "xrcloud_venueless_room" "hall" {
  name = "Hall"
}`
	url := fmt.Sprintf("base_url = %q", s.server.URL())
	for name, test := range map[string]struct{ section, body, problem string }{
		"none":          {"", room, `(?s)Cannot plan Venueless room.*XRCLOUD_VENUELESS_BASE_URL`},
		"no credential": {"venueless {\n" + url + "\n}", room, `XRCLOUD_VENUELESS_JWT_SECRET`},
		"no world":      {"venueless {\n" + url + "\ntoken = \"x\"\n}", room, `XRCLOUD_VENUELESS_WORLD_ID`},
		"both":          {"venueless {\n" + url + "\ntoken = \"x\"\njwt {\nsecret = \"y\"\n}\n}", room, `cannot be specified when`},
		"read":          {"", `data "xrcloud_venueless_rooms" "all" {}`, `XRCLOUD_VENUELESS_BASE_URL`},
		"bad url":       {`venueless { base_url = "event.example.com" }`, room, `which has no scheme`},
		"bad time":      {"venueless {\n" + url + "\njwt {\nsecret = \"y\"\nttl = \"soon\"\n}\n}", room, `must be a time span`},
		"bad CA":        {"venueless {\n" + url + "\nca_certificate = \"x\"\n}", room, `BEGIN CERTIFICATE`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps:                    []resource.TestStep{{Config: acctest.Config(test.section, test.body), PlanOnly: true, ExpectError: regexp.MustCompile(test.problem)}},
			})
		})
	}
}
