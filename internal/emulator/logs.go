package emulator

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// LogEntry is an event in a room, as the room reports it.
type LogEntry struct {
	// Code is room-join, room-exit or room-video-click-event.
	Code string
	// SessionID identifies the visit, ReticulumID the visitor.
	SessionID   string
	ReticulumID string
	// LogTime is the time of the event. Zero is now.
	LogTime time.Time
	// Action, UserAgent and Device are optional.
	Action    *string
	UserAgent *string
	Device    *string
}

// logRow is the stored form of a LogEntry.
type logRow struct {
	ID     int64
	RoomID string
	IP     string
	LogEntry
}

func (l logRow) Key() string { return strconv.FormatInt(l.ID, 10) }

// logView is a log entry in a response.
type logView struct {
	ID          int64   `json:"id"`
	Code        string  `json:"code"`
	RoomID      string  `json:"roomId"`
	SessionID   string  `json:"sessionId"`
	ReticulumID string  `json:"reticulumId"`
	LogTime     string  `json:"logTime"`
	Action      *string `json:"action"`
	IP          string  `json:"ip"`
	UserAgent   *string `json:"userAgent"`
	Device      *string `json:"device"`
}

// visitView is a visit in a response of the published form: all entries of one session.
type visitView struct {
	ID          string  `json:"id"`
	InfraUserID string  `json:"infraUserId"`
	RoomID      string  `json:"roomId"`
	SessionID   string  `json:"sessionId"`
	JoinedAt    string  `json:"joinedAt"`
	ExitedAt    *string `json:"exitedAt"`
}

const (
	joinCode  = "room-join"
	exitCode  = "room-exit"
	videoCode = "room-video-click-event"
	// unknownIP is the address that the service logs if no proxy sends the visitor's.
	unknownIP = "0.0.0.0"
)

var (
	logQueryFields  = []field{optional("userId", asText, isString)}
	logReportFields = []field{
		{name: "code", convert: asText, checks: []check{isString}},
		{name: "resourceId", convert: asText, checks: []check{isString}},
		{name: "sessionId", convert: asText, checks: []check{isString}},
		{name: "reticulumId", convert: asText, checks: []check{isString}},
		optional("logTime", asText, isString), optional("action", asText, isString), optional("ip", asText, isString),
		optional("userAgent", asText, isString), optional("device", asText, isString),
	}
)

func listLogs(c *call) (*httpapi.Response, error) {
	entries, err := c.logsOfRoom()
	if err != nil {
		return nil, err
	}
	views := make([]logView, len(entries))
	for i, l := range entries {
		views[i] = logView{
			ID: l.ID, Code: l.Code, RoomID: l.RoomID, SessionID: l.SessionID, ReticulumID: l.ReticulumID,
			LogTime: formatTime(l.LogTime), Action: l.Action, IP: l.IP, UserAgent: l.UserAgent, Device: l.Device,
		}
	}
	return httpapi.JSON(http.StatusOK, views), nil
}

// listVisits combines each join with the exit that ends it. A visit that has not ended has no exit.
func listVisits(c *call) (*httpapi.Response, error) {
	entries, err := c.logsOfRoom()
	if err != nil {
		return nil, err
	}
	visits := []visitView{}
	for _, l := range entries {
		switch l.Code {
		case joinCode:
			visits = append(visits, visitView{
				ID: l.Key(), InfraUserID: c.infraUserID(l.ReticulumID), RoomID: l.RoomID, SessionID: l.SessionID, JoinedAt: formatTime(l.LogTime),
			})
		case exitCode:
			open := func(v visitView) bool { return v.SessionID == l.SessionID && v.ExitedAt == nil }
			if i := slices.IndexFunc(visits, open); i >= 0 {
				exited := formatTime(l.LogTime)
				visits[i].ExitedAt = &exited
			}
		}
	}
	return httpapi.JSON(http.StatusOK, visits), nil
}

