package transport

import (
	"math"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)
	const year = 365 * 24 * time.Hour
	tests := []struct {
		header string
		want   time.Duration
		ok     bool
	}{
		{"0", 0, true},
		{"5", 5 * time.Second, true},
		{" 120 ", 2 * time.Minute, true},
		{"31536001", year, true},
		{"9223372036854775807", year, true},
		{"9223372036854775808", year, true},
		{strings.Repeat("9", 400), year, true},
		{"Sun, 01 Mar 2026 12:00:30 GMT", 30 * time.Second, true},
		{"Sunday, 01-Mar-26 12:00:30 GMT", 30 * time.Second, true},
		{"Sun Mar  1 12:00:30 2026", 30 * time.Second, true},
		{"Sun, 01 Mar 2026 12:00:00 GMT", 0, true},
		{"Fri, 31 Dec 9999 23:59:59 GMT", math.MaxInt64, true},
		{header: "Sun, 01 Mar 2026 11:59:59 GMT"},
		{header: ""},
		{header: " "},
		{header: "-1"},
		{header: "-9223372036854775809"},
		{header: "1.5"},
		{header: "5s"},
		{header: "soon"},
		{header: "2026-03-01T12:00:30Z"},
	}
	for _, test := range tests {
		t.Run(test.header, func(t *testing.T) {
			t.Parallel()
			got, ok := retryAfter(test.header, now)
			if ok != test.ok || ok && got != test.want {
				t.Errorf("got %v, %t; want %v, %t", got, ok, test.want, test.ok)
			}
		})
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{
		"", "0", "-1", "+5", "120", "1e9", "0x10", "1_000", "\x00", "99999999999999999999", "-99999999999999999999",
		http.TimeFormat, "Fri, 31 Dec 9999 23:59:59 GMT", "Sun, 00 Jan 0000 00:00:00 GMT",
	} {
		f.Add(seed)
	}
	now := time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, header string) {
		wait, ok := retryAfter(header, now)
		if ok && wait < 0 {
			t.Errorf("%q is a wait of %v", header, wait)
		}
		if again, okAgain := retryAfter(" "+header+"\t", now); again != wait || okAgain != ok {
			t.Errorf("%q with white space around it is %v, %t instead of %v, %t", header, again, okAgain, wait, ok)
		}
	})
}

// Each wait is between the doubled wait and one and a half times as much.
func TestBackoffBounds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name             string
		minimum, maximum time.Duration
		attempt          int
		retryAfter       string
		least, most      time.Duration
	}{
		{"first", time.Second, maxWait, 0, "", time.Second, 1500 * time.Millisecond},
		{"second", time.Second, maxWait, 1, "", 2 * time.Second, 3 * time.Second},
		{"fifth", time.Second, maxWait, 4, "", 16 * time.Second, 24 * time.Second},
		{"sixth, capped", time.Second, maxWait, 5, "", 30 * time.Second, 45 * time.Second},
		{"beyond all shifts", time.Second, maxWait, 64, "", 30 * time.Second, 45 * time.Second},
		{"beyond all numbers", time.Second, maxWait, math.MaxInt, "", 30 * time.Second, 45 * time.Second},
		{"a minimum above the maximum", time.Hour, maxWait, 0, "", 30 * time.Second, 45 * time.Second},
		{"a minimum whose double is no number", math.MaxInt64 - 1, maxWait, 1, "", 30 * time.Second, 45 * time.Second},
		{"the smallest", 1, maxWait, 0, "", 1, 1},
		{"Retry-After is longer", time.Second, maxWait, 0, "20", 20 * time.Second, 20500 * time.Millisecond},
		{"Retry-After is shorter", time.Second, maxWait, 3, "2", 8 * time.Second, 12 * time.Second},
		{"Retry-After is zero", time.Second, maxWait, 0, "0", time.Second, 1500 * time.Millisecond},
		{"Retry-After is in the past", time.Second, maxWait, 0, http.TimeFormat, time.Second, 1500 * time.Millisecond},
		{"Retry-After is not a number", time.Second, maxWait, 0, "bientôt", time.Second, 1500 * time.Millisecond},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			response := &http.Response{Header: http.Header{"Retry-After": {test.retryAfter}}}
			if test.retryAfter == "" {
				response = nil // as after a lost response
			}
			low, high := time.Duration(math.MaxInt64), time.Duration(0)
			for range 2000 {
				wait := backoff(test.minimum, test.maximum, test.attempt, response)
				if wait < test.least || wait > test.most {
					t.Fatalf("waits %v, want %v to %v", wait, test.least, test.most)
				}
				low, high = min(low, wait), max(high, wait)
			}
			if spread := test.most - test.least; high-low < spread/2 {
				t.Errorf("waits %v to %v, want them spread over %v to %v", low, high, test.least, test.most)
			}
		})
	}
}
