// Package faultserver is what all stand-in services share: a server on loopback that can be stopped and started again on
// the same port, remembers the requests it saw, and spoils chosen answers the way real networks and services do.
package faultserver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Request is one request as the server saw it.
type Request struct {
	Method string
	// Path is the escaped path, without the query.
	Path   string
	Query  url.Values
	Header http.Header
	Body   []byte
}

// Fault spoils the answers to the requests it matches. Rules are tried in the order in which they were added; the first
// that matches and is not used up decides.
type Fault struct {
	// Method and Path say which requests match: an exact method and a regular expression on the escaped path. Empty
	// matches all.
	Method string
	Path   string
	// Skip lets that many matching requests through first.
	Skip int
	// Times is how many matching requests are spoiled; 0 means all that come.
	Times int

	// Before runs before anything else: another person's hand on the service, at the worst moment.
	Before func()
	// DropQuery names the query parameters that the service does not get to see, as behind a proxy that drops them. The
	// request is remembered with them.
	DropQuery []string
	// Delay is waited before the request is handled, or until the client has gone.
	Delay time.Duration
	// Hang answers nothing until the client has gone.
	Hang bool
	// Commit lets the service carry out the request; only then is its answer spoiled.
	Commit bool
	// Reset breaks the connection instead of an answer.
	Reset bool
	// Cut sends the head and half of the body, then breaks the connection.
	Cut bool
	// Status, Header and Body are the answer instead of the service's, where Status is not 0.
	Status int
	Header http.Header
	Body   string
}

// Server is a stand-in service on a loopback port. All methods may be called from several goroutines.
type Server struct {
	handler http.Handler
	addr    string

	mu       sync.Mutex
	http     *http.Server
	listener net.Listener
	ended    chan struct{} // closed when http accepts nothing any more
	rules    []*activeFault
	requests []Request
	busy     int
	peak     int
	conns    map[net.Conn]http.ConnState
}

type activeFault struct {
	Fault
	path *regexp.Regexp
	seen int
}

// Start serves handler on a free loopback port.
func Start(handler http.Handler) (*Server, error) {
	s := &Server{handler: handler, addr: "127.0.0.1:0", conns: map[net.Conn]http.ConnState{}}
	if err := s.Resume(); err != nil {
		return nil, err
	}
	return s, nil
}

// URL is the base URL, without a trailing slash. It stays the same over Stop and Resume.
func (s *Server) URL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return "http://" + s.addr
}

// Stop breaks all connections and refuses new ones until Resume, as a crashed server does: when it returns, nobody can
// connect. What the service is doing at that moment goes on, without anybody to hear of it.
func (s *Server) Stop() {
	s.mu.Lock()
	server, listener, ended := s.http, s.listener, s.ended
	s.http = nil
	clear(s.conns)
	s.mu.Unlock()
	if server == nil {
		return
	}
	// There is nothing to do about an error of any of these. The server knows its listener only once its goroutine runs,
	// and a connection only some time after it was accepted. So the listener is closed in any case, and the connections a
	// second time when nothing is accepted any more.
	_ = server.Close()
	_ = listener.Close()
	<-ended
	_ = server.Close()
}

// Resume listens again on the port that Start found. It fails when the server is not stopped, or when somebody else has
// taken the port meanwhile.
func (s *Server) Resume() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", s.addr)
	if err != nil {
		return fmt.Errorf("stand-in server: %w", err)
	}
	server := &http.Server{
		Handler:           http.HandlerFunc(s.serve),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       5 * time.Second, // as the real services close idle connections
		MaxHeaderBytes:    16 << 10,        // as Node.js, which the real ones run on, has it
		ConnState:         s.track,
	}
	s.addr = listener.Addr().String()
	ended := make(chan struct{})
	s.http, s.listener, s.ended = server, listener, ended
	go func() {
		defer close(ended)
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			panic(fmt.Sprintf("stand-in server on %s: %v", listener.Addr(), err))
		}
	}()
	return nil
}

// Inject adds rules behind those that are there.
func (s *Server) Inject(rules ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range rules {
		s.rules = append(s.rules, &activeFault{Fault: r, path: regexp.MustCompile(r.Path)})
	}
}

