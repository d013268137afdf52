package whiteboard

import (
	"cmp"
	"context"

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

// DataSource reads one room.
type DataSource struct {
	tfkit.DataSourceBase[*api.Client]
}

// NewDataSource makes the data source xrcloud_whiteboard_room.
func NewDataSource() datasource.DataSource { return &DataSource{} }

func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_whiteboard_room"
}

func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Reads one room of Agora Interactive Whiteboard: by `id`, or by `uuid` in a region. Rooms have no names to find them by."
	resp.Schema.Attributes = readAttributes()
	for name, attribute := range map[string]schema.StringAttribute{
		"id":     {MarkdownDescription: factTexts["id"], Validators: []validator.String{isID()}},
		"uuid":   {MarkdownDescription: factTexts["uuid"], Validators: []validator.String{isUUID()}},
		"region": {MarkdownDescription: regionText + regionDefaultText, Validators: []validator.String{isRegion()}},
	} {
		attribute.Optional, attribute.Computed = true, true
		resp.Schema.Attributes[name] = attribute
	}
}

// readAttributes is what can be read of a room, in single and in lists.
func readAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"region":    schema.StringAttribute{Computed: true, MarkdownDescription: regionText},
		"is_record": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether what happens in the room is recorded."},
		"limit":     schema.Int64Attribute{Computed: true, MarkdownDescription: limitText},
		"disabled":  schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the room is disabled, so that nobody can join."},
	}
	for name, text := range factTexts {
		attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: text}
	}
	return attributes
}

func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("uuid")),
		datasourcevalidator.Conflicting(path.MatchRoot("id"), path.MatchRoot("region")),
	}
}

func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data record
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id := identity{cmp.Or(data.Region.ValueString(), d.Client.Region()), data.UUID.ValueString()}
	if !data.ID.IsNull() {
		id, _ = parseID(data.ID.ValueString()) // its validator has read it before
	}
	room, err := d.Client.Room(ctx, id.Region, id.UUID)
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot find whiteboard room", err, nil)
		return
	}
	data.fromAPI(id.Region, room)
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
