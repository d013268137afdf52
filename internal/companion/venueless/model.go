// Package venueless implements the resource, the data sources and the ephemeral resource for Venueless: its rooms, its worlds, and the
// tokens with which people log in.
package venueless

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// identityModel is the identity of a room: its world and its ID.
type identityModel struct {
	WorldID types.String `tfsdk:"world_id"`
	ID      types.String `tfsdk:"id"`
}

// model is a room in plan and state.
type model struct {
	dataSourceModel
	DeletionMode types.String `tfsdk:"deletion_mode"`
}

func (m *model) identity() identityModel {
	return identityModel{WorldID: m.WorldID, ID: m.ID}
}

// dataSourceModel is a room in data sources: the values that the service returns, and the world.
type dataSourceModel struct {
	ID              types.String `tfsdk:"id"`
	WorldID         types.String `tfsdk:"world_id"`
	Name            trimmedValue `tfsdk:"name"`
	Description     trimmedValue `tfsdk:"description"`
	SortingPriority types.Int64  `tfsdk:"sorting_priority"`
	PretalxID       types.Int64  `tfsdk:"pretalx_id"`
	ModuleConfig    types.List   `tfsdk:"module_config"`
	TraitGrants     types.Map    `tfsdk:"trait_grants"`
	ScheduleData    jsonValue    `tfsdk:"schedule_data"`
	Deleted         types.Bool   `tfsdk:"deleted"`
}

// moduleModel is a module of a room.
type moduleModel struct {
	Type   types.String `tfsdk:"type"`
	Config jsonValue    `tfsdk:"config"`
}

// The deletion modes of a room.
const (
	deletionIsHard = "hard"
	deletionIsSoft = "soft"
)

var (
	moduleType = types.ObjectType{AttrTypes: map[string]attr.Type{"type": types.StringType, "config": jsonType{}}}
	grantsType = types.ListType{ElemType: types.ListType{ElemType: types.StringType}}
)

// fields names the argument that sets each field of the API.
var fields = tfkit.Fields{
	"id":               path.Root("id"),
	"world_id":         path.Root("world_id"),
	"name":             path.Root("name"),
	"description":      path.Root("description"),
	"sorting_priority": path.Root("sorting_priority"),
	"pretalx_id":       path.Root("pretalx_id"),
	"module_config":    path.Root("module_config"),
	"trait_grants":     path.Root("trait_grants"),
	"schedule_data":    path.Root("schedule_data"),
	"deleted":          path.Root("deleted"),
}

// worldOrDefault returns a world, or the provider's if it is null, or unknown because the plan did not have the provider's yet.
func worldOrDefault(client *api.Client, worldID types.String) types.String {
	if worldID.IsNull() || worldID.IsUnknown() {
		return types.StringValue(client.WorldID())
	}
	return worldID
}

// fromAPI sets all attributes but the world, which the service does not return.
func (m *dataSourceModel) fromAPI(ctx context.Context, room api.Room) diag.Diagnostics {
	m.ID = types.StringValue(room.ID)
	m.Name = newTrimmedValue(&room.Name)
	m.Description = newTrimmedValue(room.Description)
	m.SortingPriority = types.Int64Value(room.SortingPriority)
	m.PretalxID = types.Int64Value(room.PretalxID)
	m.Deleted = types.BoolValue(room.Deleted)
	m.ScheduleData = newJSONValue(room.ScheduleData)
	modules := []moduleModel{}
	for _, module := range room.ModuleConfig {
		modules = append(modules, moduleModel{Type: types.StringValue(module.Type), Config: newJSONValue(module.Config)})
	}
	var diags, grantDiags diag.Diagnostics
	m.ModuleConfig, diags = types.ListValueFrom(ctx, moduleType, modules)
	m.TraitGrants, grantDiags = types.MapValueFrom(ctx, grantsType, map[string][][]string(room.TraitGrants))
	diags.Append(grantDiags...)
	return diags
}

