package tfkit

import (
	"bytes"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/account"
)

// AccountReader is a client that knows which account it asks.
type AccountReader interface {
	// Account returns what is known of the account without a request.
	Account() account.Account
	// FetchAccount also sends a request, if the service has one that returns more.
	FetchAccount(ctx context.Context) (account.Account, error)
}

// PrivateState is what a resource keeps in the state for its own use.
type PrivateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// accountKey is where the private state has the account that created the object, or that first saw it.
const accountKey = "seen_by"

// RecordAccount notes the account that an object was created or found with. The first account stays on record: a service
// that does not separate accounts shows an object to other ones, too. That is a warning.
func RecordAccount(ctx context.Context, state PrivateState, client AccountReader) diag.Diagnostics {
	before, diags := state.GetKey(ctx, accountKey)
	recorded, asked := account.Parse(before), client.Account()
	relation := asked.Compare(recorded)
	if relation == account.Different {
		diags.AddWarning("Object of another account",
			"The provider now uses another account or another server than the one on record for this object, and will neither delete nor replace it. "+accountAdvice)
	}
	if diags.HasError() || !relation.IsOwn() {
		return diags
	}
	record, err := asked.Merge(recorded).Record()
	switch {
	case err != nil:
		diags.AddError("Cannot record the account", err.Error())
	case !bytes.Equal(record, before):
		diags.Append(state.SetKey(ctx, accountKey, record)...)
	}
	return diags
}

// RecordPlannedAccount notes the account that a creation is planned with. If the creation replaces a tainted object, this is all that
// the deletion gets to know: Terraform hands over nothing of a tainted object but its state.
func RecordPlannedAccount(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, client AccountReader) {
	if req.State.Raw.IsNull() && !req.Plan.Raw.IsNull() && len(client.Account().Names) > 0 {
		resp.Diagnostics.Append(RecordAccount(ctx, resp.Private, client)...)
	}
}

// IsSameAccount says whether the client asks the account that an object is recorded with.
func IsSameAccount(ctx context.Context, state PrivateState, client AccountReader) bool {
	var ignored diag.Diagnostics // an account that cannot be compared is not known to be the same
	return compareAccounts(ctx, state, client, &ignored).IsOwn()
}

// ConfirmNotFound says whether a "not found" can be believed: only the account that an object belongs to can say so. For
// any other account it adds an error, and the object stays in the state.
func ConfirmNotFound(ctx context.Context, state PrivateState, client AccountReader, kind, id string, diags *diag.Diagnostics) bool {
	relation := compareAccounts(ctx, state, client, diags)
	if !relation.IsOwn() && relation != failed {
		diags.AddError(fmt.Sprintf("Cannot tell whether the %s exists", kind),
			fmt.Sprintf("The service did not find the %s %q, but the provider now uses another account or another server than the one on record for it: the %[1]s may exist there. "+
				"It stays in the state. %[3]s If the %[1]s was deleted, remove it from the state with \"terraform state rm\".", kind, id, accountAdvice))
	}
	return relation.IsOwn()
}

// CheckAccount adds an error unless the client asks the account that an object is recorded with. It must hold before
// anything that depends on the object is looked up and before the object is deleted.
func CheckAccount(ctx context.Context, state PrivateState, client AccountReader, kind, id string, diags *diag.Diagnostics) bool {
	relation := compareAccounts(ctx, state, client, diags)
	if !relation.IsOwn() && relation != failed {
		addOtherAccount(kind, id, diags)
	}
	return relation.IsOwn()
}

// CheckPlannedAccount is CheckAccount while a deletion or a replacement is planned, when credentials may be unknown until apply:
// only an account that is known to be another one is an error.
func CheckPlannedAccount(ctx context.Context, state PrivateState, client AccountReader, kind, id string, diags *diag.Diagnostics) {
	if compareAccounts(ctx, state, client, diags) == account.Different {
		addOtherAccount(kind, id, diags)
	}
}

func addOtherAccount(kind, id string, diags *diag.Diagnostics) {
	diags.AddError(fmt.Sprintf("The %s belongs to another account", kind),
		fmt.Sprintf("The provider now uses another account or another server than the one on record for the %s %q, so the %[1]s is neither deleted nor replaced. %[3]s", kind, id, accountAdvice))
}

const accountAdvice = "Use the endpoint and the credentials of that account. " +
	"If it is the same account with a new API key, or the same server with a new URL, run one apply with XRCLOUD_ACCEPT_ACCOUNT_CHANGE=true in the environment."

// failed is the relation to an account that could not be asked for, which has been reported.
const failed account.Relation = -1

// compareAccounts compares the client's account with the one on record. It asks the service only if the credentials do not
// tell. An object without a record was saved by a development version, and counts as the client's own.
func compareAccounts(ctx context.Context, state PrivateState, client AccountReader, diags *diag.Diagnostics) account.Relation {
	record, problems := state.GetKey(ctx, accountKey)
	diags.Append(problems...)
	if problems.HasError() {
		return failed
	}
	recorded, known := account.Parse(record), client.Account()
	if len(known.Names) == 0 {
		return account.Unrecorded // without a credential nothing is sent, and the next request says what is missing
	}
	if relation := known.Compare(recorded); relation.IsOwn() {
		return relation
	}
	asked, err := client.FetchAccount(ctx)
	if err != nil {
		AddAPIError(diags, "Cannot compare accounts", err, nil)
		return failed
	}
	return asked.Compare(recorded)
}
