package whiteboard

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = &DataSourceList{}

// DataSourceList finds rooms.
type DataSourceList struct {
	tfkit.DataSourceBase[*api.Client]
}

// NewDataSourceList makes the data source xrcloud_whiteboard_rooms.
func NewDataSourceList() datasource.DataSource { return &DataSourceList{} }

// filter is what rooms can be searched by. The data source and the list resource have the same.
type filter struct {
	Region          types.String `tfsdk:"region"`
	IncludeDisabled types.Bool   `tfsdk:"include_disabled"`
}

type listModel struct {
	filter
	Rooms []record `tfsdk:"rooms"`
}

func (d *DataSourceList) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_whiteboard_rooms"
}

func (d *DataSourceList) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Lists the rooms of Agora Interactive Whiteboard in one region: all of them, the oldest first."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"region": schema.StringAttribute{
			MarkdownDescription: "The region whose rooms to list." + regionDefaultText,
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{isRegion()},
		},
		"include_disabled": schema.BoolAttribute{MarkdownDescription: includeDisabledText, Optional: true},
		"rooms": schema.ListNestedAttribute{
			MarkdownDescription: "The rooms found, the oldest first.",
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: readAttributes()},
		},
	}
}

func (d *DataSourceList) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data listModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	region, rooms := data.rooms(ctx, d.Client)
	data.Region, data.Rooms = types.StringValue(region), []record{}
	for room, err := range rooms {
		if err != nil {
			tfkit.AddAPIError(&resp.Diagnostics, "Cannot list whiteboard rooms", err, nil)
			return
		}
		var one record
		one.fromAPI(region, room)
		data.Rooms = append(data.Rooms, one)
	}
	slices.SortFunc(data.Rooms, func(a, b record) int {
		return cmp.Or(cmp.Compare(a.CreatedAt.ValueString(), b.CreatedAt.ValueString()), cmp.Compare(a.UUID.ValueString(), b.UUID.ValueString()))
	})
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

// rooms lists the rooms that the filter lets through, and names their region.
func (f filter) rooms(ctx context.Context, client *api.Client) (string, iter.Seq2[api.Room, error]) {
	region := cmp.Or(f.Region.ValueString(), client.Region())
	return region, func(yield func(api.Room, error) bool) {
		for room, err := range client.Rooms(ctx, region) {
			if (err != nil || !room.IsBan || f.IncludeDisabled.ValueBool()) && !yield(room, err) {
				return
			}
		}
	}
}
