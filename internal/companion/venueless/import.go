package venueless

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// ImportState implements resource.ResourceWithImportState. A room is imported by its identity, by "world_id/room_id", or
// by "room_id" in the provider's world.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	world, id := types.StringNull(), types.StringNull()
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("world_id"), &world)...)
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("id"), &id)...)
	} else if before, after, ok := strings.Cut(req.ID, "/"); ok {
		world, id = types.StringValue(before), types.StringValue(after)
	} else {
		id = types.StringValue(req.ID)
	}
	world = inWorld(r.Client, world)
	canonical, ok := tfkit.ParseUUID(strings.TrimSpace(id.ValueString()))
	problem := ""
	switch {
	case !ok:
		problem = fmt.Sprintf("got %q. A room ID is a UUID, such as f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b", id.ValueString())
	case world.ValueString() == "":
		problem = "got no world, neither here nor in the provider's venueless block"
	case !venueless.IsWorldID(world.ValueString()):
		problem = fmt.Sprintf("got the world %q, which is not a world ID", world.ValueString())
	}
	if problem != "" {
		resp.Diagnostics.AddError("Invalid import ID", fmt.Sprintf(`Expected "<world_id>/<room_id>", or "<room_id>" in the provider's world, %s.`, problem))
		return
	}
	room := record{WorldID: world, ID: types.StringValue(canonical)}
	setIdentity(ctx, resp.Identity, room, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("world_id"), room.WorldID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), room.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("deletion_mode"), hard)...)
}
