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

// DataSource finds one room.
type DataSource struct {
	tfkit.DataSourceBase[*xrcloud.Client]
}

// NewDataSource makes the data source xrcloud_room.
func NewDataSource() datasource.DataSource { return &DataSource{} }

func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_room"
}

func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = `
Finds one room: by ` + "`id`" + `, or by its exact ` + "`name`" + ` in a project or on a scene. Names need not be unique; exactly one room must match.
`
	resp.Schema.Attributes = readAttributes()
	for name, attribute := range map[string]schema.StringAttribute{
		"id": {
			MarkdownDescription: "The id of the room, a UUID.",
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"name": {
			MarkdownDescription: "The exact name of the room, to find it by, in `project_id` or on `scene_id`.",
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"project_id": {
			MarkdownDescription: "The id of the project to look in. Where the room is found in another way, it is its project, as far as that can be known: it takes a [bearer token](../index.md#which-credential-is-for-what) to ask.",
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"scene_id": {
			MarkdownDescription: "The id of the scene to look on.",
			Validators:          []validator.String{tfkit.IsUUID()},
		},
	} {
		attribute.Optional, attribute.Computed = true, true
		resp.Schema.Attributes[name] = attribute
	}
}

// readAttributes is what can be read of a room, in single and in lists.
func readAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":               schema.StringAttribute{Computed: true, MarkdownDescription: "The id of the room, a UUID."},
		"project_id":       schema.StringAttribute{Computed: true, MarkdownDescription: "The id of the project that the room belongs to, where it is known."},
		"scene_id":         schema.StringAttribute{Computed: true, MarkdownDescription: "The id of the scene that the room stands on."},
		"name":             schema.StringAttribute{Computed: true, MarkdownDescription: "The name of the room."},
		"size":             schema.Int64Attribute{Computed: true, MarkdownDescription: "How many people can be in the room at once."},
		"return_url":       schema.StringAttribute{Computed: true, MarkdownDescription: "The URL that people come to when they leave the room."},
		"tags":             schema.SetAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Words to find the room by."},
		"public_host_url":  schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "The URL by which anyone who has it enters the room as a host and can run it."},
		"public_guest_url": schema.StringAttribute{Computed: true, MarkdownDescription: "The URL by which anyone who has it enters the room as a guest."},
		"thumbnail_url":    schema.StringAttribute{Computed: true, MarkdownDescription: "The URL of a picture of the scene."},
		"created_at":       schema.StringAttribute{Computed: true, MarkdownDescription: "When the room was made, as an RFC 3339 time."},
		"updated_at":       schema.StringAttribute{Computed: true, MarkdownDescription: "When the room was last changed, as an RFC 3339 time."},
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
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot find room", err, fields)
		return
	}
	resp.Diagnostics.Append(data.fromAPI(ctx, room)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

func (d *DataSource) find(ctx context.Context, data model) (xrcloud.Room, error) {
	if !data.ID.IsNull() {
		return d.Client.Room(ctx, data.ID.ValueString())
	}
	rooms := d.Client.RoomsOfProject(ctx, data.ProjectID.ValueString(), data.Name.ValueString())
	if data.ProjectID.IsNull() {
		rooms = d.Client.RoomsOfScene(ctx, data.SceneID.ValueString(), data.Name.ValueString())
	}
	found, err := xrcloud.Collect(rooms)
	if err != nil {
		return xrcloud.Room{}, err
	}
	return tfkit.ExactlyOne(found, path.Root("name"), fmt.Sprintf("room named %q", data.Name.ValueString()), func(room xrcloud.Room) string {
		return fmt.Sprintf("%s, created %s, for %d people", room.ID, room.CreatedAt, room.Size)
	})
}
