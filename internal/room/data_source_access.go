package room

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = &AccessDataSource{}

// AccessDataSource reads the URLs of a room for one visitor.
type AccessDataSource struct {
	tfkit.DataSourceBase[*xrcloud.Client]
}

// NewAccessDataSource returns the data source xrcloud_room_access.
func NewAccessDataSource() datasource.DataSource { return &AccessDataSource{} }

func (d *AccessDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_room_access"
}

func (d *AccessDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Reads the URLs of a room for one visitor. The private URLs change with every read, so everything that depends on them changes with every plan. " +
		"All URLs are saved in the state.\n\n" +
		"With Terraform 1.10 or OpenTofu 1.11 and later, use the ephemeral resource `xrcloud_room_access` instead, which saves nothing."
	resp.Schema.Attributes = accessAttributes.DataSource()
}

func (d *AccessDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data accessModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := data.read(ctx, d.Client); err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot get access to room", err, accessFields)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
