package vcs_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

// Every step replaces the room, and also checks that the plan after it is empty.
func TestRoomLifecycle(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy: func(*terraform.State) error {
			if rooms := s.rooms(t); len(rooms) > 0 {
				t.Errorf("after the destroy, the service still has %v", rooms)
			}
			return nil
		},
		Steps: []resource.TestStep{
			{
				Config:           s.roomConfig(``),
				ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionCreate),
				ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{
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
				Config:            s.roomConfig(`name = "Hall"`),
				ConfigPlanChecks:  acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{"name": knownvalue.StringExact("Hall")}),
			},
			{
				Config:           s.roomConfig(`name = "Great Hall"`),
				ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate),
			},
			{
				Config:            s.roomConfig(`description = "Talks"`),
				ConfigPlanChecks:  acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{"name": knownvalue.Null(), "description": knownvalue.StringExact("Talks")}),
			},
			{
				Config:            s.roomConfig(`conference_type = "SFU"`),
				ConfigPlanChecks:  acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{"description": knownvalue.Null(), "current_conference_type": knownvalue.StringExact("SFU")}),
			},
			{
				Config:            s.roomConfig(`auto_upgrade_participant_count = 4`),
				ConfigPlanChecks:  acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{"conference_type": knownvalue.StringExact("MESH"), "auto_upgrade_participant_count": knownvalue.Int64Exact(4)}),
			},
			{
				Config:           s.roomConfig(`auto_upgrade_participant_count = 5`),
				ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate),
			},
			{
				Config:            s.roomConfig(``),
				ConfigPlanChecks:  acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{"auto_upgrade_participant_count": knownvalue.Null()}),
			},
			{
				Config:           s.roomConfig(`auto_upgrade_participant_count = 4`),
				ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate),
			},
		},
	})
}
