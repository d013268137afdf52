package roomlog

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

// parseTime parses a time of day, such as "9:30".
func parseTime(t *testing.T, clock string) time.Time {
	t.Helper()
	if clock == "" {
		return time.Time{}
	}
	parsed, err := time.Parse("15:04 2006-01-02", clock+" 2026-05-04")
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func TestVisits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, log string // events such as "join a 9:00"
		want      string // visits such as "a 9:00-9:30"
	}{
		{"no events", "", ""},
		{"one visit", "join a 9:00, exit a 9:30", "a 9:00-9:30 1800"},
		{"no exit", "join a 9:00", "a 9:00- null"},
		{"no join", "exit a 9:30", "a -9:30 null"},
		{"two concurrent visits", "join a 9:00, join b 9:10, exit a 9:20, exit b 9:30", "a 9:00-9:20 1200, b 9:10-9:30 1200"},
		{"two visits", "join a 9:00, exit a 9:10, join a 9:20, exit a 9:30", "a 9:00-9:10 600, a 9:20-9:30 600"},
		{"two joins", "join a 9:00, join a 9:20, exit a 9:30", "a 9:00- null, a 9:20-9:30 600"},
		{"two exits", "join a 9:00, exit a 9:10, exit a 9:20", "a 9:00-9:10 600, a -9:20 null"},
		{"other events", "join a 9:00, click a 9:05, click b 9:06, exit a 9:10", "a 9:00-9:10 600"},
		{"join and exit at the same time", "join a 9:00, exit a 9:00", "a 9:00-9:00 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			codes := map[string]string{"join": xrcloud.CodeJoin, "exit": xrcloud.CodeExit, "click": "room-video-click-event"}
			var events []xrcloud.LogEvent
			for line := range strings.SplitSeq(c.log, ", ") {
				if words := strings.Fields(line); len(words) == 3 {
					events = append(events, xrcloud.LogEvent{Code: codes[words[0]], SessionID: words[1], Time: parseTime(t, words[2])})
				}
			}
			var got []string
			for _, v := range visits(events) {
				s := v.session()
				clock := func(t time.Time) string {
					if t.IsZero() {
						return ""
					}
					return t.Format("3:04")
				}
				duration := "null"
				if !s.DurationSeconds.IsNull() {
					duration = strconv.FormatInt(s.DurationSeconds.ValueInt64(), 10)
				}
				got = append(got, fmt.Sprintf("%s %s-%s %s", s.SessionID.ValueString(), clock(v.joined), clock(v.exited), duration))
			}
			if text := strings.Join(got, ", "); text != c.want {
				t.Errorf("the visits are %q, want %q", text, c.want)
			}
		})
	}
}
