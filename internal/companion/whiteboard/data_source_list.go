package whiteboard

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = &ListDataSource{}

// ListDataSource lists rooms.
type ListDataSource struct {
	tfkit.DataSourceBase[*api.Client]
}

// NewListDataSource returns the data source xrcloud_whiteboard_rooms.
func NewListDataSource() datasource.DataSource { return &ListDataSource{} }

type listDataSourceModel struct {
	filter
	Rooms []dataSourceModel `tfsdk:"rooms"`
}

func (d *ListDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_whiteboard_rooms"
}

func (d *ListDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Lists all rooms of Agora Interactive Whiteboard in one region, the oldest first."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"region": schema.StringAttribute{
			MarkdownDescription: "Region whose rooms to list." + regionDefaultDescription,
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{isRegion()},
		},
		"include_disabled": schema.BoolAttribute{
			MarkdownDescription: includeDisabledDescription,
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
	data.Region = regionOrDefault(d.Client, data.Region)
	rooms, err := api.Collect(data.rooms(ctx, d.Client))
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot list whiteboard rooms", err, fields)
		return
	}
	data.Rooms = []dataSourceModel{}
	for _, room := range rooms {
		var item dataSourceModel
		item.fromAPI(data.Region.ValueString(), room)
		data.Rooms = append(data.Rooms, item)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
