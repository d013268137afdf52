package tfkit_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// A value that is unknown until apply, or has an unknown element, does not force replacement.
func TestRequiresReplaceIfKnown(t *testing.T) {
	t.Parallel()
	object := tftypes.NewValue(tftypes.Object{}, map[string]tftypes.Value{}) // an update
	state, plan, at := tfsdk.State{Raw: object}, tfsdk.Plan{Raw: object}, path.Root("argument")
	modifier := tfkit.RequiresReplaceIfKnown()
	modifyString := func(ctx context.Context, before, after attr.Value) (bool, diag.Diagnostics) {
		var resp planmodifier.StringResponse
		modifier.PlanModifyString(ctx, planmodifier.StringRequest{Path: at, StateValue: before.(types.String), PlanValue: after.(types.String), State: state, Plan: plan}, &resp) //nolint:forcetypeassert // the cases below have this type
		return resp.RequiresReplace, resp.Diagnostics
	}
	modifyInt64 := func(ctx context.Context, before, after attr.Value) (bool, diag.Diagnostics) {
		var resp planmodifier.Int64Response
		modifier.PlanModifyInt64(ctx, planmodifier.Int64Request{Path: at, StateValue: before.(types.Int64), PlanValue: after.(types.Int64), State: state, Plan: plan}, &resp) //nolint:forcetypeassert // the cases below have this type
		return resp.RequiresReplace, resp.Diagnostics
	}
	modifySet := func(ctx context.Context, before, after attr.Value) (bool, diag.Diagnostics) {
		var resp planmodifier.SetResponse
		modifier.PlanModifySet(ctx, planmodifier.SetRequest{Path: at, StateValue: before.(types.Set), PlanValue: after.(types.Set), State: state, Plan: plan}, &resp) //nolint:forcetypeassert // the cases below have this type
		return resp.RequiresReplace, resp.Diagnostics
	}
	set := func(elements ...attr.Value) types.Set { return types.SetValueMust(types.StringType, elements) }
	for _, c := range []struct {
		name          string
		modify        func(context.Context, attr.Value, attr.Value) (bool, diag.Diagnostics)
		before, after attr.Value
		replaces      bool
		warnings      int
	}{
		{"equal string", modifyString, types.StringValue("a"), types.StringValue("a"), false, 0},
		{"changed string", modifyString, types.StringValue("a"), types.StringValue("b"), true, 0},
		{"removed string", modifyString, types.StringValue("a"), types.StringNull(), true, 0},
		{"unknown string", modifyString, types.StringValue("a"), types.StringUnknown(), false, 1},
		{"equal number", modifyInt64, types.Int64Value(1), types.Int64Value(1), false, 0},
		{"changed number", modifyInt64, types.Int64Value(1), types.Int64Value(2), true, 0},
		{"unknown number", modifyInt64, types.Int64Value(1), types.Int64Unknown(), false, 1},
		{"equal set", modifySet, set(types.StringValue("a")), set(types.StringValue("a")), false, 0},
		{"changed set", modifySet, set(types.StringValue("a")), set(types.StringValue("b")), true, 0},
		{"unknown set", modifySet, set(types.StringValue("a")), types.SetUnknown(types.StringType), false, 1},
		{"set with an unknown element", modifySet, set(types.StringValue("a")), set(types.StringUnknown()), false, 1},
	} {
		replaces, diags := c.modify(t.Context(), c.before, c.after)
		if replaces != c.replaces || diags.WarningsCount() != c.warnings || diags.HasError() {
			t.Errorf("%s: forces replacement: %t, %v", c.name, replaces, diags)
		}
	}
}

func TestRequiresReplaceIfKnownOnCreateAndDelete(t *testing.T) {
	t.Parallel()
	object := tftypes.NewValue(tftypes.Object{}, map[string]tftypes.Value{})
	none := tftypes.NewValue(tftypes.Object{}, nil)
	for name, c := range map[string]struct{ state, plan tftypes.Value }{"create": {none, object}, "delete": {object, none}} {
		req := planmodifier.StringRequest{Path: path.Root("argument"), StateValue: types.StringNull(), PlanValue: types.StringValue("a"), State: tfsdk.State{Raw: c.state}, Plan: tfsdk.Plan{Raw: c.plan}}
		var resp planmodifier.StringResponse
		tfkit.RequiresReplaceIfKnown().PlanModifyString(t.Context(), req, &resp)
		if resp.RequiresReplace || len(resp.Diagnostics) > 0 {
			t.Errorf("%s: forces replacement: %t, %v", name, resp.RequiresReplace, resp.Diagnostics)
		}
	}
}

// The warning says what the plan assumes, and what happens if the value changes.
func TestChangesIfKnownWarning(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	tfkit.ChangesIfKnown(t.Context(), path.Root("scene_id"), types.StringValue("s1"), types.StringUnknown(), &diags)
	text := strings.Join(formatDiagnostics(diags), "")
	for _, part := range []string{"[scene_id]", `stays "s1"`, "before the resource is touched"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in %s", part, text)
		}
	}
}
