package venueless

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.StringTypable                    = jsonType{}
	_ basetypes.StringValuableWithSemanticEquals = jsonValue{}
)

// jsonType is the type of strings that contain JSON. They are compared by value, because the service writes JSON, and above all
// numbers, in another form than it was sent.
//
// Unlike jsontypes.NormalizedType it does not validate: the framework would also validate the state, and the provider must be able
// to read everything that the service stores. Arguments have the validator isJSONObject.
type jsonType struct{ basetypes.StringType }

func (jsonType) String() string { return "venueless.jsonType" }

func (jsonType) Equal(other attr.Type) bool { _, ok := other.(jsonType); return ok }

func (jsonType) ValueType(context.Context) attr.Value { return jsonValue{} }

func (jsonType) ValueFromString(_ context.Context, value basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return jsonValue{value}, nil
}

func (t jsonType) ValueFromTerraform(ctx context.Context, value tftypes.Value) (attr.Value, error) {
	text, err := t.StringType.ValueFromTerraform(ctx, value)
	if err != nil {
		return nil, err
	}
	return jsonValue{text.(basetypes.StringValue)}, nil //nolint:forcetypeassert // a StringType returns nothing else
}

// jsonValue is a string that contains JSON.
type jsonValue struct{ basetypes.StringValue }

// newJSONValue returns the JSON of a response as Terraform's jsonencode would write it, except for its numbers, so that it is the
// same string as a configuration that uses jsonencode. The JSON value null, or no JSON, is Terraform's null.
func newJSONValue(data json.RawMessage) jsonValue {
	value, err := decodeJSON(string(data))
	if len(data) == 0 || err == nil && value == nil {
		return jsonValue{basetypes.NewStringNull()}
	}
	text, encodeErr := json.Marshal(value)
	if err != nil || encodeErr != nil {
		text = data // cannot happen: a response is valid JSON, and a decoded value can be encoded
	}
	return jsonValue{basetypes.NewStringValue(string(text))}
}

func (jsonValue) Type(context.Context) attr.Type { return jsonType{} }

func (v jsonValue) Equal(other attr.Value) bool {
	text, ok := other.(jsonValue)
	return ok && v.StringValue.Equal(text.StringValue)
}

func (v jsonValue) StringSemanticEquals(_ context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	text, ok := other.(jsonValue)
	if !ok {
		return false, nil
	}
	canonical, err := canonicalJSON(v.ValueString())
	otherCanonical, otherErr := canonicalJSON(text.ValueString())
	if err != nil || otherErr != nil {
		return v.Equal(text), nil
	}
	return canonical == otherCanonical, nil
}

// decodeJSON decodes one JSON value. It keeps numbers as they are written.
func decodeJSON(text string) (any, error) {
	if !json.Valid([]byte(text)) {
		return nil, errors.New("it is not JSON")
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	err := decoder.Decode(&value)
	return value, err
}

// canonicalJSON returns the same string for all JSON with the same value: with sorted keys, without white space, and with
// each number in one form.
func canonicalJSON(text string) (string, error) {
	value, err := decodeJSON(text)
	if err != nil {
		return "", err
	}
	canonical, err := json.Marshal(withCanonicalNumbers(value))
	return string(canonical), err
}

func withCanonicalNumbers(value any) any {
	switch v := value.(type) {
	case json.Number:
		return canonicalNumber(v)
	case []any:
		for i, item := range v {
			v[i] = withCanonicalNumbers(item)
		}
	case map[string]any:
		for name, item := range v {
			v[name] = withCanonicalNumbers(item)
		}
	}
	return value
}

// canonicalNumber writes a number as the service does. It stores whole numbers exactly, and numbers with a fraction or an exponent
// as doubles, which it writes without an exponent: 1e23 becomes 100000000000000000000000.
func canonicalNumber(number json.Number) json.Number {
	if isFloat(number) {
		float, err := number.Float64()
		if err != nil {
			return number // out of range, which isJSONObject refuses
		}
		number = json.Number(strconv.FormatFloat(float, 'f', -1, 64))
	}
	if number == "-0" {
		return "0"
	}
	return number
}

// isFloat reports whether the service stores a number as a double.
func isFloat(number json.Number) bool { return strings.ContainsAny(number.String(), ".eE") }
