package tfkit_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

func quoted(name string) string { return fmt.Sprintf("%q", name) }

func TestExactlyOne(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		matches       []string
		want, problem string
	}{
		{[]string{"a"}, "a", ""},
		{nil, "", "There is no such room."},
		{[]string{"a", "b"}, "", "Exactly one such room must match, but there are 2. Set id to the ID of one of them:\n  - \"a\"\n  - \"b\""},
	} {
		got, err := tfkit.ExactlyOne(c.matches, path.Root("name"), "such room", quoted)
		var diags diag.Diagnostics
		if err != nil {
			tfkit.AddError(&diags, "Cannot find room", err, nil)
		}
		want := []string{}
		if c.problem != "" {
			want = append(want, "Error [name] Cannot find room: "+c.problem)
		}
		if got != c.want || !slices.Equal(formatDiagnostics(diags), want) {
			t.Errorf("%v: got %q, %q", c.matches, got, formatDiagnostics(diags))
		}
	}
}

func TestCandidates(t *testing.T) {
	t.Parallel()
	many := make([]string, 23)
	for i := range many {
		many[i] = fmt.Sprint("room ", i)
	}
	if got := tfkit.Candidates("room", nil, quoted); got != "There is no other room." {
		t.Errorf("got %q", got)
	}
	if got := tfkit.Candidates("room", many[:2], quoted); got != "There is:\n  - \"room 0\"\n  - \"room 1\"" {
		t.Errorf("got %q", got)
	}
	got := tfkit.Candidates("room", many, quoted)
	if strings.Count(got, "\n") != 21 || !strings.HasSuffix(got, "  - \"room 19\"\n  - and 3 more") {
		t.Errorf("got %q", got)
	}
}
