// Package scene implements the resource, the data sources and the ephemeral resource for XRCLOUD scenes.
package scene

import (
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// identityModel is the identity of a scene. The project is null if it is unknown.
type identityModel struct {
	ID        types.String `tfsdk:"id"`
	ProjectID types.String `tfsdk:"project_id"`
}

// model is an adopted scene in plan and state.
type model struct {
	dataSourceModel
	SceneID         types.String `tfsdk:"scene_id"`
	ProjectID       types.String `tfsdk:"project_id"`
	DeleteOnDestroy types.Bool   `tfsdk:"delete_on_destroy"`
	ForceDestroy    types.Bool   `tfsdk:"force_destroy"`
}

func (m model) identity() identityModel {
	return identityModel{ID: m.ID, ProjectID: m.ProjectID}
}

// dataSourceModel is a scene in data sources. It does not have the URL that opens the scene in the editor, because
// that changes with every read.
type dataSourceModel struct {
	ID           types.String `tfsdk:"id"`
	Name         types.String `tfsdk:"name"`
	Creator      types.String `tfsdk:"creator"`
	ThumbnailURL types.String `tfsdk:"thumbnail_url"`
	CreatedAt    types.String `tfsdk:"created_at"`
	UpdatedAt    types.String `tfsdk:"updated_at"`
}

// fields names the argument that sets each field of the API.
var fields = tfkit.Fields{
	"sceneId":   path.Root("scene_id"),
	"projectId": path.Root("project_id"),
	"creator":   path.Root("creator"),
	"callback":  path.Root("callback"),
}

// fromAPI sets all attributes but the project, which the service does not return.
func (m *dataSourceModel) fromAPI(scene xrcloud.Scene) {
	m.ID = types.StringValue(scene.ID)
	m.Name = types.StringValue(scene.Name)
	m.Creator = types.StringPointerValue(scene.Creator)
	m.ThumbnailURL = types.StringValue(scene.ThumbnailURL)
	m.CreatedAt = types.StringValue(scene.CreatedAt)
	m.UpdatedAt = types.StringValue(scene.UpdatedAt)
}
