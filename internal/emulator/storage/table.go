package storage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Row is a row of a table. Rows are values: to change a row, put a changed copy.
type Row interface {
	// Key identifies the row in its table. It is not empty.
	Key() string
}

// Table has all rows of one kind. Call Load before anything else. Use the other methods in a transaction only, or in
// DB.View.
type Table[T Row] struct {
	name string
	rows map[string]T
}

// Load adds the table to the database, and reads its rows if the file has it. A value of type any keeps the digits of its
// numbers: they are json.Number. It fails if a row is damaged.
func (t *Table[T]) Load(db *DB, name string) error {
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.loaded[name] {
		return fmt.Errorf("two tables have the name %q", name)
	}
	db.loaded[name] = true
	t.name, t.rows = name, map[string]T{}
	for i, stored := range db.stored[name] {
		row, err := decode[T](stored)
		if err != nil {
			// The error does not show the key, which can be a token.
			return db.fileError(damaged(fmt.Errorf("row %d of table %q: %w", i+1, name, err)))
		}
		t.rows[stored.key] = row
	}
	delete(db.stored, name)
	return nil
}

func decode[T Row](stored storedRow) (row T, err error) {
	decoder := json.NewDecoder(bytes.NewReader(stored.value))
	decoder.UseNumber()
	if err := decoder.Decode(&row); err != nil {
		return row, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return row, errors.New("it has more than one value")
	}
	// JSON replaces bytes that are not UTF-8, as the conversion to runes does.
	if string([]rune(row.Key())) != string([]rune(stored.key)) {
		return row, errors.New("its key is that of another row")
	}
	return row, nil
}

// Get returns the row with the key.
func (t *Table[T]) Get(key string) (row T, ok bool) {
	row, ok = t.rows[key]
	return row, ok
}

// Where returns the rows that match, in no particular order.
func (t *Table[T]) Where(match func(T) bool) []T {
	var found []T
	for _, row := range t.rows {
		if match(row) {
			found = append(found, row)
		}
	}
	return found
}

// Put adds the row, or replaces the row with the same key.
func (t *Table[T]) Put(tx *Tx, row T) {
	tx.add(write{table: t.name, key: row.Key(), value: row}, t.restore(row.Key()))
	t.rows[row.Key()] = row
}

// Remove deletes the row with the key, if there is one.
func (t *Table[T]) Remove(tx *Tx, key string) {
	tx.add(write{table: t.name, key: key}, t.restore(key))
	delete(t.rows, key)
}

func (tx *Tx) add(w write, undo func()) {
	tx.writes = append(tx.writes, w)
	tx.undo = append(tx.undo, undo)
}

// restore returns a function that restores the current row with the key.
func (t *Table[T]) restore(key string) func() {
	old, had := t.rows[key]
	return func() {
		if had {
			t.rows[key] = old
		} else {
			delete(t.rows, key)
		}
	}
}
