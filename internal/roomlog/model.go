// Package roomlog implements the data source for the logs of XRCLOUD rooms.
package roomlog

import (
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// event is one event in the log of a room.
type event struct {
	ID          types.String      `tfsdk:"id"`
	Code        types.String      `tfsdk:"code"`
	Time        timetypes.RFC3339 `tfsdk:"time"`
	SessionID   types.String      `tfsdk:"session_id"`
	ReticulumID types.String      `tfsdk:"reticulum_id"`
	UserID      types.String      `tfsdk:"user_id"`
	Action      types.String      `tfsdk:"action"`
	IP          types.String      `tfsdk:"ip"`
	UserAgent   types.String      `tfsdk:"user_agent"`
	Device      types.String      `tfsdk:"device"`
}

func eventFromAPI(e xrcloud.LogEvent) event {
	return event{
		ID:          tfkit.StringOrNull(e.ID),
		Code:        types.StringValue(e.Code),
		Time:        tfkit.TimeOrNull(e.Time),
		SessionID:   tfkit.StringOrNull(e.SessionID),
		ReticulumID: tfkit.StringOrNull(e.ReticulumID),
		UserID:      tfkit.StringOrNull(e.InfraUserID),
		Action:      tfkit.StringOrNull(e.Action),
		IP:          tfkit.StringOrNull(e.IP),
		UserAgent:   tfkit.StringOrNull(e.UserAgent),
		Device:      tfkit.StringOrNull(e.Device),
	}
}

// session is one visit: from a join to the exit of the same session.
type session struct {
	SessionID       types.String      `tfsdk:"session_id"`
	ReticulumID     types.String      `tfsdk:"reticulum_id"`
	UserID          types.String      `tfsdk:"user_id"`
	JoinedAt        timetypes.RFC3339 `tfsdk:"joined_at"`
	ExitedAt        timetypes.RFC3339 `tfsdk:"exited_at"`
	DurationSeconds types.Int64       `tfsdk:"duration_seconds"`
}

// visit is a session as it is read from the log. A time that was not logged is zero, such as the exit of a visitor who is still in
// the room.
type visit struct {
	event          xrcloud.LogEvent // the first event of the visit
	joined, exited time.Time
}

// visits pairs each join with the next exit of its session. Events must be sorted by time.
func visits(events []xrcloud.LogEvent) []visit {
	var all []visit
	open := map[string]int{} // the index of the visit that has not ended, by session
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
		SessionID:   tfkit.StringOrNull(v.event.SessionID),
		ReticulumID: tfkit.StringOrNull(v.event.ReticulumID),
		UserID:      tfkit.StringOrNull(v.event.InfraUserID),
		JoinedAt:    tfkit.TimeOrNull(v.joined),
		ExitedAt:    tfkit.TimeOrNull(v.exited),
	}
	if !v.joined.IsZero() && !v.exited.IsZero() {
		s.DurationSeconds = types.Int64Value(int64(v.exited.Sub(v.joined).Seconds()))
	}
	return s
}
