package room

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ resource.ResourceWithMoveState = &Resource{}

// MoveState moves rooms of generic REST providers. The project of the room is confirmed as after an import by its ID alone.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.StateMovers("xrcloud_room", nil)
}
