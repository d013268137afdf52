package faultserver_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"syscall"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

func TestNoFaults(t *testing.T) {
	t.Parallel()
	got := post(t, start(t, &countingService{}).URL())
	if got.err != nil || got.status != http.StatusCreated || got.body != greeting {
		t.Errorf("got %+v, want the response of the service", got)
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault faultserver.Fault
		// fails and is are the expected error.
		fails  bool
		is     error
		status int
		body   string
		header string
		served int64
	}{
		"status":                      {fault: faultserver.Fault{Status: 503}, status: 503},
		"status with header and body": {fault: faultserver.Fault{Status: 429, Header: http.Header{"Retry-After": {"7"}}, Body: "later"}, status: 429, header: "7", body: "later"},
		"status after commit":         {fault: faultserver.Fault{Commit: true, Status: 502, Body: "<html>"}, status: 502, body: "<html>", served: 1},
		"cut":                         {fault: faultserver.Fault{Cut: true}, fails: true, is: io.ErrUnexpectedEOF, status: 201, body: greeting[:len(greeting)/2], served: 1},
		"reset":                       {fault: faultserver.Fault{Reset: true}, fails: true, is: syscall.ECONNRESET},
		"reset after commit":          {fault: faultserver.Fault{Commit: true, Reset: true}, fails: true, is: syscall.ECONNRESET, served: 1},
		"commit alone":                {fault: faultserver.Fault{Commit: true}, status: 201, body: greeting, served: 1},
		"delay alone":                 {fault: faultserver.Fault{Delay: time.Millisecond}, status: 201, body: greeting, served: 1},
		"other method":                {fault: faultserver.Fault{Method: "GET", Status: 503}, status: 201, body: greeting, served: 1},
		"other path":                  {fault: faultserver.Fault{Path: "^/other", Status: 503}, status: 201, body: greeting, served: 1},
		"method and path":             {fault: faultserver.Fault{Method: "POST", Path: "^/api/a%2Fb$", Status: 503}, status: 503},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := &countingService{}
			server := start(t, service)
			server.Inject(test.fault)
			got := post(t, server.URL()+"/api/a%2Fb")
			if (got.err != nil) != test.fails || !errors.Is(got.err, test.is) {
				t.Errorf("error %v, want %v", got.err, test.is)
			}
			if got.status != test.status || got.body != test.body || got.header.Get("Retry-After") != test.header {
				t.Errorf("got %+v, want status %d and body %q", got, test.status, test.body)
			}
			if served := service.served.Load(); served != test.served {
				t.Errorf("the service handled %d requests, want %d", served, test.served)
			}
		})
	}
}

// TestCutWithoutBody cuts a response that has no body, such as that to a DELETE. The client must not take it for complete.
func TestCutWithoutBody(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusOK, http.StatusNoContent} {
		server := start(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		server.Inject(faultserver.Fault{Cut: true})
		if got := post(t, server.URL()); !errors.Is(got.err, io.ErrUnexpectedEOF) || got.status != 0 {
			t.Errorf("status %d: got %+v, %v, want a response that ends too early", status, got, got.err)
		}
	}
}

func TestHangEndsWithTheConnection(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faultserver.Fault{
		"hang": {Hang: true}, "hang after commit": {Hang: true, Commit: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := &countingService{}
			server := start(t, service)
			arrived := make(chan struct{})
			fault.Before = func() { close(arrived) }
			server.Inject(fault)
			ctx, disconnect := context.WithCancel(t.Context())
			go func() {
				<-arrived
				disconnect()
			}()
			if got := send(ctx, t, newClient(t), http.MethodGet, server.URL(), ""); !errors.Is(got.err, context.Canceled) {
				t.Errorf("got %+v, want no response", got)
			}
			if committed := service.served.Load() == 1; committed != fault.Commit {
				t.Errorf("handled: %t, want %t", committed, fault.Commit)
			}
		})
	}
}

// TestDelayEndsWithTheConnection checks that the service handles the request after the delay, or as soon as the client has
// closed the connection.
func TestDelayEndsWithTheConnection(t *testing.T) {
	t.Parallel()
	served := make(chan struct{})
	server := start(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(served) }))
	ctx, disconnect := context.WithCancel(t.Context())
	server.Inject(faultserver.Fault{Delay: time.Hour, Before: disconnect})
	if got := send(ctx, t, newClient(t), http.MethodGet, server.URL(), ""); !errors.Is(got.err, context.Canceled) {
		t.Errorf("got %+v, want no response", got)
	}
	<-served
}

func TestBefore(t *testing.T) {
	t.Parallel()
	service := &countingService{}
	server := start(t, service)
	servedBefore := int64(-1)
	server.Inject(faultserver.Fault{Before: func() { servedBefore = service.served.Load() }})
	if got := post(t, server.URL()); got.body != greeting {
		t.Errorf("got %+v, want the response of the service", got)
	}
	if servedBefore != 0 {
		t.Errorf("the service had handled %d requests, want 0", servedBefore)
	}
}

func TestDropQuery(t *testing.T) {
	t.Parallel()
	queries := make(chan string, 1)
	server := start(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { queries <- r.URL.RawQuery }))
	server.Inject(faultserver.Fault{DropQuery: []string{"page", "missing"}})
	post(t, server.URL()+"/list?page=2&name=a%26b")
	if got := <-queries; got != "name=a%26b" {
		t.Errorf("the service received %s", got)
	}
	if seen := server.Requests("", "")[0].Query.Get("page"); seen != "2" {
		t.Errorf("page %q is recorded, want what the client sent", seen)
	}
}

func TestSkipAndTimes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		faults []faultserver.Fault
		want   []int
	}{
		"all":              {[]faultserver.Fault{{Status: 500}}, []int{500, 500, 500, 500}},
		"first":            {[]faultserver.Fault{{Status: 500, Times: 1}}, []int{500, 201, 201, 201}},
		"all but first":    {[]faultserver.Fault{{Status: 500, Skip: 1}}, []int{201, 500, 500, 500}},
		"third":            {[]faultserver.Fault{{Status: 500, Skip: 2, Times: 1}}, []int{201, 201, 500, 201}},
		"in order":         {[]faultserver.Fault{{Status: 500, Times: 1}, {Status: 502, Times: 2}}, []int{500, 502, 502, 201}},
		"first fault wins": {[]faultserver.Fault{{Status: 500}, {Status: 502}}, []int{500, 500, 500, 500}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := start(t, &countingService{})
			server.Inject(test.faults...)
			for i, want := range test.want {
				if got := post(t, server.URL()); got.status != want {
					t.Errorf("request %d: got %+v, want status %d", i+1, got, want)
				}
			}
		})
	}
}
