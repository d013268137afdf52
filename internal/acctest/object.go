package acctest

import (
	"context"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Object is a resource or data source, with the values that Terraform saves between two calls. Value is the state, or the planned state.
type Object struct {
	Type     string
	Value    tftypes.Value
	Identity *tfprotov6.ResourceIdentityData
	// Replaces are the arguments whose change forces replacement, in an object that Plan returned.
	Replaces []*tftypes.AttributePath

	private []byte
}

// Attribute returns the value of an attribute as a string, to compare it in a test: "null" and "unknown" for such values, a string as it
// is, and any other value in the form of tftypes.Value.String, such as tftypes.Number<"600">.
func (o Object) Attribute(t *testing.T, name string) string {
	t.Helper()
	return formatValue(t, o.attribute(t, name))
}

// List returns the elements of an attribute that is a list of nested objects. A null list has none.
func (o Object) List(t *testing.T, name string) []Object {
	t.Helper()
	var items []tftypes.Value
	if err := o.attribute(t, name).As(&items); err != nil {
		t.Fatal(err)
	}
	objects := make([]Object, len(items))
	for i, item := range items {
		objects[i] = Object{Type: o.Type + "." + name, Value: item}
	}
	return objects
}

func (o Object) attribute(t *testing.T, name string) tftypes.Value {
	t.Helper()
	var attributes map[string]tftypes.Value
	if err := o.Value.As(&attributes); err != nil {
		t.Fatal(err)
	}
	value, found := attributes[name]
	if !found {
		t.Fatalf("%s has no attribute %q", o.Type, name)
	}
	return value
}

// ID returns the attribute "id" of the object's identity, or "" for an object without an identity.
func (o Object) ID(t *testing.T) string {
	t.Helper()
	if o.Identity == nil {
		return ""
	}
	value, err := o.Identity.IdentityData.Unmarshal(identityTypes()[o.Type])
	if err != nil {
		t.Fatal(err)
	}
	return Object{Value: value}.Attribute(t, "id")
}

// IdentityValues returns the attributes of the object's identity with these names, which must be all that it has. It returns nil for an
// object without an identity.
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
	values := make([]string, len(names))
	for i, name := range names {
		values[i] = Object{Value: value}.Attribute(t, name)
	}
	return values
}

// identityTypes returns the types of the identities of all resources, by resource type.
var identityTypes = sync.OnceValue(func() map[string]tftypes.Type {
	server, err := Providers()["xrcloud"]()
	if err != nil {
		panic(err)
	}
	resp, err := server.GetResourceIdentitySchemas(context.Background(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		panic(err)
	}
	types := map[string]tftypes.Type{}
	for name, schema := range resp.IdentitySchemas {
		types[name] = schema.ValueType()
	}
	return types
})

func formatValue(t *testing.T, value tftypes.Value) string {
	t.Helper()
	var text string
	switch {
	case value.IsNull():
		return "null"
	case !value.IsKnown():
		return "unknown"
	case value.Type().Is(tftypes.String):
		if err := value.As(&text); err != nil {
			t.Fatal(err)
		}
		return text
	}
	return value.String()
}
