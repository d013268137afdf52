package venueless

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// isWorldID validates that a string has the form of a world ID, so that the plan finds a URL or a trailing slash.
func isWorldID() validator.String {
	const form = "a world ID: letters, digits, dots, dashes and underscores, such as fair"
	return tfkit.StringValidator{Form: form, Check: func(text string, argument path.Path, diags *diag.Diagnostics) {
		if !api.IsWorldID(text) {
			diags.AddAttributeError(argument, "Invalid world ID", fmt.Sprintf("Expected %s, got %q.", form, text))
		}
	}}
}

// isTrimmed validates that a string has no white space at its ends, which the service would strip.
func isTrimmed() validator.String {
	return tfkit.StringValidator{Form: "a string without leading and trailing white space", Check: func(text string, argument path.Path, diags *diag.Diagnostics) {
		if text != trim(text) {
			diags.AddAttributeError(argument, "Leading or trailing white space", fmt.Sprintf("Value is %q. The service removes leading and trailing white space. Wrap the value in trimspace().", text))
		}
	}}
}

// checkNoNUL adds an error if a string has a NUL character, to which the service responds with 500. It checks a string again that
// was unknown when the arguments were validated.
func checkNoNUL(ctx context.Context, text string, argument path.Path, diags *diag.Diagnostics) {
	var resp validator.StringResponse
	tfkit.NoNUL().ValidateString(ctx, validator.StringRequest{Path: argument, ConfigValue: types.StringValue(text)}, &resp)
	diags.Append(resp.Diagnostics...)
}
