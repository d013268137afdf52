package main

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// convert converts schemas of the plugin protocol to Terraform's JSON format.
func convert(schemas *tfprotov6.GetProviderSchemaResponse, identities *tfprotov6.GetResourceIdentitySchemasResponse) document {
	return document{
		FormatVersion: "1.0",
		// The documentation generator looks a provider up by its short name.
		Providers: map[string]providerSchema{"xrcloud": {
			Provider:           toSchema(schemas.Provider),
			Resources:          convertMap(schemas.ResourceSchemas, toSchema),
			DataSources:        convertMap(schemas.DataSourceSchemas, toSchema),
			EphemeralResources: convertMap(schemas.EphemeralResourceSchemas, toSchema),
			ListResources:      convertMap(schemas.ListResourceSchemas, toSchema),
			Functions:          convertMap(schemas.Functions, toFunction),
			Identities:         convertMap(identities.IdentitySchemas, toIdentity),
		}},
	}
}

func toSchema(in *tfprotov6.Schema) schema {
	return schema{Version: in.Version, Block: toBlock(in.Block)}
}

func toBlock(in *tfprotov6.SchemaBlock) block {
	blocks := map[string]nestedBlock{}
	for _, nested := range in.BlockTypes {
		blocks[nested.TypeName] = nestedBlock{
			Nesting:  strings.ToLower(nested.Nesting.String()),
			Block:    toBlock(nested.Block),
			MinItems: nested.MinItems,
			MaxItems: nested.MaxItems,
		}
	}
	return block{
		Attributes:      toAttributes(in.Attributes),
		Blocks:          blocks,
		Description:     in.Description,
		DescriptionKind: strings.ToLower(in.DescriptionKind.String()),
		Deprecated:      in.Deprecated,
	}
}

func toAttributes(in []*tfprotov6.SchemaAttribute) map[string]attribute {
	out := map[string]attribute{}
	for _, a := range in {
		var nested *nestedType
		if a.NestedType != nil {
			nested = &nestedType{
				Attributes: toAttributes(a.NestedType.Attributes),
				Nesting:    strings.ToLower(a.NestedType.Nesting.String()),
			}
		}
		out[a.Name] = attribute{
			Type:            a.Type,
			NestedType:      nested,
			Description:     a.Description,
			DescriptionKind: strings.ToLower(a.DescriptionKind.String()),
			Deprecated:      a.Deprecated,
			Required:        a.Required,
			Optional:        a.Optional,
			Computed:        a.Computed,
			Sensitive:       a.Sensitive,
			WriteOnly:       a.WriteOnly,
		}
	}
	return out
}

func toFunction(in *tfprotov6.Function) function {
	out := function{
		Description:        in.Description,
		Summary:            in.Summary,
		DeprecationMessage: in.DeprecationMessage,
		ReturnType:         in.Return.Type,
	}
	for _, p := range in.Parameters {
		out.Parameters = append(out.Parameters, toParameter(p))
	}
	if in.VariadicParameter != nil {
		variadic := toParameter(in.VariadicParameter)
		out.VariadicParameter = &variadic
	}
	return out
}

func toParameter(in *tfprotov6.FunctionParameter) parameter {
	return parameter{Name: in.Name, Description: in.Description, IsNullable: in.AllowNullValue, Type: in.Type}
}

func toIdentity(in *tfprotov6.ResourceIdentitySchema) identity {
	attributes := map[string]identityAttribute{}
	for _, a := range in.IdentityAttributes {
		attributes[a.Name] = identityAttribute{
			Type:              a.Type,
			Description:       a.Description,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
		}
	}
	return identity{Version: in.Version, Attributes: attributes}
}

// convertMap returns a map with converted values.
func convertMap[A, B any](in map[string]A, to func(A) B) map[string]B {
	out := map[string]B{}
	for name, value := range in {
		out[name] = to(value)
	}
	return out
}
