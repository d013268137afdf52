package pages_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// stream opens the stream of events, and returns a function that waits for the next event. It returns false if the stream
// has ended.
func (f *fixture) stream(ctx context.Context, server *httptest.Server) (next func() bool) {
	f.t.Helper()
	request := must(http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/-/events", http.NoBody))(f.t)
	response, err := server.Client().Do(request)
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { _ = response.Body.Close() })
	if kind := response.Header.Get("Content-Type"); kind != "text/event-stream" {
		f.t.Errorf("the type is %s", kind)
	}
	lines := bufio.NewScanner(response.Body)
	return func() bool {
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "data: ") {
				return true
			}
		}
		return false
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	next := f.stream(t.Context(), server)
	if !next() {
		t.Fatal("no event at first")
	}
	f.api("PATCH", "/api/rooms/"+f.room, "application/json", `{"name":"Foyer"}`)
	if !next() {
		t.Fatal("no event after a request to the API")
	}
	b := f.browser()
	// The link is read before the stream is opened, because reading it is a request to the API, too.
	page, editor := b.get(f.link(f.room, "public", "guest")), b.get(f.creationURL())
	next = f.stream(t.Context(), server)
	next()
	page = b.submit(page)
	if !next() {
		t.Fatal("no event after a visitor has entered")
	}
	b.submit(page)
	if !next() {
		t.Fatal("no event after a visitor has left")
	}
	b.submit(editor, "name", "Foyer")
	if !next() {
		t.Fatal("no event after a scene was published")
	}
	f.pages.Close()
	f.pages.Close()
	if next() {
		t.Error("an event after the pages have closed")
	}
}

// A stream ends with its request, and no other stream does.
func TestEventsOfClosedBrowser(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	served := make(chan struct{}, 2)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.ServeHTTP(w, r)
		served <- struct{}{}
	}))
	t.Cleanup(server.Close)
	second := f.stream(t.Context(), server)
	second()
	ctx, cancel := context.WithCancel(t.Context())
	f.stream(ctx, server)()
	cancel()
	<-served
	f.api("PATCH", "/api/rooms/"+f.room, "application/json", `{"name":"Foyer"}`)
	if !second() {
		t.Error("the other stream has ended")
	}
}
