package whiteboard

import (
	"context"
	"fmt"

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

// NewResource makes the resource xrcloud_whiteboard_room.
func NewResource() resource.Resource { return &Resource{} }

func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_whiteboard_room"
}

func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema.Attributes = map[string]identityschema.Attribute{
		"region": identityschema.StringAttribute{RequiredForImport: true, Description: "The region of the room, such as us-sv."},
		"uuid":   identityschema.StringAttribute{RequiredForImport: true, Description: "The uuid of the room: 32 hexadecimal digits."},
	}
}

func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.MarkdownDescription = `
A room of Agora Interactive Whiteboard: a board that people draw on together. It needs the provider's ` + "`whiteboard`" + ` block.

**The service cannot delete a room.** Destroying one disables it: everybody in it is thrown out, and nobody can join. What is on it stays, and
it can be enabled again. Each room that is replaced is left behind in the same way, so that only ` + "`disabled`" + ` and ` + "`on_destroy`" + ` change in place.

To disable a room, and to destroy one, takes a key pair or an SDK token of the role ` + "`admin`" + `.

A room has no name. Keep its ` + "`id`" + ` where you can find it, or find it with the data source ` + "`xrcloud_whiteboard_rooms`" + `.
`
	resp.Schema.Attributes = map[string]schema.Attribute{
		"region": schema.StringAttribute{
			MarkdownDescription: regionText + " Default: that of the provider's `whiteboard` block when the room is made; another one there later does not move the room. Another region here replaces it.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{isRegion()},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown(), tfkit.RequiresReplaceIfKnown()},
		},
		"is_record": schema.BoolAttribute{
			MarkdownDescription: "Whether to record what happens in the room. The service does not support this everywhere, and may make a room without it all the same: " +
				"that is a warning, and shown from the next plan on. Without it, the service chooses. Another value replaces the room.",
			Optional:      true,
			Computed:      true,
			PlanModifiers: []planmodifier.Bool{replaceWhenAskedAnew{}},
		},
		"limit": schema.Int64Attribute{
			MarkdownDescription: limitText + " Default: 0, as Agora recommends. Another limit replaces the room.",
			Optional:            true,
			Computed:            true,
			Default:             int64default.StaticInt64(0),
			CustomType:          tfkit.WholeNumberFrom(0),
			Validators:          []validator.Int64{tfkit.WholeNumberFrom(0)},
			PlanModifiers:       []planmodifier.Int64{tfkit.RequiresReplaceIfKnown()},
		},
		"disabled": schema.BoolAttribute{
			MarkdownDescription: "Whether the room is disabled. Disabling it throws everybody out; enabling it brings back all that was on it. Default: false.",
			Optional:            true,
			Computed:            true,
			Default:             booldefault.StaticBool(false),
		},
		"on_destroy": schema.StringAttribute{
			MarkdownDescription: "What becomes of the room when it is destroyed: `disable`, or `abandon`, which leaves it as it is, for those who are in it. Default: `disable`.",
			Optional:            true,
			Computed:            true,
			Default:             stringdefault.StaticString(disable),
			Validators:          []validator.String{stringvalidator.OneOf(disable, abandon)},
		},
	}
	for name, text := range factTexts {
		resp.Schema.Attributes[name] = schema.StringAttribute{
			MarkdownDescription: text,
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		}
	}
}

// ModifyPlan implements resource.ResourceWithModifyPlan. It says what is missing in the provider's configuration before
// anything is applied, plans the region of a room that names none, and checks what a replacement or deletion needs.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	tfkit.RecordPlannedAccount(ctx, req, resp, r.Client)
	var state, plan, config model
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		if state.OnDestroy.ValueString() == abandon {
			return // nothing is done to the room
		}
		tfkit.CheckPlannedAccount(ctx, req.Private, r.Client, "whiteboard room", state.ID.ValueString(), &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	takesRegion := config.Region.IsNull() && plan.Region.IsUnknown()
	need := api.NeedCredential
	if takesRegion {
		need = api.NeedRegion
	}
	if !tfkit.CheckConfig(r.Client.CheckConfig(need), "Cannot plan whiteboard room", &resp.Diagnostics) {
		return
	}
	if takesRegion && r.Client.Region() != "" {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("region"), r.Client.Region())...)
	}
	if !req.State.Raw.IsNull() && plan.replaces(state) {
		tfkit.CheckPlannedAccount(ctx, req.Private, r.Client, "whiteboard room", state.ID.ValueString(), &resp.Diagnostics)
		r.checkRegion(ctx, state, plan, &resp.Diagnostics)
	}
}

