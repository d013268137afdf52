package tfkit

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ImportByID imports an object whose identity is its ID: by the identity, or by the ID as import ID. Errors call the ID <name>.
func ImportByID(ctx context.Context, name string, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id := types.StringValue(strings.TrimSpace(req.ID))
	if req.ID == "" && req.Identity != nil {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("id"), &id)...)
	}
	canonical, ok := ParseUUID(id.ValueString())
	if !ok {
		addInvalidImportID(&resp.Diagnostics, fmt.Sprintf("%q", "<"+name+">"), id.ValueString())
		return
	}
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), canonical)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), canonical)...)
}

// ImportInProject imports an object whose identity is its ID and, optionally, the ID of its project: by the identity, or by "id" or
// "project_id/id" as import ID. It returns the ID of the project, which the caller must check, or "" without one.
func ImportInProject(ctx context.Context, name string, req resource.ImportStateRequest, resp *resource.ImportStateResponse) (projectID, id string) {
	given := strings.TrimSpace(req.ID)
	if req.ID == "" && req.Identity != nil {
		var project, object types.String
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("project_id"), &project)...)
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("id"), &object)...)
		given = object.ValueString()
		if !project.IsNull() {
			given = project.ValueString() + "/" + given
		}
	}
	first, second, hasProject := strings.Cut(given, "/")
	id, ok := ParseUUID(first)
	if hasProject {
		var projectOK bool
		projectID, projectOK = ParseUUID(first)
		id, ok = ParseUUID(second)
		ok = ok && projectOK
	}
	if !ok {
		addInvalidImportID(&resp.Diagnostics, fmt.Sprintf("%q or %q", "<"+name+">", "<project_id>/<"+name+">"), given)
		return "", ""
	}
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), id)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	if hasProject {
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("project_id"), projectID)...)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("project_id"), projectID)...)
	}
	return projectID, id
}

func addInvalidImportID(diags *diag.Diagnostics, forms, given string) {
	diags.AddError("Invalid import ID", fmt.Sprintf("Expected %s, got %q. Each ID is a UUID, such as f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b.", forms, given))
}

// ParseUUID returns a UUID in the form of the services: in lower case, with dashes. It returns false for a text that is no UUID with dashes.
func ParseUUID(text string) (string, bool) {
	parsed, err := uuid.Parse(text)
	return parsed.String(), err == nil && len(text) == len(parsed.String())
}

// SetMissingIdentity sets the identity of an object that has none, such as one that an older Terraform saved: its ID, and the ID of
// its project if it is known. An existing identity never changes.
func SetMissingIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, id, projectID types.String) diag.Diagnostics {
	if !identity.Raw.IsFullyNull() {
		return nil
	}
	diags := identity.SetAttribute(ctx, path.Root("id"), id)
	diags.Append(identity.SetAttribute(ctx, path.Root("project_id"), projectID)...)
	return diags
}
