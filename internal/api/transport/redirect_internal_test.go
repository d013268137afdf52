package transport

import (
	"net/http"
	"testing"
)

// These are redirects between hosts and default ports that a server on loopback cannot send.
func TestCheckRedirect(t *testing.T) {
	t.Parallel()
	tests := []struct {
		from, to string
		follow   bool
	}{
		{"https://api.example/a", "https://api.example/b?c", true},
		{"http://api.example/a", "http://api.example/b", true},
		{"http://api.example", "https://api.example", true},
		{"http://api.example:8080", "https://api.example:8443", true},
		{"https://api.example", "http://api.example", false},
		{"https://api.example", "https://api.example:8443", false},
		{"http://api.example", "http://api.example:8080", false},
		{"https://api.example", "https://www.api.example", false},
		{"http://api.example", "https://api.example.net", false},
		{"http://api.example", "ftp://api.example", false},
	}
	for _, test := range tests {
		t.Run(test.from+" to "+test.to, func(t *testing.T) {
			t.Parallel()
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				last, next := newRequest(t, method, test.from), newRequest(t, http.MethodGet, test.to)
				want := test.follow && method == http.MethodGet
				if got := checkRedirect(next, []*http.Request{last}) == nil; got != want {
					t.Errorf("%s: followed is %t, want %t", method, got, want)
				}
			}
		})
	}
}

func newRequest(t *testing.T, method, target string) *http.Request {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, target, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	return request
}
