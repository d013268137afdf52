package tfkit

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// IsUUID validates that a string is a UUID in the form of the services: in lower case, with dashes. XRCLOUD responds to an ID of another form
// with 500 in place of 404.
func IsUUID() validator.String {
	const form = "a UUID in lower case, such as f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
	return StringValidator{form, func(text string, argument path.Path, diags *diag.Diagnostics) {
		if !transport.IsUUID(text) {
			diags.AddAttributeError(argument, "Invalid UUID", fmt.Sprintf("Expected %s, got %q.", form, text))
		}
	}}
}

// NoNUL validates that a string has no NUL character, which the databases of the services cannot store.
func NoNUL() validator.String {
	return StringValidator{"a string without NUL characters", func(text string, argument path.Path, diags *diag.Diagnostics) {
		if strings.ContainsRune(text, 0) {
			diags.AddAttributeError(argument, "Invalid string", "The value must not contain a NUL character.")
		}
	}}
}
