package scene

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ resource.ResourceWithMoveState = &Resource{}

// MoveState refuses every move with an error that shows how to import the object instead.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveFromRESTProvider("xrcloud_scene", nil)
}
