package venueless

import (
	"context"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ basetypes.StringTypable                    = trimmedType{}
	_ basetypes.StringValuableWithSemanticEquals = trimmedText{}
)

// trimmedType is the type of texts of which the service strips the white space at both ends, such as the line break that
// ends a heredoc.
type trimmedType struct{ basetypes.StringType }

func (trimmedType) String() string { return "venueless.trimmedType" }

func (trimmedType) Equal(other attr.Type) bool { _, ok := other.(trimmedType); return ok }

func (trimmedType) ValueType(context.Context) attr.Value { return trimmedText{} }

func (trimmedType) ValueFromString(_ context.Context, value basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return trimmedText{value}, nil
}

func (t trimmedType) ValueFromTerraform(ctx context.Context, value tftypes.Value) (attr.Value, error) {
	text, err := t.StringType.ValueFromTerraform(ctx, value)
	if err != nil {
		return nil, err
	}
	return trimmedText{text.(basetypes.StringValue)}, nil //nolint:forcetypeassert // a StringType gives nothing else
}

// trimmedText is a text with white space at its ends that does not count.
type trimmedText struct{ basetypes.StringValue }

func trimmed(text *string) trimmedText { return trimmedText{basetypes.NewStringPointerValue(text)} }

func (trimmedText) Type(context.Context) attr.Type { return trimmedType{} }

func (v trimmedText) Equal(other attr.Value) bool {
	text, ok := other.(trimmedText)
	return ok && v.StringValue.Equal(text.StringValue)
}

func (v trimmedText) StringSemanticEquals(_ context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	text, ok := other.(trimmedText)
	return ok && strip(v.ValueString()) == strip(text.ValueString()), nil
}

// strip takes away what the service does, which is Unicode's white space and four control characters.
func strip(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f })
}

// stripped validates that a text has nothing at its ends that the service would strip.
func stripped() validator.String {
	return tfkit.StringValidator{Form: "a text without white space at its ends", Check: func(text string, argument path.Path, diags *diag.Diagnostics) {
		if text != strip(text) {
			diags.AddAttributeError(argument, "White space at the ends", "The service strips white space at both ends. Wrap the value in trimspace().")
		}
	}}
}

// checkStorable adds an error for a text with a NUL character, which was unknown when arguments were validated. The
// service answers it with 500.
func checkStorable(ctx context.Context, text string, argument path.Path, diags *diag.Diagnostics) {
	var resp validator.StringResponse
	tfkit.NoNUL().ValidateString(ctx, validator.StringRequest{Path: argument, ConfigValue: basetypes.NewStringValue(text)}, &resp)
	diags.Append(resp.Diagnostics...)
}

// keepSpelling plans that a text stays as it is in the state where its type says that the configuration means the same.
// The framework asks the type when it compares an answer with the plan, but not when it plans: a room that was imported
// would otherwise be changed into itself.
func keepSpelling() planmodifier.String { return keepSpellingModifier{} }

type keepSpellingModifier struct{}

func (keepSpellingModifier) Description(context.Context) string {
	return "stays the same unless its meaning changes"
}

func (k keepSpellingModifier) MarkdownDescription(ctx context.Context) string {
	return k.Description(ctx)
}

func (keepSpellingModifier) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	kind, diags := req.Plan.Schema.TypeAtPath(ctx, req.Path)
	resp.Diagnostics.Append(diags...)
	typed, ok := kind.(basetypes.StringTypable)
	if !ok {
		return
	}
	before, diags := typed.ValueFromString(ctx, req.StateValue)
	resp.Diagnostics.Append(diags...)
	after, diags := typed.ValueFromString(ctx, req.PlanValue)
	resp.Diagnostics.Append(diags...)
	meaning, ok := after.(basetypes.StringValuableWithSemanticEquals)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	same, diags := meaning.StringSemanticEquals(ctx, before)
	resp.Diagnostics.Append(diags...)
	if same {
		resp.PlanValue = req.StateValue
	}
}

// keepEmpty plans for a text that is not configured: null, which removes it, but nothing for one that is empty already.
// Rooms made in the web app have an empty description, and a generated configuration has none.
func keepEmpty() planmodifier.String { return keepEmptyModifier{} }

type keepEmptyModifier struct{}

func (keepEmptyModifier) Description(context.Context) string {
	return "stays empty where it is not configured"
}

func (k keepEmptyModifier) MarkdownDescription(ctx context.Context) string {
	return k.Description(ctx)
}

func (keepEmptyModifier) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	switch {
	case !req.ConfigValue.IsNull():
	case req.StateValue.ValueString() == "": // also null
		resp.PlanValue = req.StateValue
	default:
		resp.PlanValue = basetypes.NewStringNull()
	}
}
