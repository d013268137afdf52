package project_test

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// The values of variables without defaults are unknown in validation.
func TestProjectValuesFromVariables(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	configuration := s.Config(`
variable "name" { type = string }
variable "label" { type = string }
variable "webhook_url" { type = string }
variable "favicon" { type = string }
variable "logo_base64" { type = string }
variable "force_destroy" { type = bool }
variable "none" { type = string }
` + projectBlock(`
  name           = var.name
  label          = var.label
  webhook_url    = var.webhook_url
  favicon        = var.favicon
  favicon_base64 = var.none
  logo           = var.none
  logo_base64    = var.logo_base64
  force_destroy  = var.force_destroy`))
	variables := config.Variables{
		"name": config.StringVariable("Fair"), "label": config.StringVariable(newLabel()),
		"webhook_url": config.StringVariable("https://example.com/hook"), "force_destroy": config.BoolVariable(true),
		"favicon":     config.StringVariable(writeImage(t, "favicon.png", "favicon")),
		"logo_base64": config.StringVariable(base64.StdEncoding.EncodeToString([]byte(png))), "none": nil,
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             checkDestroyed(t, s),
		Steps: []resource.TestStep{{
			Config: configuration, ConfigVariables: variables,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				expectPlanned("favicon_sha256", knownvalue.StringExact(hash("favicon"))), expectPlanned("logo_sha256", knownvalue.StringExact(hash(png))),
			}},
		}},
	})
}

// Values of another resource that changes are unknown until apply.
func TestProjectValuesFromOtherResource(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	label := newLabel()
	configuration := func(suffix, favicon, logo string, force bool) string {
		return s.Config(fmt.Sprintf(`
resource "terraform_data" "values" {
  input = {
    name = "Fair %[1]s", label = "%[2]s-%[1]s", webhook_url = "https://example.com/%[1]s"
    favicon = %[3]q, logo = %[4]q, force_destroy = %[5]t
  }
}
`, suffix, label, favicon, base64.StdEncoding.EncodeToString([]byte(logo)), force) + projectBlock(`
  name          = terraform_data.values.output.name
  label         = terraform_data.values.output.label
  webhook_url   = terraform_data.values.output.webhook_url
  favicon       = terraform_data.values.output.favicon
  logo_base64   = terraform_data.values.output.logo
  force_destroy = terraform_data.values.output.force_destroy`))
	}
	unknown := func(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			expectAction(action),
			plancheck.ExpectUnknownValue(projectAddress, tfjsonpath.New("favicon_sha256")),
			plancheck.ExpectUnknownValue(projectAddress, tfjsonpath.New("logo_sha256")),
		}}
	}
	favicon := writeImage(t, "favicon.png", "favicon")
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             checkDestroyed(t, s),
		Steps: []resource.TestStep{
			{
				Config:           configuration("one", favicon, png, false),
				ConfigPlanChecks: unknown(plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					acctest.ExpectState(projectAddress, "favicon_sha256", knownvalue.StringExact(hash("favicon"))), acctest.ExpectState(projectAddress, "logo_sha256", knownvalue.StringExact(hash(png))),
				},
			},
			{
				Config:           configuration("two", writeImage(t, "favicon.gif", "another"), png, true),
				ConfigPlanChecks: unknown(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					acctest.ExpectState(projectAddress, "name", knownvalue.StringExact("Fair two")), acctest.ExpectState(projectAddress, "label", knownvalue.StringExact(label+"-two")),
					acctest.ExpectState(projectAddress, "webhook_url", knownvalue.StringExact("https://example.com/two")), acctest.ExpectState(projectAddress, "force_destroy", knownvalue.Bool(true)),
					acctest.ExpectState(projectAddress, "favicon_sha256", knownvalue.StringExact(hash("another"))), acctest.ExpectState(projectAddress, "logo_sha256", knownvalue.StringExact(hash(png))),
				},
			},
			{ // an invalid value that is unknown until apply is an error of the apply
				Config:      configuration("two", "favicon.txt", png, true),
				ExpectError: regexp.MustCompile(`(?s)favicon\s+= terraform_data.values.output.favicon.*must be the path of an\s+image`),
			},
			{Config: configuration("two", favicon, png, true)},
		},
	})
}
