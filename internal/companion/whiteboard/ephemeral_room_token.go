package whiteboard

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ ephemeral.EphemeralResourceWithConfigure      = &RoomTokenEphemeral{}
	_ ephemeral.EphemeralResourceWithValidateConfig = &RoomTokenEphemeral{}
)

// RoomTokenEphemeral gives a token for one room, without a trace in plan and state.
type RoomTokenEphemeral struct {
	tfkit.EphemeralResourceBase[*api.Client]
}

// NewRoomTokenEphemeral makes the ephemeral resource xrcloud_whiteboard_room_token.
func NewRoomTokenEphemeral() ephemeral.EphemeralResource { return &RoomTokenEphemeral{} }

type roomTokenModel struct {
	RoomID types.String `tfsdk:"room_id"`
	grant
}

func (e *RoomTokenEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_whiteboard_room_token"
}

func (e *RoomTokenEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema.MarkdownDescription = `
Gives a token with which the Whiteboard SDK joins one room, without a trace in plan and state. It needs Terraform 1.10 or OpenTofu 1.11.

With a key pair in the provider's ` + "`whiteboard`" + ` block the token is signed locally, and it is not asked whether the room exists. With an SDK token
alone the service signs it. It is another token in every plan and apply.
`
	resp.Schema.Attributes = grantAttributes("What the holder may do: `reader` watches, `writer` also draws, `admin` may also disable the room.", "The token, to give to whoever joins.")
	resp.Schema.Attributes["room_id"] = schema.StringAttribute{
		MarkdownDescription: "The `id` of the room: `region/uuid`.",
		Required:            true,
		Validators:          []validator.String{isID()},
	}
}

func (e *RoomTokenEphemeral) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var data roomTokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	data.lifespan(&resp.Diagnostics)
}

func (e *RoomTokenEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var data roomTokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	lifespan := data.lifespan(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	room, _ := parseID(data.RoomID.ValueString()) // its validator has read it before
	token, err := e.Client.RoomToken(ctx, room.Region, room.UUID, api.Role(data.Role.ValueString()), lifespan)
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot get whiteboard room token", err, nil)
		return
	}
	data.fromAPI(token)
	resp.Diagnostics.Append(resp.Result.Set(ctx, data)...)
}
