package room

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ ephemeral.EphemeralResourceWithConfigure = &AccessEphemeral{}

// AccessEphemeral gives the URLs into a room for a visitor, without a trace in plan and state.
type AccessEphemeral struct {
	tfkit.EphemeralResourceBase[*xrcloud.Client]
}

// NewAccessEphemeral makes the ephemeral resource xrcloud_room_access.
func NewAccessEphemeral() ephemeral.EphemeralResource { return &AccessEphemeral{} }

func (e *AccessEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_room_access"
}

func (e *AccessEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema.MarkdownDescription = `
Gives the URLs into a room for one visitor, without a trace in plan and state. It needs Terraform 1.10 or OpenTofu 1.11.

It is opened anew in every plan and apply, with other private URLs each time.
`
	resp.Schema.Attributes = map[string]schema.Attribute{}
	for name, text := range accessTexts {
		resp.Schema.Attributes[name] = schema.StringAttribute{MarkdownDescription: text, Optional: true}
	}
	resp.Schema.Attributes["room_id"] = schema.StringAttribute{
		MarkdownDescription: accessTexts["room_id"], Required: true, Validators: []validator.String{tfkit.IsUUID()},
	}
	resp.Schema.Attributes["user_id"] = schema.StringAttribute{
		MarkdownDescription: accessTexts["user_id"], Optional: true, Validators: []validator.String{tfkit.NoNUL()},
	}
	resp.Schema.Attributes["avatar_url"] = schema.StringAttribute{
		MarkdownDescription: accessTexts["avatar_url"], Optional: true, Validators: []validator.String{tfkit.IsURL()},
	}
	for name, sensitive := range accessURLs {
		resp.Schema.Attributes[name] = schema.StringAttribute{MarkdownDescription: accessTexts[name], Computed: true, Sensitive: sensitive}
	}
}

func (e *AccessEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var data access
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := data.read(ctx, e.Client); err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot get access to room", err, accessFields)
		return
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, data)...)
}
