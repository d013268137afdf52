package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ImportParts imports by an identity of several parts; "null" stands for one that is left out.
func (c *Caller) ImportParts(name string, parts map[string]string) (Object, []string) {
	c.t.Helper()
	kind := tftypes.Object{AttributeTypes: map[string]tftypes.Type{}}
	values := map[string]tftypes.Value{}
	for part, text := range parts {
		var value any
		if text != "null" {
			value = text
		}
		kind.AttributeTypes[part], values[part] = tftypes.String, tftypes.NewValue(tftypes.String, value)
	}
	return c.imported(name, &tfprotov6.ImportResourceStateRequest{
		TypeName: name, Identity: &tfprotov6.ResourceIdentityData{IdentityData: c.dynamic(tftypes.NewValue(kind, values))},
	})
}

// Parts are the named parts of the object's identity, which has no others. It is nil for an object without one.
func (o Object) Parts(t *testing.T, names ...string) []string {
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
		parts[i] = Object{Value: value}.Text(t, name)
	}
	return parts
}
