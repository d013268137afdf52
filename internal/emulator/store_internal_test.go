package emulator

import (
	"errors"
	"testing"
	"time"
)

// TestFailedTurnLeavesNoTrace changes one record twice, adds one and removes one, and then fails. It looks into the store
// itself, because no request does all that and fails.
func TestFailedTurnLeavesNoTrace(t *testing.T) {
	t.Parallel()
	s, err := openStore("")
	if err != nil {
		t.Fatal(err)
	}
	name := func(id string) string { return s.scenes.rows[id].Name }
	row := func(id, name string) scene { return scene{entity: entity{ID: id}, Name: name} }
	turn := func(do func(*tx) error) error { return s.update(time.Now, do) }
	if err := turn(func(t *tx) error {
		put(t, t.scenes, row("a", "as it was"))
		put(t, t.scenes, row("b", "still there"))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	if err := turn(func(t *tx) error {
		put(t, t.scenes, row("a", "changed"))
		put(t, t.scenes, row("a", "changed again"))
		put(t, t.scenes, row("c", "new"))
		remove(t, t.scenes, row("b", ""))
		return broken
	}); !errors.Is(err, broken) {
		t.Errorf("error is %v, want %v", err, broken)
	}
	if name("a") != "as it was" || name("b") != "still there" || len(s.scenes.rows) != 2 {
		t.Errorf("the store holds %v", s.scenes.rows)
	}
}
