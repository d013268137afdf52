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

// RoomTokenEphemeral creates a token for one room, and leaves it out of plan and state.
type RoomTokenEphemeral struct {
	tfkit.EphemeralResourceBase[*api.Client]
}

// NewRoomTokenEphemeral returns the ephemeral resource xrcloud_whiteboard_room_token.
func NewRoomTokenEphemeral() ephemeral.EphemeralResource { return &RoomTokenEphemeral{} }

type roomTokenModel struct {
	RoomID types.String `tfsdk:"room_id"`
	tokenModel
}

func (e *RoomTokenEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_whiteboard_room_token"
}

func (e *RoomTokenEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Creates a token with which the Whiteboard SDK joins one room, and saves it neither in the plan nor in the state. Requires Terraform 1.10 or OpenTofu 1.11.\n\n" +
		"With a key pair in the provider's `whiteboard` block, the provider signs the token locally and does not check that the room exists. " +
		"With only an SDK token, the service signs it. Every plan and every apply creates a new token."
	resp.Schema.Attributes = tokenAttributes(
		"Role of the holder: `reader` can only watch, `writer` can also draw, `admin` can also disable the room.",
		"Token for a person who joins the room.",
	)
	resp.Schema.Attributes["room_id"] = schema.StringAttribute{
		MarkdownDescription: idDescription,
		Required:            true,
		Validators:          []validator.String{isID()},
	}
}

func (e *RoomTokenEphemeral) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var data roomTokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	data.resolveTTL(&resp.Diagnostics)
}

func (e *RoomTokenEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var data roomTokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	ttl := data.resolveTTL(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	room, _ := parseID(data.RoomID.ValueString()) // the validator has parsed it
	token, err := e.Client.RoomToken(ctx, room.Region, room.UUID, api.Role(data.Role.ValueString()), ttl)
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot get whiteboard room token", err, nil)
		return
	}
	data.fromAPI(token)
	resp.Diagnostics.Append(resp.Result.Set(ctx, data)...)
}
