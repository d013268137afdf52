package tfkit_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// The object may have changed between the plan and the response. The state has the planned values, and the values of the response where the plan is
// unknown.
func TestSetPlannedState(t *testing.T) {
	t.Parallel()
	type part struct {
		Kind types.String `tfsdk:"kind"`
		Text types.String `tfsdk:"text"`
	}
	type model struct {
		Name     types.String `tfsdk:"name"`
		Note     types.String `tfsdk:"note"`
		URL      types.String `tfsdk:"url"`
		Size     types.Int64  `tfsdk:"size"`
		Recorded types.Bool   `tfsdk:"recorded"`
		Tags     types.Set    `tfsdk:"tags"`
		Parts    []part       `tfsdk:"parts"`
	}
	object := schema.Schema{Attributes: map[string]schema.Attribute{
		"name": schema.StringAttribute{Required: true}, "note": schema.StringAttribute{Optional: true}, "url": schema.StringAttribute{Computed: true},
		"size": schema.Int64Attribute{Optional: true}, "recorded": schema.BoolAttribute{Computed: true},
		"tags": schema.SetAttribute{Computed: true, ElementType: types.StringType},
		"parts": schema.ListNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"kind": schema.StringAttribute{Required: true}, "text": schema.StringAttribute{Computed: true},
		}}},
	}}
	text := types.StringValue
	tags := func(names ...string) types.Set {
		set, _ := types.SetValueFrom(t.Context(), types.StringType, names)
		return set
	}
	actual := model{text("actual"), text("actual"), text("actual"), types.Int64Value(10), types.BoolValue(false), tags("actual"), []part{{text("actual"), text("actual")}}}
	for name, c := range map[string]struct{ plan, want model }{
		"all values known": {
			model{text("plan"), text("plan"), text("plan"), types.Int64Value(20), types.BoolValue(true), tags("plan"), []part{{text("plan"), text("plan")}}},
			model{text("plan"), text("plan"), text("plan"), types.Int64Value(20), types.BoolValue(true), tags("plan"), []part{{text("plan"), text("plan")}}},
		},
		"computed values unknown": {
			model{text("plan"), text("plan"), types.StringUnknown(), types.Int64Value(20), types.BoolUnknown(), types.SetUnknown(types.StringType), []part{{text("plan"), types.StringUnknown()}}},
			model{text("plan"), text("plan"), text("actual"), types.Int64Value(20), types.BoolValue(false), tags("actual"), []part{{text("plan"), text("actual")}}},
		},
		"null values planned": {
			model{text("plan"), types.StringNull(), types.StringUnknown(), types.Int64Null(), types.BoolNull(), types.SetNull(types.StringType), nil},
			model{text("plan"), types.StringNull(), text("actual"), types.Int64Null(), types.BoolNull(), types.SetNull(types.StringType), nil},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			none := tftypes.NewValue(object.Type().TerraformType(t.Context()), nil)
			plan := tfsdk.Plan{Schema: object, Raw: none}
			want, state := tfsdk.State{Schema: object, Raw: none}, tfsdk.State{Schema: object, Raw: none}
			diags := plan.Set(t.Context(), c.plan)
			diags.Append(want.Set(t.Context(), c.want)...)
			diags.Append(tfkit.SetPlannedState(t.Context(), plan, &state, actual)...)
			if len(diags) > 0 || !state.Raw.Equal(want.Raw) {
				t.Errorf("got %s, want %s, %v", state.Raw, want.Raw, diags)
			}
		})
	}
}
