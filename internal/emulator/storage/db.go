// Package storage is the database of the emulated services: typed tables in memory, which are also saved to one file if
// there is one. The tables are changed in transactions: either all changes of a transaction are made, or none.
package storage

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"

	"go.etcd.io/bbolt"
)

// DB is a database. Its methods are safe for concurrent use.
type DB struct {
	path string
	file *bbolt.DB

	mu sync.Mutex
	// stored has the tables of the file that no Table has loaded yet.
	stored map[string][]storedRow
	// loaded has the names of all tables.
	loaded map[string]bool
	// saving is true when StartSaving has been called. Until then, unsaved has the changes.
	saving  bool
	unsaved []write
}

// storedRow is a row in the file.
type storedRow struct {
	key   string
	value []byte
}

// Open opens the file at path, and creates it if it does not exist. With an empty path, all data is in memory only. It
// fails if another process uses the file, or if the file is damaged or belongs to another program.
//
// The caller then creates the services, which load their tables, calls StartSaving, and Close at the end.
func Open(path string) (*DB, error) {
	db := &DB{path: path, stored: map[string][]storedRow{}, loaded: map[string]bool{}}
	if path == "" {
		return db, nil
	}
	file, err := openFile(path, db.read)
	if err != nil {
		return nil, db.fileError(err)
	}
	db.file = file
	return db, nil
}

// InMemory returns a database without a file.
func InMemory() *DB {
	db, _ := Open("") // only a file can be damaged
	return db
}

// read copies all rows of the file.
func (db *DB) read(from *bbolt.Tx) error {
	return from.ForEach(func(name []byte, bucket *bbolt.Bucket) error {
		rows := []storedRow{}
		err := bucket.ForEach(func(key, value []byte) error {
			rows = append(rows, storedRow{string(key), slices.Clone(value)})
			return nil
		})
		db.stored[string(name)] = rows
		return err
	})
}

// StartSaving saves all changes up to now. From now on, each transaction is saved before Update returns. Call it when all
// services have loaded their tables: if the file has another table, it belongs to another program, and StartSaving fails
// before it changes the file.
func (db *DB) StartSaving() error {
	db.mu.Lock()
	defer db.mu.Unlock()
	if unknown := slices.Sorted(maps.Keys(db.stored)); len(unknown) > 0 {
		return db.fileError(damaged(fmt.Errorf("unknown table %q", unknown[0])))
	}
	db.saving = true
	err := db.save(db.unsaved)
	db.unsaved = nil
	return err
}

// Close closes the file. Later transactions that change rows fail.
func (db *DB) Close() error {
	if db.file == nil {
		return nil
	}
	return db.file.Close()
}

func (db *DB) fileError(err error) error { return fmt.Errorf("data file %s %w", db.path, err) }

// View runs do while no transaction runs, so that do can read rows. It must not change any.
func (db *DB) View(do func()) {
	db.mu.Lock()
	defer db.mu.Unlock()
	do()
}

// Tx is a transaction.
type Tx struct {
	writes []write
	undo   []func()
}

// write is a changed row. A nil value deletes it.
type write struct {
	table, key string
	value      any
}

// Update runs do in a transaction, and no other transaction at the same time. If Update returns nil, all changes are
// saved. If it returns an error, none are made, in memory or in the file.
func (db *DB) Update(do func(*Tx) error) error {
	db.mu.Lock()
	defer db.mu.Unlock()
	tx := &Tx{}
	committed := false
	defer func() {
		if !committed { // also if do panics
			for _, undo := range slices.Backward(tx.undo) {
				undo()
			}
		}
	}()
	if err := do(tx); err != nil {
		return err
	}
	if err := db.save(tx.writes); err != nil {
		return err
	}
	committed = true
	return nil
}

// save writes the changes to the file in one transaction of the file.
func (db *DB) save(writes []write) error {
	switch {
	case db.file == nil || len(writes) == 0:
		return nil
	case !db.saving:
		db.unsaved = append(db.unsaved, writes...)
		return nil
	}
	if err := db.file.Update(func(to *bbolt.Tx) error {
		for _, w := range writes {
			if err := w.apply(to); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return fmt.Errorf("save changes: %w", err)
	}
	return nil
}

func (w write) apply(to *bbolt.Tx) error {
	bucket, err := to.CreateBucketIfNotExists([]byte(w.table))
	if err != nil {
		return err
	}
	if w.value == nil {
		return bucket.Delete([]byte(w.key))
	}
	value, err := json.Marshal(w.value)
	if err != nil {
		return err
	}
	return bucket.Put([]byte(w.key), value)
}
