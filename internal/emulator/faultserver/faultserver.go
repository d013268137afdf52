// Package faultserver serves an emulated service on a loopback port or another listener, and injects faults of real networks
// and services into its responses. It records all requests, and can be stopped and restarted at the same address.
package faultserver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"sync"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// Request is a recorded request.
type Request struct {
	Method string
	// Path is the escaped path without the query.
	Path   string
	Query  url.Values
	Header http.Header
	Body   []byte
}

// Server serves a handler. Its methods are safe for concurrent use.
type Server struct {
	Faults

	handler http.Handler // with the faults
	listen  Listen
	addr    string

	mu       sync.Mutex
	http     *http.Server
	listener net.Listener
	ended    chan struct{} // closed when http accepts no more connections
	requests []Request
	// inFlight is the number of requests that are being handled, maxInFlight its maximum.
	inFlight    int
	maxInFlight int
	conns       map[net.Conn]http.ConnState
}

// Listen returns a new listener at an address.
type Listen func(address string) (net.Listener, error)

func listenTCP(address string) (net.Listener, error) {
	return (&net.ListenConfig{}).Listen(context.Background(), "tcp", address)
}

// Start serves handler on a free loopback port.
func Start(handler http.Handler) (*Server, error) { return StartAt("127.0.0.1:0", listenTCP, handler) }

// StartAt serves handler at an address. Resume calls listen with the address of the first listener.
func StartAt(address string, listen Listen, handler http.Handler) (*Server, error) {
	s := &Server{listen: listen, addr: address, conns: map[net.Conn]http.ConnState{}}
	s.handler = s.Handler(handler)
	if err := s.Resume(); err != nil {
		return nil, err
	}
	return s, nil
}

// URL is the base URL without a trailing slash. Stop and Resume do not change it.
func (s *Server) URL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return "http://" + s.addr
}

// Stop closes all connections and refuses new ones until Resume, like a server that has crashed. When it returns, no client
// can connect. The handler finishes requests that it has begun, but their responses are lost.
func (s *Server) Stop() {
	s.mu.Lock()
	server, listener, ended := s.http, s.listener, s.ended
	s.http = nil
	clear(s.conns)
	s.mu.Unlock()
	if server == nil {
		return
	}
	// The errors cannot be handled. http.Server knows its listener only when its goroutine runs, and a connection only some
	// time after it has accepted it. Therefore the listener is also closed here, and the server is closed again when it
	// accepts no more connections.
	_ = server.Close()
	_ = listener.Close()
	<-ended
	_ = server.Close()
}

// Resume listens again at the same address. It fails if the server is not stopped, or if another process uses the port.
func (s *Server) Resume() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	listener, err := s.listen(s.addr)
	if err != nil {
		return fmt.Errorf("fault server: %w", err)
	}
	server := &http.Server{
		Handler:           http.HandlerFunc(s.serve),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       5 * time.Second, // as in the real services
		MaxHeaderBytes:    16 << 10,        // as in Node.js, which the real services use
		ConnState:         s.trackConn,
	}
	s.addr = listener.Addr().String()
	ended := make(chan struct{})
	s.http, s.listener, s.ended = server, listener, ended
	go func() {
		defer close(ended)
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			panic(fmt.Sprintf("fault server on %s: %v", listener.Addr(), err))
		}
	}()
	return nil
}

// Reset removes all faults and all recorded requests.
func (s *Server) Reset() {
	s.ClearFaults()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests, s.maxInFlight = nil, s.inFlight
}

// Requests returns the recorded requests with the method whose escaped path matches the regular expression. An empty
// method or path matches all requests.
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

// MaxInFlight returns the maximum number of requests that were handled at the same time.
func (s *Server) MaxInFlight() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.maxInFlight
}

// Connections returns the number of open connections.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns)
}

func (s *Server) trackConn(conn net.Conn, state http.ConnState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if state == http.StateClosed || state == http.StateHijacked || s.http == nil {
		delete(s.conns, conn)
		return
	}
	s.conns[conn] = state
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := httpapi.ReadBody(w, r) // the service rejects one that is too large or incomplete
	s.beginRequest(r, body)
	defer s.endRequest()
	s.handler.ServeHTTP(w, r)
}

// beginRequest records the request.
func (s *Server) beginRequest(r *http.Request, body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight++
	s.maxInFlight = max(s.maxInFlight, s.inFlight)
	s.requests = append(s.requests, Request{
		Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.Query(), Header: r.Header.Clone(), Body: body,
	})
}

func (s *Server) endRequest() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight--
}
