package emulator

import "time"

// entity has the columns that projects, scenes, rooms and users have in common.
type entity struct {
	ID        string
	CreatedAt time.Time
	UpdatedAt time.Time
	// Version counts the changes. It starts at 1.
	Version int
}

func newEntity(t *tx) entity {
	now := t.nextTime()
	return entity{ID: newID(), CreatedAt: now, UpdatedAt: now, Version: 1}
}

func (e entity) Key() string  { return e.ID }
func (e entity) base() entity { return e }

// touched returns the entity after a change.
func (e entity) touched(t *tx) entity {
	e.UpdatedAt, e.Version = t.nextTime(), e.Version+1
	return e
}

// formatTime returns a time in the format of the service.
func formatTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
