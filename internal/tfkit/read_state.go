package tfkit

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// SetReadState sets the state after a read. before is the model of the prior state. A read that changes nothing leaves the state as it is,
// since to convert a model takes longer than all else that the provider does in a read.
func SetReadState[Model any](ctx context.Context, state *tfsdk.State, before, after Model) diag.Diagnostics {
	if reflect.DeepEqual(before, after) {
		return nil
	}
	return state.Set(ctx, after)
}
