package venueless

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/boolvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/text/unicode/norm"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ datasource.DataSourceWithConfigure        = &DataSource{}
	_ datasource.DataSourceWithConfigValidators = &DataSource{}
)

// DataSource finds one room.
type DataSource struct {
	tfkit.DataSourceBase[*venueless.Client]
}

// NewDataSource makes the data source xrcloud_venueless_room.
func NewDataSource() datasource.DataSource { return &DataSource{} }

type dataModel struct {
	record
	IncludeDeleted types.Bool `tfsdk:"include_deleted"`
}

func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_venueless_room"
}

// Texts of arguments that more than one schema has.
const (
	worldText          = "The id of the world. Default: the one of the provider's `venueless` block."
	includeDeletedText = "Whether to look at rooms that are marked as deleted, too. Default: false."
)

func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Finds one room of a Venueless world: by `id`, or by its exact `name`. Names need not be unique; exactly one room must match."
	resp.Schema.Attributes = readAttributes()
	resp.Schema.Attributes["id"] = schema.StringAttribute{
		MarkdownDescription: "The id of the room, a UUID. A room that is marked as deleted is found, too.",
		Optional:            true, Computed: true,
		Validators: []validator.String{tfkit.IsUUID()},
	}
	resp.Schema.Attributes["name"] = schema.StringAttribute{
		CustomType:          trimmedType{},
		MarkdownDescription: "The exact name of the room. To find it, all rooms of the world are read.",
		Optional:            true, Computed: true,
		Validators: []validator.String{stringvalidator.LengthAtLeast(1), stripped()},
	}
	resp.Schema.Attributes["world_id"] = schema.StringAttribute{
		MarkdownDescription: worldText,
		Optional:            true, Computed: true,
		Validators: []validator.String{worldID()},
	}
	resp.Schema.Attributes["include_deleted"] = schema.BoolAttribute{
		MarkdownDescription: includeDeletedText,
		Optional:            true,
		Validators:          []validator.Bool{boolvalidator.ConflictsWith(path.MatchRoot("id"))},
	}
}

// readAttributes is what can be read of a room, in single and in lists.
func readAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":               schema.StringAttribute{Computed: true, MarkdownDescription: "The id of the room, a UUID."},
		"world_id":         schema.StringAttribute{Computed: true, MarkdownDescription: "The id of the world that the room is in."},
		"name":             schema.StringAttribute{Computed: true, CustomType: trimmedType{}, MarkdownDescription: "The name of the room."},
		"description":      schema.StringAttribute{Computed: true, CustomType: trimmedType{}, MarkdownDescription: "What the room is for, as Markdown."},
		"sorting_priority": schema.Int64Attribute{Computed: true, MarkdownDescription: "Orders the rooms of the world, the lowest number first."},
		"pretalx_id":       schema.Int64Attribute{Computed: true, MarkdownDescription: "The number of the room in the talk schedule (pretalx), 0 for none."},
		"module_config": schema.ListNestedAttribute{
			Computed: true, MarkdownDescription: "What the room is made of, in this order.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"type":   schema.StringAttribute{Computed: true, MarkdownDescription: "The type of the module, such as `chat.native`."},
				"config": schema.StringAttribute{Computed: true, Sensitive: true, CustomType: jsonType{}, MarkdownDescription: "What the type needs, as JSON. It may hold the password of a meeting."},
			}},
		},
		"trait_grants":  schema.MapAttribute{Computed: true, ElementType: grantsType, MarkdownDescription: "Which roles people have in this room, by role, and the traits that give them."},
		"schedule_data": schema.StringAttribute{Computed: true, CustomType: jsonType{}, MarkdownDescription: "The running talk, as JSON; null where there is none."},
		"deleted":       schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the room is marked as deleted."},
	}
}

func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name"))}
}

func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data dataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	data.WorldID = inWorld(d.Client, data.WorldID)
	room, err := d.find(ctx, data)
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot find Venueless room", err, fields)
		return
	}
	resp.Diagnostics.Append(data.fromAPI(ctx, room)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

func (d *DataSource) find(ctx context.Context, data dataModel) (venueless.Room, error) {
	world, name := data.WorldID.ValueString(), data.Name.ValueString()
	if !data.ID.IsNull() {
		return d.Client.Room(ctx, world, data.ID.ValueString())
	}
	hasName := func(of string) bool { return norm.NFC.String(of) == name }
	rooms, err := d.Client.List(ctx, world)
	if err := unlessCertain(err, hasName); err != nil {
		return venueless.Room{}, err
	}
	var found []venueless.Room
	for _, room := range rooms {
		if hasName(room.Name) && (data.IncludeDeleted.ValueBool() || !room.Deleted) {
			found = append(found, room)
		}
	}
	return tfkit.ExactlyOne(found, path.Root("name"), fmt.Sprintf("room named %q", name), func(room venueless.Room) string {
		return fmt.Sprintf("%s, of priority %d", room.ID, room.SortingPriority)
	})
}

// unlessCertain is nil for the error of an incomplete list that has all rooms whose name matches.
func unlessCertain(err error, matches func(name string) bool) error {
	if incomplete, ok := errors.AsType[*venueless.IncompleteError](err); ok && !incomplete.MayOmit(matches) {
		return nil
	}
	return err
}

// inWorld is the world that an argument names, else the provider's.
func inWorld(client *venueless.Client, world types.String) types.String {
	if world.IsNull() {
		return types.StringValue(client.WorldID())
	}
	return world
}
