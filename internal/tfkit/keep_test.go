package tfkit_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

func TestKeepUnlessChanged(t *testing.T) {
	t.Parallel()
	text := func(value any) tftypes.Value { return tftypes.NewValue(tftypes.String, value) }
	number := func(value any) tftypes.Value { return tftypes.NewValue(tftypes.Number, value) }
	before := map[string]tftypes.Value{"name": text("Hall"), "size": number(10), "url": text("https://old.example.com")}
	for _, c := range []struct {
		name   string
		before map[string]tftypes.Value
		after  map[string]tftypes.Value
		keeps  bool
	}{
		{"nothing changes", before, map[string]tftypes.Value{"name": text("Hall"), "size": number(10)}, true},
		{"another argument changes", before, map[string]tftypes.Value{"name": text("Hall"), "size": number(10), "id": text("x")}, true},
		{"the first changes", before, map[string]tftypes.Value{"name": text("Room"), "size": number(10)}, false},
		{"the second changes", before, map[string]tftypes.Value{"name": text("Hall"), "size": number(11)}, false},
		{"the second is removed", before, map[string]tftypes.Value{"name": text("Hall")}, false},
		{"one is not known yet", before, map[string]tftypes.Value{"name": text(tftypes.UnknownValue), "size": number(10)}, false},
		{"nothing is there yet", nil, map[string]tftypes.Value{"name": text("Hall")}, false},
		{"no value to keep", map[string]tftypes.Value{"name": text("Hall"), "size": number(10)}, map[string]tftypes.Value{"name": text("Hall"), "size": number(10)}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			old := types.StringNull()
			if c.before["url"].IsKnown() && !c.before["url"].IsNull() {
				old = types.StringValue("https://old.example.com")
			}
			req := planmodifier.StringRequest{
				Path: path.Root("url"), State: state(c.before), Plan: tfsdk.Plan{Schema: roomSchema, Raw: raw(c.after)},
				StateValue: old, PlanValue: types.StringUnknown(),
			}
			resp := planmodifier.StringResponse{PlanValue: req.PlanValue}
			tfkit.KeepUnlessChanged("name", "size").PlanModifyString(t.Context(), req, &resp)
			if resp.Diagnostics.HasError() {
				t.Fatal(said(resp.Diagnostics))
			}
			if got := !resp.PlanValue.IsUnknown(); got != c.keeps || got && !resp.PlanValue.Equal(old) {
				t.Errorf("want that it keeps: %t, got %s", c.keeps, resp.PlanValue)
			}
		})
	}
}

// A value that is planned already stays as it is planned.
func TestKeepUnlessChangedLeavesPlannedValues(t *testing.T) {
	t.Parallel()
	same := map[string]tftypes.Value{"name": tftypes.NewValue(tftypes.String, "Hall")}
	planned := types.StringValue("https://planned.example.com")
	resp := planmodifier.StringResponse{PlanValue: planned}
	tfkit.KeepUnlessChanged("name").PlanModifyString(t.Context(), planmodifier.StringRequest{
		State: state(same), Plan: tfsdk.Plan{Schema: roomSchema, Raw: raw(same)}, StateValue: types.StringValue("https://old.example.com"), PlanValue: planned,
	}, &resp)
	if !resp.PlanValue.Equal(planned) {
		t.Errorf("got %s", resp.PlanValue)
	}
}
