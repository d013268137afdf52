package tfkit_test

import (
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

func TestNamesAreNormalized(t *testing.T) {
	t.Parallel()
	const decomposed, composed = "Cafe\u0301 1", "Caf\u00e9 1"
	for _, c := range []struct {
		name, configured string
		equals, contains bool
	}{
		{decomposed, composed, true, true},
		{composed, composed, true, true},
		{decomposed, "f\u00e9", false, true},
		{decomposed, "cafe", false, false},
		{decomposed, "", false, true},
		{"", "", true, true},
	} {
		if got := tfkit.NameEquals(c.name, c.configured); got != c.equals {
			t.Errorf("NameEquals(%+q, %+q) = %t", c.name, c.configured, got)
		}
		if got := tfkit.NameContains(c.name, c.configured); got != c.contains {
			t.Errorf("NameContains(%+q, %+q) = %t", c.name, c.configured, got)
		}
	}
}
