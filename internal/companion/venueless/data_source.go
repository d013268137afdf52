package venueless

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/boolvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
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

// NewDataSource returns the data source xrcloud_venueless_room.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// lookupModel is a room and how it was looked up.
type lookupModel struct {
	dataSourceModel
	IncludeDeleted types.Bool `tfsdk:"include_deleted"`
}

func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_venueless_room"
}

func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Looks up one room of a Venueless world: by `id`, or by its exact `name`. Names need not be unique. Exactly one room must match."
	resp.Schema.Attributes = computedAttributes()
	resp.Schema.Attributes["id"] = schema.StringAttribute{
		MarkdownDescription: idDescription + " It also finds a room that is marked as deleted.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{tfkit.IsUUID()},
	}
	resp.Schema.Attributes["name"] = schema.StringAttribute{
		CustomType:          trimmedType{},
		MarkdownDescription: "Exact name of the room. The provider reads all rooms of the world to find it.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1), isTrimmed()},
	}
	resp.Schema.Attributes["world_id"] = schema.StringAttribute{
		MarkdownDescription: worldIDDescription,
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{isWorldID()},
	}
	resp.Schema.Attributes["include_deleted"] = schema.BoolAttribute{
		MarkdownDescription: includeDeletedDescription,
		Optional:            true,
		Validators:          []validator.Bool{boolvalidator.ConflictsWith(path.MatchRoot("id"))},
	}
}

// computedAttributes are the attributes of a room in data sources, all of them computed.
func computedAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: idDescription,
			Computed:            true,
		},
		"world_id": schema.StringAttribute{
			MarkdownDescription: "ID of the world that the room is in.",
			Computed:            true,
		},
		"name": schema.StringAttribute{
			CustomType:          trimmedType{},
			MarkdownDescription: "Name of the room.",
			Computed:            true,
		},
		"description": schema.StringAttribute{
			CustomType:          trimmedType{},
			MarkdownDescription: descriptionDescription,
			Computed:            true,
		},
		"sorting_priority": schema.Int64Attribute{
			MarkdownDescription: "Position of the room in its world. The room with the lowest number is the first.",
			Computed:            true,
		},
		"pretalx_id": schema.Int64Attribute{
			MarkdownDescription: pretalxIDDescription + " It is `0` if the room is not in the schedule.",
			Computed:            true,
		},
		"module_config": schema.ListNestedAttribute{
			MarkdownDescription: moduleConfigDescription,
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"type": schema.StringAttribute{
					MarkdownDescription: "Type of the module, such as `chat.native`.",
					Computed:            true,
				},
				"config": schema.StringAttribute{
					CustomType:          jsonType{},
					MarkdownDescription: "Settings of the module, as JSON. They can have the password of a meeting.",
					Computed:            true,
					Sensitive:           true,
				},
			}},
		},
		"trait_grants": schema.MapAttribute{
			MarkdownDescription: traitGrantsDescription,
			ElementType:         grantsType,
			Computed:            true,
		},
		"schedule_data": schema.StringAttribute{
			CustomType:          jsonType{},
			MarkdownDescription: "Current talk, as JSON. It is null if there is none.",
			Computed:            true,
		},
		"deleted": schema.BoolAttribute{
			MarkdownDescription: "Whether the room is marked as deleted.",
			Computed:            true,
		},
	}
}

func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name"))}
}

func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data lookupModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	data.WorldID = worldOrDefault(d.Client, data.WorldID)
	room, err := d.find(ctx, data)
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot find Venueless room", err, fields)
		return
	}
	resp.Diagnostics.Append(data.fromAPI(ctx, room)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

func (d *DataSource) find(ctx context.Context, data lookupModel) (api.Room, error) {
	worldID, name := data.WorldID.ValueString(), data.Name.ValueString()
	if !data.ID.IsNull() {
		return d.Client.Room(ctx, worldID, data.ID.ValueString())
	}
	hasName := func(other string) bool { return tfkit.NameEquals(other, name) }
	rooms, err := d.Client.List(ctx, worldID)
	if err := requireAllMatches(err, hasName); err != nil {
		return api.Room{}, err
	}
	var found []api.Room
	for _, room := range rooms {
		if hasName(room.Name) && (data.IncludeDeleted.ValueBool() || !room.Deleted) {
			found = append(found, room)
		}
	}
	return tfkit.ExactlyOne(found, path.Root("name"), fmt.Sprintf("room named %q", name), describe)
}

// describe distinguishes rooms with the same name in an error.
func describe(room api.Room) string {
	return fmt.Sprintf("%s, with sorting_priority %d", room.ID, room.SortingPriority)
}
