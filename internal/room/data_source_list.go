package room

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ datasource.DataSourceWithConfigure        = &ListDataSource{}
	_ datasource.DataSourceWithConfigValidators = &ListDataSource{}
)

// ListDataSource lists rooms.
type ListDataSource struct {
	tfkit.DataSourceBase[*xrcloud.Client]
}

// NewListDataSource returns the data source xrcloud_rooms.
func NewListDataSource() datasource.DataSource { return &ListDataSource{} }

type listDataSourceModel struct {
	filter
	Tags  types.Set `tfsdk:"tags"`
	Rooms []model   `tfsdk:"rooms"`
}

func (d *ListDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_rooms"
}

func (d *ListDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Lists all rooms of a project or of a scene, the oldest first."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"project_id": schema.StringAttribute{
			MarkdownDescription: "ID of the project whose rooms to list. Exactly one of `project_id` and `scene_id` must be set.",
			Optional:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"scene_id": schema.StringAttribute{
			MarkdownDescription: "ID of the scene whose rooms to list, including rooms of other projects. The `project_id` of the rooms is null then.",
			Optional:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"name_contains": schema.StringAttribute{
			MarkdownDescription: nameContainsDescription,
			Optional:            true,
		},
		"tags": schema.SetAttribute{
			MarkdownDescription: tagsFilterDescription,
			ElementType:         types.StringType,
			Optional:            true,
			Validators:          []validator.Set{setvalidator.NoNullValues()},
		},
		"rooms": schema.ListNestedAttribute{
			MarkdownDescription: "Rooms that match, the oldest first.",
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: computedAttributes()},
		},
	}
}

func (d *ListDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.ExactlyOneOf(path.MatchRoot("project_id"), path.MatchRoot("scene_id")),
	}
}

func (d *ListDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data listDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	rooms, err := xrcloud.Collect(data.rooms(ctx, d.Client, data.Tags.Elements()))
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot list rooms", err, fields)
		return
	}
	data.Rooms = []model{}
	for _, room := range rooms {
		item := model{ProjectID: data.ProjectID}
		resp.Diagnostics.Append(item.fromAPI(ctx, room)...)
		data.Rooms = append(data.Rooms, item)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
