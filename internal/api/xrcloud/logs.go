package xrcloud

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// The codes of log events.
const (
	CodeJoin = "room-join"
	CodeExit = "room-exit"
)

// LogEvent is an event in a room. Fields that the service does not send are empty.
type LogEvent struct {
	ID        string
	Code      string
	SessionID string
	// ReticulumID is the service's ID of the visitor, see User.
	ReticulumID string
	// InfraUserID is the caller's own ID of the visitor. Only the published form has it.
	InfraUserID string
	Time        time.Time
	Action      string
	IP          string
	UserAgent   string
	Device      string
}

// RoomLogs returns the log of a room, the oldest event first. Servers send an entry for each event. The published form has an
// entry for each visit, which is read as two events: join and exit.
func (c *Client) RoomLogs(ctx context.Context, roomID string) ([]LogEvent, error) {
	request := &transport.Request{Method: http.MethodGet, Path: roomPath(roomID) + "/logs", Idempotent: true, Shared: true}
	if err := c.checkID(request, "roomId", roomID); err != nil {
		return nil, err
	}
	var entries logEntries
	if err := c.call(ctx, anyCredential, request, &entries); err != nil {
		return nil, err
	}
	events := []LogEvent{}
	for _, entry := range entries.all {
		events = append(events, entry.events()...)
	}
	slices.SortStableFunc(events, func(a, b LogEvent) int { return a.Time.Compare(b.Time) })
	return events, nil
}

// logEntries is a list, or a single entry as in the published documentation.
type logEntries struct{ all []logEntry }

func (l *logEntries) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '{' {
		l.all = make([]logEntry, 1)
		return json.Unmarshal(data, &l.all[0])
	}
	return json.Unmarshal(data, &l.all)
}

func (l *logEntries) Validate() error {
	if l.all == nil {
		return errors.New("it is not a list")
	}
	for _, entry := range l.all {
		if entry.LogTime == nil && entry.JoinedAt == nil && entry.ExitedAt == nil {
			return errors.New("an entry in it has no time")
		}
	}
	return nil
}

// logEntry has the fields of both forms.
type logEntry struct {
	ID          stringOrNumber `json:"id"`
	Code        string         `json:"code"`
	SessionID   string         `json:"sessionId"`
	ReticulumID stringOrNumber `json:"reticulumId"`
	InfraUserID string         `json:"infraUserId"`
	LogTime     *time.Time     `json:"logTime"`
	JoinedAt    *time.Time     `json:"joinedAt"`
	ExitedAt    *time.Time     `json:"exitedAt"`
	Action      string         `json:"action"`
	IP          string         `json:"ip"`
	UserAgent   string         `json:"userAgent"`
	Device      string         `json:"device"`
}

func (e logEntry) events() []LogEvent {
	event := LogEvent{
		ID: string(e.ID), Code: e.Code, SessionID: e.SessionID, ReticulumID: string(e.ReticulumID), InfraUserID: e.InfraUserID,
		Action: e.Action, IP: e.IP, UserAgent: e.UserAgent, Device: e.Device,
	}
	if e.LogTime != nil {
		event.Time = *e.LogTime
		return []LogEvent{event}
	}
	var events []LogEvent
	for _, end := range []struct {
		code string
		time *time.Time
	}{{CodeJoin, e.JoinedAt}, {CodeExit, e.ExitedAt}} {
		if end.time != nil {
			event.Code, event.Time = end.code, *end.time
			events = append(events, event)
		}
	}
	return events
}

// stringOrNumber is a JSON string or number. All digits of a number are kept.
type stringOrNumber string

func (t *stringOrNumber) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && (data[0] == '"' || data[0] == 'n') {
		var value *string
		if err := json.Unmarshal(data, &value); err != nil {
			return err
		}
		*t = stringOrNumber(valueOf(value))
		return nil
	}
	var number json.Number
	err := json.Unmarshal(data, &number)
	*t = stringOrNumber(number)
	return err
}
