package transport

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// What comes over HTTP/2 is judged like anything else, although its errors are others.
func TestHTTP2(t *testing.T) {
	t.Parallel()
	const timeout = "no complete answer within the request timeout"
	tests := []struct {
		name    string
		handler http.HandlerFunc
		says    string // "" for success
	}{
		{"answered", ok, ""},
		{"broken", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "INTERNAL_ERROR"},
		{"timeout", hang, timeout},
		{"timeout in the middle of the answer", func(w http.ResponseWriter, r *http.Request) {
			_ = http.NewResponseController(w).Flush()
			hang(w, r)
		}, timeout},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				protocols := make(chan string, 1)
				client, _ := onNetwork(t, Config{MaxRetries: 5, RequestTimeout: time.Minute}, func(w http.ResponseWriter, r *http.Request) {
					protocols <- r.Proto
					test.handler(w, r)
				})
				client.transport.Protocols = &http.Protocols{}
				client.transport.Protocols.SetUnencryptedHTTP2(true)
				_, err := client.Do(t.Context(), &Request{Method: http.MethodPost, Path: "/"})
				if protocol := <-protocols; protocol != "HTTP/2.0" {
					t.Fatalf("it went over %q: %v", protocol, err)
				}
				if test.says == "" {
					if err != nil {
						t.Error(err)
					}
					return
				}
				var failure *Error
				if !errors.As(err, &failure) || !strings.Contains(failure.Message, test.says) {
					t.Fatalf("got %v, want an error that says %q", err, test.says)
				}
				if failure.Reason != NoResponse || !failure.Ambiguous || failure.Attempts != 1 {
					t.Errorf("got %v, ambiguous %t after %d attempts", failure, failure.Ambiguous, failure.Attempts)
				}
			})
		})
	}
}
