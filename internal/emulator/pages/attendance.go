package pages

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// maxRows is how many of the last visits and events a page shows.
const maxRows = 200

// roomLogPage is the data of the template "roomlog".
type roomLogPage struct {
	Room    emulator.RoomOverview
	Project string
	// Visits are in the order of the joins, Events in the reverse order.
	Visits []visit
	Events []logEvent
	// In is the number of people in the room.
	In int
	// AllVisits and AllEvents are how many there are. The page shows only the last ones.
	AllVisits, AllEvents int
	Chart                chart
	GuestPath            string
}

type logEvent struct {
	emulator.RoomLogEntry
	Visitor string
}

// Text says what happened.
func (e logEvent) Text() string {
	switch e.Code {
	case joinCode:
		return "joined"
	case exitCode:
		return "left"
	case videoCode:
		return "clicked a video"
	default:
		return e.Code
	}
}

func (p *Pages) roomLog(_ http.ResponseWriter, r *http.Request) (*page, error) {
	id := r.PathValue("id")
	log, found := p.options.XRCLOUD.RoomLog(id)
	if !found {
		return nil, &problem{http.StatusNotFound, "There is no room here", "The room was deleted, and its log with it. The overview has the other rooms."}
	}
	nameOf := p.visitorNamer()
	visits := visitsOf(log, nameOf)
	data := roomLogPage{In: len(inRoom(visits)), AllVisits: len(visits), AllEvents: len(log), Visits: lastOf(visits)}
	for _, entry := range slices.Backward(lastOf(log)) {
		data.Events = append(data.Events, logEvent{entry, nameOf(entry.LogEntry)})
	}
	for _, project := range p.options.XRCLOUD.Overview() {
		if i := slices.IndexFunc(project.Rooms, func(r emulator.RoomOverview) bool { return r.ID == id }); i >= 0 {
			data.Room, data.Project = project.Rooms[i], project.Name
		}
	}
	data.Chart = newChart(data.Visits, p.options.Now())
	data.GuestPath = roomPath(data.Room) + "?public=" + data.Room.PublicGuest
	return &page{template: "roomlog", title: "Log of " + data.Room.Name, data: data, live: true}, nil
}

func lastOf[T any](all []T) []T { return all[max(0, len(all)-maxRows):] }

// chart shows who was in a room when: a bar for each visit on a time axis. Positions across are percentages, so that the text
// has the same size at every width.
type chart struct {
	Height int
	Bars   []bar
	Ticks  []tick
	// AxisY is where the lines of the ticks end.
	AxisY int
	// From and To are the times at the ends of the axis.
	From, To time.Time
}

type bar struct {
	visit
	LabelY, Y int
	X, Width  string
}

type tick struct {
	X, Label string
	// Anchor says which end of the label is at the tick.
	Anchor string
}

const (
	axisHeight = 28
	rowHeight  = 46
	maxTicks   = 4
)

func newChart(visits []visit, now time.Time) chart {
	if len(visits) == 0 {
		return chart{}
	}
	c := chart{From: visits[0].Joined, To: visits[0].Joined, AxisY: axisHeight + rowHeight*len(visits)}
	c.Height = c.AxisY + 4
	ends := make([]time.Time, len(visits))
	for i, v := range visits {
		if ends[i] = v.Left; v.In() {
			ends[i] = now
		}
		c.From = earlier(c.From, v.Joined)
		c.To = later(later(c.To, v.Joined), ends[i])
	}
	// A duration ends after 292 years, and a reported time can be any.
	length := max(time.Minute, c.To.Sub(c.From))
	c.To = c.From.Add(length)
	for i, v := range visits {
		from, to := c.position(v.Joined), c.position(ends[i])
		y := axisHeight + rowHeight*i
		width := max(0.8, to-from)
		c.Bars = append(c.Bars, bar{visit: v, LabelY: y + 18, Y: y + 26, X: percent(min(from, 100-width)), Width: percent(width)})
	}
	c.addTicks()
	return c
}

func (c *chart) addTicks() {
	step := tickStep(c.To.Sub(c.From))
	format := "15:04"
	switch {
	case step < time.Minute:
		format = "15:04:05"
	case step >= 365*24*time.Hour:
		format = "Jan 2006"
	case step >= 24*time.Hour:
		format = "Jan 2"
	}
	for at := c.From.UTC().Truncate(step).Add(step); !at.After(c.To); at = at.Add(step) {
		position, anchor := c.position(at), "middle"
		switch {
		case position < 8:
			anchor = "start"
		case position > 92:
			anchor = "end"
		}
		c.Ticks = append(c.Ticks, tick{X: percent(position), Label: at.Format(format), Anchor: anchor})
	}
}

// tickStep returns a round step with at most maxTicks ticks.
func tickStep(length time.Duration) time.Duration {
	const day = 24 * time.Hour
	for _, step := range []time.Duration{
		15 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute,
		30 * time.Minute, time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, day,
	} {
		if length <= maxTicks*step {
			return step
		}
	}
	return day * time.Duration(math.Ceil(length.Hours()/24/maxTicks))
}

// position returns where a time is on the axis, in percent.
func (c *chart) position(t time.Time) float64 {
	return 100 * float64(t.Sub(c.From)) / float64(c.To.Sub(c.From))
}

func percent(value float64) string { return fmt.Sprintf("%.2f%%", value) }

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
