package main

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The schema has features that the schema of the provider may not have, or that an older Terraform does not print.
func TestConvert(t *testing.T) {
	t.Parallel()
	text := &tfprotov6.SchemaAttribute{Name: "text", Type: tftypes.String, Optional: true, DescriptionKind: tfprotov6.StringKindMarkdown}
	secret := &tfprotov6.SchemaAttribute{Name: "secret", Type: tftypes.String, Required: true, Sensitive: true, WriteOnly: true, Deprecated: true}
	nested := &tfprotov6.SchemaAttribute{Name: "nested", Computed: true, NestedType: &tfprotov6.SchemaObject{
		Nesting:    tfprotov6.SchemaObjectNestingModeMap,
		Attributes: []*tfprotov6.SchemaAttribute{text},
	}}
	blocks := &tfprotov6.Schema{Version: 2, Block: &tfprotov6.SchemaBlock{
		Description: "About it.",
		Attributes:  []*tfprotov6.SchemaAttribute{secret, nested},
		BlockTypes: []*tfprotov6.SchemaNestedBlock{{
			TypeName: "part",
			Nesting:  tfprotov6.SchemaNestedBlockNestingModeList,
			MinItems: 1,
			MaxItems: 3,
			Block:    &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{text}, Deprecated: true},
		}},
	}}
	plain := &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}}
	printed, err := json.Marshal(convert(
		&tfprotov6.GetProviderSchemaResponse{
			Provider:                 plain,
			ResourceSchemas:          map[string]*tfprotov6.Schema{"a_resource": blocks},
			DataSourceSchemas:        map[string]*tfprotov6.Schema{"a_source": plain},
			EphemeralResourceSchemas: map[string]*tfprotov6.Schema{"a_ephemeral": plain},
			ListResourceSchemas:      map[string]*tfprotov6.Schema{"a_list": plain},
			Functions: map[string]*tfprotov6.Function{"join": {
				Summary:            "Joins.",
				Description:        "Joins texts.",
				DeprecationMessage: "Use another.",
				Parameters:         []*tfprotov6.FunctionParameter{{Name: "with", Type: tftypes.String, AllowNullValue: true}},
				VariadicParameter:  &tfprotov6.FunctionParameter{Name: "texts", Type: tftypes.List{ElementType: tftypes.String}, Description: "What to join."},
				Return:             &tfprotov6.FunctionReturn{Type: tftypes.Bool},
			}},
		},
		&tfprotov6.GetResourceIdentitySchemasResponse{IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{
			"a_resource": {Version: 1, IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{
				{Name: "id", Type: tftypes.String, RequiredForImport: true, Description: "Its id."},
				{Name: "at", Type: tftypes.String, OptionalForImport: true},
			}},
		}},
	))
	if err != nil {
		t.Fatal(err)
	}

	const none = `{"version":0,"block":{"description_kind":"plain"}}`
	const optional = `"attributes":{"text":{"type":"string","description_kind":"markdown","optional":true}}`
	const want = `{"format_version":"1.0","provider_schemas":{"xrcloud":{
		"provider":` + none + `,
		"resource_schemas":{"a_resource":{"version":2,"block":{
			"attributes":{
				"nested":{"nested_type":{` + optional + `,"nesting_mode":"map"},"description_kind":"plain","computed":true},
				"secret":{"type":"string","description_kind":"plain","deprecated":true,"required":true,"sensitive":true,"write_only":true}},
			"block_types":{"part":{"nesting_mode":"list","min_items":1,"max_items":3,"block":{` + optional + `,"description_kind":"plain","deprecated":true}}},
			"description":"About it.","description_kind":"plain"}}},
		"data_source_schemas":{"a_source":` + none + `},
		"ephemeral_resource_schemas":{"a_ephemeral":` + none + `},
		"list_resource_schemas":{"a_list":` + none + `},
		"functions":{"join":{"description":"Joins texts.","summary":"Joins.","deprecation_message":"Use another.","return_type":"bool",
			"parameters":[{"name":"with","is_nullable":true,"type":"string"}],
			"variadic_parameter":{"name":"texts","description":"What to join.","type":["list","string"]}}},
		"resource_identity_schemas":{"a_resource":{"version":1,"attributes":{
			"id":{"type":"string","description":"Its id.","required_for_import":true},
			"at":{"type":"string","optional_for_import":true}}}}
	}}}`
	if diff := cmp.Diff(parseJSON(t, []byte(want)), parseJSON(t, printed)); diff != "" {
		t.Errorf("-want +printed:\n%s", diff)
	}

	// The documentation generator reads with this library.
	var read tfjson.ProviderSchemas
	if err := json.Unmarshal(printed, &read); err != nil {
		t.Fatal(err)
	}
	if read.Schemas["xrcloud"].ListResourceSchemas["a_list"] == nil {
		t.Error("the list resource was not read back")
	}
}

func parseJSON(t *testing.T, text []byte) (value any) {
	t.Helper()
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return value
}
