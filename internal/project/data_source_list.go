package project

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = &ListDataSource{}

// ListDataSource lists projects.
type ListDataSource struct {
	tfkit.DataSourceBase[*xrcloud.Client]
}

// NewListDataSource returns the data source xrcloud_projects.
func NewListDataSource() datasource.DataSource { return &ListDataSource{} }

type listDataSourceModel struct {
	filter
	Projects []dataSourceModel `tfsdk:"projects"`
}

func (d *ListDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_projects"
}

func (d *ListDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Lists all projects of the account, the oldest first. Requires a [bearer token](https://registry.terraform.io/providers/xrcloud/xrcloud/latest/docs#which-credential-is-for-what)."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"label": schema.StringAttribute{
			MarkdownDescription: labelFilterDescription,
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"projects": schema.ListNestedAttribute{
			MarkdownDescription: "Projects that match, the oldest first.",
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
	projects, err := xrcloud.Collect(data.projects(ctx, d.Client))
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot list projects", err, lookupFields)
		return
	}
	data.Projects = []dataSourceModel{}
	for _, project := range projects {
		item := dataSourceModel{Label: data.Label}
		item.fromAPI(project)
		data.Projects = append(data.Projects, item)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
