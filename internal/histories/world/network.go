package world

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
)

// domain is the top-level domain of all hosts in the network in memory. No real host has it, and the provider accepts http for it.
const domain = ".localhost"

// hosts are the listeners of all worlds by the name of their host. It is the only state that worlds share.
var hosts sync.Map

// UseNetwork connects http.DefaultTransport, and each transport that is cloned from it later, with the services of all worlds. Hosts that
// do not end in ".localhost" are dialed as before. Call it once, in TestMain.
//
// It also removes the proxies from the environment, which would receive the requests of transports that use them.
func UseNetwork() {
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"} {
		_ = os.Unsetenv(name) // it fails for invalid names only
	}
	transport := http.DefaultTransport.(*http.Transport) //nolint:forcetypeassert // its type is documented
	dialOthers := transport.DialContext
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		host, _, err := net.SplitHostPort(address)
		if err != nil || !strings.HasSuffix(host, domain) {
			return dialOthers(ctx, network, address)
		}
		return dial(ctx, host)
	}
}

// dial connects to a host. Without a listener, the connection is refused.
func dial(ctx context.Context, host string) (net.Conn, error) {
	found, _ := hosts.Load(host)
	listening, ok := found.(*listener)
	if !ok {
		return nil, refused(host)
	}
	client, server := newConnection(hostName("client"+domain), listening.host)
	select {
	case listening.incoming <- server:
		return client, nil
	case <-listening.closed:
		return nil, refused(host)
	case <-ctx.Done():
		return nil, &net.OpError{Op: "dial", Net: "tcp", Addr: hostName(host), Err: ctx.Err()}
	}
}

func refused(host string) error {
	return &net.OpError{Op: "dial", Net: "tcp", Addr: hostName(host), Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
}

// hostName is the address of a host in the network.
type hostName string

// Network returns the name of the network that is simulated.
func (hostName) Network() string { return "tcp" }

func (h hostName) String() string { return string(h) }

// listener accepts connections to a host.
type listener struct {
	host     hostName
	incoming chan net.Conn
	closed   chan struct{}
	close    func()
}

// errHostInUse means that a server runs already.
var errHostInUse = errors.New("another listener has the host")

// listen returns the listener of a host. It is a faultserver.Listen.
func listen(host string) (net.Listener, error) {
	l := &listener{host: hostName(host), incoming: make(chan net.Conn), closed: make(chan struct{})}
	l.close = sync.OnceFunc(func() {
		hosts.Delete(host)
		close(l.closed)
	})
	if _, used := hosts.LoadOrStore(host, l); used {
		return nil, errHostInUse
	}
	return l, nil
}

// Accept waits for a connection.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.incoming:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error {
	l.close()
	return nil
}

// Addr returns the host.
func (l *listener) Addr() net.Addr { return l.host }
