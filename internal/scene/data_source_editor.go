package scene

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ datasource.DataSourceWithConfigure        = &EditorDataSource{}
	_ datasource.DataSourceWithConfigValidators = &EditorDataSource{}
)

// EditorDataSource reads the URL of the browser editor.
type EditorDataSource struct {
	tfkit.DataSourceBase[*xrcloud.Client]
}

// NewEditorDataSource returns the data source xrcloud_scene_editor.
func NewEditorDataSource() datasource.DataSource { return &EditorDataSource{} }

func (d *EditorDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_scene_editor"
}

func (d *EditorDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Reads the URL of the browser editor, in which a person creates and publishes a scene, or changes one. The URL changes with every read, and is saved in the state.\n\n" +
		"With Terraform 1.10 or OpenTofu 1.11 and later, use the ephemeral resource `xrcloud_scene_editor` instead, which saves nothing."
	resp.Schema.Attributes = editorAttributes.DataSource()
}

func (d *EditorDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	scene := path.MatchRoot("scene_id")
	return []datasource.ConfigValidator{
		datasourcevalidator.ExactlyOneOf(path.MatchRoot("project_id"), scene),
		datasourcevalidator.Conflicting(scene, path.MatchRoot("creator")),
		datasourcevalidator.Conflicting(scene, path.MatchRoot("callback")),
	}
}

func (d *EditorDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data editorModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := data.read(ctx, d.Client); err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot get scene editor", err, fields)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
