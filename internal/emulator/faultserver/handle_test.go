package faultserver_test

import (
	"io"
	"net"
	"net/http"
	"slices"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// TestHandle replaces the service, which can still handle the request.
func TestHandle(t *testing.T) {
	t.Parallel()
	replace := func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/twice" {
			next.ServeHTTP(&discarded{header: http.Header{}}, r)
			next.ServeHTTP(w, r)
			return
		}
		w.WriteHeader(http.StatusTeapot)
	}
	tests := map[string]struct {
		path   string
		fault  faultserver.Fault
		status int
		served int64
	}{
		"in place of the service": {"/none", faultserver.Fault{}, http.StatusTeapot, 0},
		"through the service":     {"/twice", faultserver.Fault{}, http.StatusCreated, 2},
		"with a commit":           {"/twice", faultserver.Fault{Commit: true, Status: 502}, 502, 2},
		"without a commit":        {"/twice", faultserver.Fault{Status: 502}, 502, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := &countingService{}
			server := start(t, service)
			test.fault.Handle = replace
			server.Inject(test.fault)
			if got := post(t, server.URL()+test.path); got.status != test.status || service.served.Load() != test.served {
				t.Errorf("got %+v, and the service handled %d requests", got, service.served.Load())
			}
		})
	}
}

type discarded struct{ header http.Header }

func (d *discarded) Header() http.Header       { return d.header }
func (*discarded) WriteHeader(int)             {}
func (*discarded) Write(p []byte) (int, error) { return len(p), nil }

// TestMatch selects requests by a function, in addition to the path. Others do not count for Skip.
func TestMatch(t *testing.T) {
	t.Parallel()
	server := start(t, &countingService{})
	server.Inject(faultserver.Fault{Path: "^/rooms", Match: func(r *http.Request) bool { return r.URL.RawQuery == "a" }, Skip: 1, Status: 500})
	for _, request := range []struct {
		path string
		want int
	}{{"/rooms", 201}, {"/rooms?a", 201}, {"/rooms?b", 201}, {"/scenes?a", 201}, {"/rooms?a", 500}} {
		if got := post(t, server.URL()+request.path); got.status != request.want {
			t.Errorf("%s: got %+v, want status %d", request.path, got, request.want)
		}
	}
}

// TestOnFault checks that the requests that faults affect are reported before they are handled.
func TestOnFault(t *testing.T) {
	t.Parallel()
	var events []string
	var faults faultserver.Faults
	faults.OnFault = func(r *http.Request, fault faultserver.Fault) { events = append(events, fault.Name+" "+r.URL.Path) }
	faults.Inject(faultserver.Fault{Name: "first", Path: "^/a$", Status: 500}, faultserver.Fault{Name: "second", Path: "^/b$", Commit: true})
	service := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { events = append(events, "handled "+r.URL.Path) })
	server := start(t, faults.Handler(service))
	for _, path := range []string{"/a", "/b", "/c"} {
		post(t, server.URL()+path)
	}
	if want := []string{"first /a", "second /b", "handled /b", "handled /c"}; !slices.Equal(events, want) {
		t.Errorf("got %q, want %q", events, want)
	}
}

// TestStartAt serves listeners of a test, and keeps the address of the first one.
func TestStartAt(t *testing.T) {
	t.Parallel()
	var addresses []string
	server, err := faultserver.StartAt("first", func(address string) (net.Listener, error) {
		addresses = append(addresses, address)
		return (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	}, &countingService{})
	if err != nil {
		t.Fatal(err)
	}
	first := server.URL()
	server.Stop()
	if err := server.Resume(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	if want := []string{"first", first[len("http://"):]}; !slices.Equal(addresses, want) {
		t.Errorf("listened at %q, want %q", addresses, want)
	}
	if got := post(t, server.URL()); got.status != http.StatusCreated {
		t.Errorf("got %+v", got)
	}
}

// TestStartAtFails checks that the error of the listener is returned.
func TestStartAtFails(t *testing.T) {
	t.Parallel()
	if _, err := faultserver.StartAt("", func(string) (net.Listener, error) { return nil, io.ErrClosedPipe }, &countingService{}); err == nil {
		t.Error("no error")
	}
}
