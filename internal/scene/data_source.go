package scene

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

// DataSource looks up one scene.
type DataSource struct {
	tfkit.DataSourceBase[*xrcloud.Client]
}

// NewDataSource returns the data source xrcloud_scene.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// lookupModel is a scene and the project in which it was looked up.
type lookupModel struct {
	dataSourceModel
	ProjectID types.String `tfsdk:"project_id"`
}

// lookupFields names the argument of the data source that sets each field of the API.
var lookupFields = tfkit.Fields{
	"sceneId":   path.Root("id"),
	"projectId": path.Root("project_id"),
	"creator":   path.Root("creator"),
}

func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_scene"
}

func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Looks up one published scene: by `id`, or by its exact `name` in a project. If several scenes have the name, `creator` can tell them apart. Exactly one scene must match.\n\n" +
		"People create scenes in the browser editor, see `xrcloud_scene_editor`.\n\n" +
		"If the scene was deleted, a plan fails, and `terraform destroy` fails as well, since it reads data sources first. Run `terraform destroy -refresh=false`, which reads none."
	resp.Schema.Attributes = computedAttributes()
	resp.Schema.Attributes["id"] = schema.StringAttribute{
		MarkdownDescription: idDescription,
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{tfkit.IsUUID()},
	}
	resp.Schema.Attributes["project_id"] = schema.StringAttribute{
		MarkdownDescription: "ID of the project to search.",
		Optional:            true,
		Validators:          []validator.String{tfkit.IsUUID()},
	}
	resp.Schema.Attributes["name"] = schema.StringAttribute{
		MarkdownDescription: "Exact name of the scene. Requires `project_id`.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1), tfkit.Requires(path.Root("project_id"), "Set project_id to the ID of the project in which to look up the name.")},
	}
	resp.Schema.Attributes["creator"] = schema.StringAttribute{
		MarkdownDescription: creatorDescription,
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
}

// computedAttributes are the attributes of a scene in data sources, all of them computed.
func computedAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":            schema.StringAttribute{Computed: true, MarkdownDescription: idDescription},
		"name":          schema.StringAttribute{Computed: true, MarkdownDescription: nameDescription},
		"creator":       schema.StringAttribute{Computed: true, MarkdownDescription: creatorDescription},
		"thumbnail_url": schema.StringAttribute{Computed: true, MarkdownDescription: thumbnailURLDescription},
		"created_at":    schema.StringAttribute{Computed: true, MarkdownDescription: createdAtDescription},
		"updated_at":    schema.StringAttribute{Computed: true, MarkdownDescription: updatedAtDescription},
	}
}

func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	id, name := path.MatchRoot("id"), path.MatchRoot("name")
	return []datasource.ConfigValidator{
		datasourcevalidator.ExactlyOneOf(id, name),
		datasourcevalidator.Conflicting(id, path.MatchRoot("project_id")),
		datasourcevalidator.Conflicting(id, path.MatchRoot("creator")),
	}
}

func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data lookupModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	scene, err := d.find(ctx, data)
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot find scene", err, lookupFields)
		return
	}
	creator := data.Creator
	data.fromAPI(scene)
	if data.Creator.IsNull() {
		data.Creator = creator // an older service searches by the creator, but does not return it
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

func (d *DataSource) find(ctx context.Context, data lookupModel) (xrcloud.Scene, error) {
	if !data.ID.IsNull() {
		return d.Client.Scene(ctx, data.ID.ValueString())
	}
	projectID, name := data.ProjectID.ValueString(), data.Name.ValueString()
	found, err := xrcloud.Collect(d.Client.Scenes(ctx, projectID, name, data.Creator.ValueString()))
	if err != nil {
		return xrcloud.Scene{}, err
	}
	if len(found) > 0 {
		return tfkit.ExactlyOne(found, path.Root("name"), fmt.Sprintf("scene named %q", name), describe)
	}
	others, err := xrcloud.Collect(d.Client.Scenes(ctx, projectID, "", ""))
	if err != nil {
		return xrcloud.Scene{}, err
	}
	detail := fmt.Sprintf("There is no scene named %q. %s", name, tfkit.Candidates("scene", others, describe))
	if len(others) == 0 {
		detail += " Publish one in the editor, whose URL xrcloud_scene_editor returns, or check project_id."
	}
	return xrcloud.Scene{}, &tfkit.ArgumentError{Argument: path.Root("name"), Detail: detail}
}

// describe distinguishes scenes with the same name in an error.
func describe(scene xrcloud.Scene) string {
	creator := ""
	if scene.Creator != nil {
		creator = fmt.Sprintf(" by %q", *scene.Creator)
	}
	return fmt.Sprintf("%s, %q%s, created %s", scene.ID, scene.Name, creator, scene.CreatedAt)
}
