package vcs

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
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

// NewResource makes the resource xrcloud_vcs_room.
func NewResource() resource.Resource { return &Resource{} }

func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vcs_room"
}

func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema.Attributes = map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "The id of the room, with its RO- at the beginning."},
	}
}

func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.MarkdownDescription = `
A conference room of VCS Realtime, in which people talk and see each other. It needs the section ` + "`vcs`" + ` in the provider's configuration.

~> **Rooms expire.** The service ends a room by itself, usually a day after it was made: see ` + "`room_ttl_seconds` and `expires_at`" + `. From then on, each
plan wants to make it anew, with another id. Declare rooms shortly before they are used, or use the ephemeral resource ` + "`xrcloud_vcs_room`" + ` for a room that
lives no longer than one apply.

The service cannot change a room: a change of any argument makes another room, and ends a conference that is going on in the old one. A room that became
` + "`SFU`" + ` by itself is no such change, and stays.

The service does not tell ` + "`auto_upgrade_participant_count`" + `, nor whether an ` + "`SFU`" + ` room was made as ` + "`MESH`" + `. After an import, the configuration is believed
in both, once and with a warning, so that no running conference ends for it.

The room token, by which people join, is not in the state. The ephemeral resource ` + "`xrcloud_vcs_room_token`" + ` gives it, and for older versions of Terraform
the data source ` + "`xrcloud_vcs_room`" + `.
`
	resp.Schema.Attributes = map[string]schema.Attribute{
		"name": schema.StringAttribute{
			MarkdownDescription: nameText + " Another name replaces the room.",
			Optional:            true,
			Validators:          nameValidators,
			PlanModifiers:       []planmodifier.String{tfkit.RequiresReplaceIfKnown()},
		},
		"description": schema.StringAttribute{
			MarkdownDescription: descriptionText + " Another description replaces the room.",
			Optional:            true,
			Validators:          textValidators,
			PlanModifiers:       []planmodifier.String{tfkit.RequiresReplaceIfKnown()},
		},
		"conference_type": schema.StringAttribute{
			MarkdownDescription: "How the room is made. " + typeText + " Default: `MESH`. " + typeReplacesText,
			Optional:            true,
			Computed:            true,
			Default:             stringdefault.StaticString(api.Mesh),
			Validators:          typeValidators,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplaceIf(typeReplaces, typeReplacesText, typeReplacesText)},
		},
		"auto_upgrade_participant_count": schema.Int64Attribute{
			MarkdownDescription: countText + " " + countReplacesText + " The service does not tell it back, so that a change made outside Terraform is not noticed.",
			Optional:            true,
			CustomType:          countType,
			Validators:          countValidators,
			PlanModifiers:       []planmodifier.Int64{int64planmodifier.RequiresReplaceIf(countReplaces, countReplacesText, countReplacesText)},
		},
		"id": schema.StringAttribute{
			MarkdownDescription: idText,
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"current_conference_type": schema.StringAttribute{
			MarkdownDescription: "What the room is now: `SFU`, too, once a `MESH` room has become it.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
	}
	for name, text := range timeTexts {
		resp.Schema.Attributes[name] = schema.StringAttribute{
			MarkdownDescription: text,
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		}
	}
	for name, text := range numberTexts {
		resp.Schema.Attributes[name] = schema.Int64Attribute{
			MarkdownDescription: text,
			Computed:            true,
			PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
		}
	}
}

func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if config.sfuWithCount() {
		resp.Diagnostics.AddAttributeError(path.Root("auto_upgrade_participant_count"), sfuCountSummary, sfuCountDetail)
	}
}

// ModifyPlan implements resource.ResourceWithModifyPlan. What is missing in the provider's configuration is said before
// anything is applied, and so is an account that the room does not belong to.
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
	tfkit.CheckPlannedAccount(ctx, req.Private, r.Client, "VCS room", id.ValueString(), &resp.Diagnostics) // a change replaces the room
}

func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	room, err := r.Client.CreateRoom(ctx, plan.toCreate())
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot create VCS room", err, fields)
		return
	}
	state := plan
	state.fromAPI(room)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), room.ID)...)
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	resp.Diagnostics.Append(tfkit.SetPlannedState(ctx, req.Plan, &resp.State, state)...)
}

func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	if resp.Diagnostics.HasError() {
		return
	}
	room, err := r.Client.Room(ctx, state.ID.ValueString())
	if transport.IsNotFound(err) {
		if tfkit.ConfirmNotFound(ctx, req.Private, r.Client, "VCS room", state.ID.ValueString(), &resp.Diagnostics) {
			tfkit.AddNotFoundWarning(&resp.Diagnostics, "VCS room", state.ID.ValueString(), afterGone(state))
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot read VCS room", err, fields)
		return
	}
	state.fromAPI(room)
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	// An import may have named the room in another form of its id.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), room.ID)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// afterGone says what happens to a room that was not found, and that most rooms expire.
func afterGone(state model) string {
	then := "The next apply recreates it with another ID and another token."
	if state.ExpiresAt.IsNull() {
		return "Rooms of VCS also expire by themselves. " + then
	}
	return fmt.Sprintf("Rooms of VCS also expire by themselves: this one was valid until about %s. %s", state.ExpiresAt.ValueString(), then)
}

// Update implements resource.Resource. The service cannot change a room. What gets here is only said differently of the
// same room: that it is SFU, once it has become it; and what an imported one was made with, which is believed once.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, importedKey, nil)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !tfkit.CheckAccount(ctx, req.Private, r.Client, "VCS room", state.ID.ValueString(), &resp.Diagnostics) {
		return
	}
	if err := r.Client.DeleteRoom(ctx, state.ID.ValueString()); err != nil && !transport.IsNotFound(err) {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot delete VCS room", err, fields)
	}
}

// ImportState implements resource.ResourceWithImportState. The id is not checked for its form: the published page shows
// ids of two forms.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("id"), req, resp)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, importedKey, []byte("true"))...)
}
