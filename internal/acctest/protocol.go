package acctest

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ProtocolClient calls the provider in this process over the plugin protocol, as Terraform does. Use it for results that the installed Terraform
// does not show, such as warnings, identities, and the argument that an error is attached to.
//
// Its methods return the diagnostics in the form of FormatDiagnostics. A call that fails altogether fails the test.
type ProtocolClient struct {
	t      *testing.T
	server tfprotov6.ProviderServer
	schema *tfprotov6.GetProviderSchemaResponse
	// service deletes the projects that the test creates, unless it is nil.
	service *Service
}

// NewProtocolClient returns a client of a provider with this configuration. Each client is a provider of its own, as in another run of
// Terraform. The test fails if the provider reports anything, other than that the credentials of tests are short.
func NewProtocolClient(t *testing.T, arguments Values) *ProtocolClient {
	t.Helper()
	c := NewUnconfiguredClient(t)
	configured, err := c.server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.11.4", Config: c.dynamic(c.object(c.schema.Provider, arguments)),
	})
	c.must(err)
	for _, problem := range FormatDiagnostics(configured.Diagnostics) {
		if !strings.Contains(problem, "Credential is very short") {
			t.Fatal("configure the provider: ", problem)
		}
	}
	return c
}

// NewUnconfiguredClient returns a client of a provider that is not configured. Terraform validates and moves with such a provider.
func NewUnconfiguredClient(t *testing.T) *ProtocolClient {
	t.Helper()
	server, err := Providers()["xrcloud"]()
	c := &ProtocolClient{t: t, server: server}
	c.must(err)
	c.schema, err = server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	c.must(err)
	if problems := FormatDiagnostics(c.schema.Diagnostics); len(problems) > 0 {
		t.Fatal("get the schema: ", problems)
	}
	return c
}

// ProtocolClient returns a client of a provider for the service, with all credentials.
func (s *Service) ProtocolClient(t *testing.T) *ProtocolClient {
	t.Helper()
	return s.protocolClient(t, s.Arguments())
}

// ProtocolClientWithKey returns a client of a provider for the service, with no credential but the API key.
func (s *Service) ProtocolClientWithKey(t *testing.T) *ProtocolClient {
	t.Helper()
	return s.protocolClient(t, Values{"endpoint": s.endpoint, "api_key": s.credentials.APIKey})
}

func (s *Service) protocolClient(t *testing.T, arguments Values) *ProtocolClient {
	t.Helper()
	c := NewProtocolClient(t, arguments)
	c.service = s
	return c
}

// ValidateResource returns the diagnostics of the configuration of a resource.
func (c *ProtocolClient) ValidateResource(name string, config Values) []string {
	c.t.Helper()
	resp, err := c.server.ValidateResourceConfig(c.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: name, Config: c.dynamic(c.object(c.schema.ResourceSchemas[name], config)),
	})
	c.must(err)
	return FormatDiagnostics(resp.Diagnostics)
}

// ValidateDataSource returns the diagnostics of the configuration of a data source.
func (c *ProtocolClient) ValidateDataSource(name string, config Values) []string {
	c.t.Helper()
	resp, err := c.server.ValidateDataResourceConfig(c.t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: name, Config: c.dynamic(c.object(c.schema.DataSourceSchemas[name], config)),
	})
	c.must(err)
	return FormatDiagnostics(resp.Diagnostics)
}

// ReadDataSource reads a data source of the type name.
func (c *ProtocolClient) ReadDataSource(name string, config Values) (Object, []string) {
	c.t.Helper()
	schema := c.schema.DataSourceSchemas[name]
	resp, err := c.server.ReadDataSource(c.t.Context(), &tfprotov6.ReadDataSourceRequest{
		TypeName: name, Config: c.dynamic(c.object(schema, config)),
	})
	c.must(err)
	return Object{Type: name, Value: c.value(schema, resp.State)}, FormatDiagnostics(resp.Diagnostics)
}

// ResourceSchemas returns the schemas of all resources, by type.
func (c *ProtocolClient) ResourceSchemas() map[string]*tfprotov6.Schema {
	return c.schema.ResourceSchemas
}

// Configured returns a resource that has the values of a configuration and no others, to compare a state with.
func (c *ProtocolClient) Configured(name string, config Values) Object {
	c.t.Helper()
	return Object{Type: name, Value: c.object(c.schema.ResourceSchemas[name], config)}
}

// Absent returns a resource of the type name that does not exist: the prior object of a creation.
func (c *ProtocolClient) Absent(name string) Object {
	return Object{Type: name, Value: tftypes.NewValue(c.schema.ResourceSchemas[name].ValueType(), nil)}
}

// Plan plans the change from the prior object to the configuration. A nil configuration plans the deletion of the object.
func (c *ProtocolClient) Plan(prior Object, config Values) (Object, []string) {
	c.t.Helper()
	schema := c.schema.ResourceSchemas[prior.Type]
	resp, err := c.server.PlanResourceChange(c.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: prior.Type, PriorState: c.dynamic(prior.Value), PriorPrivate: prior.private, PriorIdentity: prior.Identity,
		Config: c.dynamic(c.object(schema, config)), ProposedNewState: c.dynamic(c.proposed(schema, prior.Value, config)),
	})
	c.must(err)
	planned := Object{
		Type: prior.Type, Identity: resp.PlannedIdentity, Replaces: resp.RequiresReplace, private: resp.PlannedPrivate, Value: prior.Value,
	}
	if resp.PlannedState != nil {
		planned.Value = c.value(schema, resp.PlannedState)
	}
	return planned, FormatDiagnostics(resp.Diagnostics)
}

