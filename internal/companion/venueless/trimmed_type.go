package venueless

import (
	"context"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.StringTypable                    = trimmedType{}
	_ basetypes.StringValuableWithSemanticEquals = trimmedValue{}
)

// trimmedType is the type of strings of which the service strips the white space at both ends, such as the line break at the end
// of a heredoc.
type trimmedType struct{ basetypes.StringType }

func (trimmedType) String() string { return "venueless.trimmedType" }

func (trimmedType) Equal(other attr.Type) bool { _, ok := other.(trimmedType); return ok }

func (trimmedType) ValueType(context.Context) attr.Value { return trimmedValue{} }

func (trimmedType) ValueFromString(_ context.Context, value basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return trimmedValue{value}, nil
}

func (t trimmedType) ValueFromTerraform(ctx context.Context, value tftypes.Value) (attr.Value, error) {
	text, err := t.StringType.ValueFromTerraform(ctx, value)
	if err != nil {
		return nil, err
	}
	return trimmedValue{text.(basetypes.StringValue)}, nil //nolint:forcetypeassert // a StringType returns nothing else
}

// trimmedValue is a string that is compared without the white space at its ends.
type trimmedValue struct{ basetypes.StringValue }

func newTrimmedValue(text *string) trimmedValue {
	return trimmedValue{basetypes.NewStringPointerValue(text)}
}

func (trimmedValue) Type(context.Context) attr.Type { return trimmedType{} }

func (v trimmedValue) Equal(other attr.Value) bool {
	text, ok := other.(trimmedValue)
	return ok && v.StringValue.Equal(text.StringValue)
}

func (v trimmedValue) StringSemanticEquals(_ context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	text, ok := other.(trimmedValue)
	return ok && trim(v.ValueString()) == trim(text.ValueString()), nil
}

// trim strips the same characters as the service: the white space of Unicode and four control characters.
func trim(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f })
}
