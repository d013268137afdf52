package tfkit

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Storable validates that a text has no NUL character, the only one that the service's database cannot keep.
func Storable() validator.String { return storableValidator{} }

type storableValidator struct{}

func (storableValidator) Description(context.Context) string {
	return "value must not have a NUL character in it"
}

func (v storableValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v storableValidator) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if strings.ContainsRune(req.ConfigValue.ValueString(), 0) {
		resp.Diagnostics.AddAttributeError(req.Path, "Text cannot be stored", sentence(v.Description(ctx))+".")
	}
}
