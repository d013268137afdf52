package whiteboard

import (
	"context"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// configuredKey is the key of the configured is_record in the private state. The service may create a room with another value,
// which is then in the state and cannot be changed.
const configuredKey = "is_record"

// saveConfigured saves the value of is_record that a room was created with.
func saveConfigured(ctx context.Context, config types.Bool, private tfkit.PrivateState) diag.Diagnostics {
	return private.SetKey(ctx, configuredKey, encode(config))
}

// encode returns a value that is known as JSON.
func encode(value types.Bool) []byte {
	if value.IsNull() {
		return []byte("null")
	}
	return strconv.AppendBool(nil, value.ValueBool())
}

// requiresReplaceIfConfigChanged plans a replacement if is_record is configured with another value than when the room was
// created. It keeps the value in the state otherwise: a service that does not record rooms would have its rooms replaced at
// every apply.
func requiresReplaceIfConfigChanged() planmodifier.Bool {
	return configModifier{"Changing this forces replacement, unless only the value of the service differs from the configured value."}
}

type configModifier struct{ tfkit.PlanModifierDescription }

func (configModifier) PlanModifyBool(ctx context.Context, req planmodifier.BoolRequest, resp *planmodifier.BoolResponse) {
	if req.State.Raw.IsNull() || req.Plan.Raw.IsNull() || req.PlanValue.Equal(req.StateValue) {
		return
	}
	configured, diags := req.Private.GetKey(ctx, configuredKey)
	resp.Diagnostics.Append(diags...)
	switch {
	case req.ConfigValue.IsNull(), !req.ConfigValue.IsUnknown() && string(configured) == string(encode(req.ConfigValue)):
		resp.PlanValue = req.StateValue
	default:
		resp.RequiresReplace = tfkit.ChangesIfKnown(ctx, req.Path, req.StateValue, req.PlanValue, &resp.Diagnostics)
	}
}
