package whiteboard

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure   = &Resource{}
	_ resource.ResourceWithIdentity    = &Resource{}
	_ resource.ResourceWithImportState = &Resource{}
	_ resource.ResourceWithModifyPlan  = &Resource{}
)

// Resource manages a room.
type Resource struct {
	tfkit.ResourceBase[*api.Client]
}

// NewResource returns the resource xrcloud_whiteboard_room.
func NewResource() resource.Resource { return &Resource{} }

func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_whiteboard_room"
}

func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema.Attributes = map[string]identityschema.Attribute{
		"region": identityschema.StringAttribute{RequiredForImport: true, Description: "Region of the room, such as us-sv."},
		"uuid":   identityschema.StringAttribute{RequiredForImport: true, Description: "UUID of the room: 32 hexadecimal digits, without dashes."},
	}
}

func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	limit := tfkit.WholeNumberFrom(0)
	resp.Schema.MarkdownDescription = "A room of Agora Interactive Whiteboard: a board that people draw on together. Requires the block `whiteboard` in the provider's configuration.\n\n" +
		"**The service cannot delete a room.** Destroying a room disables it: everybody in it is disconnected, and nobody can join. " +
		"Its contents remain, and it can be enabled again. A room that is replaced remains disabled in the same way. Only `disabled` and `on_destroy` change in place.\n\n" +
		"To disable or destroy a room, the provider needs a key pair, or an SDK token of the role `admin`.\n\n" +
		"A room has no name. Record its `id`, or find it with the data source `xrcloud_whiteboard_rooms`."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"region": schema.StringAttribute{
			MarkdownDescription: regionDescription + regionDefaultDescription + " Changing that default later does not move the room. Changing this forces replacement.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{isRegion()},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown(), tfkit.RequiresReplaceIfKnown()},
		},
		"is_record": schema.BoolAttribute{
			MarkdownDescription: "Whether the service records the room. The service does not support this everywhere: it may create the room with `false` in place of `true`. " +
				"The provider then shows a warning, and keeps the room. If unset, the service chooses. Changing this forces replacement.",
			Optional:      true,
			Computed:      true,
			PlanModifiers: []planmodifier.Bool{requiresReplaceIfConfigChanged()},
		},
		"limit": schema.Int64Attribute{
			MarkdownDescription: limitDescription + " Defaults to `0`, as Agora recommends. Changing this forces replacement.",
			Optional:            true,
			Computed:            true,
			Default:             int64default.StaticInt64(0),
			CustomType:          limit,
			Validators:          []validator.Int64{limit},
			PlanModifiers:       []planmodifier.Int64{tfkit.RequiresReplaceIfKnown()},
		},
		"disabled": schema.BoolAttribute{
			MarkdownDescription: "Whether the room is disabled. Disabling it disconnects everybody. Enabling it brings back its contents. Defaults to `false`.",
			Optional:            true,
			Computed:            true,
			Default:             booldefault.StaticBool(false),
		},
		"on_destroy": schema.StringAttribute{
			MarkdownDescription: "What a destroy does to the room: `disable` disables it, `abandon` leaves it as it is, with the people in it. Defaults to `disable`.",
			Optional:            true,
			Computed:            true,
			Default:             stringdefault.StaticString(destroyDisables),
			Validators:          []validator.String{stringvalidator.OneOf(destroyDisables, destroyAbandons)},
		},
		"id":        tfkit.StableString(idDescription),
		"uuid":      tfkit.StableString(uuidDescription),
		"team_uuid": tfkit.StableString(teamUUIDDescription),
		"app_uuid":  tfkit.StableString(appUUIDDescription),
		"created_at": schema.StringAttribute{
			MarkdownDescription: createdAtDescription,
			CustomType:          timetypes.RFC3339Type{},
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
	}
}

// ModifyPlan checks the provider's configuration, plans the provider's region for a room without a region, and checks the
// account and the region for a replacement or a destroy. Without it, the apply would show these errors when other resources
// have already changed.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	tfkit.RecordPlannedAccount(ctx, req, resp, r.Client)
	if req.Plan.Raw.Equal(req.State.Raw) {
		tfkit.CheckConfig(r.Client.CheckConfig(api.NeedCredential), "Cannot plan whiteboard room", &resp.Diagnostics)
		return
	}
	var state, plan, config model
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		if state.OnDestroy.ValueString() == destroyAbandons {
			return // Delete sends no request
		}
		tfkit.CheckPlannedAccount(ctx, req.Private, r.Client, "whiteboard room", state.ID.ValueString(), &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	usesDefaultRegion := config.Region.IsNull() && plan.Region.IsUnknown()
	need := api.NeedCredential
	if usesDefaultRegion {
		need = api.NeedRegion
	}
	if !tfkit.CheckConfig(r.Client.CheckConfig(need), "Cannot plan whiteboard room", &resp.Diagnostics) {
		return
	}
	if usesDefaultRegion && r.Client.Region() != "" {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("region"), r.Client.Region())...)
	}
	if !req.State.Raw.IsNull() && plan.requiresReplace(state) {
		tfkit.CheckPlannedAccount(ctx, req.Private, r.Client, "whiteboard room", state.ID.ValueString(), &resp.Diagnostics)
		r.checkRegion(ctx, state, plan, &resp.Diagnostics)
	}
}

