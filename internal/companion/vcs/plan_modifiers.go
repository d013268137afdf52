package vcs

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// unconfirmedImportKey marks an imported room in the private state until the first update. The service does not return all
// values that a room was created with. Where it does not contradict the configuration, the first plan after the import
// accepts the configured values: a replacement would end a conference that is in progress.
const unconfirmedImportKey = "imported"

func isUnconfirmedImport(ctx context.Context, private tfkit.PrivateState, diags *diag.Diagnostics) bool {
	mark, problems := private.GetKey(ctx, unconfirmedImportKey)
	diags.Append(problems...)
	return len(mark) > 0
}

// requiresReplaceUnlessUpgraded plans a replacement if the conference type changes, unless the service has upgraded the room to
// the configured type. An imported SFU room that is configured as MESH is not replaced: the service may have upgraded it.
func requiresReplaceUnlessUpgraded() planmodifier.String {
	const description = "Changing this forces replacement, unless the service has upgraded the room to this type."
	return stringplanmodifier.RequiresReplaceIf(
		func(ctx context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
			var current types.String
			resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("current_conference_type"), &current)...)
			if req.PlanValue.Equal(current) {
				return
			}
			if req.PlanValue.ValueString() == api.Mesh && isUnconfirmedImport(ctx, req.Private, &resp.Diagnostics) {
				addUnconfirmedWarning(&resp.Diagnostics, req.Path, "whether this SFU room was created as MESH")
				return
			}
			resp.RequiresReplace = tfkit.ChangesIfKnown(ctx, req.Path, req.StateValue, req.PlanValue, &resp.Diagnostics)
		}, description, description)
}

// requiresReplaceUnlessImported plans a replacement if the upgrade count changes, unless the room was imported: the service does
// not return the count that a room was created with.
func requiresReplaceUnlessImported() planmodifier.Int64 {
	const description = "Changing this forces replacement, unless the room was imported and the service does not return the value."
	return int64planmodifier.RequiresReplaceIf(
		func(ctx context.Context, req planmodifier.Int64Request, resp *int64planmodifier.RequiresReplaceIfFuncResponse) {
			if req.StateValue.IsNull() && isUnconfirmedImport(ctx, req.Private, &resp.Diagnostics) {
				addUnconfirmedWarning(&resp.Diagnostics, req.Path, "which count the room was created with")
				return
			}
			resp.RequiresReplace = tfkit.ChangesIfKnown(ctx, req.Path, req.StateValue, req.PlanValue, &resp.Diagnostics)
		}, description, description)
}

func addUnconfirmedWarning(diags *diag.Diagnostics, argument path.Path, unknown string) {
	diags.AddAttributeWarning(argument, "Imported value cannot be verified",
		fmt.Sprintf("The room was imported, and the service does not say %s. The plan assumes that %s is as configured and does not replace the room. "+
			"To create a room exactly as configured, run terraform apply with -replace and the address of this resource.", unknown, argument))
}
