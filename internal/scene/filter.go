package scene

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// filter has the arguments that select scenes in the data source xrcloud_scenes and in the list resource.
type filter struct {
	ProjectID    types.String `tfsdk:"project_id"`
	NameContains types.String `tfsdk:"name_contains"`
	Creator      types.String `tfsdk:"creator"`
}

// scenes lists the scenes that match the filter. An older service searches by the creator, but does not return it.
func (f filter) scenes(ctx context.Context, client *xrcloud.Client) iter.Seq2[xrcloud.Scene, error] {
	scenes := client.Scenes(ctx, f.ProjectID.ValueString(), "", f.Creator.ValueString())
	return func(yield func(xrcloud.Scene, error) bool) {
		for scene, err := range paging.Filter(scenes, f.matches) {
			if scene.Creator == nil {
				scene.Creator = f.Creator.ValueStringPointer()
			}
			if !yield(scene, err) {
				return
			}
		}
	}
}

func (f filter) matches(scene xrcloud.Scene) bool {
	return tfkit.NameContains(scene.Name, f.NameContains.ValueString())
}
