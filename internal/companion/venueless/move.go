package venueless

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ resource.ResourceWithMoveState = &Resource{}

// MoveState moves rooms of generic REST providers. The world comes from the object's path: the provider's default world may be
// unknown at this point.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.StateMovers("xrcloud_venueless_room", func(ctx context.Context, room tfkit.MovedObject, resp *resource.MoveStateResponse) {
		if !api.IsWorldID(room.World) {
			resp.Diagnostics.AddError("Cannot move resource", fmt.Sprintf("The room's path names the world %q, which is not a world ID.", room.World))
			return
		}
		resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root("world_id"), room.World)...)
		resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root("deletion_mode"), deletionIsHard)...)
		if resp.TargetIdentity != nil {
			resp.Diagnostics.Append(resp.TargetIdentity.SetAttribute(ctx, path.Root("world_id"), room.World)...)
		}
	})
}
