package tfkit

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// movePendingName is the name of a moved object until the provider reads it. It distinguishes a move from an import, for which Terraform itself
// reports that an object was not found.
const movePendingName = "(moved, not yet read)"

// IsMovePending reports whether a state belongs to a moved object that the provider has not read yet.
func IsMovePending(state tfsdk.State) bool {
	var attributes map[string]tftypes.Value
	var name string
	return state.Raw.As(&attributes) == nil && attributes["name"].As(&name) == nil && name == movePendingName
}

// ConfirmPendingMoveNotFound adds an error and returns false if the object that was not found was moved from another provider. That provider may
// have used another account, in which the object exists: without the error, Terraform would create another object.
func ConfirmPendingMoveNotFound(state tfsdk.State, kind, id string, diags *diag.Diagnostics) bool {
	if !IsMovePending(state) {
		return true
	}
	diags.AddError("Cannot find moved "+kind,
		fmt.Sprintf("The service did not find the %s %q, which a moved block names. It may exist in another account or on another server than the one that this provider uses: "+
			"nothing is moved. Use the endpoint and the credentials of the previous provider. "+
			"If the %[1]s was deleted, remove the previous resource from the state with \"terraform state rm\".", kind, id))
	return false
}

// CheckNoPendingMove adds an error and returns false in a plan for a moved object that was not read. All arguments would be changes, so
// the plan would replace the object, perhaps in another account.
func CheckNoPendingMove(state tfsdk.State, kind string, diags *diag.Diagnostics) bool {
	if !IsMovePending(state) {
		return true
	}
	diags.AddError("Cannot plan moved "+kind,
		fmt.Sprintf("The %s was moved from another provider and has not been read yet. Run the first plan and apply without -refresh=false.", kind))
	return false
}
