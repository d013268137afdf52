package vcs

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure      = &Resource{}
	_ resource.ResourceWithIdentity       = &Resource{}
	_ resource.ResourceWithImportState    = &Resource{}
	_ resource.ResourceWithModifyPlan     = &Resource{}
	_ resource.ResourceWithValidateConfig = &Resource{}
)

// Resource manages a conference room.
type Resource struct {
	tfkit.ResourceBase[*api.Client]
}

// NewResource returns the resource xrcloud_vcs_room.
func NewResource() resource.Resource { return &Resource{} }

func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vcs_room"
}

func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema.Attributes = map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "ID of the room, with the prefix RO-."},
	}
}

func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	upgradeCount := tfkit.WholeNumberFrom(1)
	resp.Schema.MarkdownDescription = "A conference room of VCS Realtime, in which people talk and see each other. Requires the block `vcs` in the provider's configuration.\n\n" +
		"~> **Rooms expire.** The service deletes a room, usually a day after its creation: see `room_ttl_seconds` and `expires_at`. " +
		"After that, the next plan recreates the room with another ID. Create rooms shortly before you use them, " +
		"or use the ephemeral resource `xrcloud_vcs_room` for a room that exists only during one apply.\n\n" +
		"The service cannot change a room. Changing any argument forces replacement, which ends a conference in progress. " +
		"If the service upgrades a room to `SFU`, the room is not replaced.\n\n" +
		"The service does not return `auto_upgrade_participant_count`, nor whether an `SFU` room was created as `MESH`. " +
		"After an import, the first plan therefore accepts the configured values of both with a warning, and does not end a conference in progress.\n\n" +
		"The room token, with which people join, is not in the state. The ephemeral resource `xrcloud_vcs_room_token` reads it. " +
		"For older versions of Terraform, the data source `xrcloud_vcs_room` does."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"name": schema.StringAttribute{
			MarkdownDescription: nameDescription + " Changing this forces replacement.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, 512)},
			PlanModifiers:       []planmodifier.String{tfkit.RequiresReplaceIfKnown()},
		},
		"description": schema.StringAttribute{
			MarkdownDescription: descriptionDescription + " Changing this forces replacement.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			PlanModifiers:       []planmodifier.String{tfkit.RequiresReplaceIfKnown()},
		},
		"conference_type": schema.StringAttribute{
			MarkdownDescription: "Conference type of the new room. " + conferenceTypeDescription + " Defaults to `MESH`. Changing this forces replacement, unless the service has upgraded the room to this type.",
			Optional:            true,
			Computed:            true,
			Default:             stringdefault.StaticString(api.Mesh),
			Validators:          []validator.String{stringvalidator.OneOf(api.Mesh, api.SFU)},
			PlanModifiers:       []planmodifier.String{requiresReplaceUnlessUpgraded()},
		},
		"auto_upgrade_participant_count": schema.Int64Attribute{
			MarkdownDescription: upgradeCountDescription + " If unset, the room is never upgraded. The service does not return the number, so Terraform does not detect a change made outside Terraform. Changing this forces replacement.",
			Optional:            true,
			CustomType:          upgradeCount,
			Validators:          []validator.Int64{upgradeCount},
			PlanModifiers:       []planmodifier.Int64{requiresReplaceUnlessImported()},
		},
		"id":                      tfkit.StableString(idDescription),
		"current_conference_type": tfkit.StableString("Current conference type of the room. It is `SFU` also after the service has upgraded a `MESH` room."),
		"creation_time": schema.StringAttribute{
			MarkdownDescription: creationTimeDescription,
			CustomType:          timetypes.RFC3339Type{},
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"modification_time": schema.StringAttribute{
			MarkdownDescription: modificationTimeDescription,
			CustomType:          timetypes.RFC3339Type{},
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"expires_at": schema.StringAttribute{
			MarkdownDescription: expiresAtDescription,
			CustomType:          timetypes.RFC3339Type{},
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"max_participants": schema.Int64Attribute{
			MarkdownDescription: maxParticipantsDescription,
			Computed:            true,
			PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
		},
		"room_token_ttl_seconds": schema.Int64Attribute{
			MarkdownDescription: roomTokenTTLDescription,
			Computed:            true,
			PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
		},
		"room_ttl_seconds": schema.Int64Attribute{
			MarkdownDescription: roomTTLDescription,
			Computed:            true,
			PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
		},
		"endpoint_ttl_seconds": schema.Int64Attribute{
			MarkdownDescription: endpointTTLDescription,
			Computed:            true,
			PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
		},
	}
}

func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	config.validate(&resp.Diagnostics)
}

// ModifyPlan checks the provider's configuration, and for a change, which replaces the room, the account of the room. Without
// it, the apply would show these errors when other resources have already changed.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	tfkit.RecordPlannedAccount(ctx, req, resp, r.Client)
	if !req.Plan.Raw.IsNull() && !tfkit.CheckConfig(r.Client.CheckConfig(api.NeedCredential), "Cannot plan VCS room", &resp.Diagnostics) {
		return
	}
	if req.State.Raw.IsNull() || req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	var id types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
	tfkit.CheckPlannedAccount(ctx, req.Private, r.Client, "VCS room", id.ValueString(), &resp.Diagnostics)
}

func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	room, err := r.Client.CreateRoom(ctx, plan.toCreate())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot create VCS room", err, fields)
		return
	}
	state := plan
	state.fromAPI(room)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	resp.Diagnostics.Append(tfkit.SetPlannedState(ctx, req.Plan, &resp.State, state)...)
}

func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	if resp.Diagnostics.HasError() {
		return
	}
	before := state
	room, err := r.Client.Room(ctx, state.ID.ValueString())
	if transport.IsNotFound(err) {
		if tfkit.ConfirmNotFound(ctx, req.Private, r.Client, "VCS room", state.ID.ValueString(), &resp.Diagnostics) {
			tfkit.AddNotFoundWarning(&resp.Diagnostics, "VCS room", state.ID.ValueString(), afterNotFound(state))
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot read VCS room", err, fields)
		return
	}
	state.fromAPI(room)
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	// An import may use another form of the ID than the service returns.
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	resp.Diagnostics.Append(tfkit.SetReadState(ctx, &resp.State, before, state)...)
}

// afterNotFound returns sentences about the next apply after a room was not found, and about the expiry of rooms.
func afterNotFound(state model) string {
	next := "The next apply recreates it with another ID and another token."
	if state.ExpiresAt.IsNull() {
		return "VCS rooms also expire. " + next
	}
	return fmt.Sprintf("VCS rooms also expire: this one was valid until about %s. %s", state.ExpiresAt.ValueString(), next)
}

// Update sends no request, because the service cannot change a room. It saves configured values that describe the room as it
// is: SFU after an upgrade, and the values of an imported room that the service does not return.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, unconfirmedImportKey, nil)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !tfkit.CheckAccount(ctx, req.Private, r.Client, "VCS room", state.ID.ValueString(), &resp.Diagnostics) {
		return
	}
	if err := r.Client.DeleteRoom(ctx, state.ID.ValueString()); err != nil && !transport.IsNotFound(err) {
		tfkit.AddError(&resp.Diagnostics, "Cannot delete VCS room", err, fields)
	}
}

// ImportState imports a room by its ID or by its identity. It accepts every ID, because the documentation of the service shows
// two forms.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	_, id := tfkit.ImportIDs(ctx, req, "", "id", &resp.Diagnostics)
	tfkit.SetImported(ctx, resp, map[string]types.String{"id": types.StringValue(id)})
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, unconfirmedImportKey, []byte("true"))...)
}
