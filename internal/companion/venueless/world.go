package venueless

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = &WorldDataSource{}

// WorldDataSource reads a world. There is no resource for it: a world cannot be made by the API, and a change of its
// configuration replaces the secrets in it, after which no token is good any more.
type WorldDataSource struct {
	tfkit.DataSourceBase[*venueless.Client]
}

// NewWorldDataSource makes the data source xrcloud_venueless_world.
func NewWorldDataSource() datasource.DataSource { return &WorldDataSource{} }

type worldModel struct {
	ID     types.String `tfsdk:"id"`
	Title  types.String `tfsdk:"title"`
	Domain types.String `tfsdk:"domain"`
}

func (d *WorldDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_venueless_world"
}

func (d *WorldDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Reads a Venueless world. The token needs the permission `world:secrets`, which the role `apiuser` has; the secrets themselves are not read."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: worldText,
			Optional:            true, Computed: true,
			Validators: []validator.String{worldID()},
		},
		"title":  schema.StringAttribute{Computed: true, MarkdownDescription: "The title of the world."},
		"domain": schema.StringAttribute{Computed: true, MarkdownDescription: "Domain at which people enter the world, null if it has none."},
	}
}

func (d *WorldDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data worldModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	world, err := d.Client.World(ctx, data.ID.ValueString())
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot read Venueless world", err, tfkit.Fields{"world_id": path.Root("id")})
		return
	}
	data = worldModel{ID: types.StringValue(world.ID), Title: types.StringValue(world.Title), Domain: types.StringValue(world.Domain)}
	if world.Domain == "" {
		data.Domain = types.StringNull() // so that no URL without a host is made of it
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

// worldID validates that a text has the form of a world's ID, so that a URL or a trailing slash is found in the plan.
func worldID() validator.String {
	const form = "a world ID: letters, digits, dots, dashes and underscores, such as fair"
	return tfkit.StringValidator{Form: form, Check: func(text string, argument path.Path, diags *diag.Diagnostics) {
		if !venueless.IsWorldID(text) {
			diags.AddAttributeError(argument, "Not a world ID", fmt.Sprintf("Value must be %s, but it is %q.", form, text))
		}
	}}
}
