package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ImportByIdentity imports by an identity. A part that is not named is left out.
func (c *ProtocolClient) ImportByIdentity(name string, parts map[string]string) (Object, []string) {
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
	for part, text := range parts {
		if _, known := values[part]; !known {
			c.t.Fatalf("the identity of %s has no part %q", name, part)
		}
		values[part] = tftypes.NewValue(tftypes.String, text)
	}
	return c.imported(name, &tfprotov6.ImportResourceStateRequest{
		TypeName: name, Identity: &tfprotov6.ResourceIdentityData{IdentityData: c.dynamic(tftypes.NewValue(schema.ValueType(), values))},
	})
}

// IdentityValues are the named parts of the object's identity, which has no others. It is nil for an object without one.
func (o Object) IdentityValues(t *testing.T, names ...string) []string {
	t.Helper()
	if o.Identity == nil || o.Identity.IdentityData == nil {
		return nil
	}
	kind := tftypes.Object{AttributeTypes: map[string]tftypes.Type{}}
	for _, name := range names {
		kind.AttributeTypes[name] = tftypes.String
	}
	value, err := o.Identity.IdentityData.Unmarshal(kind)
	if err != nil {
		t.Fatal(err)
	}
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = Object{Value: value}.Attribute(t, name)
	}
	return parts
}
