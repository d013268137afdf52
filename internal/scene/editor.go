package scene

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

// editor is the way into the browser editor, as the data source and the ephemeral resource give it.
type editor struct {
	ProjectID types.String `tfsdk:"project_id"`
	Creator   types.String `tfsdk:"creator"`
	Callback  types.String `tfsdk:"callback"`
	SceneID   types.String `tfsdk:"scene_id"`
	URL       types.String `tfsdk:"url"`
}

// editorTexts describes the attributes of both forms.
var editorTexts = map[string]string{
	"project_id": "The id of the project to make a new scene in. Either this or `scene_id` must be given.",
	"creator":    "Who makes the new scene: it then shows that person's own assets in the editor, and is found by this name. The service keeps `admin` for scenes without a creator.",
	"callback":   "A URL that the service posts `{\"sceneId\": …}` to when the new scene is published.",
	"scene_id":   "The id of a scene to change, instead of a new one.",
	"url":        "The URL of the editor. It lets its holder make or change the scene, is another one at every read, and is good for a limited time.",
}

// reservedCreator is the creator that the service gives to scenes of nobody in particular, and refuses as an argument.
const reservedCreator = "admin"

func (e *editor) read(ctx context.Context, client *xrcloud.Client) error {
	if !e.SceneID.IsNull() {
		scene, err := client.Scene(ctx, e.SceneID.ValueString())
		e.URL = types.StringValue(scene.ModificationURL)
		return err
	}
	url, err := client.SceneCreationURL(ctx, e.ProjectID.ValueString(), e.Creator.ValueString(), e.Callback.ValueString())
	e.URL = types.StringValue(url)
	return err
}
