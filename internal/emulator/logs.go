package emulator

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// LogEntry is something that happened in a room, as the room reports it.
type LogEntry struct {
	// Code is room-join, room-exit or room-video-click-event.
	Code string
	// SessionID is the visit, ReticulumID the visitor.
	SessionID   string
	ReticulumID string
	// LogTime is when it happened; zero is now.
	LogTime time.Time
	// Action, UserAgent and Device may be missing.
	Action    *string
	UserAgent *string
	Device    *string
}

// logged is a LogEntry as it is kept.
type logged struct {
	ID     int64
	RoomID string
	IP     string
	LogEntry
}

func (l logged) key() string { return strconv.FormatInt(l.ID, 10) }

// logView is what clients see of a log entry.
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

// visitView is what clients of the published form see of the entries of one visit.
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
	// noAddress is what the service logs as the visitor's when no proxy tells it.
	noAddress = "0.0.0.0"
)

var (
	logQuery  = []field{optional("userId", asText, isString)}
	logReport = []field{
		{name: "code", convert: asText, checks: []check{isString}},
		{name: "resourceId", convert: asText, checks: []check{isString}},
		{name: "sessionId", convert: asText, checks: []check{isString}},
		{name: "reticulumId", convert: asText, checks: []check{isString}},
		optional("logTime", asText, isString), optional("action", asText, isString), optional("ip", asText, isString),
		optional("userAgent", asText, isString), optional("device", asText, isString),
	}
)

func listLogs(c *call) (answer, error) {
	entries, err := c.logsOfRoom()
	if err != nil {
		return answer{}, err
	}
	views := make([]logView, len(entries))
	for i, l := range entries {
		views[i] = logView{
			ID: l.ID, Code: l.Code, RoomID: l.RoomID, SessionID: l.SessionID, ReticulumID: l.ReticulumID,
			LogTime: timestamp(l.LogTime), Action: l.Action, IP: l.IP, UserAgent: l.UserAgent, Device: l.Device,
		}
	}
	return answer{status: http.StatusOK, value: views}, nil
}

// listVisits puts each join and the exit that ends it together. A visit that has not ended has no exit.
func listVisits(c *call) (answer, error) {
	entries, err := c.logsOfRoom()
	if err != nil {
		return answer{}, err
	}
	visits := []visitView{}
	for _, l := range entries {
		switch l.Code {
		case joinCode:
			visits = append(visits, visitView{
				ID: l.key(), InfraUserID: c.infraUserID(l.ReticulumID), RoomID: l.RoomID, SessionID: l.SessionID, JoinedAt: timestamp(l.LogTime),
			})
		case exitCode:
			open := func(v visitView) bool { return v.SessionID == l.SessionID && v.ExitedAt == nil }
			if i := slices.IndexFunc(visits, open); i >= 0 {
				left := timestamp(l.LogTime)
				visits[i].ExitedAt = &left
			}
		}
	}
	return answer{status: http.StatusOK, value: visits}, nil
}

// infraUserID is the customer's id of the engine's user; for one that the customer never named, the engine's.
func (c *call) infraUserID(reticulumID string) string {
	for _, u := range c.users.where(func(u user) bool { return u.ReticulumID == reticulumID }) {
		return u.InfraUserID
	}
	return reticulumID
}

// logsOfRoom are the entries of the room in the request as they came in, which is oldest first as long as the room reports
// them in time.
func (c *call) logsOfRoom() ([]logged, error) {
	r, err := c.room(c.parameters["roomId"])
	if err != nil {
		return nil, err
	}
	in, err := validate(c.query, logQuery)
	if err != nil {
		return nil, err
	}
	if in.text("userId") != "" {
		return nil, errBroken // the service asks its database for a column that is not there
	}
	entries := c.logs.where(func(l logged) bool { return l.RoomID == r.ID })
	slices.SortFunc(entries, func(a, b logged) int { return cmp.Compare(a.ID, b.ID) })
	return entries, nil
}

// reportLog is the call by which a room tells what happens in it. Of a room that it does not know the service keeps
// nothing, and says so to nobody. The answer does not wait for the database either: an entry that cannot be stored,
// because its time is none or it has a NUL in it, is answered with 201, and the real process exits three seconds later.
// Here such an entry is dropped with a line in the log: to end the process of a test would help nobody, and what a client
// meets then comes from faultserver.Server's Stop and Resume.
func reportLog(c *call) (answer, error) {
	in, err := c.validBody(logReport)
	if errors.Is(err, errBroken) {
		return c.dropLog("it has a NUL in it"), nil
	}
	if err != nil {
		return answer{}, err
	}
	entry := LogEntry{
		Code: in.text("code"), SessionID: in.text("sessionId"), ReticulumID: in.text("reticulumId"),
		Action: in.optionalText("action"), UserAgent: in.optionalText("userAgent"), Device: in.optionalText("device"),
	}
	if text := in.text("logTime"); text != "" {
		var bad error
		if entry.LogTime, bad = time.Parse(time.RFC3339, text); bad != nil {
			return c.dropLog("its time is none"), nil //nolint:nilerr // nobody is told of it
		}
	}
	rooms := c.rooms.where(func(r room) bool { return r.EngineRoom == in.text("resourceId") })
	if len(rooms) > 0 && slices.Contains([]string{joinCode, exitCode, videoCode}, entry.Code) {
		ip, _, _ := strings.Cut(c.request.Header.Get("X-Forwarded-For"), ",")
		if ip == "" {
			ip = noAddress
		}
		c.log(rooms[0].ID, ip, entry)
	}
	return answer{status: http.StatusCreated}, nil
}

func (c *call) dropLog(reason string) answer {
	c.options.Logger.Error("dropped a room's log entry, after which the real service restarts", "reason", reason)
	return answer{status: http.StatusCreated}
}

func (t *tx) log(roomID, ip string, entry LogEntry) {
	if entry.LogTime.IsZero() {
		entry.LogTime = t.clock()
	}
	put(t, t.logs, logged{ID: 1 + t.count(func(c *counters) *int64 { return &c.Logs }), RoomID: roomID, IP: ip, LogEntry: entry})
}

// Log adds an entry to a room's logs, as the room itself does. It fails when there is no such room.
func (e *Emulator) Log(roomID string, entry LogEntry) error {
	return e.update(func(t *tx) error {
		if _, ok := t.rooms.rows[roomID]; !ok {
			return notFound("Room with ID %s not found", roomID)
		}
		t.log(roomID, noAddress, entry)
		return nil
	})
}
