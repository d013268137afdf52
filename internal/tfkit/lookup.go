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

// ExactlyOne returns the only match of a lookup by an argument. If there is none, or more than one, it returns an
// *ArgumentError that lists the matches. kind is what is looked up, such as `room named "Main hall"`.
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

// Candidates is a sentence that lists the objects that exist in place of the one that was looked up.
func Candidates[T any](kind string, others []T, describe func(T) string) string {
	if len(others) == 0 {
		return fmt.Sprintf("There is no %s at all.", kind)
	}
	return "There is:\n" + enumerate(others, describe)
}

// enumerate writes a line for each object, up to a number that a person reads.
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
