package tfkit

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ImportID splits the id of an import into parts at slashes. form names the parts, as in "project_id/room_id". Each
// must be a UUID, and is given in lower case.
func ImportID(id, form string) ([]string, error) {
	parts := strings.Split(strings.TrimSpace(id), "/")
	names := strings.Split(form, "/")
	if len(parts) != len(names) {
		return nil, fmt.Errorf("%q does not have the form %s", id, form)
	}
	for i, part := range parts {
		parsed, err := uuid.Parse(part)
		if err != nil || len(part) != len(parsed.String()) {
			return nil, fmt.Errorf("%q is not a %s: it must be a UUID, such as f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b", part, names[i])
		}
		parts[i] = parsed.String()
	}
	return parts, nil
}

// ImportByID imports a thing that has its id as identity: by that identity, or by the id as text. form names the id.
func ImportByID(ctx context.Context, form string, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id := types.StringValue(req.ID)
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("id"), &id)...)
	}
	parts, err := ImportID(id.ValueString(), form)
	if err != nil {
		resp.Diagnostics.AddError("Cannot import", fmt.Sprintf("The import id must be %s: %v.", form, err))
		return
	}
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), parts[0])...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), parts[0])...)
}
