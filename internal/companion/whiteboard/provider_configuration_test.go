package whiteboard_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// Without the block whiteboard, or without an argument that a room needs in it, the plan fails and the provider sends nothing.
func TestMissingProviderConfiguration(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	for _, test := range []struct{ config, problem string }{
		{acctest.Config(``, roomBlock(``)), `(?s)Cannot plan whiteboard room.*XRCLOUD_WHITEBOARD_ACCESS_KEY`},
		{s.configWith(`region = "sg"`, roomBlock(``)), `XRCLOUD_WHITEBOARD_ACCESS_KEY`},
		{s.configWith("access_key = \"a\"\n secret_key = \"b\"", roomBlock(``)), `XRCLOUD_WHITEBOARD_REGION`},
	} {
		resource.UnitTest(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps:                    []resource.TestStep{{Config: test.config, PlanOnly: true, ExpectError: regexp.MustCompile(test.problem)}},
		})
	}
	if sent := s.server.Requests("", ""); len(sent) != 0 {
		t.Errorf("sent %v", sent)
	}
}

// The values of the block whiteboard, or the block itself, can come from a resource that the same apply creates.
func TestProviderConfiguredByResource(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	values := fmt.Sprintf("{ endpoint = %q, access_key = %q, secret_key = %q, region = \"sg\" }", s.server.URL(), keyPair.AccessKey, keyPair.SecretKey)
	account := "\nresource \"terraform_data\" \"account\" { input = " + values + " }\n"
	for name, arguments := range map[string]string{
		"block": `dynamic "whiteboard" {
  for_each = [terraform_data.account.output]
  content {
    endpoint   = whiteboard.value.endpoint
    access_key = whiteboard.value.access_key
    secret_key = whiteboard.value.secret_key
    region     = whiteboard.value.region
  }
}`,
		"values": fmt.Sprintf(`whiteboard {
  endpoint = %q
  access_key = terraform_data.account.output.access_key
  secret_key = terraform_data.account.output.secret_key
  region = terraform_data.account.output.region
}`, s.server.URL()),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config:            acctest.Config(arguments, account+roomBlock(``)),
					ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{"region": knownvalue.StringExact("sg")}),
				}},
			})
		})
	}
}

// Changing the region of the provider does not move existing rooms.
func TestDefaultRegionChange(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	keys := fmt.Sprintf("access_key = %q\n secret_key = %q\n", keyPair.AccessKey, keyPair.SecretKey)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.configWith(keys+`region = "eu"`, roomBlock(``))},
			{Config: s.configWith(keys+`region = "sg"`, roomBlock(``)), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionNoop)},
			{
				Config: s.configWith(keys+`region = "sg"`, roomBlock(`disabled = true`)), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionUpdate),
				Check: s.requireRooms("eu", 1, 1),
			},
			{Config: s.configWith(keys, roomBlock(`disabled = true`)), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionNoop)},
		},
	})
}

// The provider's region is unknown in the plan. The apply uses the same plan, and the provider's region.
func TestDefaultRegionUnknownInPlan(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	arguments := acctest.Values{"access_key": keyPair.AccessKey, "secret_key": keyPair.SecretKey, "region": acctest.Unknown}
	planning := s.protocolClientWith(t, arguments)
	planned, problems := planning.Plan(planning.Absent(roomType), acctest.Values{})
	requireProblems(t, problems)
	arguments["region"] = "sg"
	applying := s.protocolClientWith(t, arguments)
	room, problems := applying.Apply(applying.Absent(roomType), planned, acctest.Values{})
	requireProblems(t, problems)
	if id, region := room.Attribute(t, "id"), room.Attribute(t, "region"); region != "sg" || id != "sg/"+s.onlyRoom(t, "sg").UUID {
		t.Errorf("the room has the region %q and the ID %q", region, id)
	}
}
