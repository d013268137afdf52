package tfkit

import (
	"bytes"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/account"
)

// AccountClient is a client of a service, whose requests belong to an account.
type AccountClient interface {
	// Account returns the account as far as the credentials identify it, without a request.
	Account() account.Account
}

// accountFetcher is an AccountClient of a service that has an endpoint about the account.
type accountFetcher interface {
	// FetchAccount sends a request, and returns the account as far as the response and the credentials identify it.
	FetchAccount(ctx context.Context) (account.Account, error)
}

// PrivateState is the private state of a resource.
type PrivateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// accountKey is the key of the recorded account in the private state: the account that created or first read the object.
const accountKey = "seen_by"

// RecordAccount records the account of the client in the private state, when an object is created or read. It never overwrites another
// account, but warns: a service that does not separate accounts returns objects of other accounts, too.
func RecordAccount(ctx context.Context, state PrivateState, client AccountClient) diag.Diagnostics {
	before, diags := state.GetKey(ctx, accountKey)
	recorded, current := account.Parse(before), client.Account()
	relation := current.Compare(recorded)
	if relation == account.Different {
		diags.AddWarning("Object of another account",
			"The provider now uses another account or another server than the one on record for this object, and will neither delete nor replace it, unless it is tainted. "+accountAdvice)
	}
	if diags.HasError() || !relation.IsOwn() {
		return diags
	}
	record, err := current.Merge(recorded).Record()
	switch {
	case err != nil:
		diags.AddError("Cannot record the account", err.Error())
	case !bytes.Equal(record, before):
		diags.Append(state.SetKey(ctx, accountKey, record)...)
	}
	return diags
}

// RecordPlannedAccount records the account of the client when a creation is planned. If the creation replaces a tainted object, the deletion
// compares with this account: Terraform does not pass the private state of a tainted object to its deletion.
func RecordPlannedAccount(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, client AccountClient) {
	if req.State.Raw.IsNull() && !req.Plan.Raw.IsNull() && len(client.Account().Names) > 0 {
		resp.Diagnostics.Append(RecordAccount(ctx, resp.Private, client)...)
	}
}

// ConfirmNotFound reports whether a "not found" means that the object was deleted: that is so only for the account that the object belongs
// to. For any other account it adds an error, and the object must stay in the state.
func ConfirmNotFound(ctx context.Context, state PrivateState, client AccountClient, kind, id string, diags *diag.Diagnostics) bool {
	relation := compareAccounts(ctx, state, client, diags)
	if !relation.IsOwn() && relation != notCompared {
		diags.AddError(fmt.Sprintf("Cannot tell whether the %s exists", kind),
			fmt.Sprintf("The service did not find the %s %q, but %s for it: the %[1]s may exist there. "+
				"It stays in the state. %[4]s If the %[1]s was deleted, remove it from the state with \"terraform state rm\".", kind, id, describeOther(relation), accountAdvice))
	}
	return relation.IsOwn()
}

// CheckAccount adds an error unless the client uses the account that is recorded for an object. Call it before the object is deleted, and
// before objects that depend on it are looked up.
func CheckAccount(ctx context.Context, state PrivateState, client AccountClient, kind, id string, diags *diag.Diagnostics) bool {
	relation := compareAccounts(ctx, state, client, diags)
	if !relation.IsOwn() && relation != notCompared {
		addOtherAccount(relation, kind, id, diags)
	}
	return relation.IsOwn()
}

// CheckPlannedAccount is CheckAccount for the plan of a deletion or a replacement. Credentials may be unknown until apply, so that only an
// account that is known to be another one is an error.
func CheckPlannedAccount(ctx context.Context, state PrivateState, client AccountClient, kind, id string, diags *diag.Diagnostics) {
	if relation := compareAccounts(ctx, state, client, diags); relation == account.Different {
		addOtherAccount(relation, kind, id, diags)
	}
}

func addOtherAccount(relation account.Relation, kind, id string, diags *diag.Diagnostics) {
	summary := fmt.Sprintf("The %s belongs to another account", kind)
	if relation == account.Unknown {
		summary = fmt.Sprintf("Cannot tell whether the %s belongs to another account", kind)
	}
	diags.AddError(summary, fmt.Sprintf("The %[1]s %[2]q is neither deleted nor replaced, since %[3]s for it. %[4]s", kind, id, describeOther(relation), accountAdvice))
}

// describeOther says that an account may be another one than that on record.
func describeOther(relation account.Relation) string {
	if relation == account.Unknown {
		return "the credentials that work do not show whether the provider still uses the account on record"
	}
	return "the provider now uses another account or another server than the one on record"
}

const accountAdvice = "Use the endpoint and the credentials of that account. " +
	"If it is the same account with a new API key, or the same server with a new URL, run one apply with XRCLOUD_ACCEPT_ACCOUNT_CHANGE=true in the environment."

// notCompared is the relation to an account that could not be read. compareAccounts has added the error.
const notCompared account.Relation = -1

// compareAccounts compares the account of the client with the recorded one. It sends a request only if the credentials do not decide. An object
// without a recorded account was saved by a development version, and is treated as the client's own.
func compareAccounts(ctx context.Context, state PrivateState, client AccountClient, diags *diag.Diagnostics) account.Relation {
	record, problems := state.GetKey(ctx, accountKey)
	diags.Append(problems...)
	if problems.HasError() {
		return notCompared
	}
	recorded, known := account.Parse(record), client.Account()
	if len(known.Names) == 0 {
		return account.Unrecorded // without a credential, the next request is an error before it is sent
	}
	relation := known.Compare(recorded)
	fetcher, canFetch := client.(accountFetcher)
	if relation.IsOwn() || !canFetch {
		return relation
	}
	fetched, err := fetcher.FetchAccount(ctx)
	if err != nil {
		AddError(diags, "Cannot compare accounts", err, nil)
		return notCompared
	}
	return fetched.Compare(recorded)
}
