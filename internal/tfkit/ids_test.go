package tfkit_test

import (
	"context"
	"maps"
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

const (
	id    = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
	other = "00000000-0000-0000-0000-000000000000"
)

func TestUUID(t *testing.T) {
	t.Parallel()
	for _, good := range []types.String{types.StringValue(id), types.StringValue(other), types.StringNull(), types.StringUnknown()} {
		if got := checked(t, tfkit.UUID(), good); len(got) > 0 {
			t.Errorf("%s: got %v", good, got)
		}
	}
	for _, bad := range []string{
		"", "nope", strings.ToUpper(id), "{" + id + "}", "urn:uuid:" + id, strings.ReplaceAll(id, "-", ""), id + "\n", " " + id, id[:35] + "g", id + "/" + id,
	} {
		got := checked(t, tfkit.UUID(), types.StringValue(bad))
		want := "Error [url] Not a UUID: Value must be a UUID in lower case, such as " + id + ", but it is "
		if len(got) != 1 || !strings.HasPrefix(got[0], want) {
			t.Errorf("%q: got %v", bad, got)
		}
	}
}

func TestStorable(t *testing.T) {
	t.Parallel()
	for _, good := range []types.String{
		types.StringValue(""), types.StringValue("방 🎪 \u202e\x01\n"), types.StringValue("\\x00"), types.StringNull(), types.StringUnknown(),
	} {
		if got := checked(t, tfkit.Storable(), good); len(got) > 0 {
			t.Errorf("%s: got %v", good, got)
		}
	}
	got := checked(t, tfkit.Storable(), types.StringValue("a\x00b"))
	if len(got) != 1 || got[0] != "Error [url] Text cannot be stored: Value must not have a NUL character in it." {
		t.Errorf("got %v", got)
	}
}

var importIDs = []struct {
	id, form string
	want     string // the parts, joined by a space
	err      string
}{
	{id, "room_id", id, ""},
	{strings.ToUpper(id), "room_id", id, ""},
	{" " + id + "\n", "room_id", id, ""},
	{other + "/" + id, "project_id/room_id", other + " " + id, ""},
	{"", "room_id", "", `"" is not a room_id: it must be a UUID, such as ` + id},
	{"nope", "room_id", "", `"nope" is not a room_id`},
	{"/", "project_id/room_id", "", `"" is not a project_id`},
	{other + "/nope", "project_id/room_id", "", `"nope" is not a room_id`},
	{id, "project_id/room_id", "", `does not have the form project_id/room_id`},
	{other + "/" + id, "room_id", "", `does not have the form room_id`},
	{other + "," + id, "project_id/room_id", "", `does not have the form`},
	{"{" + id + "}", "room_id", "", "must be a UUID"},
	{"urn:uuid:" + id, "room_id", "", "must be a UUID"},
	{strings.ReplaceAll(id, "-", ""), "room_id", "", "must be a UUID"},
}

func TestImportID(t *testing.T) {
	t.Parallel()
	for _, c := range importIDs {
		got, err := tfkit.ImportID(c.id, c.form)
		if strings.Join(got, " ") != c.want || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%q as %s: want %q and the error %q, got %q and %v", c.id, c.form, c.want, c.err, got, err)
		}
	}
}

// Whatever is imported, its parts are ids in the form of the service, as many as were asked for.
func FuzzImportID(f *testing.F) {
	for _, c := range importIDs {
		f.Add(c.id)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, form := range []string{"room_id", "project_id/room_id"} {
			parts, err := tfkit.ImportID(text, form)
			if err != nil {
				continue
			}
			if len(parts) != 1+strings.Count(form, "/") {
				t.Fatalf("%q gives %d parts of %s", text, len(parts), form)
			}
			for _, part := range parts {
				if parsed, err := uuid.Parse(part); err != nil || parsed.String() != part || !strings.Contains(strings.ToLower(text), part) {
					t.Fatalf("%q gives %q", text, part)
				}
			}
		}
	})
}

func TestImportByID(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		id, identity string
		want         string
		err          string
	}{
		{"id", id, "", id, ""},
		{"id in capitals", strings.ToUpper(id), "", id, ""},
		{"identity", "", id, id, ""},
		{"bad id", "nope", "", "", `"nope" is not a room_id`},
		{"bad identity", "", "nope", "", `"nope" is not a room_id`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			req := resource.ImportStateRequest{ID: c.id}
			if c.id == "" {
				req.Identity = identity(types.StringValue(c.identity))
			}
			resp := resource.ImportStateResponse{State: state(nil), Identity: identity(types.StringNull())}
			tfkit.ImportByID(t.Context(), "room_id", req, &resp)
			if c.err != "" {
				if got := said(resp.Diagnostics); len(got) != 1 || !strings.HasPrefix(got[0], "Error Cannot import: ") || !strings.Contains(got[0], c.err) {
					t.Errorf("got %v", got)
				}
				return
			}
			if resp.Diagnostics.HasError() {
				t.Fatal(said(resp.Diagnostics))
			}
			for where, got := range map[string]types.String{"state": read(t, resp.State), "identity": read(t, resp.Identity)} {
				if got.ValueString() != c.want {
					t.Errorf("%s: want %s, got %s", where, c.want, got)
				}
			}
		})
	}
}

// identity is one with an id alone.
func identity(value types.String) *tfsdk.ResourceIdentity {
	raw := tftypes.NewValue(tftypes.String, nil)
	if !value.IsNull() {
		raw = tftypes.NewValue(tftypes.String, value.ValueString())
	}
	return &tfsdk.ResourceIdentity{
		Schema: identityschema.Schema{Attributes: map[string]identityschema.Attribute{"id": identityschema.StringAttribute{RequiredForImport: true}}},
		Raw:    tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}, map[string]tftypes.Value{"id": raw}),
	}
}

// roomSchema is what plans and states of these tests are made of.
var roomSchema = schema.Schema{Attributes: map[string]schema.Attribute{
	"id":   schema.StringAttribute{Computed: true},
	"url":  schema.StringAttribute{Computed: true},
	"name": schema.StringAttribute{Required: true},
	"size": schema.Int64Attribute{Optional: true},
}}

// raw is a value of roomSchema in which all is null that values does not name; nil values make the whole null.
func raw(values map[string]tftypes.Value) tftypes.Value {
	kinds := map[string]tftypes.Type{"id": tftypes.String, "url": tftypes.String, "name": tftypes.String, "size": tftypes.Number}
	kind := tftypes.Object{AttributeTypes: kinds}
	if values == nil {
		return tftypes.NewValue(kind, nil)
	}
	all := map[string]tftypes.Value{}
	for name, kind := range kinds {
		all[name] = tftypes.NewValue(kind, nil)
	}
	maps.Copy(all, values)
	return tftypes.NewValue(kind, all)
}

func state(values map[string]tftypes.Value) tfsdk.State {
	return tfsdk.State{Schema: roomSchema, Raw: raw(values)}
}

// read is the attribute "id" of a state or identity.
func read(t *testing.T, from interface {
	GetAttribute(ctx context.Context, path path.Path, target any) diag.Diagnostics
},
) types.String {
	t.Helper()
	var value types.String
	if diags := from.GetAttribute(t.Context(), path.Root("id"), &value); diags.HasError() {
		t.Fatal(said(diags))
	}
	return value
}
