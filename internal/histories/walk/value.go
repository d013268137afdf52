package walk

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Ref is a reference to an attribute of another block in a configuration, such as xrcloud_project.fair.id.
type Ref struct {
	Address   string
	Attribute string
}

// Unknown is an argument whose value is unknown until apply, and then still unknown: the configuration of a provider can have it.
const Unknown = tftypes.UnknownValue

// environment returns the value of a reference. An unknown value has the type DynamicPseudoType.
type environment func(Ref) (tftypes.Value, error)

// object returns the configuration of a block: the arguments, and null for those that are not set.
func object(schema *tfprotov6.Schema, arguments map[string]any, env environment) (tftypes.Value, error) {
	kind, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		return tftypes.Value{}, fmt.Errorf("a schema is %v instead of an object", schema.ValueType())
	}
	return convert(kind, arguments, env)
}

// convert returns a Go value as a value of a type: a string, bool, int, []any, map[string]any, Ref, Unknown, or nil for null.
func convert(kind tftypes.Type, value any, env environment) (tftypes.Value, error) {
	switch value := value.(type) {
	case nil:
		return tftypes.NewValue(kind, nil), nil
	case Ref:
		found, err := env(value)
		if err == nil && (!found.IsKnown() || found.IsNull()) {
			return withType(found, kind), nil
		}
		if err == nil && !found.Type().Is(kind) {
			err = fmt.Errorf("%s.%s is %v, want %v", value.Address, value.Attribute, found.Type(), kind)
		}
		return found, err
	case []any:
		elements := make([]tftypes.Value, len(value))
		for i, element := range value {
			var err error
			if elements[i], err = convert(elementType(kind), element, env); err != nil {
				return tftypes.Value{}, err
			}
		}
		if kind.Is(tftypes.Set{}) {
			elements = withoutDuplicates(elements)
		}
		return tftypes.NewValue(kind, elements), nil
	case map[string]any:
		return convertMap(kind, value, env)
	}
	return tftypes.NewValue(kind, value), nil
}

func convertMap(kind tftypes.Type, value map[string]any, env environment) (tftypes.Value, error) {
	values := map[string]tftypes.Value{}
	of, isObject := kind.(tftypes.Object)
	types := of.AttributeTypes
	if !isObject {
		types = map[string]tftypes.Type{}
		for name := range value {
			types[name] = elementType(kind)
		}
	}
	for name := range value {
		if types[name] == nil {
			return tftypes.Value{}, fmt.Errorf("there is no argument %q", name)
		}
	}
	for name, of := range types {
		converted, err := convert(of, value[name], env)
		if err != nil {
			return tftypes.Value{}, err
		}
		values[name] = converted
	}
	return tftypes.NewValue(kind, values), nil
}

func elementType(kind tftypes.Type) tftypes.Type {
	switch kind := kind.(type) {
	case tftypes.List:
		return kind.ElementType
	case tftypes.Set:
		return kind.ElementType
	case tftypes.Map:
		return kind.ElementType
	}
	return tftypes.DynamicPseudoType
}

func withoutDuplicates(elements []tftypes.Value) []tftypes.Value {
	var distinct []tftypes.Value
	for _, element := range elements {
		if !slices.ContainsFunc(distinct, element.Equal) {
			distinct = append(distinct, element)
		}
	}
	return distinct
}

// withType returns a null or unknown value as a value of a type.
func withType(value tftypes.Value, kind tftypes.Type) tftypes.Value {
	if value.IsNull() {
		return tftypes.NewValue(kind, nil)
	}
	return tftypes.NewValue(kind, tftypes.UnknownValue)
}

// attributes returns the attributes of an object, or none for a null or unknown one.
func attributes(value tftypes.Value) map[string]tftypes.Value {
	found := map[string]tftypes.Value{}
	if !value.IsNull() && value.IsKnown() {
		if err := value.As(&found); err != nil {
			panic(err) // the value is no object
		}
	}
	return maps.Clone(found) // As returns the map of the value itself
}

// elements returns the elements of a list, or none for a null or unknown one.
func elements(value tftypes.Value) []tftypes.Value {
	var found []tftypes.Value
	if !value.IsNull() && value.IsKnown() {
		if err := value.As(&found); err != nil {
			panic(err) // the value is no list
		}
	}
	return slices.Clone(found)
}

// Go returns a known value as Go values: nil, string, bool, float64, []any or map[string]any.
func Go(value tftypes.Value) any {
	if value.IsNull() || !value.IsKnown() {
		return nil
	}
	switch {
	case value.Type().Is(tftypes.String):
		return as[string](value)
	case value.Type().Is(tftypes.Bool):
		return as[bool](value)
	case value.Type().Is(tftypes.Number):
		number, _ := as[*big.Float](value).Float64()
		return number
	case value.Type().Is(tftypes.Object{}), value.Type().Is(tftypes.Map{}):
		all := map[string]any{}
		for name, attribute := range as[map[string]tftypes.Value](value) {
			all[name] = Go(attribute)
		}
		return all
	}
	all := []any{}
	for _, element := range as[[]tftypes.Value](value) {
		all = append(all, Go(element))
	}
	return all
}

func as[T any](value tftypes.Value) T {
	var result T
	if err := value.As(&result); err != nil {
		panic(err) // the caller has checked the type
	}
	return result
}

// toJSON returns a value as it is written to the state.
func toJSON(value tftypes.Value) []byte {
	text, err := json.Marshal(Go(value))
	if err != nil {
		panic(err) // values of Go are strings, numbers, lists and maps
	}
	return text
}

func toDynamic(value tftypes.Value) *tfprotov6.DynamicValue {
	dynamic, err := tfprotov6.NewDynamicValue(value.Type(), value)
	if err != nil {
		panic(err) // every value can be encoded as its own type
	}
	return &dynamic
}

// fromDynamic returns a value from the provider. A response without a value is null.
func fromDynamic(kind tftypes.Type, dynamic *tfprotov6.DynamicValue) (tftypes.Value, error) {
	if dynamic == nil {
		return tftypes.NewValue(kind, nil), nil
	}
	return dynamic.Unmarshal(kind)
}
