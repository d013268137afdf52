package tfkit

import (
	"context"
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// UUID validates that a string is a UUID in the form that services write: lower case, with dashes. XRCLOUD answers
// ids of another form with an error of its own making (500) instead of "not found".
func UUID() validator.String { return uuidValidator{} }

type uuidValidator struct{}

func (uuidValidator) Description(context.Context) string {
	return "value must be a UUID in lower case, such as f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
}

func (v uuidValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v uuidValidator) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || isUUID(req.ConfigValue.ValueString()) {
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Not a UUID",
		fmt.Sprintf("%s, but it is %q.", sentence(v.Description(ctx)), req.ConfigValue.ValueString()))
}

func isUUID(text string) bool {
	id, err := uuid.Parse(text)
	return err == nil && id.String() == text
}

// sentence begins a text with a capital letter.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
