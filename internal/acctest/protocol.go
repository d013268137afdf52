package acctest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ProtocolClient calls the provider in this process over the plugin protocol, as Terraform does: for what cannot be seen through
// the Terraform that happens to be installed, such as warnings, identity, and the argument that an error is attached to.
type ProtocolClient struct {
	t      *testing.T
	server tfprotov6.ProviderServer
	schema *tfprotov6.GetProviderSchemaResponse
	// service, unless nil, deletes the projects that the caller creates when the test ends.
	service *Service
}

// Unknown is a value that is only known at apply.
const Unknown = tftypes.UnknownValue

// Values are arguments by name: strings, numbers, booleans, []string, []any for other lists, Values for nested arguments and maps,
// Unknown, or a tftypes.Value. An argument that is not named is null.
type Values map[string]any

// Object is a resource or data source as Terraform holds it between two calls.
type Object struct {
	Type     string
	Value    tftypes.Value
	Identity *tfprotov6.ResourceIdentityData
	// Replaces are the arguments that make a plan one for another object.
	Replaces []*tftypes.AttributePath

	private []byte
}

// NewProtocolClient calls a provider that has these arguments.
func NewProtocolClient(t *testing.T, arguments Values) *ProtocolClient {
	t.Helper()
	server, err := Providers()["xrcloud"]()
	c := &ProtocolClient{t: t, server: server}
	c.must(err)
	c.schema, err = server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	c.must(err)
	if problems := FormatDiagnostics(c.schema.Diagnostics); len(problems) > 0 {
		t.Fatal("get the schema: ", problems)
	}
	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.11.4", Config: c.dynamic(c.object(c.schema.Provider, arguments)),
	})
	c.must(err)
	for _, problem := range FormatDiagnostics(configured.Diagnostics) {
		if !strings.Contains(problem, "Credential is very short") { // tests name credentials by one word
			t.Fatal("configure the provider: ", problem)
		}
	}
	return c
}

// ProtocolClient calls a provider that is set up for the service, with all credentials.
func (s *Service) ProtocolClient(t *testing.T) *ProtocolClient {
	t.Helper()
	return s.protocolClient(t, s.Arguments())
}

func (s *Service) protocolClient(t *testing.T, arguments Values) *ProtocolClient {
	t.Helper()
	c := NewProtocolClient(t, arguments)
	c.service = s
	return c
}

// Arguments are those of a provider that is set up for the service, with all credentials.
func (s *Service) Arguments() Values {
	return Values{
		"endpoint": s.endpoint, "api_key": s.credentials.APIKey, "email": s.credentials.Email, "password": s.credentials.Password,
	}
}

// Secrets are the service's credentials that nothing may show.
func (s *Service) Secrets() []string { return []string{s.credentials.APIKey, s.credentials.Password} }

// ProtocolClientWithKey calls a provider that has an API key alone.
func (s *Service) ProtocolClientWithKey(t *testing.T) *ProtocolClient {
	t.Helper()
	return s.protocolClient(t, Values{"endpoint": s.endpoint, "api_key": s.credentials.APIKey})
}

// FormatDiagnostics writes diagnostics one a line: severity, the argument to blame, summary and detail.
func FormatDiagnostics(diagnostics []*tfprotov6.Diagnostic) []string {
	var lines []string
	for _, d := range diagnostics {
		line := "error"
		if d.Severity == tfprotov6.DiagnosticSeverityWarning {
			line = "warning"
		}
		if d.Attribute != nil && len(d.Attribute.Steps()) > 0 {
			line += fmt.Sprintf(" at %v", d.Attribute.Steps()[0])
		}
		lines = append(lines, fmt.Sprintf("%s: %s: %s", line, d.Summary, d.Detail))
	}
	return lines
}

// ValidateResource tells what is wrong with a resource's configuration.
func (c *ProtocolClient) ValidateResource(name string, config Values) []string {
	c.t.Helper()
	resp, err := c.server.ValidateResourceConfig(c.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: name, Config: c.dynamic(c.object(c.schema.ResourceSchemas[name], config)),
	})
	c.must(err)
	return FormatDiagnostics(resp.Diagnostics)
}

// ValidateDataSource tells what is wrong with a data source's configuration.
func (c *ProtocolClient) ValidateDataSource(name string, config Values) []string {
	c.t.Helper()
	resp, err := c.server.ValidateDataResourceConfig(c.t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: name, Config: c.dynamic(c.object(c.schema.DataSourceSchemas[name], config)),
	})
	c.must(err)
	return FormatDiagnostics(resp.Diagnostics)
}

