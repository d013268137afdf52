package transport_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// recordedLog records the calls of Config.Log.
type recordedLog struct {
	mu      sync.Mutex
	entries []map[string]any
}

func (j *recordedLog) record(config *transport.Config) {
	config.Log = func(_ context.Context, message string, fields map[string]any) {
		j.mu.Lock()
		defer j.mu.Unlock()
		fields["message"] = message
		j.entries = append(j.entries, fields)
	}
}

func TestLog(t *testing.T) {
	t.Parallel()
	var log recordedLog
	s := startService(t, (*httptest.Server).Start, faultFirst(1, resetConnection, faultFirst(1, respond(503, "{}"), respond(200, `{"id":"hidden"}`))))
	request := newGet("/rooms/1")
	request.Query = url.Values{"take": {"hidden"}, "name": {"hidden"}}
	if _, err := newClient(t, s.URL, log.record).Do(t.Context(), request); err != nil {
		t.Fatal(err)
	}
	want := []map[string]any{
		{"attempt": 1, "problem": "the connection was reset before the response"}, {"attempt": 2, "status": 503}, {"attempt": 3, "status": 200},
	}
	for _, fields := range want {
		fields["message"], fields["service"], fields["method"], fields["path"] = "HTTP request", "Example", "GET", "/rooms/1"
		fields["query_parameters"] = []string{"name", "take"}
	}
	for _, fields := range log.entries {
		if took, ok := fields["duration_ms"].(int64); !ok || took < 0 {
			t.Errorf("the duration is %v", fields["duration_ms"])
		}
		delete(fields, "duration_ms")
	}
	if !reflect.DeepEqual(log.entries, want) {
		t.Errorf("got %v, want %v", log.entries, want)
	}
}

// Neither the log nor the error shows a part of a request or of a response, for any fault.
func TestLogAndErrorsShowNoSecrets(t *testing.T) {
	t.Parallel()
	// Each secret contains a word, and characters that are escaped in URLs and quoted strings.
	secrets := []string{`key"@ 1`, `token/% 2`}
	words := []string{"key", "token", "queryvalue", "headervalue", "bodyvalue"}
	for _, fault := range faults {
		t.Run(fault.name, func(t *testing.T) {
			t.Parallel()
			var log recordedLog
			var endpoint string
			if fault.serve != nil {
				endpoint = startService(t, (*httptest.Server).Start, fault.serve).URL
			} else {
				endpoint = fault.endpoint(t)
			}
			client := newClient(t, endpoint, func(config *transport.Config) {
				log.record(config)
				config.Secrets = secrets[:1]
			})
			client.Secrets.Add(secrets[1])
			request := &transport.Request{
				Method: http.MethodPatch, Path: "/" + url.PathEscape(secrets[0]) + "/" + url.QueryEscape(secrets[1]) + "/" + strings.Repeat("long", 200),
				Query: url.Values{"of": {"queryvalue"}}, Body: []byte("bodyvalue"), Idempotent: true,
				Header: http.Header{"X-Of": {"headervalue"}},
			}
			maps.Copy(request.Header, fault.header)
			failure := requireFailure(t, client, request)
			if len(log.entries) != failure.Attempts {
				t.Errorf("%d attempts were logged, want %d", len(log.entries), failure.Attempts)
			}
			for _, text := range []string{failure.Error(), failure.Message, failure.Path, failure.Endpoint, fmt.Sprint(log.entries)} {
				if i := slices.IndexFunc(words, func(word string) bool { return strings.Contains(text, word) }); i >= 0 {
					t.Errorf("%q shows %s", text, words[i])
				}
				if strings.ContainsFunc(text, unicode.IsControl) {
					t.Errorf("%q has control characters", text)
				}
			}
			if len(failure.Message) > 600 || len(failure.Path) > 510 {
				t.Errorf("the error has a message of %d bytes and a path of %d", len(failure.Message), len(failure.Path))
			}
		})
	}
}

// The server echoes a secret in the parts of a response that messages show.
func TestEchoedSecretsAreScrubbed(t *testing.T) {
	t.Parallel()
	const secret = `a"bcd\e`
	for name, handler := range map[string]http.HandlerFunc{
		"in a title": respond(200, "<title>"+secret+"</title>", "Content-Type", "text/html"),
		"in a status line": func(w http.ResponseWriter, _ *http.Request) {
			conn := hijack(w)
			_, _ = conn.Write([]byte(secret + "\r\n"))
			_ = conn.Close()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, (*httptest.Server).Start, handler)
			client := newClient(t, s.URL, func(config *transport.Config) { config.Secrets = []string{secret} })
			response, err := client.Do(t.Context(), newGet("/"))
			if err == nil {
				err = response.Decode(nil)
			}
			if text := err.Error(); !strings.Contains(text, `"(secret)"`) {
				t.Errorf("got %q", text)
			}
		})
	}
}
