package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// StringValidator adapts a function to validator.String.
type StringValidator struct {
	// Form describes valid values, as in "value must be <Form>".
	Form string
	// Check adds an error if a known value is invalid.
	Check func(text string, argument path.Path, diags *diag.Diagnostics)
}

func (c StringValidator) Description(context.Context) string { return "value must be " + c.Form }

func (c StringValidator) MarkdownDescription(ctx context.Context) string { return c.Description(ctx) }

func (c StringValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() {
		c.Check(req.ConfigValue.ValueString(), req.Path, &resp.Diagnostics)
	}
}
