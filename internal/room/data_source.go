package room

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ datasource.DataSourceWithConfigure        = &DataSource{}
	_ datasource.DataSourceWithConfigValidators = &DataSource{}
)

// DataSource looks up one room.
type DataSource struct {
	tfkit.DataSourceBase[*xrcloud.Client]
}

// NewDataSource returns the data source xrcloud_room.
func NewDataSource() datasource.DataSource { return &DataSource{} }

func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_room"
}

func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Looks up one room: by `id`, or by its exact `name` in a project or on a scene. Names need not be unique; exactly one room must match."
	resp.Schema.Attributes = computedAttributes()
	resp.Schema.Attributes["id"] = schema.StringAttribute{
		MarkdownDescription: idDescription,
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{tfkit.IsUUID()},
	}
	resp.Schema.Attributes["name"] = schema.StringAttribute{
		MarkdownDescription: "Exact name of the room. Requires `project_id` or `scene_id`.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
	resp.Schema.Attributes["project_id"] = schema.StringAttribute{
		MarkdownDescription: "ID of the project to search. If it is not set, it is the project that the room belongs to, which only a [bearer token](https://registry.terraform.io/providers/xrcloud/xrcloud/latest/docs#which-credential-is-for-what) can read; otherwise null.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{tfkit.IsUUID()},
	}
	resp.Schema.Attributes["scene_id"] = schema.StringAttribute{
		MarkdownDescription: "ID of the scene whose rooms to search.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{tfkit.IsUUID()},
	}
}

// computedAttributes are the attributes of a room in data sources, all of them computed.
func computedAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":               schema.StringAttribute{Computed: true, MarkdownDescription: idDescription},
		"project_id":       schema.StringAttribute{Computed: true, MarkdownDescription: projectIDDescription + " Null if it is unknown."},
		"scene_id":         schema.StringAttribute{Computed: true, MarkdownDescription: sceneIDDescription},
		"name":             schema.StringAttribute{Computed: true, MarkdownDescription: nameDescription},
		"size":             schema.Int64Attribute{Computed: true, MarkdownDescription: "Maximum number of people in the room at the same time."},
		"return_url":       schema.StringAttribute{Computed: true, MarkdownDescription: returnURLDescription},
		"tags":             schema.SetAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Tags of the room."},
		"public_host_url":  schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: publicHostURLDescription},
		"public_guest_url": schema.StringAttribute{Computed: true, MarkdownDescription: publicGuestURLDescription},
		"thumbnail_url":    schema.StringAttribute{Computed: true, MarkdownDescription: thumbnailURLDescription},
		"created_at":       schema.StringAttribute{Computed: true, MarkdownDescription: createdAtDescription},
		"updated_at":       schema.StringAttribute{Computed: true, MarkdownDescription: updatedAtDescription},
	}
}

func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	id, name := path.MatchRoot("id"), path.MatchRoot("name")
	project, scene := path.MatchRoot("project_id"), path.MatchRoot("scene_id")
	return []datasource.ConfigValidator{
		datasourcevalidator.ExactlyOneOf(id, name),
		datasourcevalidator.Conflicting(id, project),
		datasourcevalidator.Conflicting(id, scene),
		datasourcevalidator.Conflicting(project, scene),
		datasourcevalidator.AtLeastOneOf(id, project, scene),
	}
}

func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data model
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	room, err := d.find(ctx, data)
	if err == nil && data.ProjectID.IsNull() {
		data.ProjectID, err = projectOf(ctx, d.Client, room.ID)
	}
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot find room", err, fields)
		return
	}
	resp.Diagnostics.Append(data.fromAPI(ctx, room)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

func (d *DataSource) find(ctx context.Context, data model) (xrcloud.Room, error) {
	if !data.ID.IsNull() {
		return d.Client.Room(ctx, data.ID.ValueString())
	}
	name := data.Name.ValueString()
	rooms := d.Client.RoomsOfProject(ctx, data.ProjectID.ValueString(), name)
	if data.ProjectID.IsNull() {
		rooms = d.Client.RoomsOfScene(ctx, data.SceneID.ValueString(), name)
	}
	found, err := xrcloud.Collect(rooms)
	if err != nil {
		return xrcloud.Room{}, err
	}
	return tfkit.ExactlyOne(found, path.Root("name"), fmt.Sprintf("room named %q", name), describe)
}

// describe distinguishes rooms with the same name in an error.
func describe(room xrcloud.Room) string {
	return fmt.Sprintf("%s, created %s, for %d people", room.ID, room.CreatedAt, room.Size)
}
