package tfkit

import (
	"fmt"
	"strings"
)

// One picks the only match of a lookup. Otherwise the problem says how many there are and, with each described, which.
func One[T any](matches []T, kind string, describe func(T) string) (match T, problem string) {
	switch len(matches) {
	case 1:
		return matches[0], ""
	case 0:
		return match, fmt.Sprintf("No %s matches.", kind)
	}
	const most = 20
	lines := make([]string, 0, most+1)
	for _, candidate := range matches[:min(len(matches), most)] {
		lines = append(lines, "  - "+describe(candidate))
	}
	if rest := len(matches) - most; rest > 0 {
		lines = append(lines, fmt.Sprintf("  - and %d more", rest))
	}
	return match, fmt.Sprintf("%d %ss match, but exactly one must. Give the id of the one that is meant:\n%s", len(matches), kind, strings.Join(lines, "\n"))
}
