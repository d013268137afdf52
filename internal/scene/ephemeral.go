package scene

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/ephemeralvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ ephemeral.EphemeralResourceWithConfigure        = &EditorEphemeral{}
	_ ephemeral.EphemeralResourceWithConfigValidators = &EditorEphemeral{}
)

// EditorEphemeral gives the URL of the browser editor, without a trace in plan and state.
type EditorEphemeral struct {
	tfkit.EphemeralResourceBase[*xrcloud.Client]
}

// NewEditorEphemeral makes the ephemeral resource xrcloud_scene_editor.
func NewEditorEphemeral() ephemeral.EphemeralResource { return &EditorEphemeral{} }

func (e *EditorEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_scene_editor"
}

func (e *EditorEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema.MarkdownDescription = `
Gives the URL of the browser editor, in which a person makes and publishes a scene, or changes one, without a trace in plan and state. It needs Terraform 1.10 or OpenTofu 1.11.

It is opened anew in every plan and apply, with another URL each time.
`
	resp.Schema.Attributes = map[string]schema.Attribute{
		"project_id": schema.StringAttribute{MarkdownDescription: editorTexts["project_id"], Optional: true, Validators: []validator.String{tfkit.IsUUID()}},
		"creator":    schema.StringAttribute{MarkdownDescription: editorTexts["creator"], Optional: true, Validators: creatorValidators()},
		"callback":   schema.StringAttribute{MarkdownDescription: editorTexts["callback"], Optional: true, Validators: []validator.String{tfkit.IsURL()}},
		"scene_id":   schema.StringAttribute{MarkdownDescription: editorTexts["scene_id"], Optional: true, Validators: []validator.String{tfkit.IsUUID()}},
		"url":        schema.StringAttribute{MarkdownDescription: editorTexts["url"], Computed: true, Sensitive: true},
	}
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
	var data editor
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := data.read(ctx, e.Client); err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot get the scene editor", err, fields)
		return
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, data)...)
}
