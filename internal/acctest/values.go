package acctest

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Unknown is a value that is unknown until apply.
const Unknown = tftypes.UnknownValue

// Values is a configuration: arguments by name. A value is a string, a number, a boolean, a []string, a []any for other lists and sets,
// Values for a nested object or a map, Unknown, or a tftypes.Value. Arguments that are not in it are null.
type Values map[string]any

// object returns the configuration of a block, or null for nil.
func (c *ProtocolClient) object(schema *tfprotov6.Schema, values Values) tftypes.Value {
	c.t.Helper()
	kind, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		c.t.Fatalf("a schema is %v instead of an object", schema.ValueType())
	}
	if values == nil {
		return tftypes.NewValue(kind, nil)
	}
	attributes := map[string]tftypes.Value{}
	for name, of := range kind.AttributeTypes {
		attributes[name] = argument(of, values[name])
	}
	for name := range values {
		if _, known := attributes[name]; !known {
			c.t.Fatalf("there is no argument %q, only %v", name, slices.Sorted(maps.Keys(attributes)))
		}
	}
	return tftypes.NewValue(kind, attributes)
}

// argument returns a value of the type of an argument.
func argument(of tftypes.Type, value any) tftypes.Value {
	switch value := value.(type) {
	case tftypes.Value:
		return value
	case Values:
		values := map[string]tftypes.Value{}
		switch of := of.(type) { // of any other type, NewValue panics below
		case tftypes.Object:
			for name, of := range of.AttributeTypes {
				values[name] = argument(of, value[name])
			}
		case tftypes.Map:
			for name, element := range value {
				values[name] = argument(of.ElementType, element)
			}
		}
		return tftypes.NewValue(of, values)
	case []string:
		items := make([]tftypes.Value, len(value))
		for i, text := range value {
			items[i] = tftypes.NewValue(tftypes.String, text)
		}
		return tftypes.NewValue(of, items)
	case []any:
		var element tftypes.Type
		switch of := of.(type) { // of any other type, NewValue panics below
		case tftypes.List:
			element = of.ElementType
		case tftypes.Set:
			element = of.ElementType
		}
		items := make([]tftypes.Value, len(value))
		for i, item := range value {
			items[i] = argument(element, item)
		}
		return tftypes.NewValue(of, items)
	}
	return tftypes.NewValue(of, value)
}
