package scene

import (
	"context"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/text/unicode/norm"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

// filter holds the arguments that select scenes in the data source xrcloud_scenes and in the list resource.
type filter struct {
	ProjectID    types.String `tfsdk:"project_id"`
	NameContains types.String `tfsdk:"name_contains"`
	Creator      types.String `tfsdk:"creator"`
}

// scenes lists the scenes that match the filter. An older service searches by the creator, but does not return it.
func (f filter) scenes(ctx context.Context, client *xrcloud.Client) iter.Seq2[xrcloud.Scene, error] {
	scenes := client.Scenes(ctx, f.ProjectID.ValueString(), "", f.Creator.ValueString())
	matching := paging.Filter(scenes, func(scene xrcloud.Scene) bool {
		return strings.Contains(norm.NFC.String(scene.Name), f.NameContains.ValueString())
	})
	return func(yield func(xrcloud.Scene, error) bool) {
		for scene, err := range matching {
			if scene.Creator == nil {
				scene.Creator = f.Creator.ValueStringPointer()
			}
			if !yield(scene, err) {
				return
			}
		}
	}
}
