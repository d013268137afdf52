package transport

import (
	"net/url"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Secrets is a set of values that no message may show. The zero value is empty and ready.
type Secrets struct {
	mu     sync.RWMutex
	values []string
}

// Add makes values secret from now on. Empty ones are ignored.
func (s *Secrets) Add(values ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, value := range values {
		for _, form := range []string{value, url.QueryEscape(value), url.PathEscape(value)} {
			if form != "" && !slices.Contains(s.values, form) {
				s.values = append(s.values, form)
			}
		}
	}
	// The longest first: a secret that contains another one must go as a whole.
	slices.SortStableFunc(s.values, func(a, b string) int { return len(b) - len(a) })
}

// Scrub returns text fit for a message: without the secrets, without control characters, on one line and of bounded
// length.
func (s *Secrets) Scrub(text string) string {
	s.mu.RLock()
	for _, value := range s.values {
		text = strings.ReplaceAll(text, value, "(secret)")
	}
	s.mu.RUnlock()
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "?"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	const most = 500
	if len(text) <= most {
		return text
	}
	cut := most
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}
