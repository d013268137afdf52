package walk

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// identity returns the identity of a response, or null.
func (p *process) identity(c Call, data *tfprotov6.ResourceIdentityData) tftypes.Value {
	if data == nil {
		return tftypes.NewValue(identityType(c.Type), nil)
	}
	value := p.decode(c, identityType(c.Type), data.IdentityData)
	return value
}

func identityData(value tftypes.Value) *tfprotov6.ResourceIdentityData {
	if value.Type() == nil || value.IsNull() {
		return nil
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: toDynamic(value)}
}

// validate validates the configuration of a resource.
func (p *process) validate(address string, config tftypes.Value) bool {
	c := Call{Operation: "validate", Address: address, Type: Type(address)}
	_, ok := call(p, c, func(ctx context.Context) (*tfprotov6.ValidateResourceConfigResponse, []*tfprotov6.Diagnostic, error) {
		resp, err := p.server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: c.Type, Config: toDynamic(config)})
		return resp, resp.Diagnostics, err
	})
	return ok
}

// upgrade reads a resource from the state, in which it is JSON. Terraform upgrades an identity only from another version, and there is none.
func (p *process) upgrade(address string, instance *Instance) (*Instance, bool) {
	c := Call{Operation: "upgrade", Address: address, Type: Type(address)}
	state, ok := call(p, c, func(ctx context.Context) (*tfprotov6.UpgradeResourceStateResponse, []*tfprotov6.Diagnostic, error) {
		resp, err := p.server.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{
			TypeName: c.Type, Version: schemas().ResourceSchemas[c.Type].Version, RawState: &tfprotov6.RawState{JSON: toJSON(instance.Value)},
		})
		return resp, resp.Diagnostics, err
	})
	if !ok {
		return instance, false
	}
	upgraded := *instance
	upgraded.Value = p.decode(c, resourceType(c.Type), state.UpgradedState)
	if !upgraded.Value.Equal(instance.Value) {
		p.violatef(address, "an upgrade of the state changes it: %v", compatible(instance.Value, upgraded.Value, ""))
	}
	return &upgraded, ok
}

// read refreshes a resource. It returns nil for one that no longer exists.
func (p *process) read(address string, instance *Instance) (*Instance, bool) {
	c := Call{Operation: "read", Address: address, Type: Type(address)}
	resp, ok := call(p, c, func(ctx context.Context) (*tfprotov6.ReadResourceResponse, []*tfprotov6.Diagnostic, error) {
		resp, err := p.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
			TypeName: c.Type, CurrentState: toDynamic(instance.Value), Private: instance.Private, CurrentIdentity: identityData(instance.Identity),
		})
		return resp, resp.Diagnostics, err
	})
	if !ok {
		return instance, false
	}
	read := *instance
	read.Value, read.Private, read.Identity = p.decode(c, resourceType(c.Type), resp.NewState), resp.Private, p.identity(c, resp.NewIdentity)
	if !read.Value.IsFullyKnown() {
		p.violatef(address, "the refreshed state has unknown values: %v", read.Value)
		return instance, false
	}
	if !read.Identity.IsFullyKnown() || !read.Value.IsNull() && read.Identity.IsNull() {
		p.violatef(address, "the identity after a refresh is %v", read.Identity)
	}
	if read.Value.IsNull() {
		return nil, true
	}
	return &read, true
}

// planCall is the plan that the provider returns.
type planCall struct {
	planned  tftypes.Value
	identity tftypes.Value
	private  []byte
	replaces []*tftypes.AttributePath
}

