package scene

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = &ListDataSource{}

// ListDataSource lists scenes.
type ListDataSource struct {
	tfkit.DataSourceBase[*xrcloud.Client]
}

// NewListDataSource returns the data source xrcloud_scenes.
func NewListDataSource() datasource.DataSource { return &ListDataSource{} }

type listDataSourceModel struct {
	filter
	Scenes []dataSourceModel `tfsdk:"scenes"`
}

func (d *ListDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_scenes"
}

func (d *ListDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Lists all published scenes of a project, the oldest first."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"project_id": schema.StringAttribute{
			MarkdownDescription: "ID of the project whose scenes to list.",
			Required:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"name_contains": schema.StringAttribute{
			MarkdownDescription: nameContainsDescription,
			Optional:            true,
		},
		"creator": schema.StringAttribute{
			MarkdownDescription: creatorFilterDescription,
			Optional:            true,
		},
		"scenes": schema.ListNestedAttribute{
			MarkdownDescription: "Scenes that match, the oldest first.",
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
	scenes, err := xrcloud.Collect(data.scenes(ctx, d.Client))
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot list scenes", err, fields)
		return
	}
	data.Scenes = []dataSourceModel{}
	for _, scene := range scenes {
		var item dataSourceModel
		item.fromAPI(scene)
		data.Scenes = append(data.Scenes, item)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
