package room_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

const (
	accessID  = "a0166051-1eee-44bb-922a-c988d517a0e1"
	publicURL = "https://room.xrcloud.app:4000/7UizZDL/main-hall?public=" + accessID
)

// testFunctions runs steps with a provider without a configuration.
func testFunctions(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	for i := range steps {
		steps[i].Config = acctest.Config("", steps[i].Config)
	}
	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)},
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps:                    steps,
	})
}

func outputConfig(values map[string]string) string {
	var config strings.Builder
	for name, value := range values {
		fmt.Fprintf(&config, "output %q {\n  value = %s\n}\n", name, value)
	}
	return config.String()
}

func TestFunctionsInTerraform(t *testing.T) {
	t.Parallel()
	entry := func(options string) string {
		return fmt.Sprintf("provider::xrcloud::room_entry_url(%q, %s)", publicURL, options)
	}
	parsed := func(visibility, access knownvalue.Check) knownvalue.Check {
		return knownvalue.ObjectExact(map[string]knownvalue.Check{
			"host": knownvalue.StringExact("room.xrcloud.app:4000"), "room_sid": knownvalue.StringExact("7UizZDL"),
			"slug": knownvalue.StringExact("main-hall"), "visibility": visibility, "access_id": access,
		})
	}
	closed, _, _ := strings.Cut(publicURL, "?")
	var checks []statecheck.StateCheck
	values := map[string]string{}
	for name, c := range map[string]struct {
		value string
		want  knownvalue.Check
	}{
		"public":         {fmt.Sprintf("provider::xrcloud::parse_room_url(%q)", publicURL), parsed(knownvalue.StringExact("public"), knownvalue.StringExact(accessID))},
		"closed":         {fmt.Sprintf("provider::xrcloud::parse_room_url(%q)", closed), parsed(knownvalue.Null(), knownvalue.Null())},
		"is_closed":      {fmt.Sprintf("provider::xrcloud::parse_room_url(%q).visibility == null", closed), knownvalue.Bool(true)},
		"omitted":        {fmt.Sprintf("provider::xrcloud::room_entry_url(%q)", publicURL), knownvalue.StringExact(publicURL)},
		"as_text":        {entry(`{ display_name = 7, fast_entry = "true" }`), knownvalue.StringExact(publicURL + "&displayName=7&funcs=fastEntry")},
		"all":            {entry(`{ avatar_url = "https://example.com/a.glb", display_name = "Ada & Eve", fast_entry = true }`), knownvalue.StringExact(publicURL + "&avatarUrl=https%3A%2F%2Fexample.com%2Fa.glb&displayName=Ada%20%26%20Eve&funcs=fastEntry")},
		"nothing":        {entry("{}"), knownvalue.StringExact(publicURL)},
		"null":           {entry("null"), knownvalue.StringExact(publicURL)},
		"null_options":   {entry("{ display_name = null, fast_entry = null }"), knownvalue.StringExact(publicURL)},
		"one":            {entry("{ fast_entry = true }"), knownvalue.StringExact(publicURL + "&funcs=fastEntry")},
		"false":          {entry(`{ display_name = "Ada", fast_entry = false }`), knownvalue.StringExact(publicURL + "&displayName=Ada")},
		"map":            {entry(`tomap({ display_name = "Ada", fast_entry = "true" })`), knownvalue.StringExact(publicURL + "&displayName=Ada&funcs=fastEntry")},
		"object_of_type": {entry("var.entry"), knownvalue.StringExact(publicURL + "&displayName=Ada")},
		"null_of_type":   {entry("var.none"), knownvalue.StringExact(publicURL)},
		"from_another":   {entry("{ display_name = terraform_data.later.output, fast_entry = true }"), knownvalue.StringExact(publicURL + "&displayName=Eve&funcs=fastEntry")},
	} {
		values[name] = c.value
		checks = append(checks, statecheck.ExpectKnownOutputValue(name, c.want))
	}
	testFunctions(t, resource.TestStep{
		Config: `
variable "entry" {
  type    = object({ display_name = optional(string), fast_entry = optional(bool) })
  default = { display_name = "Ada" }
}
variable "none" {
  type    = object({ display_name = optional(string) })
  default = null
}
resource "terraform_data" "later" {
  input = "Eve"
}
` + outputConfig(values),
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectUnknownOutputValue("from_another"), plancheck.ExpectKnownOutputValue("one", knownvalue.NotNull()),
		}},
		ConfigStateChecks: checks,
	})
}

// Errors of functions are attached to the parameter, and do not show the URL, which can grant access to the room.
func TestFunctionErrorsInTerraform(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ value, want string }{
		"parse other URL":   {`provider::xrcloud::parse_room_url("https://room.xrcloud.app/lobby")`, `Invalid value for "url" parameter:\s+The\s+URL\s+is\s+not\s+the\s+URL\s+of\s+a\s+room.*followed\s+by\s+a\s+slug\.\n`},
		"enter other URL":   {`provider::xrcloud::room_entry_url("https://room.xrcloud.app/lobby", {})`, `Invalid value for "url" parameter:\s+The\s+URL\s+is\s+not\s+the\s+URL\s+of\s+a\s+room.*followed\s+by\s+a\s+slug\.\n`},
		"null URL":          {`provider::xrcloud::parse_room_url(null)`, `Invalid value for "url" parameter:\s+argument must not be null`},
		"unknown option":    {fmt.Sprintf(`provider::xrcloud::room_entry_url(%q, { displayName = "Ada" })`, publicURL), `Invalid value for "options" parameter:\s+Cannot read the options:\s+there is no\s+option\s+"displayName", only avatar_url, display_name and fast_entry\.\n`},
		"wrong type":        {fmt.Sprintf(`provider::xrcloud::room_entry_url(%q, { display_name = ["Ada"] })`, publicURL), `Invalid value for "options" parameter:.*string`},
		"wrong boolean":     {fmt.Sprintf(`provider::xrcloud::room_entry_url(%q, { fast_entry = 1 })`, publicURL), `Invalid value for "options" parameter:\s+Cannot read the options:\s+the option\s+fast_entry\s+must be true or\s+false\.\n`},
		"options as string": {fmt.Sprintf(`provider::xrcloud::room_entry_url(%q, "Ada")`, publicURL), `Invalid value for "options" parameter:\s+map of string\s+required`},
		"two options":       {fmt.Sprintf(`provider::xrcloud::room_entry_url(%q, { display_name = "Ada" }, null)`, publicURL), `Invalid value for "options" parameter:\s+Expected at most\s+one object of\s+options,\s+got 2\.\s+Merge\s+them\s+into\s+one\s+object\.\n`},
		"avatar":            {`provider::xrcloud::parse_room_url("https://room.xrcloud.app/avatars/Nt7QPw3")`, `Invalid value for "url" parameter:.*its\s+path\s+leads\s+to\s+/avatars,\s+which\s+is\s+not\s+a\s+room\.\n`},
		"sensitive URL":     {fmt.Sprintf(`provider::xrcloud::parse_room_url(sensitive(%q)).slug`, publicURL), `Output refers to sensitive values`},
		"sensitive name":    {fmt.Sprintf(`provider::xrcloud::room_entry_url(%q, { display_name = sensitive("Ada") })`, publicURL), `Output refers to sensitive values`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testFunctions(t, resource.TestStep{
				Config:      outputConfig(map[string]string{"value": c.value}),
				ExpectError: regexp.MustCompile(`(?s)` + c.want),
			})
		})
	}
}
