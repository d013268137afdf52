package faultserver

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// Fault is a fault in the responses to the requests that it matches. If several faults match a request, the first one that
// was injected and still has requests to affect is used.
type Fault struct {
	// Name identifies the fault for Faults.OnFault.
	Name string
	// Method and Path select requests: an exact method, and a regular expression for the escaped path. If empty, they match
	// all requests.
	Method string
	Path   string
	// Match, if set, also selects requests.
	Match func(*http.Request) bool
	// Skip is the number of matching requests that are not affected first.
	Skip int
	// Times is the number of matching requests that are affected. 0 is no limit.
	Times int

	// Before runs before the request is handled. It can change the service, like another client at this moment.
	Before func()
	// Handle, if set, handles the request in place of the service, which it gets as next. It can change the response of the service, or
	// let the service handle the request later.
	Handle func(next http.Handler, w http.ResponseWriter, r *http.Request)
	// DropQuery are names of query parameters that are removed before the request is handled, as by a faulty proxy. The
	// recorded request has them.
	DropQuery []string
	// Delay delays the request, or until the client closes the connection.
	Delay time.Duration
	// Hang sends no response until the client closes the connection.
	Hang bool
	// Commit lets the service handle the request before the fault is injected into the response.
	Commit bool
	// Reset resets the connection in place of a response.
	Reset bool
	// Cut sends the header and half of the body, and then closes the connection. A response without a body is cut in its header.
	Cut bool
	// Status, Header and Body replace the response, if Status is not 0.
	Status int
	Header http.Header
	Body   string
}

// Faults are the faults of a server. The zero value has none. Its methods are safe for concurrent use.
type Faults struct {
	// OnFault, if set, is called with each request that a fault affects, before it is handled. Set it before the first request.
	OnFault func(r *http.Request, fault Fault)

	mu       sync.Mutex
	injected []*injectedFault
}

// Inject injects faults, in addition to those that are already injected.
func (f *Faults) Inject(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, one := range faults {
		f.injected = append(f.injected, &injectedFault{Fault: one, path: regexp.MustCompile(one.Path)})
	}
}

// ClearFaults removes all faults.
func (f *Faults) ClearFaults() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.injected = nil
}

// Handler returns a handler that injects the faults into the responses of next.
func (f *Faults) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fault := f.next(r)
		if fault == nil {
			next.ServeHTTP(w, r)
			return
		}
		if f.OnFault != nil {
			f.OnFault(r, fault.Fault)
		}
		// net/http notices that a client has closed the connection only when the body was read. A service reads it again, and
		// rejects one that is too large or incomplete.
		_, _ = httpapi.ReadBody(w, r)
		fault.serve(next, w, r)
	})
}

// next returns the fault to inject into the response to the request, or nil.
func (f *Faults) next(r *http.Request) *injectedFault {
	f.mu.Lock()
	defer f.mu.Unlock()
	i := slices.IndexFunc(f.injected, func(one *injectedFault) bool { return one.matches(r) })
	if i < 0 {
		return nil
	}
	return f.injected[i]
}

type injectedFault struct {
	Fault
	path *regexp.Regexp
	// matched counts the requests that matched.
	matched int
}

// matches reports whether the fault affects the request, and counts the request.
func (f *injectedFault) matches(r *http.Request) bool {
	if f.Method != "" && f.Method != r.Method || !f.path.MatchString(r.URL.EscapedPath()) {
		return false
	}
	if f.Match != nil && !f.Match(r) {
		return false
	}
	f.matched++
	return f.matched > f.Skip && (f.Times == 0 || f.matched <= f.Skip+f.Times)
}

// serve handles a request and injects the fault.
func (f *injectedFault) serve(handler http.Handler, w http.ResponseWriter, r *http.Request) {
	if f.Before != nil {
		f.Before()
	}
	if f.Delay > 0 {
		select {
		case <-time.After(f.Delay):
		case <-r.Context().Done():
		}
	}
	if len(f.DropQuery) > 0 {
		query := r.URL.Query()
		for _, name := range f.DropQuery {
			query.Del(name)
		}
		r.URL.RawQuery = query.Encode()
	}
	if f.Handle != nil {
		service := handler
		handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { f.Handle(service, w, r) })
	}
	response := &bufferedResponse{header: http.Header{}, status: http.StatusOK}
	if f.Commit || f.Cut {
		handler.ServeHTTP(response, r)
	}
	switch {
	case f.Hang:
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	case f.Reset:
		resetConn(w)
	case f.Status != 0:
		maps.Copy(w.Header(), f.Header)
		w.WriteHeader(f.Status)
		_, _ = io.WriteString(w, f.Body) // fails if the client has closed the connection
	case f.Cut:
		response.sendHalf(w)
	case f.Commit:
		response.send(w)
	default:
		handler.ServeHTTP(w, r)
	}
}

// resetConn closes the connection so that the client gets "connection reset by peer".
func resetConn(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(interface{ SetLinger(sec int) error }); ok {
		_ = tcp.SetLinger(0) // makes Close reset the connection
	}
	_ = conn.Close()
}

// bufferedResponse is a response that is not sent yet.
type bufferedResponse struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (b *bufferedResponse) Header() http.Header         { return b.header }
func (b *bufferedResponse) WriteHeader(status int)      { b.status = status }
func (b *bufferedResponse) Write(p []byte) (int, error) { return b.body.Write(p) }

// sendHalf sends the first half of the response, and closes the connection.
func (b *bufferedResponse) sendHalf(w http.ResponseWriter) {
	if b.body.Len() == 0 {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_, _ = fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\n", b.status, http.StatusText(b.status)) // fails if the client has closed it
			_ = conn.Close()
			return
		}
		panic(http.ErrAbortHandler)
	}
	maps.Copy(w.Header(), b.header)
	w.Header().Set("Content-Length", strconv.Itoa(b.body.Len()))
	w.WriteHeader(b.status)
	_, _ = w.Write(b.body.Bytes()[:b.body.Len()/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func (b *bufferedResponse) send(w http.ResponseWriter) {
	maps.Copy(w.Header(), b.header)
	w.WriteHeader(b.status)
	_, _ = w.Write(b.body.Bytes())
}
