package scene

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ resource.ResourceWithMoveState = &Resource{}

func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.StateMovers("xrcloud_scene", nil)
}
