package vcs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ ephemeral.EphemeralResourceWithConfigure = &RoomTokenEphemeral{}

// RoomTokenEphemeral reads the room token of a conference room, and leaves it out of plan and state.
type RoomTokenEphemeral struct {
	tfkit.EphemeralResourceBase[*api.Client]
}

// NewRoomTokenEphemeral returns the ephemeral resource xrcloud_vcs_room_token.
func NewRoomTokenEphemeral() ephemeral.EphemeralResource { return &RoomTokenEphemeral{} }

type roomTokenModel struct {
	RoomID              types.String `tfsdk:"room_id"`
	Token               types.String `tfsdk:"token"`
	RoomTokenTTLSeconds types.Int64  `tfsdk:"room_token_ttl_seconds"`
}

// roomTokenFields names the argument that sets each field of the API.
var roomTokenFields = tfkit.Fields{"id": path.Root("room_id")}

func (e *RoomTokenEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vcs_room_token"
}

func (e *RoomTokenEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Reads the room token of a conference room of VCS Realtime, and saves it neither in the plan nor in the state. Requires Terraform 1.10 or OpenTofu 1.11.\n\n" +
		"Every plan and every apply reads the room again. The service does not document whether that renews the token."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"room_id": schema.StringAttribute{
			MarkdownDescription: idDescription,
			Required:            true,
		},
		"token": schema.StringAttribute{
			MarkdownDescription: tokenDescription,
			Computed:            true,
			Sensitive:           true,
		},
		"room_token_ttl_seconds": schema.Int64Attribute{
			MarkdownDescription: roomTokenTTLDescription,
			Computed:            true,
		},
	}
}

func (e *RoomTokenEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var data roomTokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	room, err := e.Client.Room(ctx, data.RoomID.ValueString())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot get room token", err, roomTokenFields)
		return
	}
	data.Token = types.StringValue(room.Token)
	data.RoomTokenTTLSeconds = types.Int64PointerValue(room.RoomTokenTTLSeconds)
	resp.Diagnostics.Append(resp.Result.Set(ctx, data)...)
}
