package vcs_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

// expect checks what the next plan does with the room, before it is carried out.
func expect(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(hall, action)}}
}

// has checks attributes of the room in the state.
func has(attributes map[string]knownvalue.Check) []statecheck.StateCheck {
	checks := make([]statecheck.StateCheck, 0, len(attributes))
	for name, want := range attributes {
		checks = append(checks, statecheck.ExpectKnownValue(hall, tfjsonpath.New(name), want))
	}
	return checks
}

// Another room comes of every step. Each also checks that the plan after it is empty.
func TestRoomLifecycle(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy: func(*terraform.State) error {
			if rooms := s.rooms(t); len(rooms) > 0 {
				t.Errorf("after the destruction there is still %v", rooms)
			}
			return nil
		},
		Steps: []resource.TestStep{
			{
				Config:           s.hall(``),
				ConfigPlanChecks: expect(plancheck.ResourceActionCreate),
				ConfigStateChecks: has(map[string]knownvalue.Check{
					"id":                             knownvalue.StringRegexp(regexp.MustCompile(`^RO-`)),
					"name":                           knownvalue.Null(),
					"description":                    knownvalue.Null(),
					"conference_type":                knownvalue.StringExact("MESH"),
					"auto_upgrade_participant_count": knownvalue.Null(),
					"current_conference_type":        knownvalue.StringExact("MESH"),
					"creation_time":                  knownvalue.StringExact("2022-04-08T13:44:28.429Z"),
					"modification_time":              knownvalue.StringExact("2022-04-08T13:44:28.429Z"),
					"expires_at":                     knownvalue.StringExact("2022-04-09T13:44:28.429Z"),
					"max_participants":               knownvalue.Int64Exact(4),
					"room_token_ttl_seconds":         knownvalue.Int64Exact(86400),
					"room_ttl_seconds":               knownvalue.Int64Exact(86400),
					"endpoint_ttl_seconds":           knownvalue.Int64Exact(86400),
				}),
			},
			{
				Config:            s.hall(`name = "Hall"`),
				ConfigPlanChecks:  expect(plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: has(map[string]knownvalue.Check{"name": knownvalue.StringExact("Hall")}),
			},
			{
				Config:           s.hall(`name = "Great Hall"`),
				ConfigPlanChecks: expect(plancheck.ResourceActionDestroyBeforeCreate),
			},
			{
				Config:            s.hall(`description = "Talks"`),
				ConfigPlanChecks:  expect(plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: has(map[string]knownvalue.Check{"name": knownvalue.Null(), "description": knownvalue.StringExact("Talks")}),
			},
			{
				Config:            s.hall(`conference_type = "SFU"`),
				ConfigPlanChecks:  expect(plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: has(map[string]knownvalue.Check{"description": knownvalue.Null(), "current_conference_type": knownvalue.StringExact("SFU")}),
			},
			{
				Config:            s.hall(`auto_upgrade_participant_count = 4`),
				ConfigPlanChecks:  expect(plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: has(map[string]knownvalue.Check{"conference_type": knownvalue.StringExact("MESH"), "auto_upgrade_participant_count": knownvalue.Int64Exact(4)}),
			},
			{
				Config:           s.hall(`auto_upgrade_participant_count = 5`),
				ConfigPlanChecks: expect(plancheck.ResourceActionDestroyBeforeCreate),
			},
			{
				Config:            s.hall(``),
				ConfigPlanChecks:  expect(plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: has(map[string]knownvalue.Check{"auto_upgrade_participant_count": knownvalue.Null()}),
			},
			{
				Config:           s.hall(`auto_upgrade_participant_count = 4`),
				ConfigPlanChecks: expect(plancheck.ResourceActionDestroyBeforeCreate),
			},
		},
	})
}

func TestRoomVanishedOutside(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.hall(`name = "Hall"`)},
			{
				PreConfig: func() {
					if err := s.client.DeleteRoom(t.Context(), s.only(t).ID); err != nil {
						t.Error(err)
					}
				},
				Config:           s.hall(`name = "Hall"`),
				ConfigPlanChecks: expect(plancheck.ResourceActionCreate),
			},
		},
	})
}

