package tfkit_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// importIDs are import IDs, and their UUIDs, or "" for invalid ones.
var importIDs = []struct{ text, want string }{
	{id, id},
	{strings.ToUpper(id), id},
	{" " + id + "\n", id},
	{"", ""},
	{"nope", ""},
	{"{" + id + "}", ""},
	{"urn:uuid:" + id, ""},
	{strings.ReplaceAll(id, "-", ""), ""},
	{id + "/", ""},
}

func TestImportIDs(t *testing.T) {
	t.Parallel()
	none := types.StringNull()
	for name, c := range map[string]struct {
		parent     string
		req        resource.ImportStateRequest
		wantParent types.String
		want       string
	}{
		"ID":                    {"project_id", resource.ImportStateRequest{ID: "b"}, none, "b"},
		"white space":           {"project_id", resource.ImportStateRequest{ID: " a / b\n"}, types.StringValue("a"), "b"},
		"parent":                {"project_id", resource.ImportStateRequest{ID: "a/b"}, types.StringValue("a"), "b"},
		"empty parent":          {"project_id", resource.ImportStateRequest{ID: "/b"}, types.StringValue(""), "b"},
		"three parts":           {"project_id", resource.ImportStateRequest{ID: "a/b/c"}, types.StringValue("a"), "b/c"},
		"no parent":             {"", resource.ImportStateRequest{ID: "a/b"}, none, "a/b"},
		"identity":              {"project_id", resource.ImportStateRequest{Identity: newIdentity(types.StringValue("b"), types.StringValue("a"))}, types.StringValue("a"), "b"},
		"identity, null parent": {"project_id", resource.ImportStateRequest{Identity: newIdentity(types.StringValue("b"), none)}, none, "b"},
		"identity, no parent":   {"", resource.ImportStateRequest{Identity: newIdentity(types.StringValue("b"), types.StringValue("a"))}, none, "b"},
	} {
		var diags diag.Diagnostics
		parent, got := tfkit.ImportIDs(t.Context(), c.req, c.parent, "id", &diags)
		if diags.HasError() || !parent.Equal(c.wantParent) || got != c.want {
			t.Errorf("%s: got %s and %q, want %s and %q: %v", name, parent, got, c.wantParent, c.want, diags)
		}
	}
}

func TestImportInProject(t *testing.T) {
	t.Parallel()
	for _, c := range importIDs {
		for name, req := range map[string]resource.ImportStateRequest{
			"by id": {ID: c.text}, "by identity": {Identity: newIdentity(types.StringValue(strings.TrimSpace(c.text)), types.StringNull())},
			"by both ids":              {ID: other + "/" + strings.TrimSpace(c.text)},
			"by identity with project": {Identity: newIdentity(types.StringValue(strings.TrimSpace(c.text)), types.StringValue(other))},
		} {
			resp := newImportResponse()
			projectID, got := tfkit.ImportInProject(t.Context(), "room_id", req, &resp)
			if c.want == "" {
				requireInvalidImportID(t, resp, `Expected "<room_id>" or "<project_id>/<room_id>", got `)
				continue
			}
			want := ""
			if strings.Contains(name, "both") || strings.Contains(name, "project") {
				want = other
			}
			var inState, inIdentity types.String
			resp.Diagnostics.Append(resp.State.GetAttribute(t.Context(), path.Root("project_id"), &inState)...)
			resp.Diagnostics.Append(resp.Identity.GetAttribute(t.Context(), path.Root("project_id"), &inIdentity)...)
			if resp.Diagnostics.HasError() || got != c.want || readID(t, resp.State).ValueString() != got || readID(t, resp.Identity).ValueString() != got {
				t.Errorf("%s %q: got %q and %v", name, c.text, got, formatDiagnostics(resp.Diagnostics))
			}
			if projectID.ValueString() != want || inState.ValueString() != want || inIdentity.ValueString() != want {
				t.Errorf("%s %q: got the project %s, in state %s, in identity %s", name, c.text, projectID, inState, inIdentity)
			}
		}
	}
	resp := newImportResponse()
	tfkit.ImportInProject(t.Context(), "room_id", resource.ImportStateRequest{ID: "nope/" + id}, &resp)
	requireInvalidImportID(t, resp, `got "nope/`+id+`"`)
}

