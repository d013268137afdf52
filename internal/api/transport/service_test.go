package transport_test

import (
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// received is a request as the service saw it.
type received struct {
	method string
	uri    string
	host   string
	header http.Header
	body   string
}

// service is a server on loopback that remembers what it received.
type service struct {
	*httptest.Server

	mu   sync.Mutex
	seen []received
}

// serve starts a service. Handlers find the body unread.
func serve(tb testing.TB, start func(*httptest.Server), handler http.HandlerFunc) *service {
	tb.Helper()
	s := &service{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		s.mu.Lock()
		s.seen = append(s.seen, received{r.Method, r.RequestURI, r.Host, r.Header.Clone(), string(body)})
		s.mu.Unlock()
		handler(w, r)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // it tells of the failures that the tests provoke
	start(s.Server)
	tb.Cleanup(s.Close)
	return s
}

func (s *service) received() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen
}

// newClient makes a client that does not linger between attempts.
func newClient(tb testing.TB, endpoint string, change func(*transport.Config)) *transport.Client {
	tb.Helper()
	parsed, err := transport.ParseEndpoint(endpoint)
	if err != nil {
		tb.Fatal(err)
	}
	config := transport.Config{
		Service: "Example", Endpoint: parsed, UserAgent: "test/1", MaxRetries: 2, RetryWait: time.Microsecond,
		RequestTimeout: time.Minute, // a request that hangs fails its test, and not the whole run
	}
	if change != nil {
		change(&config)
	}
	client := transport.New(config)
	tb.Cleanup(client.Close)
	return client
}

// asFailure fails the test unless err is an *Error.
func asFailure(tb testing.TB, err error) *transport.Error {
	tb.Helper()
	var failure *transport.Error
	if !errors.As(err, &failure) {
		tb.Fatalf("got %v, want a *transport.Error", err)
	}
	return failure
}

// failed sends a request that must fail, be it by the transport's judgement or by the status of the answer.
func failed(tb testing.TB, client *transport.Client, request *transport.Request) *transport.Error {
	tb.Helper()
	response, err := client.Do(tb.Context(), request)
	switch {
	case err != nil:
		return asFailure(tb, err)
	case response.Status < 400:
		tb.Fatalf("got %d %q, want a failure", response.Status, response.Body)
		return nil
	case response.IsJSON():
		return response.Error("no")
	default:
		return response.UnexpectedError("")
	}
}

func get(path string) *transport.Request {
	return &transport.Request{Method: http.MethodGet, Path: path, Idempotent: true}
}

// answer is a handler that gives the same JSON answer each time.
func answer(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body) // a client that has gone is the client's affair
	}
}

// times gives the first n requests to fault, and all further ones to handler.
func times(n int64, fault, handler http.HandlerFunc) http.HandlerFunc {
	var seen atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		if seen.Add(1) <= n {
			fault(w, r)
			return
		}
		handler(w, r)
	}
}

// reset makes the client see "connection reset by peer".
func reset(w http.ResponseWriter, _ *http.Request) {
	conn := hijack(w)
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // where that fails, the connection is closed in the ordinary way
	}
	_ = conn.Close()
}

// hijack takes the connection. It cannot fail on a plain HTTP/1.1 server.
func hijack(w http.ResponseWriter) net.Conn {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	return conn
}

// cut breaks the connection after the first bytes of a body.
func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", "100")
	_, _ = io.WriteString(w, `{"id":`)
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}
