package provider_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	ours "github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
)

// schemas returns the schemas of the provider.
func schemas(t *testing.T) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	server, err := providerserver.NewProtocol6WithError(ours.New("test")())()
	if err != nil {
		t.Fatal(err)
	}
	got, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range got.Diagnostics {
		t.Errorf("%s: %s", problem.Summary, problem.Detail)
	}
	return got
}

// namedAttribute is an attribute of the provider, a resource, a data source or another type.
type namedAttribute struct {
	// name is the path of the attribute, such as "resource xrcloud_room.size".
	name      string
	attribute *tfprotov6.SchemaAttribute
}

// allAttributes returns all attributes, with the nested ones.
func allAttributes(t *testing.T) []namedAttribute {
	t.Helper()
	var all []namedAttribute
	var add func(prefix string, attributes []*tfprotov6.SchemaAttribute)
	add = func(prefix string, attributes []*tfprotov6.SchemaAttribute) {
		for _, attribute := range attributes {
			all = append(all, namedAttribute{prefix + "." + attribute.Name, attribute})
			if attribute.NestedType != nil {
				add(prefix+"."+attribute.Name, attribute.NestedType.Attributes)
			}
		}
	}
	got := schemas(t)
	add("provider", got.Provider.Block.Attributes)
	for kind, of := range map[string]map[string]*tfprotov6.Schema{
		"resource": got.ResourceSchemas, "data": got.DataSourceSchemas, "ephemeral": got.EphemeralResourceSchemas, "list": got.ListResourceSchemas,
	} {
		if len(of) == 0 {
			t.Errorf("the provider has no %s", kind)
		}
		for name, schema := range of {
			if schema.Block.Description == "" {
				t.Errorf("%s %s has no description", kind, name)
			}
			add(kind+" "+name, schema.Block.Attributes)
		}
	}
	return all
}

func TestDescriptions(t *testing.T) {
	t.Parallel()
	sentence := regexp.MustCompile(`(?s)^\S.*[.:]\s*$`)
	for _, a := range allAttributes(t) {
		if !sentence.MatchString(a.attribute.Description) {
			t.Errorf("%s needs a description that is a sentence, it has %q", a.name, a.attribute.Description)
		}
	}
	for name, f := range schemas(t).Functions {
		if f.Summary == "" || f.Description == "" {
			t.Errorf("function %s needs a summary and a description", name)
		}
		for _, parameter := range f.Parameters {
			if parameter.Description == "" {
				t.Errorf("function %s: %s needs a description", name, parameter.Name)
			}
		}
	}
}

// notSecret are attributes with names like those of secrets, with the reason why they are not sensitive.
var notSecret = map[string]string{
	"room_token_ttl_seconds": "a duration",
}

// Attributes with the name of a secret are sensitive.
func TestSecretsAreSensitive(t *testing.T) {
	t.Parallel()
	secret := regexp.MustCompile(`token|secret|password|key|host_url|private`)
	unused := map[string]bool{}
	for name := range notSecret {
		unused[name] = true
	}
	for _, a := range allAttributes(t) {
		if notSecret[a.attribute.Name] != "" {
			delete(unused, a.attribute.Name)
			continue
		}
		if secret.MatchString(a.attribute.Name) && !a.attribute.Sensitive && a.attribute.NestedType == nil {
			t.Errorf("%s must be sensitive", a.name)
		}
	}
	for name := range unused {
		t.Errorf("no attribute has the name %s: remove it from notSecret", name)
	}
}

func TestImplementationsAreValid(t *testing.T) {
	t.Parallel()
	p, ctx := &ours.Provider{}, t.Context()
	own := provider.SchemaResponse{}
	p.Schema(ctx, provider.SchemaRequest{}, &own)
	report := func(name string, diags interface{ HasError() bool }) {
		if diags.HasError() {
			t.Errorf("%s: %v", name, diags)
		}
	}
	report("provider", own.Schema.ValidateImplementation(ctx))
	identities := map[string]bool{}
	for _, build := range p.Resources(ctx) {
		r, name, got := build(), resource.MetadataResponse{}, resource.SchemaResponse{}
		r.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "xrcloud"}, &name)
		r.Schema(ctx, resource.SchemaRequest{}, &got)
		report(name.TypeName, got.Diagnostics)
		report(name.TypeName, got.Schema.ValidateImplementation(ctx))
		identified, ok := r.(resource.ResourceWithIdentity)
		if !ok {
			t.Errorf("%s has no identity", name.TypeName)
			continue
		}
		identity := resource.IdentitySchemaResponse{}
		identified.IdentitySchema(ctx, resource.IdentitySchemaRequest{}, &identity)
		report(name.TypeName, identity.IdentitySchema.ValidateImplementation(ctx))
		identities[name.TypeName] = true
		if _, ok := r.(resource.ResourceWithImportState); !ok {
			t.Errorf("%s cannot be imported", name.TypeName)
		}
	}
	for _, build := range p.DataSources(ctx) {
		d, name, got := build(), datasource.MetadataResponse{}, datasource.SchemaResponse{}
		d.Metadata(ctx, datasource.MetadataRequest{ProviderTypeName: "xrcloud"}, &name)
		d.Schema(ctx, datasource.SchemaRequest{}, &got)
		report("data "+name.TypeName, got.Schema.ValidateImplementation(ctx))
	}
	for _, build := range p.EphemeralResources(ctx) {
		e, name, got := build(), ephemeral.MetadataResponse{}, ephemeral.SchemaResponse{}
		e.Metadata(ctx, ephemeral.MetadataRequest{ProviderTypeName: "xrcloud"}, &name)
		e.Schema(ctx, ephemeral.SchemaRequest{}, &got)
		report("ephemeral "+name.TypeName, got.Schema.ValidateImplementation(ctx))
	}
	for _, build := range p.ListResources(ctx) {
		l, name, got := build(), resource.MetadataResponse{}, list.ListResourceSchemaResponse{}
		l.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "xrcloud"}, &name)
		l.ListResourceConfigSchema(ctx, list.ListResourceSchemaRequest{}, &got)
		report("list "+name.TypeName, got.Schema.ValidateImplementation(ctx))
		if !identities[name.TypeName] {
			t.Errorf("list %s has no resource", name.TypeName)
		}
	}
	for _, build := range p.Functions(ctx) {
		f, name, got := build(), function.MetadataResponse{}, function.DefinitionResponse{}
		f.Metadata(ctx, function.MetadataRequest{}, &name)
		f.Definition(ctx, function.DefinitionRequest{}, &got)
		checked := function.DefinitionValidateResponse{}
		got.Definition.ValidateImplementation(ctx, function.DefinitionValidateRequest{FuncName: name.Name}, &checked)
		report("function "+name.Name, checked.Diagnostics)
	}
}

// The manifest of the registry names the protocol version that main.go serves.
func TestManifestNamesTheProtocol(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("../../terraform-registry-manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		Metadata struct {
			Protocols []string `json:"protocol_versions"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(content, &manifest); err != nil {
		t.Fatal(err)
	}
	main, err := os.ReadFile("../../main.go")
	if err != nil {
		t.Fatal(err)
	}
	served := regexp.MustCompile(`tf(\d+)server\.Serve\(`).FindSubmatch(main)
	if len(served) != 2 || !slices.Equal(manifest.Metadata.Protocols, []string{string(served[1]) + ".0"}) {
		t.Errorf("main.go serves %q, the manifest names %q", served, manifest.Metadata.Protocols)
	}
}
