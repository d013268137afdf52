// Package roomlog is everything that Terraform says about the logs of XRCLOUD rooms.
package roomlog

import (
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

// event is one thing that happened in a room.
type event struct {
	ID          types.String `tfsdk:"id"`
	Code        types.String `tfsdk:"code"`
	Time        types.String `tfsdk:"time"`
	SessionID   types.String `tfsdk:"session_id"`
	ReticulumID types.String `tfsdk:"reticulum_id"`
	UserID      types.String `tfsdk:"user_id"`
	Action      types.String `tfsdk:"action"`
	IP          types.String `tfsdk:"ip"`
	UserAgent   types.String `tfsdk:"user_agent"`
	Device      types.String `tfsdk:"device"`
}

func eventFromAPI(e xrcloud.LogEvent) event {
	return event{
		ID:          optional(e.ID),
		Code:        types.StringValue(e.Code),
		Time:        timestamp(e.Time),
		SessionID:   optional(e.SessionID),
		ReticulumID: optional(e.ReticulumID),
		UserID:      optional(e.InfraUserID),
		Action:      optional(e.Action),
		IP:          optional(e.IP),
		UserAgent:   optional(e.UserAgent),
		Device:      optional(e.Device),
	}
}

// session is one visit: from a join to the exit of the same session.
type session struct {
	SessionID       types.String `tfsdk:"session_id"`
	ReticulumID     types.String `tfsdk:"reticulum_id"`
	UserID          types.String `tfsdk:"user_id"`
	JoinedAt        types.String `tfsdk:"joined_at"`
	ExitedAt        types.String `tfsdk:"exited_at"`
	DurationSeconds types.Int64  `tfsdk:"duration_seconds"`
}

// visit is a session before it is written down. A time that is not known is zero: the visitor is still there, or the
// log does not tell.
type visit struct {
	event          xrcloud.LogEvent // by which it became known
	joined, exited time.Time
}

// visits pairs each join with the next exit of its session. Events must be sorted by time.
func visits(events []xrcloud.LogEvent) []visit {
	var all []visit
	open := map[string]int{} // where the visit of a session is that has not ended
	for _, e := range events {
		switch e.Code {
		case xrcloud.CodeJoin:
			open[e.SessionID] = len(all)
			all = append(all, visit{event: e, joined: e.Time})
		case xrcloud.CodeExit:
			if i, found := open[e.SessionID]; found {
				all[i].exited = e.Time
				delete(open, e.SessionID)
				continue
			}
			all = append(all, visit{event: e, exited: e.Time})
		}
	}
	slices.SortStableFunc(all, func(a, b visit) int { return a.start().Compare(b.start()) })
	return all
}

func (v visit) start() time.Time {
	if v.joined.IsZero() {
		return v.exited
	}
	return v.joined
}

func (v visit) session() session {
	s := session{
		SessionID:   optional(v.event.SessionID),
		ReticulumID: optional(v.event.ReticulumID),
		UserID:      optional(v.event.InfraUserID),
		JoinedAt:    timestamp(v.joined),
		ExitedAt:    timestamp(v.exited),
	}
	if !v.joined.IsZero() && !v.exited.IsZero() {
		s.DurationSeconds = types.Int64Value(int64(v.exited.Sub(v.joined).Seconds()))
	}
	return s
}

// window is a span of time and the visitors looked for in it. What is null lets everything through.
type window struct {
	Since       timetypes.RFC3339 `tfsdk:"since"`
	Until       timetypes.RFC3339 `tfsdk:"until"`
	SessionID   types.String      `tfsdk:"session_id"`
	ReticulumID types.String      `tfsdk:"reticulum_id"`
}

// overlaps says whether the span from start to end touches the window. An end that is not known is never.
func (w window) overlaps(start, end time.Time) bool {
	since, _ := w.Since.ValueRFC3339Time() // checked by its type; null is the zero time
	until, _ := w.Until.ValueRFC3339Time()
	return (end.IsZero() || !end.Before(since)) && (w.Until.IsNull() || start.Before(until))
}

func (w window) matches(e xrcloud.LogEvent) bool {
	return (w.SessionID.IsNull() || e.SessionID == w.SessionID.ValueString()) &&
		(w.ReticulumID.IsNull() || e.ReticulumID == w.ReticulumID.ValueString())
}

func optional(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

func timestamp(t time.Time) types.String {
	if t.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(t.UTC().Format("2006-01-02T15:04:05.000Z"))
}
