// Package requestlog remembers the last requests to the emulated services, without credentials, so that a person can see what
// a client sent and why a request was rejected.
package requestlog

import (
	"bufio"
	"bytes"
	"context"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	// capacity is the number of requests that a log remembers.
	capacity = 500
	// maxReason is the maximum length of a reason, in bytes.
	maxReason = 300
	// maxBody is how much of the body of an error response is read for the reason, in bytes.
	maxBody = 4096
)

// Entry is a request and its response.
type Entry struct {
	// Number counts the requests from 1.
	Number int
	Time   time.Time
	Method string
	// Path is the escaped path without the query, which can have secrets.
	Path   string
	Status int
	// Duration is the time until the response was complete.
	Duration time.Duration
	// Reason is what the service says in a response with an error, in one line. It is empty for other responses.
	Reason string
}

// Log remembers the last requests. Its methods are safe for concurrent use.
type Log struct {
	now func() time.Time
	// report is called with each entry, in the order of their numbers.
	report func(Entry)

	mu      sync.Mutex
	entries []Entry // oldest first
	last    int
	added   chan struct{} // closed when an entry is added
}

// New returns an empty log. now is its clock. report is called with each entry after it was added; it can be nil.
func New(now func() time.Time, report func(Entry)) *Log {
	if report == nil {
		report = func(Entry) {}
	}
	return &Log{now: now, report: report, added: make(chan struct{})}
}

// Handler returns a handler that adds each request to the log when next has handled it. A request whose connection next
// aborts has the status 0.
func (l *Log) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		started := l.now()
		entry, query := Entry{Time: started, Method: r.Method, Path: r.URL.EscapedPath()}, r.URL.RawQuery // next can change the request
		recorder := &recorder{ResponseWriter: w}
		aborted := true
		defer func() {
			entry.Duration = l.now().Sub(started)
			if !aborted {
				entry.Status = recorder.statusCode()
			}
			if entry.Status >= http.StatusBadRequest {
				entry.Reason = reason(recorder.body.Bytes(), query)
			}
			l.add(entry)
		}()
		next.ServeHTTP(recorder, r)
		aborted = recorder.hijacked
	})
}

// Entries returns the remembered requests, the last one first.
func (l *Log) Entries() []Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	entries := slices.Clone(l.entries)
	slices.Reverse(entries)
	return entries
}

// Last returns the number of the last request, or 0.
func (l *Log) Last() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last
}

// Wait waits until there is a request with a number higher than after, and returns the number of the last request. It fails
// if ctx ends first.
func (l *Log) Wait(ctx context.Context, after int) (last int, err error) {
	for {
		l.mu.Lock()
		last, added := l.last, l.added
		l.mu.Unlock()
		if last > after {
			return last, nil
		}
		select {
		case <-added:
		case <-ctx.Done():
			return last, ctx.Err()
		}
	}
}

func (l *Log) add(entry Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last++
	entry.Number = l.last
	if len(l.entries) == capacity {
		l.entries = l.entries[1:]
	}
	l.entries = append(l.entries, entry)
	l.report(entry)
	close(l.added)
	l.added = make(chan struct{})
}

// recorder remembers the status of a response, and the beginning of the body of an error.
type recorder struct {
	http.ResponseWriter
	status   int
	body     bytes.Buffer
	hijacked bool
}

// WriteHeader records the status.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write records the beginning of the body.
func (r *recorder) Write(data []byte) (int, error) {
	if r.statusCode() >= http.StatusBadRequest && r.body.Len() < maxBody {
		r.body.Write(data[:min(len(data), maxBody-r.body.Len())])
	}
	return r.ResponseWriter.Write(data)
}

func (r *recorder) statusCode() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}

// Hijack hands the connection over, so that a fault can reset it. The request then has no response.
func (r *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	r.hijacked = true
	return http.NewResponseController(r.ResponseWriter).Hijack()
}

// Unwrap lets http.ResponseController flush the response.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
