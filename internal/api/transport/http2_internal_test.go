package transport

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// HTTP/2 has other errors than HTTP/1.1. They have the same reasons.
func TestHTTP2(t *testing.T) {
	t.Parallel()
	const timeout = "no complete response within the request timeout"
	tests := []struct {
		name    string
		handler http.HandlerFunc
		message string // "" for success
	}{
		{"response", respondOK, ""},
		{"broken", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "INTERNAL_ERROR"},
		{"timeout", neverRespond, timeout},
		{"timeout in the middle of the response", func(w http.ResponseWriter, r *http.Request) {
			_ = http.NewResponseController(w).Flush()
			neverRespond(w, r)
		}, timeout},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				protocols := make(chan string, 1)
				client, _ := newClientOnNetwork(t, Config{MaxRetries: 5, RequestTimeout: time.Minute}, func(w http.ResponseWriter, r *http.Request) {
					protocols <- r.Proto
					test.handler(w, r)
				})
				client.transport.Protocols = &http.Protocols{}
				client.transport.Protocols.SetUnencryptedHTTP2(true)
				_, err := client.Do(t.Context(), &Request{Method: http.MethodPost, Path: "/"})
				if protocol := <-protocols; protocol != "HTTP/2.0" {
					t.Fatalf("it went over %q: %v", protocol, err)
				}
				if test.message == "" {
					if err != nil {
						t.Error(err)
					}
					return
				}
				failure, ok := errors.AsType[*Error](err)
				if !ok || !strings.Contains(failure.Message, test.message) {
					t.Fatalf("got %v, want the message %q", err, test.message)
				}
				if failure.Reason != NoResponse || !failure.Ambiguous || failure.Attempts != 1 {
					t.Errorf("got %v, ambiguous %t after %d attempts", failure, failure.Ambiguous, failure.Attempts)
				}
			})
		})
	}
}