// ReadDataSource reads a data source.
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

// Configured returns a resource with the values of a configuration, to compare a state with. All other values are null.
func (c *ProtocolClient) Configured(name string, config Values) Object {
	c.t.Helper()
	return Object{Type: name, Value: c.object(c.schema.ResourceSchemas[name], config)}
}

// Absent is a resource that does not exist yet.
func (c *ProtocolClient) Absent(name string) Object {
	return Object{Type: name, Value: tftypes.NewValue(c.schema.ResourceSchemas[name].ValueType(), nil)}
}

// Plan plans what leads from the prior object to the configuration; nil plans its destruction.
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

// Apply carries out a plan for the configuration.
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

// MustApply plans and applies, and fails the test unless both go well.
func (c *ProtocolClient) MustApply(prior Object, config Values) Object {
	c.t.Helper()
	planned, problems := c.Plan(prior, config)
	if len(problems) > 0 {
		c.t.Fatal("plan: ", problems)
	}
	made, problems := c.Apply(prior, planned, config)
	if len(problems) > 0 {
		c.t.Fatal("apply: ", problems)
	}
	return made
}

// Read refreshes a resource.
func (c *ProtocolClient) Read(prior Object) (Object, []string) {
	c.t.Helper()
	resp, err := c.server.ReadResource(c.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: prior.Type, CurrentState: c.dynamic(prior.Value), Private: prior.private, CurrentIdentity: prior.Identity,
	})
	c.must(err)
	return Object{Type: prior.Type, Value: c.value(c.schema.ResourceSchemas[prior.Type], resp.NewState), Identity: resp.NewIdentity, private: resp.Private},
		FormatDiagnostics(resp.Diagnostics)
}

// Import imports by an id.
func (c *ProtocolClient) Import(name, id string) (Object, []string) {
	c.t.Helper()
	return c.imported(name, &tfprotov6.ImportResourceStateRequest{TypeName: name, ID: id})
}

// ImportByIdentityID imports by an identity that is an id alone.
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

// Attribute is the value of an attribute, as a test compares it; "null" and "unknown" stand for these.
func (o Object) Attribute(t *testing.T, name string) string {
	t.Helper()
	return plain(t, o.attribute(t, name))
}

// List is a list of nested objects; null is an empty one.
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

// ID is the id in the object's identity, or "" if it has none.
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

// identityTypes are the types of all identities, by resource.
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

func plain(t *testing.T, value tftypes.Value) string {
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

// proposed is what Terraform proposes for the planned state: the configuration, and for computed attributes what is there.
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

// object makes the configuration of a block; nil values make it null.
func (c *ProtocolClient) object(schema *tfprotov6.Schema, values Values) tftypes.Value {
	c.t.Helper()
	kind, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		c.t.Fatalf("a schema is %v instead of an object", schema.ValueType())
	}
	if values == nil {
		return tftypes.NewValue(kind, nil)
	}
	attributes := map[string]tftypes.Value{}
	for name, of := range kind.AttributeTypes {
		attributes[name] = argument(of, values[name])
	}
	for name := range values {
		if _, known := attributes[name]; !known {
			c.t.Fatalf("there is no argument %q, only %v", name, slices.Sorted(maps.Keys(attributes)))
		}
	}
	return tftypes.NewValue(kind, attributes)
}

// argument is a value of the type that an argument has.
func argument(of tftypes.Type, value any) tftypes.Value {
	switch value := value.(type) {
	case tftypes.Value:
		return value
	case Values:
		values := map[string]tftypes.Value{}
		switch of := of.(type) { // of any other type, NewValue panics below
		case tftypes.Object:
			for name, of := range of.AttributeTypes {
				values[name] = argument(of, value[name])
			}
		case tftypes.Map:
			for name, element := range value {
				values[name] = argument(of.ElementType, element)
			}
		}
		return tftypes.NewValue(of, values)
	case []string:
		items := make([]tftypes.Value, len(value))
		for i, text := range value {
			items[i] = tftypes.NewValue(tftypes.String, text)
		}
		return tftypes.NewValue(of, items)
	case []any:
		var element tftypes.Type
		switch of := of.(type) { // of any other type, NewValue panics below
		case tftypes.List:
			element = of.ElementType
		case tftypes.Set:
			element = of.ElementType
		}
		items := make([]tftypes.Value, len(value))
		for i, item := range value {
			items[i] = argument(element, item)
		}
		return tftypes.NewValue(of, items)
	}
	return tftypes.NewValue(of, value)
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