// RequireEmptyPlan fails the test if the plan for the configuration changes the object, or has a diagnostic. Read the object first to
// include the changes of a refresh.
func (c *ProtocolClient) RequireEmptyPlan(object Object, config Values) {
	c.t.Helper()
	planned, problems := c.Plan(object, config)
	if len(problems) > 0 || !planned.Value.Equal(object.Value) {
		c.t.Errorf("the plan is not empty: %q, replacement forced by %v\nstate %v\nplan  %v", problems, planned.Replaces, object.Value, planned.Value)
	}
}

// Apply applies a plan for the configuration. On a real service, a project that it creates is deleted when the test ends.
func (c *ProtocolClient) Apply(prior, planned Object, config Values) (Object, []string) {
	c.t.Helper()
	schema := c.schema.ResourceSchemas[prior.Type]
	resp, err := c.server.ApplyResourceChange(c.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: prior.Type, PriorState: c.dynamic(prior.Value), Config: c.dynamic(c.object(schema, config)),
		PlannedState: c.dynamic(planned.Value), PlannedPrivate: planned.private, PlannedIdentity: planned.Identity,
	})
	c.must(err)
	after := Object{Type: prior.Type, Value: c.value(schema, resp.NewState), Identity: resp.NewIdentity, private: resp.Private}
	if c.service != nil && prior.Type == "xrcloud_project" && prior.Value.IsNull() && !after.Value.IsNull() {
		c.service.DeleteProjectAfterTest(c.t, after.Attribute(c.t, "id"))
	}
	return after, FormatDiagnostics(resp.Diagnostics)
}

// MustApply plans and applies, and fails the test if there is a diagnostic.
func (c *ProtocolClient) MustApply(prior Object, config Values) Object {
	c.t.Helper()
	planned, problems := c.Plan(prior, config)
	if len(problems) > 0 {
		c.t.Fatal("plan: ", problems)
	}
	applied, problems := c.Apply(prior, planned, config)
	if len(problems) > 0 {
		c.t.Fatal("apply: ", problems)
	}
	return applied
}

// Read refreshes a resource. The value of an object that the service does not find is null.
func (c *ProtocolClient) Read(prior Object) (Object, []string) {
	c.t.Helper()
	resp, err := c.server.ReadResource(c.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: prior.Type, CurrentState: c.dynamic(prior.Value), Private: prior.private, CurrentIdentity: prior.Identity,
	})
	c.must(err)
	return Object{Type: prior.Type, Value: c.value(c.schema.ResourceSchemas[prior.Type], resp.NewState), Identity: resp.NewIdentity, private: resp.Private},
		FormatDiagnostics(resp.Diagnostics)
}

// MustRead refreshes a resource, and fails the test if there is a diagnostic.
func (c *ProtocolClient) MustRead(prior Object) Object {
	c.t.Helper()
	read, problems := c.Read(prior)
	if len(problems) > 0 {
		c.t.Fatal("read: ", problems)
	}
	return read
}

// Import imports a resource of the type name by an import ID. As in Terraform, a Read must follow: until then the state has little more
// than the ID.
func (c *ProtocolClient) Import(name, id string) (Object, []string) {
	c.t.Helper()
	return c.imported(name, &tfprotov6.ImportResourceStateRequest{TypeName: name, ID: id})
}

// MustImport imports a resource by an import ID, and fails the test if there is a diagnostic.
func (c *ProtocolClient) MustImport(name, id string) Object {
	c.t.Helper()
	imported, problems := c.Import(name, id)
	if len(problems) > 0 {
		c.t.Fatal("import: ", problems)
	}
	return imported
}

// ImportByIdentityID imports by an identity of which only the ID is set.
func (c *ProtocolClient) ImportByIdentityID(name, id string) (Object, []string) {
	c.t.Helper()
	return c.ImportByIdentity(name, map[string]string{"id": id})
}

func (c *ProtocolClient) imported(name string, req *tfprotov6.ImportResourceStateRequest) (Object, []string) {
	c.t.Helper()
	resp, err := c.server.ImportResourceState(c.t.Context(), req)
	c.must(err)
	if len(resp.ImportedResources) == 0 {
		return c.Absent(name), FormatDiagnostics(resp.Diagnostics)
	}
	got := resp.ImportedResources[0]
	return Object{Type: name, Value: c.value(c.schema.ResourceSchemas[name], got.State), Identity: got.Identity, private: got.Private},
		FormatDiagnostics(resp.Diagnostics)
}

// proposed returns the planned state that Terraform proposes: the configuration, with the prior values of computed attributes that it
// does not set.
func (c *ProtocolClient) proposed(schema *tfprotov6.Schema, prior tftypes.Value, config Values) tftypes.Value {
	c.t.Helper()
	configured := c.object(schema, config)
	if configured.IsNull() || prior.IsNull() {
		return configured
	}
	var after, before map[string]tftypes.Value
	c.must(configured.As(&after))
	c.must(prior.As(&before))
	for _, attribute := range schema.Block.Attributes {
		if attribute.Computed && after[attribute.Name].IsNull() {
			after[attribute.Name] = before[attribute.Name]
		}
	}
	return tftypes.NewValue(schema.ValueType(), after)
}

func (c *ProtocolClient) dynamic(value tftypes.Value) *tfprotov6.DynamicValue {
	c.t.Helper()
	dynamic, err := tfprotov6.NewDynamicValue(value.Type(), value)
	c.must(err)
	return &dynamic
}

func (c *ProtocolClient) value(schema *tfprotov6.Schema, dynamic *tfprotov6.DynamicValue) tftypes.Value {
	c.t.Helper()
	if dynamic == nil {
		return tftypes.NewValue(schema.ValueType(), nil)
	}
	value, err := dynamic.Unmarshal(schema.ValueType())
	c.must(err)
	return value
}

func (c *ProtocolClient) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}
