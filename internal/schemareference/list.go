package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// reference has an entry for each path, such as "resource xrcloud_room.size".
type reference map[string]entry

// entry is what the reference says about a path.
type entry struct {
	// typ is the type, such as "string" or "set of string".
	typ string
	// flags are some of required, optional, computed, sensitive, write-only and replaces.
	flags []string
	// defaultValue is the default as text, or "".
	defaultValue string
}

func (e entry) has(flag string) bool { return slices.Contains(e.flags, flag) }

// listSchema returns the schema of a provider.
func listSchema(ctx context.Context, p provider.Provider) (reference, error) {
	server := providerserver.NewProtocol6(p)()
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, err
	}
	for _, d := range slices.Concat(schemas.Diagnostics, identities.Diagnostics) {
		return nil, fmt.Errorf("%s: %s", d.Summary, d.Detail)
	}
	list := reference{}
	list.addBlock("provider", schemas.Provider.Block)
	for kind, all := range map[string]map[string]*tfprotov6.Schema{
		"resource": schemas.ResourceSchemas, "data": schemas.DataSourceSchemas,
		"ephemeral": schemas.EphemeralResourceSchemas, "list": schemas.ListResourceSchemas,
	} {
		for name, s := range all {
			list.addBlock(kind+" "+name, s.Block)
		}
	}
	for name, identity := range identities.IdentitySchemas {
		for _, a := range identity.IdentityAttributes {
			flags := []string{"optional"}
			if a.RequiredForImport {
				flags = []string{"required"}
			}
			list["identity "+name+"."+a.Name] = entry{typ: typeName(a.Type), flags: flags}
		}
	}
	for name, function := range schemas.Functions {
		list["function "+name] = entry{typ: signature(function)}
	}
	return list, list.addBehavior(ctx, p)
}

// addBlock adds a block with its attributes and blocks.
func (r reference) addBlock(path string, block *tfprotov6.SchemaBlock) {
	r[path] = entry{typ: "block"}
	r.addAttributes(path, block.Attributes)
	for _, nested := range block.BlockTypes {
		r.addBlock(path+"."+nested.TypeName, nested.Block)
	}
}

func (r reference) addAttributes(path string, attributes []*tfprotov6.SchemaAttribute) {
	for _, a := range attributes {
		e := entry{}
		for flag, isSet := range map[string]bool{
			"required": a.Required, "optional": a.Optional, "computed": a.Computed, "sensitive": a.Sensitive, "write-only": a.WriteOnly,
		} {
			if isSet {
				e.flags = append(e.flags, flag)
			}
		}
		nested := path + "." + a.Name
		if a.NestedType != nil {
			e.typ = strings.ToLower(a.NestedType.Nesting.String()) + " of objects"
			r.addAttributes(nested, a.NestedType.Attributes)
		} else {
			e.typ = typeName(a.Type)
		}
		r[nested] = e
	}
}

// addBehavior adds what the protocol does not have: defaults, and replacement.
func (r reference) addBehavior(ctx context.Context, p provider.Provider) error {
	for _, newResource := range p.Resources(ctx) {
		instance := newResource()
		var metadata resource.MetadataResponse
		instance.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "xrcloud"}, &metadata)
		var response resource.SchemaResponse
		instance.Schema(ctx, resource.SchemaRequest{}, &response)
		if response.Diagnostics.HasError() {
			return fmt.Errorf("read the schema of %s: %v", metadata.TypeName, response.Diagnostics)
		}
		for name, attribute := range response.Schema.Attributes {
			path := "resource " + metadata.TypeName + "." + name
			e := r[path]
			e.defaultValue = defaultOf(ctx, attribute)
			if forcesReplacement(ctx, attribute) {
				e.flags = append(e.flags, "replaces")
			}
			r[path] = e
		}
	}
	return nil
}

// signature returns the parameters and the result of a function.
func signature(function *tfprotov6.Function) string {
	var parameters []string
	for _, p := range function.Parameters {
		parameters = append(parameters, p.Name+" "+typeName(p.Type))
	}
	if variadic := function.VariadicParameter; variadic != nil {
		parameters = append(parameters, variadic.Name+" "+typeName(variadic.Type)+"...")
	}
	return fmt.Sprintf("(%s) %s", strings.Join(parameters, ", "), typeName(function.Return.Type))
}

// typeName returns the name of a type as in Terraform's documentation.
func typeName(t tftypes.Type) string {
	switch t := t.(type) {
	case tftypes.List:
		return "list of " + typeName(t.ElementType)
	case tftypes.Set:
		return "set of " + typeName(t.ElementType)
	case tftypes.Map:
		return "map of " + typeName(t.ElementType)
	case tftypes.Object:
		var attributes []string
		for _, name := range slices.Sorted(maps.Keys(t.AttributeTypes)) {
			attributes = append(attributes, name+" "+typeName(t.AttributeTypes[name]))
		}
		return "object{" + strings.Join(attributes, ", ") + "}"
	case nil:
		return "none"
	}
	return strings.ToLower(strings.TrimPrefix(t.String(), "tftypes."))
}