// checkRegion adds an error if the region that a room is moved to does not exist. A replacement would otherwise disable the
// room before it shows that it cannot create another one.
func (r *Resource) checkRegion(ctx context.Context, state, plan model, diags *diag.Diagnostics) {
	if !tfkit.IsKnownChange(state.Region, plan.Region) {
		return
	}
	err := r.Client.CheckRegion(ctx, plan.Region.ValueString())
	if err != nil && transport.ReasonOf(err) != transport.NotConfigured {
		tfkit.AddAPIError(diags, "Cannot replace whiteboard room", err, tfkit.Fields{"region": path.Root("region")})
	}
}

// Create implements resource.Resource. The room is in the state before anything else is done to it: it is there for ever.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	region := plan.Region.ValueString()
	room, err := r.Client.CreateRoom(ctx, region, plan.toCreate())
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot create whiteboard room", err, nil)
		return
	}
	state := plan
	state.fromAPI(region, room)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity{region, room.UUID})...)
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	resp.Diagnostics.Append(remember(ctx, config.IsRecord, resp.Private)...)
	resp.Diagnostics.Append(tfkit.SetPlannedState(ctx, req.Plan, &resp.State, state)...)
	if tfkit.IsKnownChange(state.IsRecord, plan.IsRecord) {
		resp.Diagnostics.AddAttributeWarning(path.Root("is_record"), "Recording is not as configured",
			fmt.Sprintf("The service created the room with is_record = %t, although it was configured as %t. The room is kept as it is.", room.IsRecord, plan.IsRecord.ValueBool()))
	}
	if !plan.Disabled.ValueBool() {
		return
	}
	if _, err := r.Client.SetBan(ctx, region, room.UUID, true); err != nil {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("disabled"), false)...)
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot disable whiteboard room", err, nil)
		resp.Diagnostics.AddError("The whiteboard room was made all the same",
			fmt.Sprintf("The room %s exists, is enabled, and is in the state, where Terraform holds it for tainted: the next apply would make another one. "+
				"To keep this one, run terraform untaint with the address of this resource, then apply again.", state.ID.ValueString()))
	}
}

func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	region, uuid := state.Region.ValueString(), state.UUID.ValueString()
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity{region, uuid})...)
	if resp.Diagnostics.HasError() {
		return
	}
	room, err := r.Client.Room(ctx, region, uuid)
	if transport.IsNotFound(err) {
		if tfkit.ConfirmNotFound(ctx, req.Private, r.Client, "whiteboard room", state.ID.ValueString(), &resp.Diagnostics) {
			tfkit.AddNotFoundWarning(&resp.Diagnostics, "whiteboard room", state.ID.ValueString(), "")
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot read whiteboard room", err, nil)
		return
	}
	state.fromAPI(region, room)
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Update implements resource.Resource. All that the service can change is whether the room is disabled.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	region, uuid := state.Region.ValueString(), state.UUID.ValueString()
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity{region, uuid})...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !plan.Disabled.Equal(state.Disabled) {
		if _, err := r.Client.SetBan(ctx, region, uuid, plan.Disabled.ValueBool()); err != nil {
			tfkit.AddAPIError(&resp.Diagnostics, "Cannot update whiteboard room", err, nil)
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Delete implements resource.Resource. The service cannot delete a room, only shut it.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || state.OnDestroy.ValueString() == abandon ||
		!tfkit.CheckAccount(ctx, req.Private, r.Client, "whiteboard room", state.ID.ValueString(), &resp.Diagnostics) {
		return
	}
	_, err := r.Client.SetBan(ctx, state.Region.ValueString(), state.UUID.ValueString(), true)
	switch {
	case transport.IsNotFound(err):
	case err != nil:
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot disable whiteboard room", err, nil)
	default:
		resp.Diagnostics.AddWarning("The whiteboard room still exists, disabled",
			fmt.Sprintf("The service cannot delete rooms. The room %s is disabled instead: nobody can join it, and what is on it stays.", state.ID.ValueString()))
	}
}

// ImportState implements resource.ResourceWithImportState. A room is imported by its identity, or by "region/uuid".
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var id identity
	var err error
	if req.ID != "" {
		id, err = parseID(req.ID)
	} else {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &id)...)
		err = id.problem()
	}
	if err != nil {
		resp.Diagnostics.AddError("Cannot import whiteboard room", fmt.Sprintf("The import id must be region/uuid, such as us-sv/4a5f0000000011eeb9d10123456789ab: %v.", err))
		return
	}
	if problem := api.RegionProblem(id.Region); problem != "" {
		resp.Diagnostics.AddWarning("Region was renamed", problem)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, id)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), formatID(id.Region, id.UUID))...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("region"), id.Region)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("uuid"), id.UUID)...)
	// Only Terraform knows of this. Its default keeps the plan after an import empty.
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("on_destroy"), disable)...)
}
