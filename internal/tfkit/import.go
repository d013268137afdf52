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

// ImportIDs returns the IDs of an import: the attributes parent and name of the identity in an import block, or the import ID
// "parent/name", without the white space that comes with copied text. The parent is null if the import has none. If parent is empty, the
// identity has no such attribute, and the import ID is not split.
func ImportIDs(ctx context.Context, req resource.ImportStateRequest, parent, name string, diags *diag.Diagnostics) (parentID types.String, id string) {
	if req.ID == "" && req.Identity != nil {
		var value types.String
		if parent != "" {
			diags.Append(req.Identity.GetAttribute(ctx, path.Root(parent), &parentID)...)
		}
		diags.Append(req.Identity.GetAttribute(ctx, path.Root(name), &value)...)
		return parentID, value.ValueString()
	}
	id = strings.TrimSpace(req.ID)
	if before, after, found := strings.Cut(id, "/"); found && parent != "" {
		return types.StringValue(strings.TrimSpace(before)), strings.TrimSpace(after)
	}
	return types.StringNull(), id
}

// SetImported sets attributes of an imported object in its identity and in its state.
func SetImported(ctx context.Context, resp *resource.ImportStateResponse, attributes map[string]types.String) {
	for name, value := range attributes {
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root(name), value)...)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}

// ImportInProject imports an object whose identity is its UUID, "id", and optionally the UUID of its project, "project_id". Errors call its
// UUID <name>. It returns both; the caller must check the project if it is not null.
func ImportInProject(ctx context.Context, name string, req resource.ImportStateRequest, resp *resource.ImportStateResponse) (projectID types.String, id string) {
	givenProject, given := ImportIDs(ctx, req, "project_id", "id", &resp.Diagnostics)
	id, ok := ParseUUID(given)
	attributes := map[string]types.String{"id": types.StringValue(id)}
	if !givenProject.IsNull() {
		canonical, projectOK := ParseUUID(givenProject.ValueString())
		given, ok = givenProject.ValueString()+"/"+given, ok && projectOK
		projectID = types.StringValue(canonical)
		attributes["project_id"] = projectID
	}
	if !ok {
		AddInvalidImportID(&resp.Diagnostics, fmt.Sprintf("%q or %q", "<"+name+">", "<project_id>/<"+name+">"), given)
		return types.StringNull(), ""
	}
	SetImported(ctx, resp, attributes)
	return projectID, id
}

// AddInvalidImportID adds an error for an import ID that does not have one of the forms, or whose IDs are not UUIDs.
func AddInvalidImportID(diags *diag.Diagnostics, forms, given string) {
	diags.AddError("Invalid import ID", fmt.Sprintf("Expected %s, got %q. Each ID is a UUID, such as f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b.", forms, given))
}

// ParseUUID returns a UUID in the form of the services: in lower case, with dashes. It returns false for any other string.
func ParseUUID(text string) (string, bool) {
	parsed, err := uuid.Parse(text)
	return parsed.String(), err == nil && len(text) == len(parsed.String())
}

// SetMissingIdentity sets the identity of an object that has none, such as one that an older Terraform saved. An existing identity never
// changes: Terraform does not allow it, and an import may have given more than the service returns.
func SetMissingIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, value any) diag.Diagnostics {
	if !identity.Raw.IsFullyNull() {
		return nil
	}
	return identity.Set(ctx, value)
}
