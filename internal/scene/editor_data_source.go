package scene

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ datasource.DataSourceWithConfigure        = &EditorDataSource{}
	_ datasource.DataSourceWithConfigValidators = &EditorDataSource{}
)

// EditorDataSource gives the URL of the browser editor.
type EditorDataSource struct {
	tfkit.DataSourceBase[*xrcloud.Client]
}

// NewEditorDataSource makes the data source xrcloud_scene_editor.
func NewEditorDataSource() datasource.DataSource { return &EditorDataSource{} }

func (d *EditorDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_scene_editor"
}

func (d *EditorDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = `
Gives the URL of the browser editor, in which a person makes and publishes a scene, or changes one. It is new at every read, and kept in the state.

Where Terraform 1.10 or OpenTofu 1.11 is at hand, use the ephemeral resource ` + "`xrcloud_scene_editor`" + ` instead: it leaves no trace.
`
	resp.Schema.Attributes = map[string]schema.Attribute{
		"project_id": schema.StringAttribute{MarkdownDescription: editorTexts["project_id"], Optional: true, Validators: []validator.String{tfkit.IsUUID()}},
		"creator":    schema.StringAttribute{MarkdownDescription: editorTexts["creator"], Optional: true, Validators: creatorValidators()},
		"callback":   schema.StringAttribute{MarkdownDescription: editorTexts["callback"], Optional: true, Validators: []validator.String{tfkit.IsURL()}},
		"scene_id":   schema.StringAttribute{MarkdownDescription: editorTexts["scene_id"], Optional: true, Validators: []validator.String{tfkit.IsUUID()}},
		"url":        schema.StringAttribute{MarkdownDescription: editorTexts["url"], Computed: true, Sensitive: true},
	}
}

func creatorValidators() []validator.String {
	return []validator.String{stringvalidator.LengthAtLeast(1), stringvalidator.NoneOf(reservedCreator)}
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
	var data editor
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := data.read(ctx, d.Client); err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot get the scene editor", err, fields)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
