package transport

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Secrets is a set of values that messages must not show. Its zero value is ready for use.
type Secrets struct {
	mu     sync.RWMutex
	values []string
}

// MinSecretLength is the minimum length of a value that is scrubbed, in characters. To replace each "t" of a message would show
// that the secret is "t".
const MinSecretLength = 6

// IsTooShort reports whether a value is too short to be scrubbed.
func IsTooShort(value string) bool { return utf8.RuneCountInString(oneLine(value)) < MinSecretLength }

// Add adds values, with their escaped forms in URLs and quoted strings. Values that are too short are ignored in all forms.
func (s *Secrets) Add(values ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, value := range values {
		if IsTooShort(value) {
			continue
		}
		quoted := strconv.Quote(value)
		for _, form := range []string{value, url.QueryEscape(value), url.PathEscape(value), quoted[1 : len(quoted)-1]} {
			form = oneLine(form) // as in Scrub
			if !slices.Contains(s.values, form) {
				s.values = append(s.values, form)
			}
		}
	}
}

// Scrub returns text for a message: without secrets and control characters, on one line, and shortened to about 500 bytes.
func (s *Secrets) Scrub(text string) string {
	text = oneLine(text)
	hidden := s.find(text)
	var shown strings.Builder
	for i := range len(text) {
		switch {
		case !hidden[i]:
			shown.WriteByte(text[i])
		case i == 0 || !hidden[i-1]:
			shown.WriteString("(secret)")
		}
	}
	return shortened(shown.String())
}

// find marks the bytes of text that belong to a secret, including secrets that overlap.
func (s *Secrets) find(text string) []bool {
	hidden := make([]bool, len(text))
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, value := range s.values {
		from, end := 0, 0
		for {
			at := strings.Index(text[from:], value)
			if at < 0 {
				break
			}
			at += from
			for i := max(at, end); i < at+len(value); i++ {
				hidden[i] = true
			}
			from, end = at+1, at+len(value)
		}
	}
	return hidden
}

// oneLine replaces each run of white space and control characters by one space, and invalid UTF-8 by "?".
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "?"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
}

// shortened cuts a long text between two characters.
func shortened(text string) string {
	const maxLength = 500 // in bytes
	if len(text) <= maxLength {
		return text
	}
	cut := maxLength
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}
