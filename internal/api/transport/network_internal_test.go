package transport

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
)

// network is an in-memory network between a client and a server, for tests with the fake clock of testing/synctest. A goroutine
// that is still running at the end of a test fails the test.
type network struct {
	server  *http.Server
	dialled chan net.Conn
	closed  chan struct{}
	once    sync.Once

	mu   sync.Mutex
	open []net.Conn
}

// newClientOnNetwork returns a client whose connections all lead to handler.
func newClientOnNetwork(t *testing.T, config Config, handler http.HandlerFunc) (*Client, *network) {
	t.Helper()
	n := &network{dialled: make(chan net.Conn), closed: make(chan struct{})}
	n.server = &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // only then does the server notice that the client disconnects
			handler(w, r)
		}),
		ConnState: n.track,
		Protocols: &http.Protocols{},
	}
	n.server.Protocols.SetHTTP1(true)
	n.server.Protocols.SetUnencryptedHTTP2(true)
	go n.server.Serve(n) //nolint:errcheck // it ends with ErrServerClosed
	config.Service, config.Endpoint = "Example", &url.URL{Scheme: "http", Host: "service.example"}
	client := New(config)
	client.transport.DialContext = n.dial
	t.Cleanup(func() {
		client.Close()
		synctest.Wait()
		if err := n.server.Close(); err != nil {
			t.Error(err)
		}
	})
	return client, n
}

func (n *network) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case n.dialled <- far:
		return near, nil
	case <-n.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (n *network) Accept() (net.Conn, error) {
	select {
	case conn := <-n.dialled:
		return conn, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

func (n *network) Close() error {
	n.once.Do(func() { close(n.closed) })
	return nil
}

func (n *network) Addr() net.Addr { return &net.UnixAddr{Name: "memory", Net: "unix"} }

func (n *network) track(conn net.Conn, state http.ConnState) {
	n.mu.Lock()
	defer n.mu.Unlock()
	switch state {
	case http.StateNew:
		n.open = append(n.open, conn)
	case http.StateClosed, http.StateHijacked:
		n.open = slices.DeleteFunc(n.open, func(c net.Conn) bool { return c == conn })
	case http.StateActive, http.StateIdle:
	}
}

// connections returns the open connections when all goroutines are waiting.
func (n *network) connections() []net.Conn {
	synctest.Wait()
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.open)
}

// respondOK is a handler for tests in which the response does not matter.
func respondOK(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }

// neverRespond waits until the client disconnects.
func neverRespond(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