func TestRoomChangedOutside(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.hall(`name = "Hall"`)},
			{
				PreConfig: func() {
					if err := s.Rename(s.only(t).ID, "Lobby"); err != nil {
						t.Error(err)
					}
				},
				Config:           s.hall(`name = "Hall"`),
				ConfigPlanChecks: expect(plancheck.ResourceActionDestroyBeforeCreate),
			},
		},
	})
}

// A room that has become SFU is what a configuration asks for that says so from now on. It cannot become MESH again.
func TestRoomHasBecomeWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.hall(``)},
			{
				PreConfig: func() {
					if err := s.Upgrade(s.only(t).ID); err != nil {
						t.Error(err)
					}
				},
				Config:            s.hall(`conference_type = "SFU"`),
				ConfigPlanChecks:  expect(plancheck.ResourceActionUpdate),
				ConfigStateChecks: has(map[string]knownvalue.Check{"conference_type": knownvalue.StringExact("SFU")}),
			},
			{
				Config:           s.hall(``),
				ConfigPlanChecks: expect(plancheck.ResourceActionDestroyBeforeCreate),
			},
		},
	})
}

// Values of variables without defaults are unknown while Terraform validates.
func TestRoomFromVariables(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.hall(`
  name                           = var.name
  description                    = var.name
  conference_type                = var.type
  auto_upgrade_participant_count = var.threshold`) + `
variable "name" { type = string }
variable "type" { type = string }
variable "threshold" { type = number }
`,
			ConfigVariables: config.Variables{
				"name": config.StringVariable("Hall"), "type": config.StringVariable("MESH"), "threshold": config.IntegerVariable(3),
			},
		}},
	})
}

func TestRoomBadArguments(t *testing.T) {
	t.Parallel()
	caller := start(t, emulator.Options{}).call(t)
	for name, test := range map[string]struct {
		arguments acctest.Values
		problem   string // "" for none
	}{
		"empty name":          {acctest.Values{"name": ""}, `at name: .* must be between 1 and 512`},
		"long name":           {acctest.Values{"name": strings.Repeat("é", 513)}, `at name: .* must be between 1 and 512`},
		"longest name":        {acctest.Values{"name": strings.Repeat("é", 512)}, ""},
		"empty description":   {acctest.Values{"description": ""}, `at description: .* must be at least 1`},
		"no type":             {acctest.Values{"conference_type": "mesh"}, `at conference_type: .* one of: ["MESH" "SFU"]`},
		"no upgrade":          {acctest.Values{"auto_upgrade_participant_count": 0}, `at auto_upgrade_participant_count: Invalid whole number: auto_upgrade_participant_count must be a whole number of at least 1, got 0.`},
		"SFU with upgrade":    {acctest.Values{"conference_type": "SFU", "auto_upgrade_participant_count": 4}, `at auto_upgrade_participant_count: An SFU room cannot be upgraded`},
		"SFU with unknown":    {acctest.Values{"conference_type": "SFU", "auto_upgrade_participant_count": acctest.Unknown}, ""},
		"unknown and upgrade": {acctest.Values{"conference_type": acctest.Unknown, "auto_upgrade_participant_count": 4}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, problems := range [][]string{caller.ValidateResource(kind, test.arguments), caller.ValidateEphemeral(kind, test.arguments)} {
				want := strings.ReplaceAll(regexp.QuoteMeta(test.problem), `\.\*`, `.*`)
				if len(problems) > 1 || (len(problems) == 1) != (want != "") || !regexp.MustCompile(want).MatchString(strings.Join(problems, "")) {
					t.Errorf("the problems are %v", problems)
				}
			}
		})
	}
}
