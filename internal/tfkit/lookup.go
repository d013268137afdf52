package tfkit

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
)

// ArgumentError is an error about the value of an argument.
type ArgumentError struct {
	Argument path.Path
	Detail   string
}

func (e *ArgumentError) Error() string { return e.Detail }

// ExactlyOne returns the only match of a lookup by an argument. If none or several match, it returns an *ArgumentError with a line for
// each match. kind describes the object, such as `room named "Main hall"`.
func ExactlyOne[T any](matches []T, argument path.Path, kind string, describe func(T) string) (T, error) {
	var none T
	switch len(matches) {
	case 1:
		return matches[0], nil
	case 0:
		return none, &ArgumentError{argument, fmt.Sprintf("There is no %s.", kind)}
	}
	return none, &ArgumentError{argument, fmt.Sprintf("Exactly one %s must match, but there are %d. Set id to the ID of one of them:\n%s", kind, len(matches), enumerate(matches, describe))}
}

// Candidates returns sentences that list the existing objects, for an error that no object matches.
func Candidates[T any](kind string, others []T, describe func(T) string) string {
	if len(others) == 0 {
		return fmt.Sprintf("There is no other %s.", kind)
	}
	return "There is:\n" + enumerate(others, describe)
}

// enumerate returns a line for each of the first 20 objects, and the number of the others.
func enumerate[T any](objects []T, describe func(T) string) string {
	const most = 20
	lines := make([]string, 0, most+1)
	for _, object := range objects[:min(len(objects), most)] {
		lines = append(lines, "  - "+describe(object))
	}
	if rest := len(objects) - most; rest > 0 {
		lines = append(lines, fmt.Sprintf("  - and %d more", rest))
	}
	return strings.Join(lines, "\n")
}
