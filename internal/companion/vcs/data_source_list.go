package vcs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = &ListDataSource{}

// ListDataSource lists conference rooms.
type ListDataSource struct {
	tfkit.DataSourceBase[*api.Client]
}

// NewListDataSource returns the data source xrcloud_vcs_rooms.
func NewListDataSource() datasource.DataSource { return &ListDataSource{} }

type listDataSourceModel struct {
	filter
	Rooms []dataSourceModel `tfsdk:"rooms"`
}

func (d *ListDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vcs_rooms"
}

func (d *ListDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Lists all conference rooms of VCS Realtime, the oldest first, without their room tokens."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"name_contains": schema.StringAttribute{
			MarkdownDescription: nameContainsDescription,
			Optional:            true,
		},
		"rooms": schema.ListNestedAttribute{
			MarkdownDescription: "Rooms that match, the oldest first.",
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: computedAttributes()},
		},
	}
}

func (d *ListDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data listDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	rooms, err := api.Collect(data.rooms(ctx, d.Client))
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot list VCS rooms", err, fields)
		return
	}
	data.Rooms = []dataSourceModel{}
	for _, room := range rooms {
		var item dataSourceModel
		item.fromAPI(room)
		data.Rooms = append(data.Rooms, item)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
