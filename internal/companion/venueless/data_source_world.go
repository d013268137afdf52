package venueless

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = &WorldDataSource{}

// WorldDataSource reads a world. Worlds have no resource: the API cannot create one, and a change of its configuration
// replaces the secrets in it, after which the server refuses every token.
type WorldDataSource struct {
	tfkit.DataSourceBase[*api.Client]
}

// NewWorldDataSource returns the data source xrcloud_venueless_world.
func NewWorldDataSource() datasource.DataSource { return &WorldDataSource{} }

type worldModel struct {
	ID     types.String `tfsdk:"id"`
	Title  types.String `tfsdk:"title"`
	Domain types.String `tfsdk:"domain"`
}

// worldFields names the argument that sets each field of the API.
var worldFields = tfkit.Fields{"world_id": path.Root("id")}

func (d *WorldDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_venueless_world"
}

func (d *WorldDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Reads a Venueless world. The token needs the permission `world:secrets`, which the role `apiuser` has. The provider does not read the secrets."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: worldIDDescription,
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{isWorldID()},
		},
		"title": schema.StringAttribute{
			MarkdownDescription: "Title of the world.",
			Computed:            true,
		},
		"domain": schema.StringAttribute{
			MarkdownDescription: "Domain at which people enter the world. It is null if the world has none.",
			Computed:            true,
		},
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
		tfkit.AddError(&resp.Diagnostics, "Cannot read Venueless world", err, worldFields)
		return
	}
	data.fromAPI(world)
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

// fromAPI sets all attributes. A missing domain is null, so that a configuration cannot build a URL without a host from it.
func (m *worldModel) fromAPI(world api.World) {
	m.ID = types.StringValue(world.ID)
	m.Title = types.StringValue(world.Title)
	m.Domain = tfkit.StringOrNull(world.Domain)
}
