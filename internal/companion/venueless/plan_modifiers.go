package venueless

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// useStateIfSemanticallyEqual keeps the string of the state if it is semantically equal to the configured one. The framework
// compares a response with the plan in this way, but not a configuration with the state: without this modifier, the first plan
// after an import could have changes without an effect.
func useStateIfSemanticallyEqual() planmodifier.String {
	return semanticEqualityModifier{"The value stays the same unless its meaning changes."}
}

type semanticEqualityModifier struct{ tfkit.PlanModifierDescription }

func (semanticEqualityModifier) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	attributeType, diags := req.Plan.Schema.TypeAtPath(ctx, req.Path)
	resp.Diagnostics.Append(diags...)
	stringType, ok := attributeType.(basetypes.StringTypable)
	if !ok {
		return
	}
	state, diags := stringType.ValueFromString(ctx, req.StateValue)
	resp.Diagnostics.Append(diags...)
	planned, diags := stringType.ValueFromString(ctx, req.PlanValue)
	resp.Diagnostics.Append(diags...)
	typed, ok := planned.(basetypes.StringValuableWithSemanticEquals)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	equal, diags := typed.StringSemanticEquals(ctx, state)
	resp.Diagnostics.Append(diags...)
	if equal {
		resp.PlanValue = req.StateValue
	}
}

// useStateIfEmpty plans null for a string that is not configured, but keeps an empty one. The web app creates rooms with an empty
// description, and a generated configuration has none.
func useStateIfEmpty() planmodifier.String {
	return emptyStateModifier{"A value that is not configured is removed, unless it is empty."}
}

type emptyStateModifier struct{ tfkit.PlanModifierDescription }

func (emptyStateModifier) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	switch {
	case !req.ConfigValue.IsNull():
	case req.StateValue.ValueString() == "": // also null
		resp.PlanValue = req.StateValue
	default:
		resp.PlanValue = basetypes.NewStringNull()
	}
}
