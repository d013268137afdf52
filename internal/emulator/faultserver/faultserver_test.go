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
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

const greeting = "welcome to the real service"

// greeter answers every request with the greeting, and counts them.
type greeter struct{ served atomic.Int64 }

func (g *greeter) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	g.served.Add(1)
	w.Header().Set("X-Real", "yes")
	w.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(w, greeting) // a client that has gone is no concern of the server's
}

func start(t *testing.T, handler http.Handler) *faultserver.Server {
	t.Helper()
	server, err := faultserver.Start(handler)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server
}

// reply is what a client got: an answer, or the error of sending or reading.
type reply struct {
	status int
	header http.Header
	body   string
	err    error
}

func send(ctx context.Context, t *testing.T, client *http.Client, method, url, body string) reply {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		return reply{err: err}
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	return reply{status: response.StatusCode, header: response.Header, body: string(content), err: err}
}

// fresh is a client with connections of its own, so that no request is sent again on another one.
func fresh(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func post(t *testing.T, url string) reply {
	t.Helper()
	return send(t.Context(), t, fresh(t), http.MethodPost, url, "hello")
}

func TestWithoutRulesTheServiceAnswers(t *testing.T) {
	t.Parallel()
	got := post(t, start(t, &greeter{}).URL())
	if got.err != nil || got.status != http.StatusCreated || got.body != greeting {
		t.Errorf("got %+v, want the service's own answer", got)
	}
}

func TestRules(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		rule faultserver.Fault
		// fails and is are the error of sending or reading, where there is to be one.
		fails  bool
		is     error
		status int
		body   string
		header string
		served int64
	}{
		"status":                      {rule: faultserver.Fault{Status: 503}, status: 503},
		"status with header and body": {rule: faultserver.Fault{Status: 429, Header: http.Header{"Retry-After": {"7"}}, Body: "later"}, status: 429, header: "7", body: "later"},
		"status after commit":         {rule: faultserver.Fault{Commit: true, Status: 502, Body: "<html>"}, status: 502, body: "<html>", served: 1},
		"cut":                         {rule: faultserver.Fault{Cut: true}, fails: true, is: io.ErrUnexpectedEOF, status: 201, body: greeting[:len(greeting)/2], served: 1},
		"reset":                       {rule: faultserver.Fault{Reset: true}, fails: true, is: syscall.ECONNRESET},
		"reset after commit":          {rule: faultserver.Fault{Commit: true, Reset: true}, fails: true, is: syscall.ECONNRESET, served: 1},
		"commit alone":                {rule: faultserver.Fault{Commit: true}, status: 201, body: greeting, served: 1},
		"delay alone":                 {rule: faultserver.Fault{Delay: time.Millisecond}, status: 201, body: greeting, served: 1},
		"no rule for the method":      {rule: faultserver.Fault{Method: "GET", Status: 503}, status: 201, body: greeting, served: 1},
		"no rule for the path":        {rule: faultserver.Fault{Path: "^/other", Status: 503}, status: 201, body: greeting, served: 1},
		"rule for method and path":    {rule: faultserver.Fault{Method: "POST", Path: "^/api/a%2Fb$", Status: 503}, status: 503},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := &greeter{}
			server := start(t, service)
			server.Inject(test.rule)
			got := post(t, server.URL()+"/api/a%2Fb")
			if (got.err != nil) != test.fails || !errors.Is(got.err, test.is) {
				t.Errorf("error %v, want %v", got.err, test.is)
			}
			if got.status != test.status || got.body != test.body || got.header.Get("Retry-After") != test.header {
				t.Errorf("got %+v, want status %d and body %q", got, test.status, test.body)
			}
			if served := service.served.Load(); served != test.served {
				t.Errorf("the service carried out %d requests, want %d", served, test.served)
			}
		})
	}
}

func TestHangLastsUntilTheClientGoes(t *testing.T) {
	t.Parallel()
	for name, rule := range map[string]faultserver.Fault{
		"hang": {Hang: true}, "hang after commit": {Hang: true, Commit: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := &greeter{}
			server := start(t, service)
			arrived := make(chan struct{})
			rule.Before = func() { close(arrived) }
			server.Inject(rule)
			ctx, leave := context.WithCancel(t.Context())
			go func() {
				<-arrived
				leave()
			}()
			if got := send(ctx, t, fresh(t), http.MethodGet, server.URL(), ""); !errors.Is(got.err, context.Canceled) {
				t.Errorf("got %+v, want nothing until the client goes", got)
			}
			if committed := service.served.Load() == 1; committed != rule.Commit {
				t.Errorf("carried out: %t, want %t", committed, rule.Commit)
			}
		})
	}
}

// TestDelayEndsWhenTheClientGoes shows that a request is carried out late, and no later than its client is gone.
func TestDelayEndsWhenTheClientGoes(t *testing.T) {
	t.Parallel()
	served := make(chan struct{})
	server := start(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(served) }))
	ctx, leave := context.WithCancel(t.Context())
	server.Inject(faultserver.Fault{Delay: time.Hour, Before: leave})
	if got := send(ctx, t, fresh(t), http.MethodGet, server.URL(), ""); !errors.Is(got.err, context.Canceled) {
		t.Errorf("got %+v, want nothing until the client goes", got)
	}
	<-served
}

func TestBeforeComesFirst(t *testing.T) {
	t.Parallel()
	service := &greeter{}
	server := start(t, service)
	servedBefore := int64(-1)
	server.Inject(faultserver.Fault{Before: func() { servedBefore = service.served.Load() }})
	if got := post(t, server.URL()); got.body != greeting {
		t.Errorf("got %+v, want the service's own answer", got)
	}
	if servedBefore != 0 {
		t.Errorf("the service had carried out %d requests, want 0", servedBefore)
	}
}

