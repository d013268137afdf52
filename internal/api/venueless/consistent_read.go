package venueless

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// sortKey has the fields that the server orders rooms by. Rooms with equal keys come in any order.
type sortKey struct {
	priority int64
	name     string
}

func sortKeyOf(room Room) sortKey { return sortKey{room.SortingPriority, room.Name} }

// consistentRead has the rooms of a list, from the latest passes over its pages that agree with each other.
type consistentRead struct {
	// sortKeys are the keys of all rooms in the order of the server, including those that no pass has returned.
	sortKeys []sortKey
	// seen has the rooms that a pass has returned.
	seen   map[sortKey][]Room
	passes int
}

// addPass adds the rooms of another pass. If their keys are not the same as before, the list has changed, and the earlier
// passes are discarded.
func (r *consistentRead) addPass(rooms []Room) {
	keys := make([]sortKey, len(rooms))
	for i, room := range rooms {
		keys[i] = sortKeyOf(room)
	}
	if !slices.Equal(keys, r.sortKeys) {
		*r = consistentRead{sortKeys: keys}
	}
	r.addRooms(rooms)
	if len(r.rooms()) > len(keys) { // a room was replaced by another one with the same key
		*r = consistentRead{sortKeys: keys}
		r.addRooms(rooms)
	}
}

func (r *consistentRead) addRooms(rooms []Room) {
	r.passes++
	if r.seen == nil {
		r.seen = map[sortKey][]Room{}
	}
	for _, room := range rooms {
		key := sortKeyOf(room)
		if !slices.ContainsFunc(r.seen[key], func(other Room) bool { return other.ID == room.ID }) {
			r.seen[key] = append(r.seen[key], room)
		}
	}
}

// isComplete reports whether the passes have returned all rooms. A list of several pages needs two passes that agree.
func (r *consistentRead) isComplete(singlePage bool) bool {
	return len(r.rooms()) == len(r.sortKeys) && (singlePage || r.passes > 1)
}

// rooms returns the rooms that were seen in the order of the server, and those with equal keys in the order in which they were
// seen.
func (r *consistentRead) rooms() []Room {
	rooms := []Room{}
	for i, key := range r.sortKeys {
		if i == 0 || key != r.sortKeys[i-1] {
			rooms = append(rooms, r.seen[key]...)
		}
	}
	return rooms
}

// equalRooms is a group of rooms with equal keys, of which no pass has returned all.
type equalRooms struct {
	sortKey
	seen  int
	total int
}

// omitted returns the groups that have rooms that no pass has returned.
func (r *consistentRead) omitted() []equalRooms {
	var groups []equalRooms
	for rest := r.sortKeys; len(rest) > 0; {
		key := rest[0]
		total := slices.IndexFunc(rest, func(other sortKey) bool { return other != key })
		if total < 0 {
			total = len(rest)
		}
		if seen := len(r.seen[key]); seen != total {
			groups = append(groups, equalRooms{key, seen, total})
		}
		rest = rest[total:]
	}
	return groups
}

// IncompleteError is the error of a list from which rooms are missing that cannot be read.
type IncompleteError struct {
	failure *transport.Error
	// omitted is nil if any room can be missing.
	omitted []equalRooms
}

func (e *IncompleteError) Error() string { return e.failure.Error() }

// Unwrap returns the *transport.Error.
func (e *IncompleteError) Unwrap() error { return e.failure }

// MayOmit reports whether a room whose name matches may be missing from the list.
func (e *IncompleteError) MayOmit(matches func(name string) bool) bool {
	return e.omitted == nil || slices.ContainsFunc(e.omitted, func(group equalRooms) bool { return matches(group.name) })
}

func (c *Client) incompleteError(worldID string, list *consistentRead) *IncompleteError {
	groups := list.omitted()
	if len(groups) == 0 || list.passes < 2 {
		return &IncompleteError{failure: c.transport.ListError(c.roomsPath(worldID), fmt.Sprintf("the list of rooms stayed incomplete: it changed each of the %d times that its pages were read, or its pages do not match its count. Try again", maxPasses))}
	}
	const most = 10
	lines := []string{}
	for _, group := range groups[:min(len(groups), most)] {
		lines = append(lines, fmt.Sprintf("  - %d of %d rooms named %q with sorting_priority %d", group.total-group.seen, group.total, group.name, group.priority))
	}
	if rest := len(groups) - most; rest > 0 {
		lines = append(lines, fmt.Sprintf("  - and %d more groups", rest))
	}
	return &IncompleteError{omitted: groups, failure: c.transport.ListError(c.roomsPath(worldID), "the list of rooms stayed incomplete. The server orders rooms only by sorting_priority and name. "+
		"If rooms with the same priority and name are on two pages, it lists some of them twice and omits others:\n"+strings.Join(lines, "\n")+
		"\nGive these rooms different priorities or names, or look them up by ID")}
}
