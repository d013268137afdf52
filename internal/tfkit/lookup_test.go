package tfkit_test

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"

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
			tfkit.AddAPIError(&diags, "Cannot find room", err, nil)
		}
		want := []string{}
		if c.problem != "" {
			want = append(want, "Error [name] Cannot find room: "+c.problem)
		}
		if got != c.want || !slices.Equal(said(diags), want) {
			t.Errorf("%v: got %q, %q", c.matches, got, said(diags))
		}
	}
}

func TestCandidates(t *testing.T) {
	t.Parallel()
	many := make([]string, 23)
	for i := range many {
		many[i] = fmt.Sprint("room ", i)
	}
	if got := tfkit.Candidates("room", nil, quoted); got != "There is no room at all." {
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

func TestClient(t *testing.T) {
	t.Parallel()
	type first struct{ name string }
	type second struct{}
	want := &first{"the one"}
	for _, c := range []struct {
		name string
		data any
		want *first
		err  string
	}{
		{"while Terraform only validates", nil, nil, ""},
		{"among others", tfkit.ProviderData{&second{}, want}, want, ""},
		{"missing", tfkit.ProviderData{&second{}}, nil, "tfkit.ProviderData without a *tfkit_test.first"},
		{"data of somebody else", "text", nil, "string without a *tfkit_test.first"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			got := tfkit.ClientFrom[*first](c.data, &diags)
			if got != c.want || diags.HasError() != (c.err != "") || c.err != "" && !strings.Contains(said(diags)[0], c.err) {
				t.Errorf("got %v and %v", got, said(diags))
			}
		})
	}
}

func TestStream(t *testing.T) {
	t.Parallel()
	broken := errors.New("the second page is broken")
	things := func(taken *int, upTo int, err error) iter.Seq2[string, error] {
		return func(yield func(string, error) bool) {
			for *taken = 1; *taken <= upTo; *taken++ {
				if !yield(fmt.Sprint("room ", *taken), nil) {
					return
				}
			}
			if err != nil {
				yield("", err)
			}
		}
	}
	const advice = "To find all of them, set limit to a higher number in the list block. Its default is 100."
	for _, c := range []struct {
		name  string
		limit int64
		err   error
		stop  int // after so many results, the caller stops; 0 is never
		want  string
		taken int
	}{
		{"all", 0, nil, 0, "room 1, room 2, room 3", 4},
		{"as many as asked for", 2, nil, 0, "room 1, room 2Warning More results than the limit: The limit is 2, and there are more results. " + advice, 3},
		{"the limit is all", 3, nil, 0, "room 1, room 2, room 3", 4},
		{"the caller stops before the limit", 2, nil, 1, "room 1", 1},
		{"the caller stops", 0, nil, 1, "room 1", 1},
		{"an error", 0, broken, 0, "room 1, room 2, room 3, Error Cannot list rooms: The second page is broken.", 4},
		{"an error beyond the limit", 3, broken, 0, "room 1, room 2, room 3Warning There may be more results: The limit of 3 is reached, and what follows cannot be read: the second page is broken\n" + advice, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			taken := 0
			req := list.ListRequest{
				Limit: c.limit, ResourceSchema: roomSchema,
				ResourceIdentitySchema: identityschema.Schema{Attributes: map[string]identityschema.Attribute{"id": identityschema.StringAttribute{RequiredForImport: true}}},
			}
			var got []string
			for result := range tfkit.ListResults(t.Context(), req, "Cannot list rooms", nil, things(&taken, 3, c.err), func(name string, result *list.ListResult) {
				result.DisplayName = name
			}) {
				got = append(got, result.DisplayName+strings.Join(said(result.Diagnostics), ""))
				if len(got) == c.stop {
					break
				}
			}
			if strings.Join(got, ", ") != c.want || taken != c.taken {
				t.Errorf("got %s after %d things", strings.Join(got, ", "), taken)
			}
		})
	}
}
