package tfkit

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// KeepUnlessChanged plans that a computed string stays as it is unless one of the named arguments changes.
func KeepUnlessChanged(arguments ...string) planmodifier.String { return keepUnlessChanged(arguments) }

type keepUnlessChanged []string

func (k keepUnlessChanged) Description(context.Context) string {
	return fmt.Sprintf("stays the same unless one of %v changes", []string(k))
}

func (k keepUnlessChanged) MarkdownDescription(ctx context.Context) string { return k.Description(ctx) }

func (k keepUnlessChanged) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || !req.PlanValue.IsUnknown() {
		return
	}
	for _, argument := range k {
		var before, after attr.Value
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root(argument), &before)...)
		resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root(argument), &after)...)
		if resp.Diagnostics.HasError() || !before.Equal(after) {
			return
		}
	}
	resp.PlanValue = req.StateValue
}