// checkRegion adds an error if the region of a replacement does not exist. The apply would otherwise disable the room before
// it fails to create the new one.
func (r *Resource) checkRegion(ctx context.Context, state, plan model, diags *diag.Diagnostics) {
	if !tfkit.IsKnownChange(state.Region, plan.Region) {
		return
	}
	tfkit.AddPlanError(diags, "Cannot replace whiteboard room", r.Client.CheckRegion(ctx, plan.Region.ValueString()), fields)
}

// Create creates the room, saves it in the state, and then disables it if it is configured so. The service creates rooms only
// enabled and cannot delete them: a room that is not in the state could not be found again.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan.Region = regionOrDefault(r.Client, plan.Region)
	region := plan.Region.ValueString()
	room, err := r.Client.CreateRoom(ctx, region, plan.toCreate())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot create whiteboard room", err, fields)
		return
	}
	state := plan
	state.fromAPI(region, room)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identityModel{Region: region, UUID: room.UUID})...)
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	resp.Diagnostics.Append(saveConfigured(ctx, config.IsRecord, resp.Private)...)
	resp.Diagnostics.Append(tfkit.SetPlannedState(ctx, req.Plan, &resp.State, state)...)
	if tfkit.IsKnownChange(state.IsRecord, plan.IsRecord) {
		resp.Diagnostics.AddAttributeWarning(path.Root("is_record"), "Recording is not as configured",
			fmt.Sprintf("The service created the room with is_record = %t, but the configuration has %t. Terraform keeps the room. "+
				"To match the service, set is_record = %[1]t.", room.IsRecord, plan.IsRecord.ValueBool()))
	}
	if !plan.Disabled.ValueBool() {
		return
	}
	if _, err := r.Client.SetBan(ctx, region, room.UUID, true); err != nil {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("disabled"), false)...)
		tfkit.AddError(&resp.Diagnostics, "Cannot disable whiteboard room", err, fields)
		resp.Diagnostics.AddError("Whiteboard room exists but is enabled",
			fmt.Sprintf("The room %s exists, is enabled, and is in the state as tainted: the next apply would replace it. "+
				"To keep it, run terraform untaint with the address of this resource, then apply again.", state.ID.ValueString()))
	}
}

func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	region, uuid := state.Region.ValueString(), state.UUID.ValueString()
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identityModel{Region: region, UUID: uuid})...)
	if resp.Diagnostics.HasError() {
		return
	}
	before := state
	room, err := r.Client.Room(ctx, region, uuid)
	if transport.IsNotFound(err) {
		if tfkit.ConfirmNotFound(ctx, req.Private, r.Client, "whiteboard room", state.ID.ValueString(), &resp.Diagnostics) {
			tfkit.AddNotFoundWarning(&resp.Diagnostics, "whiteboard room", state.ID.ValueString(), "")
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot read whiteboard room", err, fields)
		return
	}
	state.fromAPI(region, room)
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	resp.Diagnostics.Append(tfkit.SetReadState(ctx, &resp.State, before, state)...)
}

// Update disables or enables the room, which is the only change that the service supports.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	region, uuid := state.Region.ValueString(), state.UUID.ValueString()
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identityModel{Region: region, UUID: uuid})...)
	if resp.Diagnostics.HasError() {
		return
	}
	updated := plan
	if !plan.Disabled.Equal(state.Disabled) {
		room, err := r.Client.SetBan(ctx, region, uuid, plan.Disabled.ValueBool())
		if err != nil {
			tfkit.AddError(&resp.Diagnostics, "Cannot update whiteboard room", err, fields)
			return
		}
		updated.fromAPI(region, room)
	}
	resp.Diagnostics.Append(tfkit.SetPlannedState(ctx, req.Plan, &resp.State, updated)...)
}

// Delete disables the room, because the service cannot delete it. With on_destroy = "abandon" it sends no request.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || state.OnDestroy.ValueString() == destroyAbandons ||
		!tfkit.CheckAccount(ctx, req.Private, r.Client, "whiteboard room", state.ID.ValueString(), &resp.Diagnostics) {
		return
	}
	_, err := r.Client.SetBan(ctx, state.Region.ValueString(), state.UUID.ValueString(), true)
	switch {
	case transport.IsNotFound(err):
	case err != nil:
		tfkit.AddError(&resp.Diagnostics, "Cannot disable whiteboard room", err, fields)
	default:
		resp.Diagnostics.AddWarning("Whiteboard room is disabled, not deleted",
			fmt.Sprintf("The service cannot delete rooms. The room %s still exists and is disabled: nobody can join it, and its contents remain.", state.ID.ValueString()))
	}
}

// ImportState imports a room by its identity, or by "region/uuid".
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	region, uuid := tfkit.ImportIDs(ctx, req, "region", "uuid", &resp.Diagnostics)
	id, err := newIdentity(region.ValueString(), uuid)
	if err != nil {
		resp.Diagnostics.AddError("Invalid import ID", fmt.Sprintf(`Expected "<region>/<uuid>", such as "us-sv/4a5f0000000011eeb9d10123456789ab", but %v.`, err))
		return
	}
	if summary, detail := api.RegionWarning(id.Region); summary != "" {
		resp.Diagnostics.AddWarning(summary, detail)
	}
	tfkit.SetImported(ctx, resp, map[string]types.String{"region": types.StringValue(id.Region), "uuid": types.StringValue(id.UUID)})
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), formatID(id.Region, id.UUID))...)
	// The service does not have this argument. Its default keeps the plan after an import empty.
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("on_destroy"), destroyDisables)...)
}
