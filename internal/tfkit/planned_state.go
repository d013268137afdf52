package tfkit

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// SetPlannedState sets the state after a create or an update: the plan, with the values of result where the plan is unknown. Terraform accepts
// no other state. If the service has other values than planned, the next refresh shows them as drift.
func SetPlannedState(ctx context.Context, plan tfsdk.Plan, state *tfsdk.State, result any) diag.Diagnostics {
	diags := state.Set(ctx, result)
	if diags.HasError() {
		return diags
	}
	actual := state.Raw
	raw, err := tftypes.Transform(plan.Raw, func(at *tftypes.AttributePath, planned tftypes.Value) (tftypes.Value, error) {
		if planned.IsKnown() {
			return planned, nil
		}
		found, _, err := tftypes.WalkAttributePath(actual, at)
		if err != nil {
			return planned, err
		}
		value, ok := found.(tftypes.Value)
		if !ok {
			return planned, fmt.Errorf("%s is %T in the result", at, found)
		}
		return value, nil
	})
	if err != nil {
		diags.AddError("Cannot save the planned state", fmt.Sprintf("%v. This is a bug in the provider. Please report it.", err))
		return diags
	}
	state.Raw = raw
	return diags
}
