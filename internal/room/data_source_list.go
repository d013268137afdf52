package room

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/text/unicode/norm"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ datasource.DataSourceWithConfigure        = &DataSourceList{}
	_ datasource.DataSourceWithConfigValidators = &DataSourceList{}
)

// DataSourceList finds rooms.
type DataSourceList struct {
	tfkit.DataSourceBase[*xrcloud.Client]
}

// NewDataSourceList makes the data source xrcloud_rooms.
func NewDataSourceList() datasource.DataSource { return &DataSourceList{} }

// filter is what rooms can be searched by, besides tags. The data source and the list resource have the same.
type filter struct {
	ProjectID    types.String `tfsdk:"project_id"`
	SceneID      types.String `tfsdk:"scene_id"`
	NameContains types.String `tfsdk:"name_contains"`
}

type listModel struct {
	filter
	Tags  types.Set `tfsdk:"tags"`
	Rooms []model   `tfsdk:"rooms"`
}

func (d *DataSourceList) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_rooms"
}

func (d *DataSourceList) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Lists the rooms of a project, or those that stand on a scene: all of them, the oldest first."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"project_id": schema.StringAttribute{
			MarkdownDescription: "The id of the project whose rooms to list. Either this or `scene_id` must be given.",
			Optional:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"scene_id": schema.StringAttribute{
			MarkdownDescription: "The id of the scene whose rooms to list, of whatever project they are. Their `project_id` is then not known.",
			Optional:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"name_contains": schema.StringAttribute{
			MarkdownDescription: "Only rooms whose name contains this text, in upper and lower case as given.",
			Optional:            true,
		},
		"tags": schema.SetAttribute{
			MarkdownDescription: "Only rooms that have all of these tags.",
			ElementType:         types.StringType,
			Optional:            true,
			Validators:          []validator.Set{setvalidator.NoNullValues()},
		},
		"rooms": schema.ListNestedAttribute{
			MarkdownDescription: "The rooms found, the oldest first.",
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: readAttributes()},
		},
	}
}

func (d *DataSourceList) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.ExactlyOneOf(path.MatchRoot("project_id"), path.MatchRoot("scene_id")),
	}
}

func (d *DataSourceList) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data listModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	rooms, err := xrcloud.Collect(data.rooms(ctx, d.Client, data.Tags.Elements()))
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot list rooms", err, fields)
		return
	}
	data.Rooms = []model{}
	for _, room := range rooms {
		one := model{ProjectID: data.ProjectID}
		resp.Diagnostics.Append(one.fromAPI(ctx, room)...)
		data.Rooms = append(data.Rooms, one)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

// rooms lists the rooms that the filter lets through and that have all tags.
func (f filter) rooms(ctx context.Context, client *xrcloud.Client, tags []attr.Value) iter.Seq2[xrcloud.Room, error] {
	all := client.RoomsOfProject(ctx, f.ProjectID.ValueString(), "")
	if f.ProjectID.IsNull() {
		all = client.RoomsOfScene(ctx, f.SceneID.ValueString(), "")
	}
	return func(yield func(xrcloud.Room, error) bool) {
		for room, err := range all {
			if (err != nil || f.matches(room, tags)) && !yield(room, err) {
				return
			}
		}
	}
}

func (f filter) matches(room xrcloud.Room, tags []attr.Value) bool {
	for _, tag := range tags {
		is := func(has string) bool { return types.StringValue(norm.NFC.String(has)).Equal(tag) }
		if !slices.ContainsFunc(room.Tags, is) {
			return false
		}
	}
	return strings.Contains(norm.NFC.String(room.Name), f.NameContains.ValueString())
}
