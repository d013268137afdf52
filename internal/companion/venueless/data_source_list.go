package venueless

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = &ListDataSource{}

// ListDataSource lists rooms.
type ListDataSource struct {
	tfkit.DataSourceBase[*api.Client]
}

// NewListDataSource returns the data source xrcloud_venueless_rooms.
func NewListDataSource() datasource.DataSource { return &ListDataSource{} }

type listDataSourceModel struct {
	filter
	Rooms []dataSourceModel `tfsdk:"rooms"`
}

func (d *ListDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_venueless_rooms"
}

func (d *ListDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Lists all rooms of a Venueless world that the token may see, in the order in which the world shows them."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"world_id": schema.StringAttribute{
			MarkdownDescription: worldIDDescription,
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{isWorldID()},
		},
		"name_contains": schema.StringAttribute{
			MarkdownDescription: nameContainsDescription,
			Optional:            true,
		},
		"module_type": schema.StringAttribute{
			MarkdownDescription: moduleTypeDescription,
			Optional:            true,
		},
		"include_deleted": schema.BoolAttribute{
			MarkdownDescription: includeDeletedDescription,
			Optional:            true,
		},
		"rooms": schema.ListNestedAttribute{
			MarkdownDescription: "Rooms that match, in the order in which the world shows them: by `sorting_priority`, then by name in the order of the server's language.",
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: computedAttributes()},
		},
	}
}

// Read lists the rooms in the order of the world, which is known only once the whole list is read.
func (d *ListDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data listDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	data.WorldID = worldOrDefault(d.Client, data.WorldID)
	rooms, err := d.Client.List(ctx, data.WorldID.ValueString())
	if err := requireAllMatches(err, data.matchesName); err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot list Venueless rooms", err, fields)
		return
	}
	data.Rooms = []dataSourceModel{}
	for _, room := range rooms {
		if !data.matches(room) {
			continue
		}
		item := dataSourceModel{WorldID: data.WorldID}
		resp.Diagnostics.Append(item.fromAPI(ctx, room)...)
		data.Rooms = append(data.Rooms, item)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
