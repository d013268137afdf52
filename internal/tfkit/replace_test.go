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

func TestReplaceOnceKnown(t *testing.T) {
	t.Parallel()
	there := tftypes.NewValue(tftypes.Object{}, map[string]tftypes.Value{}) // neither a creation nor a destruction
	for _, c := range []struct {
		name          string
		before, after types.String
		replaces      bool
		warnings      int
	}{
		{"the same", types.StringValue("a"), types.StringValue("a"), false, 0},
		{"another", types.StringValue("a"), types.StringValue("b"), true, 0},
		{"removed", types.StringValue("a"), types.StringNull(), true, 0},
		{"known later", types.StringValue("a"), types.StringUnknown(), false, 1},
	} {
		req := planmodifier.StringRequest{
			Path: path.Root("scene_id"), StateValue: c.before, PlanValue: c.after, ConfigValue: c.after,
			State: tfsdk.State{Raw: there}, Plan: tfsdk.Plan{Raw: there},
		}
		resp := planmodifier.StringResponse{PlanValue: c.after}
		tfkit.ReplaceOnceKnown().PlanModifyString(t.Context(), req, &resp)
		if resp.RequiresReplace != c.replaces || resp.Diagnostics.WarningsCount() != c.warnings || resp.Diagnostics.HasError() {
			t.Errorf("%s: replaces %t and says %v", c.name, resp.RequiresReplace, resp.Diagnostics)
		}
	}
}
