package tfkit_test

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

func TestListResults(t *testing.T) {
	t.Parallel()
	broken := errors.New("the second page is broken")
	rooms := func(read *int, count int, err error) iter.Seq2[string, error] {
		return func(yield func(string, error) bool) {
			for *read = 1; *read <= count; *read++ {
				if !yield(fmt.Sprint("room ", *read), nil) {
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
		stop  int // the number of results after which the caller stops; 0 for none
		want  string
		read  int
	}{
		{"all", 0, nil, 0, "room 1, room 2, room 3", 4},
		{"limit below the number", 2, nil, 0, "room 1, room 2Warning More results than the limit: The limit is 2, and there are more results. " + advice, 3},
		{"limit of the number", 3, nil, 0, "room 1, room 2, room 3", 4},
		{"stop before the limit", 2, nil, 1, "room 1", 1},
		{"stop", 0, nil, 1, "room 1", 1},
		{"error", 0, broken, 0, "room 1, room 2, room 3, Error Cannot list rooms: The second page is broken.", 4},
		{"error after the limit", 3, broken, 0, "room 1, room 2, room 3Warning There may be more results: The limit of 3 is reached, and what follows cannot be read: the second page is broken\n" + advice, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			read := 0
			req := list.ListRequest{
				Limit:                  c.limit,
				ResourceSchema:         schema.Schema{Attributes: map[string]schema.Attribute{"id": schema.StringAttribute{Computed: true}}},
				ResourceIdentitySchema: identityschema.Schema{Attributes: map[string]identityschema.Attribute{"id": identityschema.StringAttribute{RequiredForImport: true}}},
			}
			var got []string
			for result := range tfkit.ListResults(t.Context(), req, "Cannot list rooms", nil, rooms(&read, 3, c.err), func(name string, result *list.ListResult) {
				result.DisplayName = name
			}) {
				got = append(got, result.DisplayName+strings.Join(formatDiagnostics(result.Diagnostics), ""))
				if len(got) == c.stop {
					break
				}
			}
			if strings.Join(got, ", ") != c.want || read != c.read {
				t.Errorf("got %s after %d rooms", strings.Join(got, ", "), read)
			}
		})
	}
}
