package pages

import (
	"slices"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// Codes of log entries.
const (
	joinCode  = "room-join"
	exitCode  = "room-exit"
	videoCode = "room-video-click-event"
)

// visit is the time that a visitor spends in a room.
type visit struct {
	Session string
	Visitor string
	Joined  time.Time
	// Left is zero while the visitor is in the room.
	Left time.Time
}

// In reports whether the visitor is in the room.
func (v visit) In() bool { return v.Left.IsZero() }

// Duration is the length of a visit that has ended.
func (v visit) Duration() time.Duration { return max(0, v.Left.Sub(v.Joined)) }

// visitsOf combines the joins and exits of a log. A second join in a session that is open is the same visit: the visitor has
// connected again.
func visitsOf(log []emulator.RoomLogEntry, nameOf func(emulator.LogEntry) string) []visit {
	visits := []visit{}
	open := map[string]int{} // by session, the index of its visit
	for _, entry := range log {
		i, isOpen := open[entry.SessionID]
		switch {
		case entry.Code == joinCode && !isOpen:
			open[entry.SessionID] = len(visits)
			visits = append(visits, visit{Session: entry.SessionID, Visitor: nameOf(entry.LogEntry), Joined: entry.LogTime})
		case entry.Code == exitCode && isOpen:
			visits[i].Left = entry.LogTime
			delete(open, entry.SessionID)
		}
	}
	return visits
}

// inRoom returns the visits of those who are in the room.
func inRoom(visits []visit) []visit {
	return slices.DeleteFunc(slices.Clone(visits), func(v visit) bool { return !v.In() })
}

// maxNames is how many names of visitors the pages remember. The log of a room does not have them.
const maxNames = 10_000

// visitorNames are the names under which visitors have entered rooms, by session.
type visitorNames struct {
	names    map[string]string
	sessions []string // oldest first
}

func (n *visitorNames) add(session, name string) {
	if n.names == nil {
		n.names = map[string]string{}
	}
	if len(n.sessions) == maxNames {
		delete(n.names, n.sessions[0])
		n.sessions = n.sessions[1:]
	}
	n.names[session] = name
	n.sessions = append(n.sessions, session)
}

func (p *Pages) rememberName(session, name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.names.add(session, name)
}

// visitorNamer returns a function that returns the name of the visitor of a log entry: the one that the visitor entered, or the
// customer's ID of the user, or the ID in the log.
func (p *Pages) visitorNamer() func(emulator.LogEntry) string {
	users := map[string]string{}
	for _, user := range p.options.XRCLOUD.Users() {
		users[user.ReticulumID] = user.UserID
	}
	return func(entry emulator.LogEntry) string {
		p.mu.Lock()
		defer p.mu.Unlock()
		if name := p.names.names[entry.SessionID]; name != "" {
			return name
		}
		if name := users[entry.ReticulumID]; name != "" {
			return name
		}
		return "Visitor " + entry.ReticulumID
	}
}
