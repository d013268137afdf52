package roomlog

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

// filter has the arguments that select events and sessions, except for the codes, which have no effect on sessions. An argument that is
// null matches everything.
type filter struct {
	Since       timetypes.RFC3339 `tfsdk:"since"`
	Until       timetypes.RFC3339 `tfsdk:"until"`
	SessionID   types.String      `tfsdk:"session_id"`
	ReticulumID types.String      `tfsdk:"reticulum_id"`
}

// overlaps reports whether the time from start to end overlaps the time from since to until. A zero end means that it has not ended.
func (f filter) overlaps(start, end time.Time) bool {
	since, _ := f.Since.ValueRFC3339Time() // checked by its type; null is the zero time
	until, _ := f.Until.ValueRFC3339Time()
	return (end.IsZero() || !end.Before(since)) && (f.Until.IsNull() || start.Before(until))
}

func (f filter) matches(e xrcloud.LogEvent) bool {
	return (f.SessionID.IsNull() || e.SessionID == f.SessionID.ValueString()) &&
		(f.ReticulumID.IsNull() || e.ReticulumID == f.ReticulumID.ValueString())
}
