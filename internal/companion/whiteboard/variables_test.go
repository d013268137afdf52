package whiteboard_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// The values of variables without defaults are unknown in validation, and those of a new resource are unknown until apply.
func TestRoomValuesFromVariables(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	variables := `
variable "region" {}
variable "record" { type = bool }
variable "limit" { type = number }
variable "disabled" { type = bool }
variable "on_destroy" {}
`
	body := roomBlock("region = var.region\nis_record = var.record\nlimit = var.limit\ndisabled = var.disabled\non_destroy = var.on_destroy")
	values := config.Variables{
		"region": config.StringVariable("eu"), "record": config.BoolVariable(true), "limit": config.IntegerVariable(2),
		"disabled": config.BoolVariable(true), "on_destroy": config.StringVariable("disable"),
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.config(variables + body), ConfigVariables: values, Check: s.requireRooms("eu", 1, 1)},
			{
				Config: s.config(roomUnknownUntilApply("eu", 2)), Check: s.requireRooms("eu", 1, 1),
				ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{
					"region": knownvalue.StringExact("eu"), "is_record": knownvalue.Bool(true), "limit": knownvalue.Int64Exact(2), "disabled": knownvalue.Bool(true),
				}),
			},
			{Config: s.config(roomUnknownUntilApply("sg", 2)), ExpectError: regexp.MustCompile(`inconsistent final plan`)},
			{Config: s.config(roomUnknownUntilApply("sg", 2)), Check: s.requireRooms("sg", 1, 1)},
			{Config: s.config(roomUnknownUntilApply("sg", 3)), ExpectError: regexp.MustCompile(`inconsistent final plan`)},
		},
	})
	if rooms := s.Rooms("sg"); len(rooms) != 1 || rooms[0].Limit != 2 {
		t.Errorf("the failed apply changed the room: %v", rooms)
	}
}

// roomUnknownUntilApply returns a room with arguments from a resource that each change replaces: they are unknown until apply.
func roomUnknownUntilApply(region string, limit int) string {
	return fmt.Sprintf(`
resource "terraform_data" "arguments" {
  input            = { region = %[1]q, record = true, limit = %[2]d, disabled = true }
  triggers_replace = "%[1]s %[2]d"
}
`, region, limit) + roomBlock("region = terraform_data.arguments.output.region\nis_record = terraform_data.arguments.output.record\nlimit = terraform_data.arguments.output.limit\ndisabled = terraform_data.arguments.output.disabled")
}
