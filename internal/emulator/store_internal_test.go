package emulator

import (
	"errors"
	"testing"
	"time"
)

// TestFailedTransactionIsRolledBack changes a row twice, adds one and deletes one, and then fails. It uses the store itself,
// because no request does all this and fails.
func TestFailedTransactionIsRolledBack(t *testing.T) {
	t.Parallel()
	s, err := openStore("")
	if err != nil {
		t.Fatal(err)
	}
	name := func(id string) string { return s.scenes.rows[id].Name }
	row := func(id, name string) scene { return scene{entity: entity{ID: id}, Name: name} }
	update := func(do func(*tx) error) error { return s.update(time.Now, do) }
	if err := update(func(t *tx) error {
		put(t, t.scenes, row("a", "as it was"))
		put(t, t.scenes, row("b", "still there"))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	if err := update(func(t *tx) error {
		put(t, t.scenes, row("a", "changed"))
		put(t, t.scenes, row("a", "changed again"))
		put(t, t.scenes, row("c", "new"))
		remove(t, t.scenes, row("b", ""))
		return broken
	}); !errors.Is(err, broken) {
		t.Errorf("error is %v, want %v", err, broken)
	}
	if name("a") != "as it was" || name("b") != "still there" || len(s.scenes.rows) != 2 {
		t.Errorf("the store has %v", s.scenes.rows)
	}
}
