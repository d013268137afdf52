package vcs

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ ephemeral.EphemeralResourceWithClose          = &RoomEphemeral{}
	_ ephemeral.EphemeralResourceWithConfigure      = &RoomEphemeral{}
	_ ephemeral.EphemeralResourceWithValidateConfig = &RoomEphemeral{}
)

// RoomEphemeral is a conference room that lives as long as Terraform runs.
type RoomEphemeral struct {
	tfkit.EphemeralResourceBase[*api.Client]
}

// NewRoomEphemeral makes the ephemeral resource xrcloud_vcs_room.
func NewRoomEphemeral() ephemeral.EphemeralResource { return &RoomEphemeral{} }

// openKey keeps the id of an opened room for Close.
const openKey = "id"

func (e *RoomEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vcs_room"
}

func (e *RoomEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema.MarkdownDescription = `
A conference room of VCS Realtime that lives no longer than one run of Terraform, such as for a test of what uses rooms. It is made when it is opened, deleted
when it is closed, and leaves no trace in plan and state. It needs Terraform 1.10 or OpenTofu 1.11.

~> **Every plan makes a room, too.** Terraform opens ephemeral resources in plan and in apply, and closes them at the end of each. A run that is killed closes
nothing: its room then stays until it expires.
`
	resp.Schema.Attributes = map[string]schema.Attribute{
		"name":            schema.StringAttribute{MarkdownDescription: nameText, Optional: true, Validators: nameValidators},
		"description":     schema.StringAttribute{MarkdownDescription: descriptionText, Optional: true, Validators: textValidators},
		"conference_type": schema.StringAttribute{MarkdownDescription: typeText + " Default: `MESH`.", Optional: true, Computed: true, Validators: typeValidators},
		"auto_upgrade_participant_count": schema.Int64Attribute{
			MarkdownDescription: countText, Optional: true, CustomType: countType, Validators: countValidators,
		},
		"id":    schema.StringAttribute{MarkdownDescription: idText, Computed: true},
		"token": schema.StringAttribute{MarkdownDescription: tokenText, Computed: true, Sensitive: true},
	}
	for name, text := range timeTexts {
		resp.Schema.Attributes[name] = schema.StringAttribute{MarkdownDescription: text, Computed: true}
	}
	for name, text := range numberTexts {
		resp.Schema.Attributes[name] = schema.Int64Attribute{MarkdownDescription: text, Computed: true}
	}
}

func (e *RoomEphemeral) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var config entry
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if config.sfuWithCount() {
		resp.Diagnostics.AddAttributeError(path.Root("auto_upgrade_participant_count"), sfuCountSummary, sfuCountDetail)
	}
}

func (e *RoomEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var data entry
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	asked := data.arguments
	room, err := e.Client.CreateRoom(ctx, asked.toCreate())
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot open VCS room", err, fields)
		return
	}
	id, err := json.Marshal(room.ID)
	if err != nil {
		resp.Diagnostics.AddError("Cannot keep the id of the VCS room", err.Error())
		return
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, openKey, id)...)
	data.fromAPI(room)
	if asked.ConferenceType.IsNull() {
		asked.ConferenceType = data.ConferenceType
	}
	data.arguments = asked // what the configuration says, an ephemeral resource must repeat
	resp.Diagnostics.Append(resp.Result.Set(ctx, data)...)
}

func (e *RoomEphemeral) Close(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	kept, diags := req.Private.GetKey(ctx, openKey)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	var id string
	if err := json.Unmarshal(kept, &id); err != nil {
		resp.Diagnostics.AddError("Cannot close VCS room", "Terraform did not keep the id of the room, so that it stays until it expires: "+err.Error()+".")
		return
	}
	if err := e.Client.DeleteRoom(ctx, id); err != nil && !transport.IsNotFound(err) {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot delete VCS room", err, fields)
		resp.Diagnostics.AddWarning("The VCS room is left behind", "The room "+id+" stays until it expires, unless somebody deletes it.")
	}
}
