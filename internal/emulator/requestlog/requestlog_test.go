package requestlog_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/requestlog"
)

// tickingClock returns a clock that advances by a second with each call.
func tickingClock() func() time.Time {
	now := time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	return func() time.Time {
		now = now.Add(time.Second)
		return now
	}
}

func send(t *testing.T, handler http.Handler, method, target string) {
	t.Helper()
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), method, target, http.NoBody))
}

func TestEntries(t *testing.T) {
	t.Parallel()
	var reported []requestlog.Entry
	log := requestlog.New(tickingClock(), func(e requestlog.Entry) { reported = append(reported, e) })
	handler := log.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"statusCode":400,"message":["name must be a string","size must not be less than 1"]}`))
		}
		r.URL.Path = "/changed"
	}))
	send(t, handler, http.MethodGet, "/api/%72ooms?private=secret")
	send(t, handler, http.MethodPost, "/api/rooms")

	started := time.Date(2026, 5, 4, 9, 0, 1, 0, time.UTC)
	want := []requestlog.Entry{
		{
			Number: 2, Time: started.Add(2 * time.Second), Method: "POST", Path: "/api/rooms", Status: 400, Duration: time.Second,
			Reason: "name must be a string; size must not be less than 1",
		},
		{Number: 1, Time: started, Method: "GET", Path: "/api/%72ooms", Status: 200, Duration: time.Second},
	}
	if got := log.Entries(); !slices.Equal(got, want) {
		t.Errorf("entries are %+v, want %+v", got, want)
	}
	slices.Reverse(reported)
	if !slices.Equal(reported, want) {
		t.Errorf("reported are %+v, want %+v", reported, want)
	}
}

// The log forgets the oldest requests, but goes on counting.
func TestCapacity(t *testing.T) {
	t.Parallel()
	log := requestlog.New(time.Now, nil)
	handler := log.Handler(http.NotFoundHandler())
	for i := range 501 {
		send(t, handler, http.MethodGet, fmt.Sprintf("/%d", i))
	}
	entries := log.Entries()
	if len(entries) != 500 || entries[0].Path != "/500" || entries[499].Path != "/1" || log.Last() != 501 {
		t.Errorf("%d entries from %+v to %+v, last number %d", len(entries), entries[0], entries[len(entries)-1], log.Last())
	}
}

// A request that gets no response has the status 0, and the panic that aborts it reaches the server.
func TestAbortedRequest(t *testing.T) {
	t.Parallel()
	log := requestlog.New(time.Now, nil)
	server := httptest.NewServer(log.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/abort" {
			panic(http.ErrAbortHandler)
		}
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_ = conn.Close()
	})))
	defer server.Close()
	for number, path := range []string{"/abort", "/hijack"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		response, err := server.Client().Do(request)
		if err == nil {
			_ = response.Body.Close()
			t.Errorf("%s has a response", path)
		}
		if _, err := log.Wait(t.Context(), number); err != nil {
			t.Fatal(err)
		}
		if entry := log.Entries()[0]; entry.Path != path || entry.Status != 0 {
			t.Errorf("entry is %+v, want %s with status 0", entry, path)
		}
	}
}

func TestWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := requestlog.New(time.Now, nil)
		handler := log.Handler(http.NotFoundHandler())
		waited := make(chan int)
		for range 2 {
			go func() {
				last, err := log.Wait(t.Context(), 0)
				if err != nil {
					t.Error(err)
				}
				waited <- last
			}()
		}
		synctest.Wait()
		send(t, handler, http.MethodGet, "/")
		if first, second := <-waited, <-waited; first != 1 || second != 1 {
			t.Errorf("the last numbers are %d and %d", first, second)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if last, err := log.Wait(ended, 1); !errors.Is(err, context.Canceled) || last != 1 {
			t.Errorf("waiting for a second request returned %d, %v", last, err)
		}
	})
}

func TestReason(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ä", 200)
	for name, test := range map[string]struct{ body, want string }{
		"XRCLOUD":             {`{"statusCode":404,"message":"Room with ID x not found","error":"Not Found"}`, "Room with ID x not found"},
		"XRCLOUD, status 500": {`{"statusCode":500,"body":{"password":"secret"},"message":"Internal Server Error"}`, "Internal Server Error"},
		"Venueless":           {`{"detail":"Invalid token."}`, "Invalid token."},
		"Venueless, fields":   {`{"name":["This field is required."],"deleted":["Must be a valid boolean."]}`, "deleted: Must be a valid boolean.; name: This field is required."},
		"Venueless, nested":   {`{"module_config":{"0":["x"]}}`, "module_config: 0: x"},
		"VCS":                 {`{"httpCode":400,"code":"REALTIME-00009","id":"INVALID_TOKEN","description":["The token ::= [secret] is invalid."]}`, "REALTIME-00009; INVALID_TOKEN"},
		"VCS, no ID":          {`{"httpCode":404,"code":"BASE-00004","id":null,"description":["Not found."]}`, "BASE-00004"},
		"whiteboard":          {`{"message":"room\nnot found"}`, "room not found"},
		"HTML":                {`<html>`, ""},
		"a list":              {`[]`, ""},
		"long":                {`{"message":"` + long + `"}`, strings.Repeat("ä", 150) + "…"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := requestlog.New(time.Now, nil)
			send(t, log.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(http.StatusTeapot)
				for _, part := range []string{test.body[:1], test.body[1:]} {
					_, _ = w.Write([]byte(part))
				}
			})), http.MethodGet, "/")
			if got := log.Entries()[0].Reason; got != test.want {
				t.Errorf("reason is %q, want %q", got, test.want)
			}
		})
	}
}

// TestReasonOmitsQuery responds as XRCLOUD does to the link of a room, whose query has a secret.
func TestReasonOmitsQuery(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"public=secret", "public=secret&name=a%20b", "", "\xff=secret"} {
		log := requestlog.New(time.Now, nil)
		send(t, log.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusNotFound)
			_ = json.NewEncoder(w).Encode(map[string]string{"message": "Cannot GET " + r.URL.RequestURI()})
		})), http.MethodGet, "/room/hall?"+query)
		if got := strings.TrimSuffix(log.Entries()[0].Reason, "?"); got != "Cannot GET /room/hall" {
			t.Errorf("query %q: reason is %q", query, got)
		}
	}
}
