package xrcloud

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// Creations wait for each other only if the search of one could find the object of the other.
func TestLockCreation(t *testing.T) {
	t.Parallel()
	type key struct{ group, part string }
	for name, test := range map[string]struct {
		held, wanted key
		waits        bool
	}{
		"equal":                    {key{"Event", ""}, key{"Event", ""}, true},
		"the same label":           {key{"Event", "a"}, key{"Event", "a"}, true},
		"no label beside a label":  {key{"Event", "a"}, key{"Event", ""}, true},
		"a label beside no label":  {key{"Event", ""}, key{"Event", "a"}, true},
		"two labels":               {key{"Event", "a"}, key{"Event", "b"}, false},
		"two names":                {key{"Event", ""}, key{"Fair", ""}, false},
		"two names with one label": {key{"Event", "a"}, key{"Fair", "a"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var known knownObjects
				release, err := known.lockCreation(t.Context(), test.held.group, test.held.part)
				if err != nil {
					t.Fatal(err)
				}
				acquired := false
				go func() {
					second, err := known.lockCreation(t.Context(), test.wanted.group, test.wanted.part)
					if err != nil {
						t.Error(err)
						return
					}
					acquired = true
					second()
				}()
				synctest.Wait()
				if acquired == test.waits {
					t.Errorf("waits: %t, want %t", !acquired, test.waits)
				}
				release()
				synctest.Wait()
				if !acquired {
					t.Error("waits although the lock is free")
				}
			})
		})
	}
}

// A creation that is cancelled while it waits does not keep the lock.
func TestLockCreationEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var known knownObjects
		release, err := known.lockCreation(t.Context(), "Event", "a")
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"", "a"} {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			if _, err := known.lockCreation(ctx, "Event", part); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("part %q: got %v", part, err)
			}
			cancel()
		}
		release()
		if release, err = known.lockCreation(t.Context(), "Event", ""); err != nil {
			t.Fatal(err)
		}
		release()
	})
}

func TestClaim(t *testing.T) {
	t.Parallel()
	var known knownObjects
	if !known.claim("a") || known.claim("a") || !known.claim("b") {
		t.Error("an object can be claimed twice, or not at all")
	}
}

func TestExistedAt(t *testing.T) {
	t.Parallel()
	var known knownObjects
	room := func(id, created string) Room { return Room{ID: id, CreatedAt: created} }
	known.record(room("seen", "2026-01-01T12:00:00.005Z"))
	known.record(&page[Room]{items: []Room{room("listed", "2026-01-01T12:00:00.001Z"), room("unreadable", "soon")}})
	known.claim("claimed")
	before := known.snapshot()
	known.record(room("later", "2026-01-01T12:00:01.000Z"))
	for id, test := range map[string]struct {
		created string
		want    bool
	}{
		"seen":       {"2026-01-01T12:00:00.005Z", true},
		"listed":     {"2026-01-01T12:00:00.001Z", true},
		"unreadable": {"soon", true},
		"claimed":    {"2026-01-01T13:00:00.000Z", true},
		"later":      {"2026-01-01T12:00:01.000Z", false},
		"unseen":     {"2026-01-01T12:00:00.004Z", true},
		"same time":  {"2026-01-01T12:00:00.005Z", false},
		"newer":      {"2026-01-01T12:00:00.006Z", false},
		"no time":    {"", false},
	} {
		if got := known.existedAt(room(id, test.created), before); got != test.want {
			t.Errorf("%s: %t, want %t", id, got, test.want)
		}
	}
}

// Two inputs have the same key only if the room of one matches the other.
func TestRoomInputKey(t *testing.T) {
	t.Parallel()
	base := RoomInput{ProjectID: "p", SceneID: "s", Name: "Hall", ReturnURL: "https://example.com/", Size: 10, Tags: []string{"a", "b"}}
	for name, test := range map[string]struct {
		change func(*RoomInput)
		same   bool
	}{
		"order of tags": {func(i *RoomInput) { i.Tags = []string{"b", "a"} }, true},
		"tags":          {func(i *RoomInput) { i.Tags = []string{"a b"} }, false},
		"no tags":       {func(i *RoomInput) { i.Tags = nil }, false},
		"size":          {func(i *RoomInput) { i.Size = 11 }, false},
		"name":          {func(i *RoomInput) { i.Name = "Hall 2" }, false},
		"return URL":    {func(i *RoomInput) { i.ReturnURL += "bye" }, false},
		"scene":         {func(i *RoomInput) { i.SceneID = "other" }, false},
	} {
		other := base
		test.change(&other)
		room := Room{SceneID: base.SceneID, Name: base.Name, ReturnURL: base.ReturnURL, Size: base.Size, Tags: base.Tags}
		if same := base.key() == other.key(); same != test.same || same != other.matches(room) {
			t.Errorf("%s: same key %t, want %t; matches %t", name, same, test.same, other.matches(room))
		}
	}
}
