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

// Secrets is a set of values that no message may show. The zero value is empty and ready.
type Secrets struct {
	mu     sync.RWMutex
	values []string
}

// MinSecretLength is how many characters a value must have to be scrubbed. To replace each "t" of a message would tell that the
// secret is "t".
const MinSecretLength = 6

// IsTooShort says whether a value is too short to be scrubbed.
func IsTooShort(value string) bool { return utf8.RuneCountInString(oneLine(value)) < MinSecretLength }

// Add makes values secret from now on, also as URLs and quoted texts write them. Values that are too short to be secrets
// are ignored, in all forms.
func (s *Secrets) Add(values ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, value := range values {
		if IsTooShort(value) {
			continue
		}
		quoted := strconv.Quote(value)
		for _, form := range []string{value, url.QueryEscape(value), url.PathEscape(value), quoted[1 : len(quoted)-1]} {
			form = oneLine(form) // as Scrub sees it
			if !slices.Contains(s.values, form) {
				s.values = append(s.values, form)
			}
		}
	}
}

// Scrub returns text fit for a message: without the secrets, without control characters, on one line and of bounded
// length.
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

// find marks the bytes of text that belong to a secret. Where secrets overlap, no part of either is left.
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

// oneLine makes each run of white space and control characters one space, and text valid UTF-8.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "?"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
}

// shortened cuts text between two characters where it is longer than a message can bear, in bytes.
func shortened(text string) string {
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
