package venueless

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.StringTypable                    = jsonType{}
	_ basetypes.StringValuableWithSemanticEquals = jsonText{}
)

// jsonType is the type of JSON texts. They are compared by value, and numbers as numbers, since the server spells them in
// its own way.
//
// Unlike jsontypes.NormalizedType, it does not validate: the framework would apply that to the state as well, and
// whatever the service holds must be readable. Arguments have jsonObject as validator.
type jsonType struct{ basetypes.StringType }

func (jsonType) String() string { return "venueless.jsonType" }

func (jsonType) Equal(other attr.Type) bool { _, ok := other.(jsonType); return ok }

func (jsonType) ValueType(context.Context) attr.Value { return jsonText{} }

func (jsonType) ValueFromString(_ context.Context, value basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return jsonText{value}, nil
}

func (t jsonType) ValueFromTerraform(ctx context.Context, value tftypes.Value) (attr.Value, error) {
	text, err := t.StringType.ValueFromTerraform(ctx, value)
	if err != nil {
		return nil, err
	}
	return jsonText{text.(basetypes.StringValue)}, nil //nolint:forcetypeassert // a StringType gives nothing else
}

// jsonText is a JSON text.
type jsonText struct{ basetypes.StringValue }

// jsonFrom writes what the service sent as Terraform's jsonencode would, but for numbers, so that a configuration made
// with it is the same text. JSON's null, and nothing, is Terraform's null.
func jsonFrom(sent json.RawMessage) jsonText {
	value, ok := decoded(string(sent))
	if ok && value == nil || len(sent) == 0 {
		return jsonText{basetypes.NewStringNull()}
	}
	text, err := json.Marshal(value)
	if err != nil || !ok {
		text = sent // cannot be: a response is JSON, and what was decoded can be encoded
	}
	return jsonText{basetypes.NewStringValue(string(text))}
}

func (jsonText) Type(context.Context) attr.Type { return jsonType{} }

func (v jsonText) Equal(other attr.Value) bool {
	text, ok := other.(jsonText)
	return ok && v.StringValue.Equal(text.StringValue)
}

func (v jsonText) StringSemanticEquals(_ context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	text, ok := other.(jsonText)
	if !ok {
		return false, nil
	}
	here, isJSON := decoded(v.ValueString())
	there, areJSON := decoded(text.ValueString())
	if !isJSON || !areJSON {
		return v.Equal(text), nil
	}
	return sameJSON(here, there), nil
}

// decoded reads a JSON text, with numbers as they are spelled, and says whether it is JSON.
func decoded(text string) (any, bool) {
	if !json.Valid([]byte(text)) {
		return nil, false
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	err := decoder.Decode(&value)
	return value, err == nil
}

// sameJSON says whether two JSON values are the same to the service.
func sameJSON(a, b any) bool {
	switch a := a.(type) {
	case json.Number:
		b, ok := b.(json.Number)
		return ok && sameNumber(a, b)
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !sameJSON(a[i], b[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for name := range a {
			if item, ok := b[name]; !ok || !sameJSON(a[name], item) {
				return false
			}
		}
		return true
	}
	return a == b
}

// sameNumber compares whole numbers exactly, and those with a fraction or an exponent as the doubles that the service
// makes of them: it answers 1e23 with 100000000000000000000000.
func sameNumber(a, b json.Number) bool {
	if a == b {
		return true
	}
	if !isFloat(a) && !isFloat(b) {
		return a == "-0" && b == "0" || a == "0" && b == "-0" // JSON has no other two spellings of a whole number
	}
	x, _ := a.Float64() // one out of range is infinite, and refused elsewhere
	y, _ := b.Float64()
	return x == y
}

func isFloat(number json.Number) bool { return strings.ContainsAny(number.String(), ".eE") }
