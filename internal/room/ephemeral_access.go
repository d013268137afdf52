package room

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ ephemeral.EphemeralResourceWithConfigure = &AccessEphemeral{}

// AccessEphemeral reads the URLs of a room for one visitor, and leaves them out of plan and state.
type AccessEphemeral struct {
	tfkit.EphemeralResourceBase[*xrcloud.Client]
}

// NewAccessEphemeral returns the ephemeral resource xrcloud_room_access.
func NewAccessEphemeral() ephemeral.EphemeralResource { return &AccessEphemeral{} }

func (e *AccessEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_room_access"
}

func (e *AccessEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Reads the URLs of a room for one visitor, and saves them neither in the plan nor in the state. Requires Terraform 1.10 or OpenTofu 1.11.\n\n" +
		"Every plan and every apply reads new private URLs."
	resp.Schema.Attributes = accessAttributes.Ephemeral()
}

func (e *AccessEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var data accessModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := data.read(ctx, e.Client); err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot get access to room", err, accessFields)
		return
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, data)...)
}
