package room

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = &AccessDataSource{}

// AccessDataSource gives the URLs into a room for a visitor.
type AccessDataSource struct {
	tfkit.DataSourceBase[*xrcloud.Client]
}

// NewAccessDataSource makes the data source xrcloud_room_access.
func NewAccessDataSource() datasource.DataSource { return &AccessDataSource{} }

func (d *AccessDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_room_access"
}

func (d *AccessDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = `
Gives the URLs into a room for one visitor. The private ones are new at every read, so that whatever depends on them changes with every plan, and they are kept in the state.

Where Terraform 1.10 or OpenTofu 1.11 is at hand, use the ephemeral resource ` + "`xrcloud_room_access`" + ` instead: it leaves no trace.
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

func (d *AccessDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data access
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := data.read(ctx, d.Client); err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot get access to room", err, accessFields)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
