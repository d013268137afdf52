package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"go.etcd.io/bbolt"
)

// record is a row of a table. Rows are values: to change one, put a changed copy.
type record interface {
	key() string
}

// table has all rows of one kind in memory. In the data file it is a bucket of JSON values.
type table[T record] struct {
	name string
	rows map[string]T
}

func newTable[T record](name string) table[T] {
	return table[T]{name: name, rows: map[string]T{}}
}

// where returns the rows that match, in no particular order.
func (t table[T]) where(match func(T) bool) []T {
	var found []T
	for _, row := range t.rows {
		if match(row) {
			found = append(found, row)
		}
	}
	return found
}

// counters are the numbers that must not repeat, not even after a restart.
type counters struct {
	// Clock is the last time that nextTime returned.
	Clock time.Time
	Users int64
	Logs  int64
}

func (counters) key() string { return "counters" }

// store is the database of the service. All data is in memory, and is also written to the data file if there is one.
type store struct {
	file *bbolt.DB

	mu       sync.Mutex
	counters table[counters]
	accounts table[account]
	sessions table[session]
	projects table[project]
	files    table[file]
	scenes   table[scene]
	rooms    table[room]
	users    table[user]
	logs     table[logRow]
	// unorderedLists counts the reads of lists without an order, see newPage.
	unorderedLists int
	// newRoomFaults are the faults of rooms that are created from now on.
	newRoomFaults RoomFaults
}

// openStore reads the file at path, and creates it if it does not exist. With an empty path, all data is in memory.
func openStore(path string) (*store, error) {
	s := &store{
		counters: newTable[counters]("counters"),
		accounts: newTable[account]("accounts"),
		sessions: newTable[session]("sessions"),
		projects: newTable[project]("projects"),
		files:    newTable[file]("files"),
		scenes:   newTable[scene]("scenes"),
		rooms:    newTable[room]("rooms"),
		users:    newTable[user]("users"),
		logs:     newTable[logRow]("logs"),
	}
	if path == "" {
		return s, nil
	}
	db, err := openDataFile(path, s.load)
	if err != nil {
		return nil, fmt.Errorf("data file %s %w", path, err)
	}
	s.file = db
	return s, nil
}

func (s *store) load(from *bbolt.Tx) error {
	return errors.Join(
		loadTable(from, s.counters), loadTable(from, s.accounts), loadTable(from, s.sessions),
		loadTable(from, s.projects), loadTable(from, s.files), loadTable(from, s.scenes),
		loadTable(from, s.rooms), loadTable(from, s.users), loadTable(from, s.logs),
		from.ForEach(func(name []byte, _ *bbolt.Bucket) error { return s.checkTableName(string(name)) }),
	)
}

// checkTableName fails if the bucket is not a table of the emulator: the file belongs to another program.
func (s *store) checkTableName(name string) error {
	tables := []string{
		s.counters.name, s.accounts.name, s.sessions.name, s.projects.name, s.files.name, s.scenes.name, s.rooms.name,
		s.users.name, s.logs.name,
	}
	if !slices.Contains(tables, name) {
		return fmt.Errorf("unknown table %q", name)
	}
	return nil
}

func loadTable[T record](from *bbolt.Tx, into table[T]) error {
	bucket := from.Bucket([]byte(into.name))
	if bucket == nil {
		return nil
	}
	return bucket.ForEach(func(key, value []byte) error {
		var row T
		if err := json.Unmarshal(value, &row); err != nil {
			return fmt.Errorf("%s %s: %w", into.name, key, err)
		}
		into.rows[string(key)] = row
		return nil
	})
}

func (s *store) close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}

// tx is a transaction: either all of its changes are made, in memory and in the file, or none.
type tx struct {
	*store
	clock  func() time.Time
	writes []write
	undo   []func()
}

// write is a changed row. A nil value deletes it.
type write struct {
	table, key string
	value      any
}

// update runs do in a transaction. If update returns nil, all changes are on disk. If it returns an error, none are made.
func (s *store) update(clock func() time.Time, do func(*tx) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := &tx{store: s, clock: clock}
	committed := false
	defer func() {
		if !committed {
			for _, undo := range slices.Backward(t.undo) {
				undo()
			}
		}
	}()
	if err := do(t); err != nil {
		return err
	}
	if err := t.flush(); err != nil {
		return fmt.Errorf("save changes: %w", err)
	}
	committed = true
	return nil
}

func (t *tx) flush() error {
	if t.file == nil || len(t.writes) == 0 {
		return nil
	}
	return t.file.Update(func(to *bbolt.Tx) error {
		for _, w := range t.writes {
			bucket, err := to.CreateBucketIfNotExists([]byte(w.table))
			if err != nil {
				return err
			}
			if w.value == nil {
				if err := bucket.Delete([]byte(w.key)); err != nil {
					return err
				}
				continue
			}
			value, err := json.Marshal(w.value)
			if err != nil {
				return err
			}
			if err := bucket.Put([]byte(w.key), value); err != nil {
				return err
			}
		}
		return nil
	})
}

// put adds the row, or replaces the one with the same key.
func put[T record](t *tx, into table[T], row T) {
	t.writes = append(t.writes, write{table: into.name, key: row.key(), value: row})
	t.undo = append(t.undo, restore(into, row.key()))
	into.rows[row.key()] = row
}

// remove deletes the row.
func remove[T record](t *tx, from table[T], row T) {
	t.writes = append(t.writes, write{table: from.name, key: row.key()})
	t.undo = append(t.undo, restore(from, row.key()))
	delete(from.rows, row.key())
}

// restore returns a function that restores the current row with the key.
func restore[T record](in table[T], key string) func() {
	old, had := in.rows[key]
	return func() {
		if had {
			in.rows[key] = old
		} else {
			delete(in.rows, key)
		}
	}
}

// nextTime returns the time for a row that is created or changed now, in whole milliseconds. Each time is later than the
// one before, so that an order by time is always the same.
func (t *tx) nextTime() time.Time {
	all := t.counters.rows[counters{}.key()]
	now := t.clock().UTC().Truncate(time.Millisecond)
	if !now.After(all.Clock) {
		now = all.Clock.Add(time.Millisecond)
	}
	all.Clock = now
	put(t, t.counters, all)
	return now
}

// increment increments a counter and returns its value before.
func (t *tx) increment(pick func(*counters) *int64) int64 {
	all := t.counters.rows[counters{}.key()]
	number := pick(&all)
	before := *number
	*number++
	put(t, t.counters, all)
	return before
}
