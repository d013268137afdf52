package tfkit

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// RequiresReplaceIfKnown returns a plan modifier that forces replacement when a value changes, unless the new value is unknown until apply: such
// a value is rarely another one. Terraform defers each data source that refers to a resource with changes. With an unconditional replacement, an
// update of a project would replace all rooms on the scenes that are looked up in it.
func RequiresReplaceIfKnown() ReplaceIfKnown {
	return ReplaceIfKnown{"Changing this forces replacement. A value that is unknown until apply does not."}
}

// ReplaceIfKnown is the plan modifier of RequiresReplaceIfKnown, for strings, numbers and sets.
type ReplaceIfKnown struct{ PlanModifierDescription }

func (ReplaceIfKnown) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	resp.RequiresReplace = isUpdate(req.State, req.Plan) && ChangesIfKnown(ctx, req.Path, req.StateValue, req.PlanValue, &resp.Diagnostics)
}

func (ReplaceIfKnown) PlanModifyInt64(ctx context.Context, req planmodifier.Int64Request, resp *planmodifier.Int64Response) {
	resp.RequiresReplace = isUpdate(req.State, req.Plan) && ChangesIfKnown(ctx, req.Path, req.StateValue, req.PlanValue, &resp.Diagnostics)
}

func (ReplaceIfKnown) PlanModifySet(ctx context.Context, req planmodifier.SetRequest, resp *planmodifier.SetResponse) {
	resp.RequiresReplace = isUpdate(req.State, req.Plan) && ChangesIfKnown(ctx, req.Path, req.StateValue, req.PlanValue, &resp.Diagnostics)
}

func isUpdate(state tfsdk.State, plan tfsdk.Plan) bool {
	return !state.Raw.IsNull() && !plan.Raw.IsNull()
}

// IsKnownChange reports whether a value is known and changes. A collection with an unknown element is treated as known.
func IsKnownChange(state, plan attr.Value) bool { return !plan.IsUnknown() && !plan.Equal(state) }

// ChangesIfKnown reports whether an argument that forces replacement changes. For a value that is unknown until apply, or has an unknown
// element, it returns false and adds a warning.
func ChangesIfKnown(ctx context.Context, argument path.Path, state, plan attr.Value, diags *diag.Diagnostics) bool {
	if plan.Equal(state) {
		return false
	}
	planned, err := plan.ToTerraformValue(ctx)
	if err != nil {
		diags.AddAttributeError(argument, "Cannot read planned value", err.Error())
		return false
	}
	if planned.IsFullyKnown() {
		return true
	}
	diags.AddAttributeWarning(argument, "Value is unknown until apply",
		fmt.Sprintf("Changing %[1]s forces replacement, but its value is unknown until apply. The plan assumes that it stays %[2]s. "+
			"If it changes, the apply stops with \"inconsistent final plan\" before the resource is touched, and the next plan shows the replacement. "+
			"If %[1]s comes from a data source that refers to a resource with changes, let it refer to a local value instead: it is then read in the plan.", argument, state))
	return false
}
