package scene

import (
	"context"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/text/unicode/norm"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = &DataSourceList{}

// DataSourceList finds scenes.
type DataSourceList struct {
	tfkit.DataSourceBase[*xrcloud.Client]
}

// NewDataSourceList makes the data source xrcloud_scenes.
func NewDataSourceList() datasource.DataSource { return &DataSourceList{} }

// filter is what scenes can be searched by. The scenes of a data source and the list resource have the same.
type filter struct {
	ProjectID    types.String `tfsdk:"project_id"`
	NameContains types.String `tfsdk:"name_contains"`
	Creator      types.String `tfsdk:"creator"`
}

type listModel struct {
	filter
	Scenes []record `tfsdk:"scenes"`
}

func (d *DataSourceList) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_scenes"
}

func (d *DataSourceList) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Lists the published scenes of a project: all of them, the oldest first."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"project_id": schema.StringAttribute{
			MarkdownDescription: "The id of the project whose scenes to list.",
			Required:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"name_contains": schema.StringAttribute{
			MarkdownDescription: "Only scenes whose name contains this text, in upper and lower case as given.",
			Optional:            true,
		},
		"creator": schema.StringAttribute{
			MarkdownDescription: "Only scenes made by this creator; `admin` for those where nobody was named.",
			Optional:            true,
		},
		"scenes": schema.ListNestedAttribute{
			MarkdownDescription: "The scenes found, the oldest first.",
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
	scenes, err := xrcloud.Collect(data.scenes(ctx, d.Client))
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot list scenes", err, fields)
		return
	}
	data.Scenes = make([]record, len(scenes))
	for i, scene := range scenes {
		data.Scenes[i].fromAPI(scene)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

// scenes lists the scenes that the filter lets through.
func (f filter) scenes(ctx context.Context, client *xrcloud.Client) iter.Seq2[xrcloud.Scene, error] {
	all := client.Scenes(ctx, f.ProjectID.ValueString(), "", f.Creator.ValueString())
	return func(yield func(xrcloud.Scene, error) bool) {
		for scene, err := range all {
			if scene.Creator == nil {
				scene.Creator = f.Creator.ValueStringPointer() // an older service that looked for it without telling it
			}
			if (err != nil || strings.Contains(norm.NFC.String(scene.Name), f.NameContains.ValueString())) && !yield(scene, err) {
				return
			}
		}
	}
}
