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

var _ ephemeral.EphemeralResourceWithConfigure = &TokenEphemeral{}

// TokenEphemeral gives the right to join a room, without a trace in plan and state.
type TokenEphemeral struct {
	tfkit.EphemeralResourceBase[*api.Client]
}

// NewTokenEphemeral makes the ephemeral resource xrcloud_vcs_room_token.
func NewTokenEphemeral() ephemeral.EphemeralResource { return &TokenEphemeral{} }

type tokenModel struct {
	RoomID              types.String `tfsdk:"room_id"`
	Token               types.String `tfsdk:"token"`
	RoomTokenTTLSeconds types.Int64  `tfsdk:"room_token_ttl_seconds"`
}

func (e *TokenEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vcs_room_token"
}

func (e *TokenEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema.MarkdownDescription = `
Gives the room token of a conference room of VCS Realtime, without a trace in plan and state. It needs Terraform 1.10 or OpenTofu 1.11.

The room is read anew in every plan and apply. Whether that renews the token, the service does not say.
`
	resp.Schema.Attributes = map[string]schema.Attribute{
		"room_id":                schema.StringAttribute{MarkdownDescription: idText, Required: true},
		"token":                  schema.StringAttribute{MarkdownDescription: tokenText, Computed: true, Sensitive: true},
		"room_token_ttl_seconds": schema.Int64Attribute{MarkdownDescription: numberTexts["room_token_ttl_seconds"], Computed: true},
	}
}

func (e *TokenEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var data tokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	room, err := e.Client.Room(ctx, data.RoomID.ValueString())
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot get room token", err, tfkit.Fields{"id": path.Root("room_id")})
		return
	}
	data.Token = types.StringValue(room.Token)
	data.RoomTokenTTLSeconds = types.Int64PointerValue(room.RoomTokenTTLSeconds)
	resp.Diagnostics.Append(resp.Result.Set(ctx, data)...)
}
