package storage_test

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

// note is a row.
type note struct {
	ID, Text string
	Value    any
}

func (n note) Key() string { return n.ID }

// notes is a database with one table.
type notes struct {
	*storage.DB
	storage.Table[note]
	t *testing.T
}

// open opens a file whose only table has notes. The test closes it.
func open(t *testing.T, path string) *notes {
	t.Helper()
	n, err := tryOpen(path)
	if err != nil {
		t.Fatal(err)
	}
	n.t = t
	return n
}

func tryOpen(path string) (*notes, error) {
	db, err := storage.Open(path)
	if err != nil {
		return nil, err
	}
	n := &notes{DB: db}
	if err := n.Load(db, "notes"); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := db.StartSaving(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return n, nil
}

func (n *notes) requireNoError(err error) {
	n.t.Helper()
	if err != nil {
		n.t.Fatal(err)
	}
}

func (n *notes) put(rows ...note) {
	n.t.Helper()
	n.requireNoError(n.Update(func(tx *storage.Tx) error {
		for _, row := range rows {
			n.Put(tx, row)
		}
		return nil
	}))
}

// all returns the texts of all notes by their ID.
func (n *notes) all() map[string]string {
	texts := map[string]string{}
	n.View(func() {
		for _, row := range n.Where(func(note) bool { return true }) {
			texts[row.ID] = row.Text
		}
	})
	return texts
}

// TestFailedTransactionIsRolledBack changes a row twice, adds a row and deletes one, and then fails.
func TestFailedTransactionIsRolledBack(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data")
	n := open(t, path)
	before := map[string]string{"a": "as it was", "b": "still there"}
	n.put(note{ID: "a", Text: before["a"]}, note{ID: "b", Text: before["b"]})
	change := func(tx *storage.Tx) {
		n.Put(tx, note{ID: "a", Text: "changed"})
		n.Put(tx, note{ID: "a", Text: "changed again"})
		n.Put(tx, note{ID: "c", Text: "new"})
		n.Remove(tx, "b")
		n.Remove(tx, "unknown")
	}
	broken := errors.New("broken")
	for name, fail := range map[string]func() error{
		"error": func() error {
			return n.Update(func(tx *storage.Tx) error { change(tx); return broken })
		},
		"panic": func() (err error) {
			defer func() { err, _ = recover().(error) }()
			return n.Update(func(tx *storage.Tx) error { change(tx); panic(broken) })
		},
		"value without JSON": func() error {
			err := n.Update(func(tx *storage.Tx) error {
				change(tx)
				n.Put(tx, note{ID: "d", Value: func() {}})
				return nil
			})
			if unsupported := (*json.UnsupportedTypeError)(nil); errors.As(err, &unsupported) {
				return broken
			}
			return err
		},
	} {
		if err := fail(); !errors.Is(err, broken) {
			t.Errorf("%s: got %v", name, err)
		}
		if got := n.all(); !reflect.DeepEqual(got, before) {
			t.Errorf("%s: the table has %v, want %v", name, got, before)
		}
	}
	n.requireNoError(n.Close())
	if err := n.Update(func(tx *storage.Tx) error { change(tx); return nil }); err == nil {
		t.Error("a transaction on a closed file succeeded")
	}
	if got := n.all(); !reflect.DeepEqual(got, before) {
		t.Errorf("closed file: the table has %v, want %v", got, before)
	}
	n = open(t, path)
	if got := n.all(); !reflect.DeepEqual(got, before) {
		t.Errorf("the file has %v, want %v", got, before)
	}
	n.requireNoError(n.Close())
}

func TestRowsAreReopened(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data")
	n := open(t, path)
	values := map[string]any{
		"number": json.Number("12345678901234567890.50"), "exponent": json.Number("1E+3"), "null": nil, "empty list": []any{},
		"object": map[string]any{"<": []any{json.Number("1.0"), nil, map[string]any{}}}, "text": "1",
	}
	for id, value := range values {
		n.put(note{ID: id, Value: value}, note{ID: "deleted"})
	}
	n.requireNoError(n.Update(func(tx *storage.Tx) error { n.Remove(tx, "deleted"); return nil }))
	n.requireNoError(n.Close())
	n = open(t, path)
	for id, want := range values {
		if got, ok := n.Get(id); !ok || !reflect.DeepEqual(got.Value, want) {
			t.Errorf("%s: got %#v, want %#v", id, got.Value, want)
		}
	}
	if _, ok := n.Get("deleted"); ok {
		t.Error("the deleted row is there again")
	}
	n.requireNoError(n.Close())
}

// TestNothingIsSavedBeforeAllTablesAreKnown opens a file with two tables, of which only one is loaded.
func TestNothingIsSavedBeforeAllTablesAreKnown(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data")
	n := open(t, path)
	var other storage.Table[note]
	n.requireNoError(other.Load(n.DB, "others"))
	n.requireNoError(n.Update(func(tx *storage.Tx) error { other.Put(tx, note{ID: "a", Text: "old"}); return nil }))
	n.requireNoError(n.Close())

	db, err := storage.Open(path)
	n.requireNoError(err)
	var loaded storage.Table[note]
	n.requireNoError(loaded.Load(db, "notes"))
	n.requireNoError(db.Update(func(tx *storage.Tx) error { loaded.Put(tx, note{ID: "a", Text: "new"}); return nil }))
	want := "data file " + path + ` is damaged, or no data file of the emulator: unknown table "others"; use another file`
	if err := db.StartSaving(); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	n.requireNoError(other.Load(db, "others"))
	n.requireNoError(db.Close())

	db, err = storage.Open(path)
	n.requireNoError(err)
	n.requireNoError(loaded.Load(db, "notes"))
	if _, saved := loaded.Get("a"); saved {
		t.Error("the change was saved to the file of another program")
	}
	n.requireNoError(other.Load(db, "others"))
	n.requireNoError(db.Update(func(tx *storage.Tx) error { other.Put(tx, note{ID: "b", Text: "early"}); return nil }))
	n.requireNoError(db.StartSaving())
	n.requireNoError(db.Close())

	db, err = storage.Open(path)
	n.requireNoError(err)
	n.requireNoError(other.Load(db, "others"))
	if early, _ := other.Get("b"); early.Text != "early" {
		t.Error("a change before StartSaving is lost")
	}
	n.requireNoError(db.Close())
}

func TestTableNamesAreUnique(t *testing.T) {
	t.Parallel()
	var a, b storage.Table[note]
	db := storage.InMemory()
	if err := a.Load(db, "notes"); err != nil {
		t.Error(err)
	}
	if err := b.Load(db, "notes"); err == nil || !strings.Contains(err.Error(), `"notes"`) {
		t.Errorf("got %v, want an error with the name of the table", err)
	}
}