func TestDroppedParametersAreNotSeenByTheService(t *testing.T) {
	t.Parallel()
	queries := make(chan string, 1)
	server := start(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { queries <- r.URL.RawQuery }))
	server.Inject(faultserver.Fault{DropQuery: []string{"page", "missing"}})
	post(t, server.URL()+"/list?page=2&name=a%26b")
	if got := <-queries; got != "name=a%26b" {
		t.Errorf("the service saw %s", got)
	}
	if seen := server.Requests("", "")[0].Query.Get("page"); seen != "2" {
		t.Errorf("page %q is remembered, want what the client sent", seen)
	}
}

func TestSkipAndTimes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		rules []faultserver.Fault
		want  []int
	}{
		"all":             {[]faultserver.Fault{{Status: 500}}, []int{500, 500, 500, 500}},
		"first":           {[]faultserver.Fault{{Status: 500, Times: 1}}, []int{500, 201, 201, 201}},
		"all but first":   {[]faultserver.Fault{{Status: 500, Skip: 1}}, []int{201, 500, 500, 500}},
		"third":           {[]faultserver.Fault{{Status: 500, Skip: 2, Times: 1}}, []int{201, 201, 500, 201}},
		"one by one":      {[]faultserver.Fault{{Status: 500, Times: 1}, {Status: 502, Times: 2}}, []int{500, 502, 502, 201}},
		"first rule wins": {[]faultserver.Fault{{Status: 500}, {Status: 502}}, []int{500, 500, 500, 500}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := start(t, &greeter{})
			server.Inject(test.rules...)
			for i, want := range test.want {
				if got := post(t, server.URL()); got.status != want {
					t.Errorf("request %d: got %+v, want status %d", i+1, got, want)
				}
			}
		})
	}
}

func TestRequestsAreRemembered(t *testing.T) {
	t.Parallel()
	server := start(t, &greeter{})
	server.Inject(faultserver.Fault{Path: "/rooms", Status: 500})
	post(t, server.URL()+"/api/rooms?take=1")
	post(t, server.URL()+"/api/a%2Fb")
	send(t.Context(), t, fresh(t), http.MethodGet, server.URL()+"/api/rooms", "")
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
		t.Errorf("%d requests are remembered after Forget", len(got))
	}
	if got := post(t, server.URL()+"/api/rooms"); got.status != http.StatusCreated {
		t.Errorf("got %+v after Forget, want no rule left", got)
	}
}

func TestStopAndResume(t *testing.T) {
	t.Parallel()
	hanging := make(chan struct{})
	server := start(t, &greeter{})
	url := server.URL()
	server.Inject(faultserver.Fault{Path: "^/hang$", Hang: true, Before: func() { close(hanging) }})
	client, broken := fresh(t), make(chan error, 1)
	go func() {
		broken <- send(context.WithoutCancel(t.Context()), t, client, http.MethodPost, url+"/hang", "").err
	}()
	<-hanging
	server.Stop()
	if err := <-broken; err == nil {
		t.Error("a request that was under way was answered, want its connection broken")
	}
	if got := post(t, url); !errors.Is(got.err, syscall.ECONNREFUSED) {
		t.Errorf("got %+v while stopped, want the connection refused", got)
	}
	server.Stop() // a second time changes nothing
	if err := server.Resume(); err != nil {
		t.Fatal(err)
	}
	if server.URL() != url {
		t.Errorf("URL is %s after Resume, want %s", server.URL(), url)
	}
	if got := post(t, url); got.status != http.StatusCreated {
		t.Errorf("got %+v after Resume, want the service's own answer", got)
	}
	if seen := len(server.Requests("", "")); seen != 2 {
		t.Errorf("%d requests are remembered, want those from before and after", seen)
	}
}

// TestStopClosesThePortBeforeItReturns stops servers that have hardly started, while a client connects to them all the time.
func TestStopClosesThePortBeforeItReturns(t *testing.T) {
	t.Parallel()
	server := start(t, &greeter{})
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
			t.Errorf("connecting to a stopped server: %v, want it refused", err)
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

// TestStopBreaksConnectionsThatWereJustAccepted holds connections on which nothing was sent yet.
func TestStopBreaksConnectionsThatWereJustAccepted(t *testing.T) {
	t.Parallel()
	server := start(t, &greeter{})
	for range 50 {
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(server.URL(), "http://"))
		if err != nil {
			t.Fatal(err)
		}
		server.Stop()
		if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n") // it may be broken by now
		if got, err := io.ReadAll(conn); len(got) > 0 || errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatalf("a stopped server answered %q, %v", got, err)
		}
		_ = conn.Close()
		if err := server.Resume(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPeakAndConnections(t *testing.T) {
	t.Parallel()
	const clients = 3
	server := start(t, &greeter{})
	arrived, open := make(chan struct{}), make(chan struct{})
	server.Inject(faultserver.Fault{Times: clients, Before: func() {
		arrived <- struct{}{}
		<-open
	}})
	client, done := fresh(t), make(chan error, clients)
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
		t.Errorf("peak is %d, want %d", got, clients)
	}
	server.Reset()
	post(t, server.URL())
	if got := server.MaxInFlight(); got != 1 {
		t.Errorf("peak is %d after Forget, want 1", got)
	}
	if err := server.Resume(); err == nil {
		t.Error("a server that runs could be resumed")
	}
	server.Stop()
	if got := server.Connections(); got != 0 {
		t.Errorf("%d connections after Stop, want none", got)
	}
}
