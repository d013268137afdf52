package scene

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// editorModel has the URL of the browser editor. The data source and the ephemeral resource xrcloud_scene_editor share it.
type editorModel struct {
	ProjectID types.String `tfsdk:"project_id"`
	Creator   types.String `tfsdk:"creator"`
	Callback  types.String `tfsdk:"callback"`
	SceneID   types.String `tfsdk:"scene_id"`
	URL       types.String `tfsdk:"url"`
}

// reservedCreator is the creator of scenes that were created without one. The service refuses it as an argument.
const reservedCreator = "admin"

// editorAttributes describes the attributes of editorModel.
var editorAttributes = tfkit.StringAttributes{
	"project_id": {
		MarkdownDescription: "ID of the project in which to create a scene. Exactly one of `project_id` and `scene_id` must be set.",
		Optional:            true,
		Validators:          []validator.String{tfkit.IsUUID()},
	},
	"creator": {
		MarkdownDescription: "Creator of the new scene. The editor then shows the creator's own assets, and the scene can be looked up by the creator. The service reserves `admin` for scenes without a creator.",
		Optional:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1), stringvalidator.NoneOf(reservedCreator)},
	},
	"callback": {
		MarkdownDescription: "URL to which the service posts `{\"sceneId\": …}` when the new scene is published.",
		Optional:            true,
		Validators:          []validator.String{tfkit.IsURL()},
	},
	"scene_id": {
		MarkdownDescription: "ID of an existing scene to change, instead of a new one.",
		Optional:            true,
		Validators:          []validator.String{tfkit.IsUUID()},
	},
	"url": {
		MarkdownDescription: "URL of the editor. Anyone who has it can create or change the scene. It changes with every read, and expires.",
		Computed:            true,
		Sensitive:           true,
	},
}

// read sets the URL to one that opens the scene or, without a scene, a new one in the project.
func (m *editorModel) read(ctx context.Context, client *xrcloud.Client) error {
	var url string
	var err error
	if m.SceneID.IsNull() {
		url, err = client.SceneCreationURL(ctx, m.ProjectID.ValueString(), m.Creator.ValueString(), m.Callback.ValueString())
	} else {
		url, err = client.SceneModificationURL(ctx, m.SceneID.ValueString())
	}
	m.URL = types.StringValue(url)
	return err
}
