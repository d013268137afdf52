package scene

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/ephemeralvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ ephemeral.EphemeralResourceWithConfigure        = &EditorEphemeral{}
	_ ephemeral.EphemeralResourceWithConfigValidators = &EditorEphemeral{}
)

// EditorEphemeral reads the URL of the browser editor, and leaves it out of plan and state.
type EditorEphemeral struct {
	tfkit.EphemeralResourceBase[*xrcloud.Client]
}

// NewEditorEphemeral returns the ephemeral resource xrcloud_scene_editor.
func NewEditorEphemeral() ephemeral.EphemeralResource { return &EditorEphemeral{} }

func (e *EditorEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_scene_editor"
}

func (e *EditorEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Reads the URL of the browser editor, in which a person creates and publishes a scene, or changes one, and saves it neither in the plan nor in the state. " +
		"Requires Terraform 1.10 or OpenTofu 1.11.\n\n" +
		"Every plan and every apply reads a new URL."
	resp.Schema.Attributes = editorAttributes.Ephemeral()
}

func (e *EditorEphemeral) ConfigValidators(context.Context) []ephemeral.ConfigValidator {
	scene := path.MatchRoot("scene_id")
	return []ephemeral.ConfigValidator{
		ephemeralvalidator.ExactlyOneOf(path.MatchRoot("project_id"), scene),
		ephemeralvalidator.Conflicting(scene, path.MatchRoot("creator")),
		ephemeralvalidator.Conflicting(scene, path.MatchRoot("callback")),
	}
}

func (e *EditorEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var data editorModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := data.read(ctx, e.Client); err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot get scene editor", err, fields)
		return
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, data)...)
}
