// Package user implements the data source for the users of XRCLOUD projects.
package user

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = &DataSource{}

// DataSource reads the user that a project has for an account of your own service.
type DataSource struct {
	tfkit.DataSourceBase[*xrcloud.Client]
}

// NewDataSource returns the data source xrcloud_user.
func NewDataSource() datasource.DataSource { return &DataSource{} }

type model struct {
	ProjectID   types.String `tfsdk:"project_id"`
	AccountID   types.String `tfsdk:"account_id"`
	ID          types.String `tfsdk:"id"`
	ReticulumID types.String `tfsdk:"reticulum_id"`
}

// fields names the argument that sets each field of the API.
var fields = tfkit.Fields{"projectId": path.Root("project_id"), "accountId": path.Root("account_id")}

func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user"
}

func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Reads the user that a project has for an account of your own service. Use it to find the visits of a person in the logs of rooms.\n\n" +
		"The first read creates the user. The service cannot delete users."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"project_id": schema.StringAttribute{
			MarkdownDescription: "ID of the project.",
			Required:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"account_id": schema.StringAttribute{
			MarkdownDescription: "ID of the account in your own service, such as an e-mail address.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1), tfkit.NoNUL()},
		},
		"id": schema.StringAttribute{
			MarkdownDescription: "ID of the user, a UUID.",
			Computed:            true,
		},
		"reticulum_id": schema.StringAttribute{
			MarkdownDescription: "ID of the user in room logs. It is a string, because it is a whole number that is too large for Terraform's numbers.",
			Computed:            true,
		},
	}
}

func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data model
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	user, err := d.Client.EnsureUser(ctx, data.ProjectID.ValueString(), data.AccountID.ValueString())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot get user", err, fields)
		return
	}
	data.ID = types.StringValue(user.ID)
	data.ReticulumID = types.StringValue(string(user.ReticulumID))
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
