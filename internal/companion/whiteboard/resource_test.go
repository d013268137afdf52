package whiteboard_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

func TestRoomLifecycle(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	uuid := knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f]{32}$`))
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy: func(state *terraform.State) error {
			if err := s.requireRooms("us-sv", 2, 2)(state); err != nil {
				return err
			}
			return s.requireRooms("sg", 3, 3)(state)
		},
		Steps: []resource.TestStep{
			{
				Config: s.roomConfig(``),
				ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{
					"id": knownvalue.StringRegexp(regexp.MustCompile(`^us-sv/[0-9a-f]{32}$`)), "region": knownvalue.StringExact("us-sv"), "uuid": uuid,
					"is_record": knownvalue.Bool(false), "limit": knownvalue.Int64Exact(0), "disabled": knownvalue.Bool(false),
					"on_destroy": knownvalue.StringExact("disable"), "team_uuid": knownvalue.NotNull(), "app_uuid": knownvalue.StringExact("app-1"),
					"created_at": knownvalue.NotNull(),
				}),
			},
			// These arguments change in place, also back to their defaults.
			{Config: s.roomConfig(`disabled = true`), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionUpdate), Check: s.requireRooms("us-sv", 1, 1)},
			{Config: s.roomConfig(``), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionUpdate), Check: s.requireRooms("us-sv", 1, 0)},
			{Config: s.roomConfig(`on_destroy = "abandon"`), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionUpdate)},
			{Config: s.roomConfig(``), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionUpdate)},
			// Configuring the default values changes nothing.
			{
				Config:           s.roomConfig("region = \"us-sv\"\nis_record = false\nlimit = 0\ndisabled = false\non_destroy = \"disable\""),
				ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionNoop), Check: s.requireRooms("us-sv", 1, 0),
			},
			{Config: s.roomConfig(``), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionNoop)},
			// These arguments replace the room. The old room remains, disabled.
			{
				Config: s.roomConfig(`limit = 5`), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate), Check: s.requireRooms("us-sv", 2, 1),
				ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{"limit": knownvalue.Int64Exact(5)}),
			},
			{
				Config: s.roomConfig("limit = 5\nregion = \"sg\""), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate),
				Check:             resource.ComposeTestCheckFunc(s.requireRooms("us-sv", 2, 2), s.requireRooms("sg", 1, 0)),
				ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{"region": knownvalue.StringExact("sg")}),
			},
			{
				Config: s.roomConfig("limit = 5\nregion = \"sg\"\nis_record = true"), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate),
				Check:             s.requireRooms("sg", 2, 1),
				ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{"is_record": knownvalue.Bool(true)}),
			},
			// Removing limit resets it to 0. Removing region or is_record keeps the value.
			{
				Config: s.roomConfig("region = \"sg\""), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate), Check: s.requireRooms("sg", 3, 2),
				ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{"limit": knownvalue.Int64Exact(0)}),
			},
			{
				Config: s.roomConfig(``), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionNoop),
				ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{"region": knownvalue.StringExact("sg")}),
			},
		},
	})
	if sent := s.server.Requests("DELETE", ""); len(sent) != 0 {
		t.Errorf("sent %d requests with the method DELETE", len(sent))
	}
}

func TestRoomCreatedDisabled(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.roomConfig(`disabled = true`), Check: s.requireRooms("us-sv", 1, 1),
			ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{"disabled": knownvalue.Bool(true)}),
		}},
	})
}

func TestRoomAbandoned(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             s.requireRooms("us-sv", 1, 0),
		Steps:                    []resource.TestStep{{Config: s.roomConfig(`on_destroy = "abandon"`)}},
	})
	if sent := s.server.Requests("PATCH", ""); len(sent) != 0 {
		t.Errorf("sent %d requests to abandon the room", len(sent))
	}
}

func TestRoomPlan(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := s.protocolClient(t)
	planned, problems := client.Plan(client.Absent(roomType), acctest.Values{})
	if len(problems) > 0 || planned.Attribute(t, "region") != "us-sv" || planned.Attribute(t, "is_record") != "unknown" {
		t.Errorf("planned %v, %v", planned.Value, problems)
	}
	created := client.MustApply(client.Absent(roomType), acctest.Values{})
	s.server.Reset()
	client.MustApply(created, acctest.Values{"on_destroy": "abandon"})
	if sent := s.server.Requests("", ""); len(sent) != 0 {
		t.Errorf("to change on_destroy, the provider sent %v", sent)
	}
}
