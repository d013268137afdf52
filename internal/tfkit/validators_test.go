package tfkit_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

const (
	id    = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
	other = "00000000-0000-0000-0000-000000000000"
)

func TestUUID(t *testing.T) {
	t.Parallel()
	for _, good := range []types.String{types.StringValue(id), types.StringValue(other), types.StringNull(), types.StringUnknown()} {
		if got := checked(t, tfkit.IsUUID(), good); len(got) > 0 {
			t.Errorf("%s: got %v", good, got)
		}
	}
	for _, bad := range []string{
		"", "nope", strings.ToUpper(id), "{" + id + "}", "urn:uuid:" + id, strings.ReplaceAll(id, "-", ""), id + "\n", " " + id, id[:35] + "g", id + "/" + id,
	} {
		got := checked(t, tfkit.IsUUID(), types.StringValue(bad))
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
		if got := checked(t, tfkit.NoNUL(), good); len(got) > 0 {
			t.Errorf("%s: got %v", good, got)
		}
	}
	got := checked(t, tfkit.NoNUL(), types.StringValue("a\x00b"))
	if len(got) != 1 || got[0] != "Error [url] Text cannot be stored: Value must not have a NUL character in it." {
		t.Errorf("got %v", got)
	}
}

// roomSchema is what plans and states of these tests are made of.
var roomSchema = schema.Schema{Attributes: map[string]schema.Attribute{
	"id":   schema.StringAttribute{Computed: true},
	"url":  schema.StringAttribute{Computed: true},
	"name": schema.StringAttribute{Required: true},
	"size": schema.Int64Attribute{Optional: true},
}}

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
