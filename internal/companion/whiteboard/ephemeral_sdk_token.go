package whiteboard

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ ephemeral.EphemeralResourceWithConfigure      = &SDKTokenEphemeral{}
	_ ephemeral.EphemeralResourceWithValidateConfig = &SDKTokenEphemeral{}
)

// SDKTokenEphemeral gives a token for all rooms of a whiteboard project, without a trace in plan and state.
type SDKTokenEphemeral struct {
	tfkit.EphemeralResourceBase[*api.Client]
}

// NewSDKTokenEphemeral makes the ephemeral resource xrcloud_whiteboard_sdk_token.
func NewSDKTokenEphemeral() ephemeral.EphemeralResource { return &SDKTokenEphemeral{} }

func (e *SDKTokenEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_whiteboard_sdk_token"
}

func (e *SDKTokenEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema.MarkdownDescription = `
Gives an SDK token, which is good for all rooms of the whiteboard project, in every region, without a trace in plan and state. It needs Terraform 1.10 or
OpenTofu 1.11, and a key pair in the provider's ` + "`whiteboard`" + ` block: the token is signed locally. It is another token in every plan and apply.

It is meant for servers that make rooms themselves. Who only joins a room gets a ` + "`xrcloud_whiteboard_room_token`" + `.
`
	resp.Schema.Attributes = grantAttributes("What the holder may do: `reader` can join rooms to watch, `writer` can also make and list rooms and draw, `admin` may also disable rooms.", "The SDK token.")
}

func (e *SDKTokenEphemeral) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var data grant
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	data.lifespan(&resp.Diagnostics)
}

func (e *SDKTokenEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var data grant
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	lifespan := data.lifespan(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	token, err := e.Client.SDKToken(api.Role(data.Role.ValueString()), lifespan)
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot sign SDK token", err, nil)
		return
	}
	data.fromAPI(token)
	resp.Diagnostics.Append(resp.Result.Set(ctx, data)...)
}
