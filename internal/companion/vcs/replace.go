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

// importedKey marks in the private state a room that was imported: what it was made with cannot all be read back. Where
// the service does not contradict it, the configuration is then believed, once, rather than to end a conference for it.
const importedKey = "imported"

// private is the part of the private state's type that is needed here; the type itself is the framework's own.
type private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

func isImported(ctx context.Context, state private, diags *diag.Diagnostics) bool {
	mark, problems := state.GetKey(ctx, importedKey)
	diags.Append(problems...)
	return len(mark) > 0
}

const typeReplacesText = "Another type replaces the room, unless the room has become of that type by itself."

// typeReplaces spares a room that has become what the configuration now asks for, and an imported SFU room that the
// configuration calls MESH: it may have become SFU by itself.
func typeReplaces(ctx context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	var current types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("current_conference_type"), &current)...)
	if req.PlanValue.Equal(current) {
		return
	}
	if req.PlanValue.ValueString() == api.Mesh && isImported(ctx, req.Private, &resp.Diagnostics) {
		believe(&resp.Diagnostics, req.Path, "is SFU now, and was perhaps made as MESH")
		return
	}
	resp.RequiresReplace = tfkit.ChangesIfKnown(ctx, req.Path, req.StateValue, req.PlanValue, &resp.Diagnostics)
}

const countReplacesText = "Another number replaces the room."

// countReplaces spares an imported room: the service does not tell the number with which a room was made.
func countReplaces(ctx context.Context, req planmodifier.Int64Request, resp *int64planmodifier.RequiresReplaceIfFuncResponse) {
	if req.StateValue.IsNull() && isImported(ctx, req.Private, &resp.Diagnostics) {
		believe(&resp.Diagnostics, req.Path, "was perhaps made with this number, which the service does not tell")
		return
	}
	resp.RequiresReplace = tfkit.ChangesIfKnown(ctx, req.Path, req.StateValue, req.PlanValue, &resp.Diagnostics)
}

func believe(diags *diag.Diagnostics, argument path.Path, what string) {
	diags.AddAttributeWarning(argument, "Taken as it is configured",
		fmt.Sprintf("The room was imported. It %s. The configuration is believed: nothing changes at the service. To make the room anew just as it is configured, use -replace.", what))
}
