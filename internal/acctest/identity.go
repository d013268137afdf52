package acctest

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ImportByIdentity imports a resource of the type name by an identity with these attributes. All others are null.
func (c *ProtocolClient) ImportByIdentity(name string, attributes map[string]string) (Object, []string) {
	c.t.Helper()
	resp, err := c.server.GetResourceIdentitySchemas(c.t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	c.must(err)
	schema, ok := resp.IdentitySchemas[name]
	if !ok {
		c.t.Fatalf("%s has no identity", name)
	}
	values := map[string]tftypes.Value{}
	for _, attribute := range schema.IdentityAttributes {
		values[attribute.Name] = tftypes.NewValue(attribute.Type, nil)
	}
	for attribute, text := range attributes {
		if _, known := values[attribute]; !known {
			c.t.Fatalf("the identity of %s has no attribute %q", name, attribute)
		}
		values[attribute] = tftypes.NewValue(tftypes.String, text)
	}
	return c.imported(name, &tfprotov6.ImportResourceStateRequest{
		TypeName: name, Identity: &tfprotov6.ResourceIdentityData{IdentityData: c.dynamic(tftypes.NewValue(schema.ValueType(), values))},
	})
}