func requireInvalidImportID(t *testing.T, resp resource.ImportStateResponse, part string) {
	t.Helper()
	if got := formatDiagnostics(resp.Diagnostics); len(got) != 1 || !strings.HasPrefix(got[0], "Error Invalid import ID: ") || !strings.Contains(got[0], part) {
		t.Errorf("got %q", got)
	}
	if !readID(t, resp.State).IsNull() {
		t.Error("the state has an ID")
	}
}

// Each accepted import ID is converted to a UUID in the form of the services.
func FuzzParseUUID(f *testing.F) {
	for _, c := range importIDs {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := tfkit.ParseUUID(text)
		if !ok {
			return
		}
		if parsed, err := uuid.Parse(got); err != nil || parsed.String() != got || strings.ToLower(text) != got {
			t.Fatalf("%q gives %q", text, got)
		}
	})
}

// An object without an identity gets one. An existing identity does not change.
func TestSetMissingIdentity(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before              *tfsdk.ResourceIdentity
		wantID, wantProject types.String
	}{
		"none":              {newEmptyIdentity(), types.StringValue(id), types.StringValue(other)},
		"without a project": {newIdentity(types.StringValue(id), types.StringNull()), types.StringValue(id), types.StringNull()},
		"with a project":    {newIdentity(types.StringValue(id), types.StringValue(id)), types.StringValue(id), types.StringValue(id)},
	} {
		diags := tfkit.SetMissingIdentity(t.Context(), c.before, struct {
			ID        types.String `tfsdk:"id"`
			ProjectID types.String `tfsdk:"project_id"`
		}{types.StringValue(id), types.StringValue(other)})
		var project types.String
		diags.Append(c.before.GetAttribute(t.Context(), path.Root("project_id"), &project)...)
		if got := readID(t, c.before); diags.HasError() || !got.Equal(c.wantID) || !project.Equal(c.wantProject) {
			t.Errorf("%s: got %s in project %s, %v", name, got, project, diags)
		}
	}
}

var identityAttributes = map[string]tftypes.Type{"id": tftypes.String, "project_id": tftypes.String}

// newIdentity returns the identity of an object in a project.
func newIdentity(id, project types.String) *tfsdk.ResourceIdentity {
	value := func(text types.String) tftypes.Value {
		if text.IsNull() {
			return tftypes.NewValue(tftypes.String, nil)
		}
		return tftypes.NewValue(tftypes.String, text.ValueString())
	}
	result := newEmptyIdentity()
	result.Raw = tftypes.NewValue(result.Raw.Type(), map[string]tftypes.Value{"id": value(id), "project_id": value(project)})
	return result
}

func newEmptyIdentity() *tfsdk.ResourceIdentity {
	return &tfsdk.ResourceIdentity{
		Schema: identityschema.Schema{Attributes: map[string]identityschema.Attribute{
			"id": identityschema.StringAttribute{RequiredForImport: true}, "project_id": identityschema.StringAttribute{OptionalForImport: true},
		}},
		Raw: tftypes.NewValue(tftypes.Object{AttributeTypes: identityAttributes}, nil),
	}
}

func newImportResponse() resource.ImportStateResponse {
	return resource.ImportStateResponse{
		State: tfsdk.State{
			Schema: schema.Schema{Attributes: map[string]schema.Attribute{
				"id": schema.StringAttribute{Computed: true}, "project_id": schema.StringAttribute{Optional: true},
			}},
			Raw: tftypes.NewValue(tftypes.Object{AttributeTypes: identityAttributes}, map[string]tftypes.Value{
				"id": tftypes.NewValue(tftypes.String, nil), "project_id": tftypes.NewValue(tftypes.String, nil),
			}),
		},
		Identity: newEmptyIdentity(),
	}
}

// readID returns the attribute "id" of a state or identity.
func readID(t *testing.T, from interface {
	GetAttribute(ctx context.Context, path path.Path, target any) diag.Diagnostics
},
) types.String {
	t.Helper()
	var value types.String
	if diags := from.GetAttribute(t.Context(), path.Root("id"), &value); diags.HasError() {
		t.Fatal(formatDiagnostics(diags))
	}
	return value
}
