package roomlog

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
)

// A filter includes the time of since and excludes the time of until, so that adjacent filters do not overlap.
func TestOverlaps(t *testing.T) {
	t.Parallel()
	hour := func(clock string) timetypes.RFC3339 {
		if clock == "" {
			return timetypes.NewRFC3339Null()
		}
		return timetypes.NewRFC3339TimeValue(parseTime(t, clock))
	}
	for _, c := range []struct {
		since, until, start, end string
		want                     bool
	}{
		{"", "", "9:00", "9:00", true},
		{"9:00", "", "9:00", "9:00", true},
		{"9:01", "", "9:00", "9:00", false},
		{"", "9:00", "9:00", "9:00", false},
		{"", "9:01", "9:00", "9:00", true},
		{"9:00", "10:00", "8:00", "9:00", true},  // ends at the beginning
		{"9:00", "10:00", "8:00", "8:59", false}, // before
		{"9:00", "10:00", "8:00", "11:00", true}, // around
		{"9:00", "10:00", "8:00", "", true},      // no end
		{"9:00", "10:00", "9:59", "", true},
		{"9:00", "10:00", "10:00", "", false}, // after
	} {
		if got := (filter{Since: hour(c.since), Until: hour(c.until)}).overlaps(parseTime(t, c.start), parseTime(t, c.end)); got != c.want {
			t.Errorf("from %q until %q has %q to %q: %t, want %t", c.since, c.until, c.start, c.end, got, c.want)
		}
	}
}
