package vcs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ resource.ResourceWithMoveState = &Resource{}

// MoveState refuses every move with an error that tells how to import the room instead.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveFromRESTProvider("xrcloud_vcs_room", nil)
}
