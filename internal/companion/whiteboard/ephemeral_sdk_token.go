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

// SDKTokenEphemeral creates a token for all rooms of a whiteboard project, and leaves it out of plan and state.
type SDKTokenEphemeral struct {
	tfkit.EphemeralResourceBase[*api.Client]
}

// NewSDKTokenEphemeral returns the ephemeral resource xrcloud_whiteboard_sdk_token.
func NewSDKTokenEphemeral() ephemeral.EphemeralResource { return &SDKTokenEphemeral{} }

func (e *SDKTokenEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_whiteboard_sdk_token"
}

func (e *SDKTokenEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Creates an SDK token, which is valid for all rooms of the whiteboard project in every region, and saves it neither in the plan nor in the state. " +
		"Requires Terraform 1.10 or OpenTofu 1.11, and a key pair in the provider's `whiteboard` block, with which the provider signs the token locally. " +
		"Every plan and every apply creates a new token.\n\n" +
		"An SDK token is for servers that create rooms. To let a person join one room, use `xrcloud_whiteboard_room_token`."
	resp.Schema.Attributes = tokenAttributes(
		"Role of the holder: `reader` can join rooms to watch, `writer` can also create and list rooms and draw, `admin` can also disable rooms.",
		"SDK token.",
	)
}

func (e *SDKTokenEphemeral) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var data tokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	data.resolveTTL(&resp.Diagnostics)
}

func (e *SDKTokenEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var data tokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	ttl := data.resolveTTL(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	token, err := e.Client.SDKToken(api.Role(data.Role.ValueString()), ttl)
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot sign SDK token", err, nil)
		return
	}
	data.fromAPI(token)
	resp.Diagnostics.Append(resp.Result.Set(ctx, data)...)
}
