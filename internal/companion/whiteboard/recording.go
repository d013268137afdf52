package whiteboard

import (
	"context"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// askedKey is where the private state remembers what the configuration asked for as is_record: the service may make of
// it what it will, and what it made cannot be changed.
const askedKey = "is_record"

// remember notes what the configuration asks for.
func remember(ctx context.Context, config types.Bool, private interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
},
) diag.Diagnostics {
	return private.SetKey(ctx, askedKey, written(config))
}

func written(value types.Bool) []byte {
	if value.IsNull() {
		return []byte("null")
	}
	return strconv.AppendBool(nil, value.ValueBool())
}

const replaceWhenAskedAnewText = "Replaces the room when the configuration asks for something else than before, but not when the service did not do as it was asked."

// replaceWhenAskedAnew keeps what the service made of is_record, as long as the configuration asks for what it asked for
// when the room was made. Otherwise a service that does not record would have its rooms replaced at every apply.
type replaceWhenAskedAnew struct{}

func (replaceWhenAskedAnew) Description(context.Context) string { return replaceWhenAskedAnewText }
func (replaceWhenAskedAnew) MarkdownDescription(context.Context) string {
	return replaceWhenAskedAnewText
}

func (replaceWhenAskedAnew) PlanModifyBool(ctx context.Context, req planmodifier.BoolRequest, resp *planmodifier.BoolResponse) {
	if req.State.Raw.IsNull() || req.Plan.Raw.IsNull() || req.PlanValue.Equal(req.StateValue) {
		return
	}
	asked, diags := req.Private.GetKey(ctx, askedKey)
	resp.Diagnostics.Append(diags...)
	switch {
	case req.ConfigValue.IsNull(), !req.ConfigValue.IsUnknown() && string(asked) == string(written(req.ConfigValue)):
		resp.PlanValue = req.StateValue
	default:
		resp.RequiresReplace = tfkit.ChangesIfKnown(ctx, req.Path, req.StateValue, req.PlanValue, &resp.Diagnostics)
	}
}
