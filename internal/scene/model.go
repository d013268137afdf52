// Package scene is everything that Terraform says about XRCLOUD scenes.
package scene

import (
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// record is what can be read of a scene. The URL to change it in the editor has no place in it: it is new at every read.
type record struct {
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

// fromAPI takes over what the service says of a scene. Which project it belongs to is not part of it.
func (r *record) fromAPI(scene xrcloud.Scene) {
	r.ID = types.StringValue(scene.ID)
	r.Name = types.StringValue(scene.Name)
	r.Creator = types.StringPointerValue(scene.Creator)
	r.ThumbnailURL = types.StringValue(scene.ThumbnailURL)
	r.CreatedAt = types.StringValue(scene.CreatedAt)
	r.UpdatedAt = types.StringValue(scene.UpdatedAt)
}
