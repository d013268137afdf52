package project

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ datasource.DataSourceWithConfigure        = &DataSource{}
	_ datasource.DataSourceWithConfigValidators = &DataSource{}
)

// DataSource looks up one project.
type DataSource struct {
	tfkit.DataSourceBase[*xrcloud.Client]
}

// NewDataSource returns the data source xrcloud_project.
func NewDataSource() datasource.DataSource { return &DataSource{} }

func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_project"
}

func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Looks up one project: by `id`, or by `label`, which exactly one project must have. The lookup by label requires a [bearer token](https://registry.terraform.io/providers/xrcloud/xrcloud/latest/docs#which-credential-is-for-what)."
	resp.Schema.Attributes = computedAttributes()
	resp.Schema.Attributes["id"] = schema.StringAttribute{
		MarkdownDescription: idDescription,
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{tfkit.IsUUID()},
	}
	resp.Schema.Attributes["label"] = schema.StringAttribute{
		MarkdownDescription: "Label of the project. The service never returns labels, so it is null in a lookup by `id`.",
		Optional:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
}

// computedAttributes are the attributes of a project in data sources, all of them computed.
func computedAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":          schema.StringAttribute{Computed: true, MarkdownDescription: idDescription},
		"name":        schema.StringAttribute{Computed: true, MarkdownDescription: "Name of the project."},
		"label":       schema.StringAttribute{Computed: true, MarkdownDescription: "Label by which the projects were looked up. Null without one, since the service never returns labels."},
		"webhook_url": schema.StringAttribute{Computed: true, MarkdownDescription: webhookURLDescription},
		"favicon_url": schema.StringAttribute{Computed: true, MarkdownDescription: faviconURLDescription},
		"logo_url":    schema.StringAttribute{Computed: true, MarkdownDescription: logoURLDescription},
		"created_at":  schema.StringAttribute{Computed: true, MarkdownDescription: createdAtDescription},
		"updated_at":  schema.StringAttribute{Computed: true, MarkdownDescription: updatedAtDescription},
	}
}

func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("label"))}
}

func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data dataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	project, err := d.find(ctx, data)
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot find project", err, lookupFields)
		return
	}
	data.fromAPI(project)
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

func (d *DataSource) find(ctx context.Context, data dataSourceModel) (xrcloud.Project, error) {
	if !data.ID.IsNull() {
		return d.Client.Project(ctx, data.ID.ValueString())
	}
	found, err := xrcloud.Collect(d.Client.Projects(ctx, data.Label.ValueString()))
	if err != nil {
		return xrcloud.Project{}, err
	}
	return tfkit.ExactlyOne(found, path.Root("label"), fmt.Sprintf("project with the label %q", data.Label.ValueString()), describe)
}

// describe distinguishes projects with the same label in an error.
func describe(project xrcloud.Project) string {
	return fmt.Sprintf("%s, %q, created %s", project.ID, project.Name, project.CreatedAt)
}
