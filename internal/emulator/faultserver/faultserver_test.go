package faultserver_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

func TestRequests(t *testing.T) {
	t.Parallel()
	server := start(t, &countingService{})
	server.Inject(faultserver.Fault{Path: "/rooms", Status: 500})
	post(t, server.URL()+"/api/rooms?take=1")
	post(t, server.URL()+"/api/a%2Fb")
	send(t.Context(), t, newClient(t), http.MethodGet, server.URL()+"/api/rooms", "")
	for _, test := range []struct {
		method, path string
		want         int
	}{
		{"", "", 3}, {"POST", "", 2}, {"", "^/api/rooms$", 2}, {"POST", "rooms", 1}, {"POST", "/a%2Fb", 1}, {"DELETE", "", 0},
	} {
		if got := server.Requests(test.method, test.path); len(got) != test.want {
			t.Errorf("%s %s: %d requests, want %d", test.method, test.path, len(got), test.want)
		}
	}
	first := server.Requests("", "")[0]
	if first.Method != http.MethodPost || first.Path != "/api/rooms" || first.Query.Get("take") != "1" || string(first.Body) != "hello" || first.Header.Get("User-Agent") == "" {
		t.Errorf("first request is %+v", first)
	}
	server.Reset()
	if got := server.Requests("", ""); len(got) != 0 {
		t.Errorf("%d requests are recorded after Reset", len(got))
	}
	if got := post(t, server.URL()+"/api/rooms"); got.status != http.StatusCreated {
		t.Errorf("got %+v after Reset, want no fault", got)
	}
}

func TestStopAndResume(t *testing.T) {
	t.Parallel()
	hanging := make(chan struct{})
	server := start(t, &countingService{})
	url := server.URL()
	server.Inject(faultserver.Fault{Path: "^/hang$", Hang: true, Before: func() { close(hanging) }})
	client, broken := newClient(t), make(chan error, 1)
	go func() {
		broken <- send(context.WithoutCancel(t.Context()), t, client, http.MethodPost, url+"/hang", "").err
	}()
	<-hanging
	server.Stop()
	if err := <-broken; err == nil {
		t.Error("a request in flight got a response, want its connection closed")
	}
	if got := post(t, url); !errors.Is(got.err, syscall.ECONNREFUSED) {
		t.Errorf("got %+v while stopped, want the connection refused", got)
	}
	server.Stop() // has no effect
	if err := server.Resume(); err != nil {
		t.Fatal(err)
	}
	if server.URL() != url {
		t.Errorf("URL is %s after Resume, want %s", server.URL(), url)
	}
	if got := post(t, url); got.status != http.StatusCreated {
		t.Errorf("got %+v after Resume, want the response of the service", got)
	}
	if seen := len(server.Requests("", "")); seen != 2 {
		t.Errorf("%d requests are recorded, want those from before and after", seen)
	}
}

// TestStopClosesThePort stops a server immediately after its start, while a client connects to it all the time.
func TestStopClosesThePort(t *testing.T) {
	t.Parallel()
	server := start(t, &countingService{})
	address := strings.TrimPrefix(server.URL(), "http://")
	ctx, cancel := context.WithCancel(t.Context())
	var clients sync.WaitGroup
	clients.Go(func() {
		for ctx.Err() == nil {
			if conn, err := new(net.Dialer).DialContext(ctx, "tcp", address); err == nil {
				_ = conn.Close()
			}
		}
	})
	for range 50 {
		server.Stop()
		if conn, err := new(net.Dialer).DialContext(ctx, "tcp", address); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("connect to a stopped server: %v, want the connection refused", err)
			if conn != nil {
				_ = conn.Close()
			}
			break
		}
		if err := server.Resume(); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	clients.Wait()
}

// TestStopClosesAcceptedConnections stops a server that has a connection without a request.
func TestStopClosesAcceptedConnections(t *testing.T) {
	t.Parallel()
	server := start(t, &countingService{})
	for range 50 {
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(server.URL(), "http://"))
		if err != nil {
			t.Fatal(err)
		}
		server.Stop()
		if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n") // fails if the connection is closed
		if got, err := io.ReadAll(conn); len(got) > 0 || errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatalf("a stopped server sent %q, %v", got, err)
		}
		_ = conn.Close()
		if err := server.Resume(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMaxInFlightAndConnections(t *testing.T) {
	t.Parallel()
	const clients = 3
	server := start(t, &countingService{})
	arrived, open := make(chan struct{}), make(chan struct{})
	server.Inject(faultserver.Fault{Times: clients, Before: func() {
		arrived <- struct{}{}
		<-open
	}})
	client, done := newClient(t), make(chan error, clients)
	for range clients {
		go func() { done <- send(t.Context(), t, client, http.MethodPost, server.URL(), "").err }()
	}
	for range clients {
		<-arrived
	}
	if got := server.Connections(); got != clients {
		t.Errorf("%d connections, want %d", got, clients)
	}
	close(open)
	for range clients {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	post(t, server.URL())
	if got := server.MaxInFlight(); got != clients {
		t.Errorf("MaxInFlight is %d, want %d", got, clients)
	}
	server.Reset()
	post(t, server.URL())
	if got := server.MaxInFlight(); got != 1 {
		t.Errorf("MaxInFlight is %d after Reset, want 1", got)
	}
	if err := server.Resume(); err == nil {
		t.Error("Resume of a running server did not fail")
	}
	server.Stop()
	if got := server.Connections(); got != 0 {
		t.Errorf("%d connections after Stop, want none", got)
	}
}
