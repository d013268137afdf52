// Package venueless is everything that Terraform says about Venueless: its rooms, and the tokens that let people in.
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

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// record is what the service tells of a room.
type record struct {
	ID              types.String `tfsdk:"id"`
	WorldID         types.String `tfsdk:"world_id"`
	Name            trimmedText  `tfsdk:"name"`
	Description     trimmedText  `tfsdk:"description"`
	SortingPriority types.Int64  `tfsdk:"sorting_priority"`
	PretalxID       types.Int64  `tfsdk:"pretalx_id"`
	ModuleConfig    types.List   `tfsdk:"module_config"`
	TraitGrants     types.Map    `tfsdk:"trait_grants"`
	ScheduleData    jsonText     `tfsdk:"schedule_data"`
	Deleted         types.Bool   `tfsdk:"deleted"`
}

// model is a room in plan and state.
type model struct {
	record
	DeletionMode types.String `tfsdk:"deletion_mode"`
}

// module is one of a room's parts.
type module struct {
	Type   types.String `tfsdk:"type"`
	Config jsonText     `tfsdk:"config"`
}

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

// fromAPI takes over what the service says of a room, which world it is in not being part of it.
func (r *record) fromAPI(ctx context.Context, room venueless.Room) diag.Diagnostics {
	var diags, problems diag.Diagnostics
	r.ID = types.StringValue(room.ID)
	r.Name = trimmed(&room.Name)
	r.Description = trimmed(room.Description)
	r.SortingPriority = types.Int64Value(room.SortingPriority)
	r.PretalxID = types.Int64Value(room.PretalxID)
	r.Deleted = types.BoolValue(room.Deleted)
	r.ScheduleData = jsonFrom(room.ScheduleData)
	modules := []module{}
	for _, m := range room.ModuleConfig {
		modules = append(modules, module{Type: types.StringValue(m.Type), Config: jsonFrom(m.Config)})
	}
	r.ModuleConfig, diags = types.ListValueFrom(ctx, moduleType, modules)
	r.TraitGrants, problems = types.MapValueFrom(ctx, grantsType, map[string][][]string(room.TraitGrants))
	diags.Append(problems...)
	return diags
}

// toCreate is the room to make, but for its id.
func (m *model) toCreate(ctx context.Context) (venueless.Room, diag.Diagnostics) {
	modules, diags := m.modules(ctx)
	grants, problems := m.grants(ctx)
	diags.Append(problems...)
	return venueless.Room{
		Name: m.Name.ValueString(), Description: m.Description.ValueStringPointer(),
		SortingPriority: m.SortingPriority.ValueInt64(), PretalxID: m.PretalxID.ValueInt64(),
		ModuleConfig: modules, TraitGrants: grants, ScheduleData: raw(m.ScheduleData, path.Root("schedule_data"), &diags), Deleted: m.Deleted.ValueBool(),
	}, diags
}

// toUpdate is the change that leads from the prior state to m.
func (m *model) toUpdate(ctx context.Context, prior model) (venueless.RoomChange, diag.Diagnostics) {
	var change venueless.RoomChange
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
		change.ScheduleData = raw(m.ScheduleData, path.Root("schedule_data"), &diags)
	}
	if !m.ModuleConfig.Equal(prior.ModuleConfig) {
		modules, problems := m.modules(ctx)
		diags.Append(problems...)
		change.ModuleConfig = &modules
	}
	if !m.TraitGrants.Equal(prior.TraitGrants) {
		grants, problems := m.grants(ctx)
		diags.Append(problems...)
		change.TraitGrants = &grants
	}
	return change, diags
}

func (m *model) modules(ctx context.Context) ([]venueless.Module, diag.Diagnostics) {
	var written []module
	diags := m.ModuleConfig.ElementsAs(ctx, &written, false)
	modules := []venueless.Module{}
	for i, one := range written {
		argument := path.Root("module_config").AtListIndex(i)
		checkStorable(ctx, one.Type.ValueString(), argument.AtName("type"), &diags)
		modules = append(modules, venueless.Module{Type: one.Type.ValueString(), Config: raw(one.Config, argument.AtName("config"), &diags)})
	}
	return modules, diags
}

func (m *model) grants(ctx context.Context) (venueless.TraitGrants, diag.Diagnostics) {
	grants := venueless.TraitGrants{}
	diags := m.TraitGrants.ElementsAs(ctx, &grants, false)
	for role, all := range grants {
		argument := path.Root("trait_grants").AtMapKey(role)
		checkStorable(ctx, role, argument, &diags)
		for i, choice := range all {
			for j, trait := range choice {
				checkStorable(ctx, trait, argument.AtListIndex(i).AtListIndex(j), &diags)
			}
		}
	}
	return grants, diags
}

// raw is the JSON of a text, nil where it has no value. The text may have been unknown when arguments were validated, so
// it is checked again.
func raw(text jsonText, argument path.Path, diags *diag.Diagnostics) json.RawMessage {
	if text.IsNull() || text.IsUnknown() {
		return nil
	}
	checkJSON(text.ValueString(), argument, diags)
	return json.RawMessage(text.ValueString())
}

// dropped says what of a room's modules has no place in the state, and would go with the next change of them; "" where
// all of it has one.
func dropped(room venueless.Room) string {
	for i, m := range room.ModuleConfig {
		switch {
		case m.Type == "":
			return fmt.Sprintf("Module %d of the room has no type.", i+1)
		case len(m.Other) > 0:
			return fmt.Sprintf("Module %d of the room, %s, has more than a type and a config: %s.", i+1, m.Type, strings.Join(m.Other, ", "))
		}
	}
	return ""
}