// ClearFaults drops all rules.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules = nil
}

// Reset drops all rules and all remembered requests.
func (s *Server) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules, s.requests, s.peak = nil, nil, s.busy
}

// Requests are the requests seen so far whose method and escaped path match: an exact method and a regular expression,
// each empty for all.
func (s *Server) Requests(method, path string) []Request {
	expression := regexp.MustCompile(path)
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []Request
	for _, r := range s.requests {
		if (method == "" || r.Method == method) && expression.MatchString(r.Path) {
			found = append(found, r)
		}
	}
	return found
}

// MaxInFlight is the largest number of requests that were under way at once.
func (s *Server) MaxInFlight() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.peak
}

// Connections is the number of connections that clients hold open.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns)
}

func (s *Server) track(conn net.Conn, state http.ConnState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if state == http.StateClosed || state == http.StateHijacked || s.http == nil {
		delete(s.conns, conn)
		return
	}
	s.conns[conn] = state
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler) // the client has gone
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	rule := s.note(r, body)
	defer s.done()
	if rule == nil {
		s.handler.ServeHTTP(w, r)
		return
	}
	rule.apply(s.handler, w, r)
}

// note remembers the request and picks the rule that spoils its answer, if any.
func (s *Server) note(r *http.Request, body []byte) *activeFault {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy++
	s.peak = max(s.peak, s.busy)
	s.requests = append(s.requests, Request{
		Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.Query(), Header: r.Header.Clone(), Body: body,
	})
	i := slices.IndexFunc(s.rules, func(rule *activeFault) bool { return rule.takes(r) })
	if i < 0 {
		return nil
	}
	return s.rules[i]
}

func (s *Server) done() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy--
}

func (r *activeFault) takes(request *http.Request) bool {
	if r.Method != "" && r.Method != request.Method || !r.path.MatchString(request.URL.EscapedPath()) {
		return false
	}
	r.seen++
	return r.seen > r.Skip && (r.Times == 0 || r.seen <= r.Skip+r.Times)
}

func (r *activeFault) apply(handler http.Handler, w http.ResponseWriter, request *http.Request) {
	if r.Before != nil {
		r.Before()
	}
	if r.Delay > 0 {
		select {
		case <-time.After(r.Delay):
		case <-request.Context().Done():
		}
	}
	if len(r.DropQuery) > 0 {
		query := request.URL.Query()
		for _, name := range r.DropQuery {
			query.Del(name)
		}
		request.URL.RawQuery = query.Encode()
	}
	answer := &capture{header: http.Header{}, status: http.StatusOK}
	if r.Commit || r.Cut {
		handler.ServeHTTP(answer, request)
	}
	switch {
	case r.Hang:
		<-request.Context().Done()
		panic(http.ErrAbortHandler)
	case r.Reset:
		reset(w)
	case r.Status != 0:
		maps.Copy(w.Header(), r.Header)
		w.WriteHeader(r.Status)
		_, _ = io.WriteString(w, r.Body) // a client that has gone is no concern of the server's
	case r.Cut:
		maps.Copy(w.Header(), answer.header)
		w.Header().Set("Content-Length", strconv.Itoa(answer.body.Len()))
		w.WriteHeader(answer.status)
		_, _ = w.Write(answer.body.Bytes()[:answer.body.Len()/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case r.Commit:
		answer.replay(w)
	default:
		handler.ServeHTTP(w, request)
	}
}

// reset closes the connection so that the client sees "connection reset by peer".
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // a close without linger is a reset; where it cannot be set, a close must do
	}
	_ = conn.Close()
}

// capture holds an answer back.
type capture struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (c *capture) Header() http.Header         { return c.header }
func (c *capture) WriteHeader(status int)      { c.status = status }
func (c *capture) Write(p []byte) (int, error) { return c.body.Write(p) }

func (c *capture) replay(w http.ResponseWriter) {
	maps.Copy(w.Header(), c.header)
	w.WriteHeader(c.status)
	_, _ = w.Write(c.body.Bytes())
}
