// Package suggest finds the word that somebody probably meant.
package suggest

import (
	"slices"

	"github.com/agext/levenshtein"
)

// Closest returns the candidate that differs least from the text, the first in the order of the alphabet if several do.
func Closest(text string, candidates []string) string {
	return slices.MinFunc(slices.Sorted(slices.Values(candidates)), func(a, b string) int {
		return levenshtein.Distance(text, a, nil) - levenshtein.Distance(text, b, nil)
	})
}
