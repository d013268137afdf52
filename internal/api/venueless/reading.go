package venueless

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// rank is all that the server orders rooms by. Rooms of equal rank come in any order.
type rank struct {
	priority int64
	name     string
}

func rankOf(room Room) rank { return rank{room.SortingPriority, room.Name} }

// reading is what is known of a list after passes over its pages that agree.
type reading struct {
	// ranks are those of all rooms, also of those that were not seen.
	ranks  []rank
	seen   map[rank][]Room
	passes int
}

// add adds the rooms of another pass. If that found other ranks, the list has changed: what was read before no longer counts.
func (r *reading) add(rows []Room) {
	ranks := make([]rank, len(rows))
	for i, room := range rows {
		ranks[i] = rankOf(room)
	}
	if !slices.Equal(ranks, r.ranks) {
		*r = reading{ranks: ranks}
	}
	r.see(rows)
	if len(r.rooms()) > len(ranks) { // a room was replaced by another of the same rank
		*r = reading{ranks: ranks}
		r.see(rows)
	}
}

func (r *reading) see(rows []Room) {
	r.passes++
	if r.seen == nil {
		r.seen = map[rank][]Room{}
	}
	for _, room := range rows {
		at := rankOf(room)
		if !slices.ContainsFunc(r.seen[at], func(other Room) bool { return other.ID == room.ID }) {
			r.seen[at] = append(r.seen[at], room)
		}
	}
}

// complete says whether all rooms were seen.
func (r *reading) complete(onePage bool) bool {
	return len(r.rooms()) == len(r.ranks) && (onePage || r.passes > 1)
}

// rooms are those seen, in the order of the server, and equal ones in the order in which they were seen.
func (r *reading) rooms() []Room {
	rooms := []Room{}
	for i, at := range r.ranks {
		if i == 0 || at != r.ranks[i-1] {
			rooms = append(rooms, r.seen[at]...)
		}
	}
	return rooms
}

// hidden are equal rooms of which the server lists only some.
type hidden struct {
	rank
	seen, all int
}

func (r *reading) hidden() []hidden {
	var groups []hidden
	for rest := r.ranks; len(rest) > 0; {
		at := rest[0]
		all := slices.IndexFunc(rest, func(other rank) bool { return other != at })
		if all < 0 {
			all = len(rest)
		}
		if seen := len(r.seen[at]); seen != all {
			groups = append(groups, hidden{at, seen, all})
		}
		rest = rest[all:]
	}
	return groups
}

// IncompleteError is the error of a list of which not all rooms can be read.
type IncompleteError struct {
	failure *transport.Error
	// hidden is nil where any room may be missing.
	hidden []hidden
}

func (e *IncompleteError) Error() string { return e.failure.Error() }

// Unwrap gives the error of the call.
func (e *IncompleteError) Unwrap() error { return e.failure }

// MayHide says whether a room may be missing whose name matches. Where only equal rooms are missing, all others are
// known.
func (e *IncompleteError) MayHide(matches func(name string) bool) bool {
	return e.hidden == nil || slices.ContainsFunc(e.hidden, func(h hidden) bool { return matches(h.name) })
}

func (c *Client) incomplete(got *reading) *IncompleteError {
	groups := got.hidden()
	if len(groups) == 0 || got.passes < 2 {
		return &IncompleteError{failure: c.failed(fmt.Sprintf("the list of rooms stayed incomplete: it changed each of the %d times that its pages were read, or its pages do not match its count. Try again", maxPasses))}
	}
	const most = 10
	lines := []string{}
	for _, group := range groups[:min(len(groups), most)] {
		lines = append(lines, fmt.Sprintf("  - %d of %d rooms named %q with sorting_priority %d", group.all-group.seen, group.all, group.name, group.priority))
	}
	if rest := len(groups) - most; rest > 0 {
		lines = append(lines, fmt.Sprintf("  - and %d more groups", rest))
	}
	return &IncompleteError{hidden: groups, failure: c.failed("the list of rooms stayed incomplete. The server orders rooms by sorting_priority and name alone; " +
		"where rooms that are equal in both stand on two pages, it lists some twice and others not at all:\n" + strings.Join(lines, "\n") +
		"\nGive these rooms different priorities or names, or look them up by ID")}
}
