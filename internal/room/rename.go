package room

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// keepUnlessRenamed plans that a computed text stays as it is unless the room gets another name.
func keepUnlessRenamed() planmodifier.String { return renameModifier{} }

type renameModifier struct{}

func (renameModifier) Description(context.Context) string {
	return "stays the same unless the name changes"
}

func (r renameModifier) MarkdownDescription(ctx context.Context) string { return r.Description(ctx) }

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
