package venueless

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-jsontypes/jsontypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.StringTypable                    = jsonType{}
	_ basetypes.StringValuableWithSemanticEquals = jsonText{}
	_ xattr.ValidateableAttribute                = jsonText{}
)

// jsonType is the type of texts that are JSON objects. It is jsontypes.NormalizedType, except that it compares numbers as
// numbers, since the server spells them in its own way, and that its errors do not show the text, which may hold the
// password of a meeting.
type jsonType struct{ jsontypes.NormalizedType }

// String implements attr.Type.
func (jsonType) String() string { return "venueless.jsonType" }

// Equal implements attr.Type.
func (jsonType) Equal(other attr.Type) bool { _, ok := other.(jsonType); return ok }

// ValueType implements attr.Type.
func (jsonType) ValueType(context.Context) attr.Value { return jsonText{} }

// ValueFromString implements basetypes.StringTypable.
func (jsonType) ValueFromString(_ context.Context, value basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return jsonText{jsontypes.Normalized{StringValue: value}}, nil
}

// ValueFromTerraform implements attr.Type.
func (t jsonType) ValueFromTerraform(ctx context.Context, value tftypes.Value) (attr.Value, error) {
	text, err := t.StringType.ValueFromTerraform(ctx, value)
	if err != nil {
		return nil, err
	}
	return jsonText{jsontypes.Normalized{StringValue: text.(basetypes.StringValue)}}, nil //nolint:forcetypeassert // a StringType gives nothing else
}

// jsonText is a text that is a JSON object.
type jsonText struct{ jsontypes.Normalized }

// jsonFrom writes what the service sent as Terraform's jsonencode would, but for numbers, so that a configuration made
// with it is the same text. JSON's null, and nothing, is Terraform's null.
func jsonFrom(sent json.RawMessage) jsonText {
	value := decoded(string(sent))
	if value == nil {
		return jsonText{jsontypes.NewNormalizedNull()}
	}
	text, err := json.Marshal(value)
	if err != nil {
		text = sent // cannot be: what was decoded can be encoded
	}
	return jsonText{jsontypes.NewNormalizedValue(string(text))}
}

// Type implements attr.Value.
func (jsonText) Type(context.Context) attr.Type { return jsonType{} }

// Equal implements attr.Value.
func (v jsonText) Equal(other attr.Value) bool {
	text, ok := other.(jsonText)
	return ok && v.StringValue.Equal(text.StringValue)
}

// StringSemanticEquals implements basetypes.StringValuableWithSemanticEquals.
func (v jsonText) StringSemanticEquals(_ context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	text, ok := other.(jsonText)
	return ok && sameJSON(decoded(v.ValueString()), decoded(text.ValueString())), nil
}

// ValidateAttribute implements xattr.ValidateableAttribute.
func (v jsonText) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	if v.IsNull() || v.IsUnknown() {
		return
	}
	if problem := jsonProblem(v.ValueString()); problem != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Not a JSON object that the service accepts",
			fmt.Sprintf("The value must be a JSON object, such as jsonencode({ active = true }) gives, but %s.", problem))
	}
}

// jsonProblem says why the service would not keep a text as it is, or "". The server falls over two of these.
func jsonProblem(text string) string {
	if !json.Valid([]byte(text)) {
		return "it is no JSON"
	}
	value := decoded(text)
	if _, ok := value.(map[string]any); !ok {
		return "it is JSON of another kind"
	}
	return unstorable(value)
}

func unstorable(value any) string {
	switch v := value.(type) {
	case string:
		if strings.ContainsRune(v, 0) {
			return "a text in it has a NUL character, which the service cannot keep"
		}
	case json.Number:
		if number, _ := v.Float64(); isFloat(v) && math.IsInf(number, 0) {
			return "a number in it is larger than the service can keep"
		}
	case []any:
		for _, item := range v {
			if problem := unstorable(item); problem != "" {
				return problem
			}
		}
	case map[string]any:
		for name, item := range v {
			if problem := unstorable(name) + unstorable(item); problem != "" {
				return problem
			}
		}
	}
	return ""
}

// decoded reads a JSON text, with numbers as they are spelled. What is no JSON is nil, as null is.
func decoded(text string) any {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil
	}
	return value
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
		return false
	}
	x, _ := a.Float64() // one out of range is infinite, and refused elsewhere
	y, _ := b.Float64()
	return x == y
}

func isFloat(number json.Number) bool { return strings.ContainsAny(number.String(), ".eE") }
