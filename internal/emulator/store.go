package emulator

import (
	"cmp"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

// counters are the numbers that must not repeat, not even after a restart.
type counters struct {
	// Clock is the last time that nextTime returned.
	Clock time.Time
	Users int64
	Logs  int64
}

func (counters) Key() string { return "counters" }

// store has the data of the service. Use it in a transaction only.
type store struct {
	counters storage.Table[counters]
	accounts storage.Table[account]
	sessions storage.Table[session]
	projects storage.Table[project]
	files    storage.Table[file]
	scenes   storage.Table[scene]
	rooms    storage.Table[room]
	users    storage.Table[user]
	logs     storage.Table[logRow]
	// unorderedLists counts the reads of lists without an order, see newPage.
	unorderedLists int
	// newRoomFaults are the faults of rooms that are created from now on.
	newRoomFaults RoomFaults
	links         links
}

func (s *store) load(db *storage.DB) error {
	return cmp.Or(
		s.counters.Load(db, "counters"), s.accounts.Load(db, "accounts"), s.sessions.Load(db, "sessions"),
		s.projects.Load(db, "projects"), s.files.Load(db, "files"), s.scenes.Load(db, "scenes"),
		s.rooms.Load(db, "rooms"), s.users.Load(db, "users"), s.logs.Load(db, "logs"),
	)
}

// tx is a transaction of the service.
type tx struct {
	*store
	*storage.Tx
	clock func() time.Time
}

// update runs do as one transaction.
func (s *Service) update(do func(*tx) error) error {
	return s.options.DB.Update(func(t *storage.Tx) error { return do(&tx{store: &s.store, Tx: t, clock: s.options.Now}) })
}

// nextTime returns the time for a row that is created or changed now, in whole milliseconds. Each time is later than the
// one before, so that an order by time is always the same.
func (t *tx) nextTime() time.Time {
	all, _ := t.counters.Get(counters{}.Key())
	now := t.clock().UTC().Truncate(time.Millisecond)
	if !now.After(all.Clock) {
		now = all.Clock.Add(time.Millisecond)
	}
	all.Clock = now
	t.counters.Put(t.Tx, all)
	return now
}

// increment increments a counter and returns its value before.
func (t *tx) increment(pick func(*counters) *int64) int64 {
	all, _ := t.counters.Get(counters{}.Key())
	number := pick(&all)
	before := *number
	*number++
	t.counters.Put(t.Tx, all)
	return before
}
