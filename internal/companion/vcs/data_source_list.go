package vcs

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/text/unicode/norm"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = &DataSourceList{}

// DataSourceList finds conference rooms.
type DataSourceList struct {
	tfkit.DataSourceBase[*api.Client]
}

// NewDataSourceList makes the data source xrcloud_vcs_rooms.
func NewDataSourceList() datasource.DataSource { return &DataSourceList{} }

// filter is what rooms can be searched by. The data source and the list resource have the same.
type filter struct {
	NameContains types.String `tfsdk:"name_contains"`
}

const nameContainsText = "Only rooms whose name contains this text, in upper and lower case as given."

func (f filter) matches(room api.Room) bool {
	return strings.Contains(norm.NFC.String(room.Name), f.NameContains.ValueString())
}

type listModel struct {
	filter
	Rooms []record `tfsdk:"rooms"`
}

func (d *DataSourceList) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vcs_rooms"
}

func (d *DataSourceList) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Lists the conference rooms of VCS Realtime: all of them, the oldest first, without their room tokens."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"name_contains": schema.StringAttribute{MarkdownDescription: nameContainsText, Optional: true},
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
	rooms, err := d.Client.AllRooms(ctx)
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot list VCS rooms", err, fields)
		return
	}
	data.Rooms = []record{}
	for _, room := range rooms {
		if data.matches(room) {
			var one record
			one.fromAPI(room)
			data.Rooms = append(data.Rooms, one)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