// askPlan asks the provider for the plan from a prior resource to a configuration; a null one plans the deletion.
func (p *process) askPlan(address string, prior Instance, config tftypes.Value) (planCall, bool) {
	c := Call{Operation: "plan", Address: address, Type: Type(address)}
	proposed := proposedNew(schemas().ResourceSchemas[c.Type], prior.Value, config)
	resp, ok := call(p, c, func(ctx context.Context) (*tfprotov6.PlanResourceChangeResponse, []*tfprotov6.Diagnostic, error) {
		resp, err := p.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
			TypeName: c.Type, PriorState: toDynamic(prior.Value), PriorPrivate: prior.Private, PriorIdentity: identityData(prior.Identity),
			Config: toDynamic(config), ProposedNewState: toDynamic(proposed),
		})
		return resp, resp.Diagnostics, err
	})
	if !ok {
		return planCall{}, false
	}
	planned := planCall{
		planned: p.decode(c, resourceType(c.Type), resp.PlannedState), identity: p.identity(c, resp.PlannedIdentity), private: resp.PlannedPrivate,
		replaces: resp.RequiresReplace,
	}
	if config.IsNull() {
		if !planned.planned.IsNull() {
			p.violatef(address, "a non-null value is planned for a deletion")
			return planned, false
		}
		return planned, true
	}
	for _, problem := range checkPlan(schemas().ResourceSchemas[c.Type], prior.Value, config, planned.planned) {
		p.violatef(address, "Provider produced invalid plan: %s", problem)
		ok = false
	}
	return planned, ok
}

// importResource imports a resource by an import ID or, if it is empty, by an identity.
func (p *process) importResource(address, id string, identity tftypes.Value) (*Instance, bool) {
	c := Call{Operation: "import", Address: address, Type: Type(address)}
	req := &tfprotov6.ImportResourceStateRequest{TypeName: c.Type, ID: id}
	if id == "" {
		req.Identity = identityData(identity)
	}
	resp, ok := call(p, c, func(ctx context.Context) (*tfprotov6.ImportResourceStateResponse, []*tfprotov6.Diagnostic, error) {
		resp, err := p.server.ImportResourceState(ctx, req)
		return resp, resp.Diagnostics, err
	})
	if !ok {
		return nil, false
	}
	if len(resp.ImportedResources) != 1 {
		p.violatef(address, "%d resources are imported by one ID", len(resp.ImportedResources))
		return nil, false
	}
	found := resp.ImportedResources[0]
	imported := &Instance{Value: p.decode(c, resourceType(c.Type), found.State), Private: found.Private, Identity: p.identity(c, found.Identity)}
	imported, ok = p.read(address, imported)
	if ok && imported == nil {
		p.Diagnostics = append(p.Diagnostics, Diagnostic{Call: c, Summary: "Cannot import non-existent remote object"})
		return nil, false
	}
	return imported, ok
}

// readData reads a data source.
func (p *process) readData(address string, config tftypes.Value) (tftypes.Value, bool) {
	c := Call{Operation: "read data", Address: address, Type: Type(address)}
	schema := schemas().DataSourceSchemas[c.Type]
	if _, ok := call(p, Call{Operation: "validate", Address: address, Type: c.Type}, func(ctx context.Context) (*tfprotov6.ValidateDataResourceConfigResponse, []*tfprotov6.Diagnostic, error) {
		resp, err := p.server.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: c.Type, Config: toDynamic(config)})
		return resp, resp.Diagnostics, err
	}); !ok {
		return config, false
	}
	resp, ok := call(p, c, func(ctx context.Context) (*tfprotov6.ReadDataSourceResponse, []*tfprotov6.Diagnostic, error) {
		resp, err := p.server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: c.Type, Config: toDynamic(config)})
		return resp, resp.Diagnostics, err
	})
	if !ok {
		return config, false
	}
	value := p.decode(c, schema.ValueType(), resp.State)
	if value.IsNull() || !value.IsFullyKnown() {
		p.violatef(address, "the data source is %v", value)
		return config, false
	}
	read := attributes(value)
	for name, configured := range attributes(config) {
		if !configured.IsNull() && !configured.Equal(read[name]) {
			p.violatef(address, "the data source changes the argument %s from %v to %v", name, configured, read[name])
		}
	}
	return value, true
}
