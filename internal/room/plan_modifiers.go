package room

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// requiresReplaceUnlessUnread plans a replacement if the project changes. The state of a room that was imported by its ID alone
// has no project yet, see ModifyPlan.
func requiresReplaceUnlessUnread() planmodifier.String {
	const description = "Changing this forces replacement, unless the state does not have the project yet."
	return stringplanmodifier.RequiresReplaceIf(
		func(ctx context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
			resp.RequiresReplace = !req.StateValue.IsNull() && tfkit.ChangesIfKnown(ctx, req.Path, req.StateValue, req.PlanValue, &resp.Diagnostics)
		}, description, description)
}

// useStateUnlessRenamed keeps a computed value unless the name changes: the service derives the public URLs from the name.
func useStateUnlessRenamed() planmodifier.String {
	return renameModifier{"The value stays the same unless the name changes."}
}

type renameModifier struct{ tfkit.PlanModifierDescription }

func (renameModifier) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if !req.PlanValue.IsUnknown() {
		return
	}
	var before, after types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("name"), &before)...)
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("name"), &after)...)
	if before.Equal(after) {
		resp.PlanValue = req.StateValue
	}
}
