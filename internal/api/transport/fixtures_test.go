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

// received is a request as the service received it.
type received struct {
	method string
	uri    string
	host   string
	header http.Header
	body   string
}

// service is a server on loopback that records the requests.
type service struct {
	*httptest.Server

	mu   sync.Mutex
	seen []received
}

// startService starts a service.
func startService(tb testing.TB, start func(*httptest.Server), handler http.HandlerFunc) *service {
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
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // it logs the failures that the tests provoke
	start(s.Server)
	tb.Cleanup(s.Close)
	return s
}

func (s *service) received() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen
}

// newClient returns a client with two retries and almost no wait before them.
func newClient(tb testing.TB, endpoint string, change func(*transport.Config)) *transport.Client {
	tb.Helper()
	parsed, err := transport.ParseEndpoint(endpoint)
	if err != nil {
		tb.Fatal(err)
	}
	config := transport.Config{
		Service: "Example", Endpoint: parsed, UserAgent: "test/1", MaxRetries: 2, RetryWait: time.Microsecond,
		RequestTimeout: time.Minute, // ends a request that hangs before the timeout of the test run
	}
	if change != nil {
		change(&config)
	}
	client := transport.New(config)
	tb.Cleanup(client.Close)
	return client
}

// requireError returns the *transport.Error that err is.
func requireError(tb testing.TB, err error) *transport.Error {
	tb.Helper()
	failure, ok := errors.AsType[*transport.Error](err)
	if !ok {
		tb.Fatalf("got %v, want a *transport.Error", err)
	}
	return failure
}

// requireFailure sends a request and returns its error, which Do returns or which the status of the response means.
func requireFailure(tb testing.TB, client *transport.Client, request *transport.Request) *transport.Error {
	tb.Helper()
	response, err := client.Do(tb.Context(), request)
	switch {
	case err != nil:
		return requireError(tb, err)
	case response.Status < 400:
		tb.Fatalf("got %d %q, want a failure", response.Status, response.Body)
		return nil
	case response.IsJSON():
		return response.Error("no")
	default:
		return response.UnexpectedError("")
	}
}

func newGet(path string) *transport.Request {
	return &transport.Request{Method: http.MethodGet, Path: path, Idempotent: true}
}

// respond is a handler that sends the same response to each request, as JSON unless header says otherwise.
func respond(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body) // fails if the client disconnects, as some tests do
	}
}

// faultFirst passes the first n requests to fault, and all others to handler.
func faultFirst(n int64, fault, handler http.HandlerFunc) http.HandlerFunc {
	var seen atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		if seen.Add(1) <= n {
			fault(w, r)
			return
		}
		handler(w, r)
	}
}

// resetConnection causes "connection reset by peer" in the client.
func resetConnection(w http.ResponseWriter, _ *http.Request) {
	conn := hijack(w)
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // if this fails, the connection is closed without a reset
	}
	_ = conn.Close()
}

// hijack takes the connection from the server, which cannot fail on an HTTP/1.1 server without TLS.
func hijack(w http.ResponseWriter) net.Conn {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	return conn
}

// cutBody closes the connection after the first bytes of a body.
func cutBody(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", "100")
	_, _ = io.WriteString(w, `{"id":`)
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}