// infraUserID returns the customer's ID of a user of the engine, or the engine's ID if the customer has none for it.
func (c *call) infraUserID(reticulumID string) string {
	for _, u := range c.users.Where(func(u user) bool { return u.ReticulumID == reticulumID }) {
		return u.InfraUserID
	}
	return reticulumID
}

// logsOfRoom returns the entries of the room in the request.
func (c *call) logsOfRoom() ([]logRow, error) {
	r, err := c.room(c.PathValue("roomId"))
	if err != nil {
		return nil, err
	}
	in, err := validate(c.query, logQueryFields)
	if err != nil {
		return nil, err
	}
	if in.text("userId") != "" {
		return nil, errInternal // the service queries a column that its database does not have
	}
	return c.logsOf(r.ID), nil
}

// logsOf returns the entries of the room in the order in which the service received them.
func (s *store) logsOf(roomID string) []logRow {
	entries := s.logs.Where(func(l logRow) bool { return l.RoomID == roomID })
	slices.SortFunc(entries, func(a, b logRow) int { return cmp.Compare(a.ID, b.ID) })
	return entries
}

// reportLog handles the report of an event in a room. The service ignores reports of unknown rooms, with status 201.
//
// The real service responds before it stores the entry. If the entry cannot be stored, because its time is invalid or a
// text has a NUL character, the response is 201 and the process exits three seconds later. The emulator only writes a
// line to its own log. Tests simulate the restart with the methods Stop and Resume of faultserver.Server.
func reportLog(c *call) (*httpapi.Response, error) {
	in, err := c.validateBody(logReportFields)
	if errors.Is(err, errInternal) {
		return c.dropLog("it has a NUL in it"), nil
	}
	if err != nil {
		return nil, err
	}
	entry := LogEntry{
		Code: in.text("code"), SessionID: in.text("sessionId"), ReticulumID: in.text("reticulumId"),
		Action: in.optionalText("action"), UserAgent: in.optionalText("userAgent"), Device: in.optionalText("device"),
	}
	if text := in.text("logTime"); text != "" {
		var bad error
		if entry.LogTime, bad = parseTime(text); bad != nil {
			return c.dropLog("its time is none"), nil //nolint:nilerr // the response does not show it
		}
	}
	rooms := c.rooms.Where(func(r room) bool { return r.EngineRoom == in.text("resourceId") })
	if len(rooms) > 0 && slices.Contains([]string{joinCode, exitCode, videoCode}, entry.Code) {
		ip, _, _ := strings.Cut(c.Header.Get("X-Forwarded-For"), ",")
		if ip == "" {
			ip = unknownIP
		}
		c.appendLog(rooms[0].ID, ip, entry)
	}
	return &httpapi.Response{Status: http.StatusCreated}, nil
}

// parseTime parses the time of an event. It fails if the database cannot store it: if its zone, or its year in UTC, has
// too many digits or hours.
func parseTime(text string) (time.Time, error) {
	parsed, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return parsed, err
	}
	_, badZone := parsed.MarshalText()
	_, badYear := parsed.UTC().MarshalText()
	return parsed, errors.Join(badZone, badYear)
}

// dropLog returns the response to an entry that cannot be stored.
func (c *call) dropLog(reason string) *httpapi.Response {
	c.options.Logger.Error("dropped a room's log entry, after which the real service restarts", "reason", reason)
	return &httpapi.Response{Status: http.StatusCreated}
}

func (t *tx) appendLog(roomID, ip string, entry LogEntry) {
	if entry.LogTime.IsZero() {
		entry.LogTime = t.clock()
	}
	t.logs.Put(t.Tx, logRow{ID: 1 + t.increment(func(c *counters) *int64 { return &c.Logs }), RoomID: roomID, IP: ip, LogEntry: entry})
}

// Log adds an entry to the logs of a room, as the room itself does. It fails if the room does not exist.
func (s *Service) Log(roomID string, entry LogEntry) error {
	return s.update(func(t *tx) error {
		if _, ok := t.rooms.Get(roomID); !ok {
			return notFound("Room with ID %s not found", roomID)
		}
		t.appendLog(roomID, unknownIP, entry)
		return nil
	})
}