// toCreate returns the room to create, without its ID.
func (m *model) toCreate(ctx context.Context) (api.Room, diag.Diagnostics) {
	modules, diags := m.modules(ctx)
	grants, grantDiags := m.grants(ctx)
	diags.Append(grantDiags...)
	return api.Room{
		Name:            m.Name.ValueString(),
		Description:     m.Description.ValueStringPointer(),
		SortingPriority: m.SortingPriority.ValueInt64(),
		PretalxID:       m.PretalxID.ValueInt64(),
		ModuleConfig:    modules,
		TraitGrants:     grants,
		ScheduleData:    rawJSON(m.ScheduleData, path.Root("schedule_data"), &diags),
		Deleted:         m.Deleted.ValueBool(),
	}, diags
}

// toUpdate returns the request that changes the prior room to m. It has only the changed values.
func (m *model) toUpdate(ctx context.Context, prior model) (api.RoomChange, diag.Diagnostics) {
	var change api.RoomChange
	var diags diag.Diagnostics
	if !m.Name.Equal(prior.Name) {
		change.Name = m.Name.ValueStringPointer()
	}
	if !m.Description.Equal(prior.Description) {
		description := m.Description.ValueStringPointer()
		change.Description = &description
	}
	if !m.SortingPriority.Equal(prior.SortingPriority) {
		change.SortingPriority = m.SortingPriority.ValueInt64Pointer()
	}
	if !m.PretalxID.Equal(prior.PretalxID) {
		change.PretalxID = m.PretalxID.ValueInt64Pointer()
	}
	if !m.Deleted.Equal(prior.Deleted) {
		change.Deleted = m.Deleted.ValueBoolPointer()
	}
	if !m.ScheduleData.Equal(prior.ScheduleData) {
		change.ScheduleData = rawJSON(m.ScheduleData, path.Root("schedule_data"), &diags)
	}
	if !m.ModuleConfig.Equal(prior.ModuleConfig) {
		modules, moduleDiags := m.modules(ctx)
		diags.Append(moduleDiags...)
		change.ModuleConfig = &modules
	}
	if !m.TraitGrants.Equal(prior.TraitGrants) {
		grants, grantDiags := m.grants(ctx)
		diags.Append(grantDiags...)
		change.TraitGrants = &grants
	}
	return change, diags
}

func (m *model) modules(ctx context.Context) ([]api.Module, diag.Diagnostics) {
	var configured []moduleModel
	diags := m.ModuleConfig.ElementsAs(ctx, &configured, false)
	modules := []api.Module{}
	for i, module := range configured {
		argument := path.Root("module_config").AtListIndex(i)
		checkNoNUL(ctx, module.Type.ValueString(), argument.AtName("type"), &diags)
		modules = append(modules, api.Module{Type: module.Type.ValueString(), Config: rawJSON(module.Config, argument.AtName("config"), &diags)})
	}
	return modules, diags
}

func (m *model) grants(ctx context.Context) (api.TraitGrants, diag.Diagnostics) {
	grants := api.TraitGrants{}
	diags := m.TraitGrants.ElementsAs(ctx, &grants, false)
	for role, all := range grants {
		argument := path.Root("trait_grants").AtMapKey(role)
		checkNoNUL(ctx, role, argument, &diags)
		for i, alternatives := range all {
			for j, trait := range alternatives {
				checkNoNUL(ctx, trait, argument.AtListIndex(i).AtListIndex(j), &diags)
			}
		}
	}
	return grants, diags
}

// rawJSON returns the JSON of an argument, or nil if it has no value. It checks the JSON again, since it may have been unknown when
// the arguments were validated.
func rawJSON(value jsonValue, argument path.Path, diags *diag.Diagnostics) json.RawMessage {
	if value.IsNull() || value.IsUnknown() {
		return nil
	}
	checkJSON(value.ValueString(), argument, diags)
	return json.RawMessage(value.ValueString())
}

// unmanagedFields returns a sentence that names the fields of a room's modules that the state cannot contain, or "". The next change of the modules
// removes it from the room.
func unmanagedFields(room api.Room) string {
	for i, module := range room.ModuleConfig {
		switch {
		case module.Type == "":
			return fmt.Sprintf("Module %d of the room has no type.", i+1)
		case len(module.Other) > 0:
			return fmt.Sprintf("Module %d of the room, %s, has more than a type and a config: %s.", i+1, module.Type, strings.Join(module.Other, ", "))
		}
	}
	return ""
}
