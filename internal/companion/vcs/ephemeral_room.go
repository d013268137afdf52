package vcs

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ ephemeral.EphemeralResourceWithClose          = &RoomEphemeral{}
	_ ephemeral.EphemeralResourceWithConfigure      = &RoomEphemeral{}
	_ ephemeral.EphemeralResourceWithValidateConfig = &RoomEphemeral{}
)

// RoomEphemeral creates a conference room for one run of Terraform, and leaves it out of plan and state.
type RoomEphemeral struct {
	tfkit.EphemeralResourceBase[*api.Client]
}

// NewRoomEphemeral returns the ephemeral resource xrcloud_vcs_room.
func NewRoomEphemeral() ephemeral.EphemeralResource { return &RoomEphemeral{} }

// roomIDKey is the key of the room's ID in the private data, from which Close reads it.
const roomIDKey = "id"

func (e *RoomEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vcs_room"
}

func (e *RoomEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	upgradeCount := tfkit.WholeNumberFrom(1)
	resp.Schema.MarkdownDescription = "A conference room of VCS Realtime that exists only during one run of Terraform, for example to test software that uses rooms. " +
		"Terraform creates the room when it opens the ephemeral resource, deletes it when it closes the ephemeral resource, and saves it neither in the plan nor in the state. " +
		"Requires Terraform 1.10 or OpenTofu 1.11.\n\n" +
		"~> **Every plan creates a room, too.** Terraform opens ephemeral resources in plan and in apply, and closes them at the end of each. " +
		"If a run is killed, its room remains until it expires."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"name": schema.StringAttribute{
			MarkdownDescription: nameDescription,
			Optional:            true,
			Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, 512)},
		},
		"description": schema.StringAttribute{
			MarkdownDescription: descriptionDescription,
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"conference_type": schema.StringAttribute{
			MarkdownDescription: "Conference type of the room. " + conferenceTypeDescription + " Defaults to `MESH`.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{stringvalidator.OneOf(api.Mesh, api.SFU)},
		},
		"auto_upgrade_participant_count": schema.Int64Attribute{
			MarkdownDescription: upgradeCountDescription + " If unset, the room is never upgraded.",
			Optional:            true,
			CustomType:          upgradeCount,
			Validators:          []validator.Int64{upgradeCount},
		},
		"id": schema.StringAttribute{
			MarkdownDescription: idDescription,
			Computed:            true,
		},
		"token": schema.StringAttribute{
			MarkdownDescription: tokenDescription,
			Computed:            true,
			Sensitive:           true,
		},
		"creation_time": schema.StringAttribute{
			MarkdownDescription: creationTimeDescription,
			CustomType:          timetypes.RFC3339Type{},
			Computed:            true,
		},
		"modification_time": schema.StringAttribute{
			MarkdownDescription: modificationTimeDescription,
			CustomType:          timetypes.RFC3339Type{},
			Computed:            true,
		},
		"expires_at": schema.StringAttribute{
			MarkdownDescription: expiresAtDescription,
			CustomType:          timetypes.RFC3339Type{},
			Computed:            true,
		},
		"max_participants": schema.Int64Attribute{
			MarkdownDescription: maxParticipantsDescription,
			Computed:            true,
		},
		"room_token_ttl_seconds": schema.Int64Attribute{
			MarkdownDescription: roomTokenTTLDescription,
			Computed:            true,
		},
		"room_ttl_seconds": schema.Int64Attribute{
			MarkdownDescription: roomTTLDescription,
			Computed:            true,
		},
		"endpoint_ttl_seconds": schema.Int64Attribute{
			MarkdownDescription: endpointTTLDescription,
			Computed:            true,
		},
	}
}

func (e *RoomEphemeral) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var config lookupModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	config.validate(&resp.Diagnostics)
}

func (e *RoomEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var data lookupModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	config := data.inputModel
	room, err := e.Client.CreateRoom(ctx, config.toCreate())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot open VCS room", err, fields)
		return
	}
	id, err := json.Marshal(room.ID)
	if err != nil {
		resp.Diagnostics.AddError("Cannot save ID of VCS room", err.Error())
		return
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, roomIDKey, id)...)
	data.fromAPI(room)
	if config.ConferenceType.IsNull() {
		config.ConferenceType = data.ConferenceType
	}
	data.inputModel = config // Terraform requires that the result has the configured values
	resp.Diagnostics.Append(resp.Result.Set(ctx, data)...)
}

func (e *RoomEphemeral) Close(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	saved, diags := req.Private.GetKey(ctx, roomIDKey)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	var id string
	if err := json.Unmarshal(saved, &id); err != nil {
		resp.Diagnostics.AddError("Cannot close VCS room", fmt.Sprintf("Terraform did not return the ID of the room: %v. The room remains until it expires.", err))
		return
	}
	if err := e.Client.DeleteRoom(ctx, id); err != nil && !transport.IsNotFound(err) {
		tfkit.AddError(&resp.Diagnostics, "Cannot delete VCS room", err, fields)
		resp.Diagnostics.AddWarning("VCS room still exists", fmt.Sprintf("The room %q was not deleted and remains until it expires.", id))
	}
}
