package tfkit

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// private is what a resource keeps in the state for itself.
type private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

const seenBy = "seen_by"

// SeenBy notes with which account a thing was seen. To another account, a service may say of it that it does not exist.
func SeenBy(ctx context.Context, state private, account string) diag.Diagnostics {
	return state.SetKey(ctx, seenBy, []byte(strconv.Quote(account)))
}

// IsForeign says whether a thing was last seen with another account than this one.
func IsForeign(ctx context.Context, state private, account string) bool {
	var last string
	text, diags := state.GetKey(ctx, seenBy)
	return !diags.HasError() && json.Unmarshal(text, &last) == nil && last != account
}

// AddForeign refuses to believe that a thing is gone: it may only be another account's, or another server's.
func AddForeign(diags *diag.Diagnostics, kind, id string) {
	diags.AddError(fmt.Sprintf("Cannot tell whether the %s is gone", kind),
		fmt.Sprintf("The service says that the %s %s does not exist, but the endpoint or the credential is not the one that last saw it: it may belong to another account, or to another server. "+
			"Nothing is removed from the state because of this. Use the endpoint and the credential of before; or, if the %[1]s is really gone, remove it with terraform state rm.", kind, id))
}
