package acctest_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
)

// numberArgument is an argument that is a number, with its path in the schema.
type numberArgument struct {
	schema *tfprotov6.Schema
	path   []string
}

// numberArguments returns the arguments of a block, and of its nested blocks, that are numbers. path is the path of the block.
func numberArguments(schema *tfprotov6.Schema, block *tfprotov6.SchemaBlock, path []string) []numberArgument {
	var found []numberArgument
	for _, attribute := range block.Attributes {
		if (attribute.Required || attribute.Optional) && tftypes.Number.Is(attribute.Type) {
			found = append(found, numberArgument{schema, append(append([]string{}, path...), attribute.Name)})
		}
	}
	for _, inner := range block.BlockTypes {
		found = append(found, numberArguments(schema, inner.Block, append(append([]string{}, path...), inner.TypeName))...)
	}
	return found
}

// objectWith returns an object with no value but the one at a path.
func objectWith(of tftypes.Type, path []string, value tftypes.Value) tftypes.Value {
	if len(path) == 0 {
		return value
	}
	object, ok := of.(tftypes.Object)
	if !ok {
		panic(fmt.Sprintf("%s is in %s", path[0], of))
	}
	values := map[string]tftypes.Value{}
	for name, inner := range object.AttributeTypes {
		values[name] = tftypes.NewValue(inner, nil)
		if name == path[0] {
			values[name] = objectWith(inner, path[1:], value)
		}
	}
	return tftypes.NewValue(of, values)
}

// The error of each argument that is a number says which numbers it accepts.
func TestNumberArgumentErrors(t *testing.T) {
	t.Parallel()
	server, err := providerserver.NewProtocol6WithError(&provider.Provider{Version: "test"})()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	type validate func(name string, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error)
	ctx := t.Context()
	count := 0
	check := func(kind, name string, schema *tfprotov6.Schema, validate validate) {
		for _, argument := range numberArguments(schema, schema.Block, nil) {
			count++
			for got, number := range map[string]*big.Float{ // by the form in the error
				"2.5":   big.NewFloat(2.5),
				"-0.1":  big.NewFloat(-0.1),
				"1e+30": big.NewFloat(1e30),
			} {
				value := objectWith(schema.ValueType(), argument.path, tftypes.NewValue(tftypes.Number, number))
				config, err := tfprotov6.NewDynamicValue(schema.ValueType(), value)
				if err != nil {
					t.Fatal(err)
				}
				diagnostics, err := validate(name, &config)
				if err != nil {
					t.Fatal(err)
				}
				path := tftypes.NewAttributePath()
				for _, step := range argument.path {
					path = path.WithAttributeName(step)
				}
				var details []string
				for _, d := range diagnostics {
					if d.Attribute.Equal(path) {
						details = append(details, d.Detail)
					}
					if strings.Contains(d.Detail, "always an error in the provider") {
						t.Errorf("%s %s: %s", kind, name, d.Detail)
					}
				}
				begin, end := strings.Join(argument.path, ".")+" must be a whole number ", ", got "+got+"."
				if len(details) != 1 || !strings.HasPrefix(details[0], begin) || !strings.HasSuffix(details[0], end) {
					t.Errorf("%s %s: want one error that begins with %q and ends with %q, got %q", kind, name, begin, end, details)
				}
			}
		}
	}
	check("provider", "xrcloud", schemas.Provider, func(_ string, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
		resp, err := server.ValidateProviderConfig(ctx, &tfprotov6.ValidateProviderConfigRequest{Config: config})
		return resp.Diagnostics, err
	})
	for name, schema := range schemas.ResourceSchemas {
		check("resource", name, schema, func(name string, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: name, Config: config})
			return resp.Diagnostics, err
		})
	}
	for name, schema := range schemas.DataSourceSchemas {
		check("data source", name, schema, func(name string, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: config})
			return resp.Diagnostics, err
		})
	}
	for name, schema := range schemas.EphemeralResourceSchemas {
		check("ephemeral resource", name, schema, func(name string, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateEphemeralResourceConfig(ctx, &tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: name, Config: config})
			return resp.Diagnostics, err
		})
	}
	lists, ok := server.(tfprotov6.ListResourceServer)
	if !ok {
		t.Fatal("the provider has no list resources")
	}
	for name, schema := range schemas.ListResourceSchemas {
		check("list resource", name, schema, func(name string, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := lists.ValidateListResourceConfig(ctx, &tfprotov6.ValidateListResourceConfigRequest{TypeName: name, Config: config})
			return resp.Diagnostics, err
		})
	}
	if count < 14 {
		t.Errorf("only %d arguments were tested", count)
	}
}
