package tfkit_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

const (
	id    = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
	other = "00000000-0000-0000-0000-000000000000"
)

func TestIsUUID(t *testing.T) {
	t.Parallel()
	for _, good := range []types.String{types.StringValue(id), types.StringValue(other), types.StringNull(), types.StringUnknown()} {
		if got := validateString(t, tfkit.IsUUID(), good); len(got) > 0 {
			t.Errorf("%s: got %v", good, got)
		}
	}
	for _, bad := range []string{
		"", "nope", strings.ToUpper(id), "{" + id + "}", "urn:uuid:" + id, strings.ReplaceAll(id, "-", ""), id + "\n", " " + id, id[:35] + "g", id + "/" + id,
	} {
		got := validateString(t, tfkit.IsUUID(), types.StringValue(bad))
		want := "Error [url] Invalid UUID: Expected a UUID in lower case, such as " + id + ", got "
		if len(got) != 1 || !strings.HasPrefix(got[0], want) {
			t.Errorf("%q: got %v", bad, got)
		}
	}
}

func TestNoNUL(t *testing.T) {
	t.Parallel()
	for _, good := range []types.String{
		types.StringValue(""), types.StringValue("방 🎪 \u202e\x01\n"), types.StringValue("\\x00"), types.StringNull(), types.StringUnknown(),
	} {
		if got := validateString(t, tfkit.NoNUL(), good); len(got) > 0 {
			t.Errorf("%s: got %v", good, got)
		}
	}
	got := validateString(t, tfkit.NoNUL(), types.StringValue("a\x00b"))
	if len(got) != 1 || got[0] != "Error [url] Invalid string: The value must not contain a NUL character." {
		t.Errorf("got %v", got)
	}
}
