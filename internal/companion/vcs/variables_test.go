package vcs_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

// The values of variables without defaults are unknown in validation.
func TestRoomValuesFromVariables(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.roomConfig(`
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
