package venueless

import (
	"context"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/text/unicode/norm"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = &DataSourceList{}

// DataSourceList finds rooms.
type DataSourceList struct {
	tfkit.DataSourceBase[*venueless.Client]
}

// NewDataSourceList makes the data source xrcloud_venueless_rooms.
func NewDataSourceList() datasource.DataSource { return &DataSourceList{} }

// filter is what rooms can be searched by. The data source and the list resource have the same. The service itself can
// search by nothing.
type filter struct {
	WorldID        types.String `tfsdk:"world_id"`
	NameContains   types.String `tfsdk:"name_contains"`
	ModuleType     types.String `tfsdk:"module_type"`
	IncludeDeleted types.Bool   `tfsdk:"include_deleted"`
}

const (
	nameContainsText = "Only rooms whose name contains this text, in upper and lower case as given."
	moduleTypeText   = "Only rooms that have a module of this type, such as `chat.native`."
)

type listModel struct {
	filter
	Rooms []record `tfsdk:"rooms"`
}

func (d *DataSourceList) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_venueless_rooms"
}

func (d *DataSourceList) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Lists the rooms of a Venueless world that the token may see: all of them, in the order in which the world shows them."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"world_id": schema.StringAttribute{
			MarkdownDescription: worldText,
			Optional:            true, Computed: true,
			Validators: []validator.String{worldID()},
		},
		"name_contains":   schema.StringAttribute{MarkdownDescription: nameContainsText, Optional: true},
		"module_type":     schema.StringAttribute{MarkdownDescription: moduleTypeText, Optional: true},
		"include_deleted": schema.BoolAttribute{MarkdownDescription: includeDeletedText, Optional: true},
		"rooms": schema.ListNestedAttribute{
			MarkdownDescription: "The rooms found, in the order in which the world shows them: by `sorting_priority`, then by name in the order of the server's language.",
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
	data.WorldID = inWorld(d.Client, data.WorldID)
	rooms, err := d.Client.List(ctx, data.WorldID.ValueString())
	if err := unlessCertain(err, data.matchesName); err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot list Venueless rooms", err, fields)
		return
	}
	data.Rooms = []record{}
	for _, room := range rooms {
		if !data.matches(room) {
			continue
		}
		one := record{WorldID: data.WorldID}
		resp.Diagnostics.Append(one.fromAPI(ctx, room)...)
		data.Rooms = append(data.Rooms, one)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

// rooms lists the rooms that the filter lets through, as they are read.
func (f filter) rooms(ctx context.Context, client *venueless.Client) iter.Seq2[venueless.Room, error] {
	return func(yield func(venueless.Room, error) bool) {
		for room, err := range client.Rooms(ctx, f.WorldID.ValueString()) {
			if err != nil {
				if err := unlessCertain(err, f.matchesName); err != nil {
					yield(room, err)
				}
				return
			}
			if f.matches(room) && !yield(room, nil) {
				return
			}
		}
	}
}

func (f filter) matchesName(name string) bool {
	return strings.Contains(norm.NFC.String(name), f.NameContains.ValueString())
}

func (f filter) matches(room venueless.Room) bool {
	return (f.IncludeDeleted.ValueBool() || !room.Deleted) && f.matchesName(room.Name) &&
		(f.ModuleType.IsNull() || room.HasModule(f.ModuleType.ValueString()))
}
