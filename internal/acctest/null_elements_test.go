package acctest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// No service stores null elements: each argument that is a collection refuses them.
func TestCollectionsRefuseNullElements(t *testing.T) {
	t.Parallel()
	server, err := acctest.Providers()["xrcloud"]()
	if err != nil {
		t.Fatal(err)
	}
	lists, ok := server.(tfprotov6.ListResourceServer)
	if !ok {
		t.Fatal("the provider has no list resources")
	}
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	var tested []string
	for kind, c := range map[string]struct {
		schemas  map[string]*tfprotov6.Schema
		validate func(name string, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error)
	}{
		"provider": {map[string]*tfprotov6.Schema{"xrcloud": schema.Provider}, func(_ string, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateProviderConfig(ctx, &tfprotov6.ValidateProviderConfigRequest{Config: config})
			return resp.Diagnostics, err
		}},
		"resource": {schema.ResourceSchemas, func(name string, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: name, Config: config})
			return resp.Diagnostics, err
		}},
		"data source": {schema.DataSourceSchemas, func(name string, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: config})
			return resp.Diagnostics, err
		}},
		"ephemeral resource": {schema.EphemeralResourceSchemas, func(name string, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateEphemeralResourceConfig(ctx, &tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: name, Config: config})
			return resp.Diagnostics, err
		}},
		"list resource": {schema.ListResourceSchemas, func(name string, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := lists.ValidateListResourceConfig(ctx, &tfprotov6.ValidateListResourceConfigRequest{TypeName: name, Config: config})
			return resp.Diagnostics, err
		}},
	} {
		for name, schema := range c.schemas {
			for _, at := range collectionPaths(schema.ValueType(), tftypes.NewAttributePath()) {
				if isReadOnly(schema, at) {
					continue
				}
				tested = append(tested, name)
				value := withNullElement(t, schema.ValueType(), at)
				config, err := tfprotov6.NewDynamicValue(schema.ValueType(), value)
				if err != nil {
					t.Fatal(err)
				}
				diagnostics, err := c.validate(name, &config)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.ContainsFunc(diagnostics, func(d *tfprotov6.Diagnostic) bool {
					return d.Severity == tfprotov6.DiagnosticSeverityError && strings.Contains(d.Summary+d.Detail, "null value") && d.Attribute != nil
				}) {
					t.Errorf("%s %s accepts a null element at %s: %q", kind, name, at, acctest.FormatDiagnostics(diagnostics))
				}
			}
		}
	}
	if !slices.Contains(tested, "xrcloud") || !slices.Contains(tested, "xrcloud_rooms") || !slices.Contains(tested, "xrcloud_room_logs") || !slices.Contains(tested, "xrcloud_venueless_token") {
		t.Errorf("only the collections of %v were tested", tested)
	}
}

// collectionPaths returns the paths of the collections in an object and in its nested objects.
func collectionPaths(of tftypes.Type, at *tftypes.AttributePath) []*tftypes.AttributePath {
	object, ok := of.(tftypes.Object)
	if !ok {
		return nil
	}
	var found []*tftypes.AttributePath
	for name, inner := range object.AttributeTypes {
		inside := at.WithAttributeName(name)
		switch inner.(type) {
		case tftypes.List, tftypes.Set, tftypes.Map:
			found = append(found, inside)
		default:
			found = append(found, collectionPaths(inner, inside)...)
		}
	}
	return found
}

// isReadOnly reports whether the path is in an attribute that a configuration cannot set.
func isReadOnly(schema *tfprotov6.Schema, at *tftypes.AttributePath) bool {
	first := at.Steps()[0]
	return slices.ContainsFunc(schema.Block.Attributes, func(a *tfprotov6.SchemaAttribute) bool {
		return tftypes.AttributeName(a.Name) == first && !a.Optional && !a.Required
	})
}

// withNullElement returns an object with no value but the collection at a path, whose only element is null.
func withNullElement(t *testing.T, of tftypes.Type, at *tftypes.AttributePath) tftypes.Value {
	t.Helper()
	steps := at.Steps()
	if len(steps) == 0 {
		switch of := of.(type) {
		case tftypes.List:
			return tftypes.NewValue(of, []tftypes.Value{tftypes.NewValue(of.ElementType, nil)})
		case tftypes.Set:
			return tftypes.NewValue(of, []tftypes.Value{tftypes.NewValue(of.ElementType, nil)})
		case tftypes.Map:
			return tftypes.NewValue(of, map[string]tftypes.Value{"key": tftypes.NewValue(of.ElementType, nil)})
		}
		t.Fatalf("%v is not a collection", of)
	}
	object, _ := of.(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, inner := range object.AttributeTypes {
		if tftypes.AttributeName(name) == steps[0] {
			values[name] = withNullElement(t, inner, tftypes.NewAttributePathWithSteps(steps[1:]))
		} else {
			values[name] = tftypes.NewValue(inner, nil)
		}
	}
	return tftypes.NewValue(of, values)
}
