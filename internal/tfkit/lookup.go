package tfkit

import (
	"fmt"
	"strings"
)

// ExactlyOne picks the only match of a lookup. Otherwise the problem says how many there are and, with each described, which.
func ExactlyOne[T any](matches []T, kind string, describe func(T) string) (match T, problem string) {
	switch len(matches) {
	case 1:
		return matches[0], ""
	case 0:
		return match, fmt.Sprintf("There is no %s.", kind)
	}
	return match, fmt.Sprintf("Exactly one %s must match, but there are %d. Give the id of the one that is meant:\n%s", kind, len(matches), enumerate(matches, describe))
}

// Candidates says what there is instead of what was looked for.
func Candidates[T any](kind string, others []T, describe func(T) string) string {
	if len(others) == 0 {
		return fmt.Sprintf(" There is no %s at all.", kind)
	}
	return " There is:\n" + enumerate(others, describe)
}

// enumerate writes a line for each thing, up to as many as somebody reads.
func enumerate[T any](things []T, describe func(T) string) string {
	const most = 20
	lines := make([]string, 0, most+1)
	for _, thing := range things[:min(len(things), most)] {
		lines = append(lines, "  - "+describe(thing))
	}
	if rest := len(things) - most; rest > 0 {
		lines = append(lines, fmt.Sprintf("  - and %d more", rest))
	}
	return strings.Join(lines, "\n")
}
