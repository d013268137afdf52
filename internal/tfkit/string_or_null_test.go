package tfkit_test

import (
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

func TestStringOrNull(t *testing.T) {
	t.Parallel()
	if got := tfkit.StringOrNull(""); !got.IsNull() {
		t.Errorf("an empty string is %s, want null", got)
	}
	if got := tfkit.StringOrNull("a"); got.ValueString() != "a" {
		t.Errorf(`"a" is %s`, got)
	}
}
