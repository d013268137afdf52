package acctest

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// GeneratedConfig returns the configuration that "terraform query -generate-config-out" writes for a resource: all of its values that can
// be configured.
func (c *ProtocolClient) GeneratedConfig(o Object) Values {
	c.t.Helper()
	var attributes map[string]tftypes.Value
	c.must(o.Value.As(&attributes))
	config := Values{}
	for _, attribute := range c.schema.ResourceSchemas[o.Type].Block.Attributes {
		if attribute.Required || attribute.Optional {
			config[attribute.Name] = attributes[attribute.Name]
		}
	}
	return config
}

// ListArgument converts JSON to a value of an argument of a list resource.
func (c *ProtocolClient) ListArgument(name, argument string, text []byte) tftypes.Value {
	c.t.Helper()
	for _, attribute := range c.schema.ListResourceSchemas[name].Block.Attributes {
		if attribute.Name == argument {
			value, err := tfprotov6.DynamicValue{JSON: text}.Unmarshal(attribute.ValueType())
			c.must(err)
			return value
		}
	}
	c.t.Fatalf("%s has no argument %q", name, argument)
	return tftypes.Value{}
}

// ImportListResult imports an object that a list resource found, by its identity.
func (c *ProtocolClient) ImportListResult(found ListResult) (Object, []string) {
	c.t.Helper()
	return c.imported(found.Type, &tfprotov6.ImportResourceStateRequest{TypeName: found.Type, Identity: found.Identity})
}
