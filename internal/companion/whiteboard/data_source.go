package whiteboard

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ datasource.DataSourceWithConfigure        = &DataSource{}
	_ datasource.DataSourceWithConfigValidators = &DataSource{}
)

// DataSource looks up one room.
type DataSource struct {
	tfkit.DataSourceBase[*api.Client]
}

// NewDataSource returns the data source xrcloud_whiteboard_room.
func NewDataSource() datasource.DataSource { return &DataSource{} }

func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_whiteboard_room"
}

func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Looks up one room of Agora Interactive Whiteboard: by `id`, or by its `uuid` in a region. Rooms have no names."
	resp.Schema.Attributes = computedAttributes()
	resp.Schema.Attributes["id"] = schema.StringAttribute{
		MarkdownDescription: idDescription,
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{isID()},
	}
	resp.Schema.Attributes["uuid"] = schema.StringAttribute{
		MarkdownDescription: uuidDescription,
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{isUUID()},
	}
	resp.Schema.Attributes["region"] = schema.StringAttribute{
		MarkdownDescription: regionDescription + regionDefaultDescription,
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{isRegion()},
	}
}

// computedAttributes are the attributes of a room in data sources, all of them computed.
func computedAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":         schema.StringAttribute{Computed: true, MarkdownDescription: idDescription},
		"region":     schema.StringAttribute{Computed: true, MarkdownDescription: regionDescription},
		"uuid":       schema.StringAttribute{Computed: true, MarkdownDescription: uuidDescription},
		"is_record":  schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the service records the room."},
		"limit":      schema.Int64Attribute{Computed: true, MarkdownDescription: limitDescription},
		"disabled":   schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the room is disabled. Nobody can join a disabled room."},
		"team_uuid":  schema.StringAttribute{Computed: true, MarkdownDescription: teamUUIDDescription},
		"app_uuid":   schema.StringAttribute{Computed: true, MarkdownDescription: appUUIDDescription},
		"created_at": schema.StringAttribute{Computed: true, CustomType: timetypes.RFC3339Type{}, MarkdownDescription: createdAtDescription},
	}
}

func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("uuid")),
		datasourcevalidator.Conflicting(path.MatchRoot("id"), path.MatchRoot("region")),
	}
}

func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data dataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id := identityModel{
		Region: regionOrDefault(d.Client, data.Region).ValueString(),
		UUID:   data.UUID.ValueString(),
	}
	if !data.ID.IsNull() {
		id, _ = parseID(data.ID.ValueString()) // the validator has parsed it
	}
	room, err := d.Client.Room(ctx, id.Region, id.UUID)
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot find whiteboard room", err, fields)
		return
	}
	data.fromAPI(id.Region, room)
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
