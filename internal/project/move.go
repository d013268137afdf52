package project

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ resource.ResourceWithMoveState = &Resource{}

func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.StateMovers("xrcloud_project", func(ctx context.Context, _ tfkit.MovedObject, resp *resource.MoveStateResponse) {
		resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root("force_destroy"), false)...)
	})
}
