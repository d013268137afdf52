package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// breakingChange is a change that breaks configurations of users.
type breakingChange struct{ path, problem string }

// compare returns the changes that break configurations of users, by path. A change of a validator or of a meaning is not found.
func compare(previous, current reference) []breakingChange {
	var changes []breakingChange
	for _, path := range slices.Sorted(maps.Keys(previous)) {
		before := previous[path]
		after, exists := current[path]
		if !exists {
			if !isBelow(previous, current, path) {
				changes = append(changes, breakingChange{path, "was removed"})
			}
			continue
		}
		for _, problem := range problems(before, after) {
			changes = append(changes, breakingChange{path, problem})
		}
	}
	for _, path := range slices.Sorted(maps.Keys(current)) {
		if _, exists := previous[path]; !exists && current[path].has("required") {
			if _, hasParent := previous[parent(path)]; hasParent {
				changes = append(changes, breakingChange{path, "is new and required"})
			}
		}
	}
	return changes
}

// isBelow reports whether a path is below another one that was removed too, which is reported once.
func isBelow(previous, current reference, path string) bool {
	above := parent(path)
	_, existed := previous[above]
	_, exists := current[above]
	return existed && !exists
}

// problems returns what a change of one entry breaks.
func problems(before, after entry) []string {
	var found []string
	if before.typ != after.typ {
		found = append(found, "has the type "+after.typ+", and had "+before.typ)
	}
	settable := func(e entry) bool { return e.has("required") || e.has("optional") }
	switch {
	case settable(before) && !settable(after):
		found = append(found, "can no longer be set")
	case !before.has("required") && after.has("required"):
		found = append(found, "is required")
	}
	if before.has("computed") && !after.has("computed") {
		found = append(found, "is null if it is not set")
	}
	for flag, problem := range map[string]string{
		"sensitive": "is sensitive, which outputs must repeat", "write-only": "is write-only", "replaces": "forces replacement",
	} {
		if after.has(flag) && !before.has(flag) {
			found = append(found, problem)
		}
	}
	if before.defaultValue != after.defaultValue {
		found = append(found, fmt.Sprintf("has the default %s, and had %s", cmp.Or(after.defaultValue, "null"), cmp.Or(before.defaultValue, "null")))
	}
	slices.Sort(found)
	return found
}

// parent returns the path of the object that has an attribute, or "".
func parent(path string) string { return path[:max(strings.LastIndex(path, "."), 0)] }
