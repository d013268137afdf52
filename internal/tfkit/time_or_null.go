package tfkit

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// TimeOrNull returns a time in UTC with milliseconds, which timetypes.NewRFC3339TimeValue would drop. The zero time is null.
func TimeOrNull(t time.Time) timetypes.RFC3339 {
	if t.IsZero() {
		return timetypes.NewRFC3339Null()
	}
	return timetypes.RFC3339{StringValue: types.StringValue(t.UTC().Format("2006-01-02T15:04:05.000Z"))}
}
