package transport_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// A request that a forward proxy refuses is not retried, and the error names the proxy without its credentials.
func TestProxyErrorNamesProxy(t *testing.T) {
	t.Parallel()
	const service, plainService = "https://xr.example.edu", "http://xr.example.edu"
	refusesWith := func(status int) func(*testing.T) string {
		return func(t *testing.T) string {
			t.Helper()
			return startService(t, (*httptest.Server).Start, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Proxy-Authenticate", "Basic")
				w.WriteHeader(status)
			}).URL
		}
	}
	closed := func(t *testing.T) string {
		t.Helper()
		s := httptest.NewServer(nil)
		s.Close()
		return s.URL
	}
	for _, c := range []struct {
		name, endpoint string
		proxy          func(*testing.T) string
		attempts       int
		status         int
		message        string
	}{
		{"407 to CONNECT", service, refusesWith(407), 1, 407, "refused the request with 407 Proxy Authentication Required"},
		{"403 to CONNECT", service, refusesWith(403), 1, 403, "refused the request with 403 Forbidden"},
		{"502 to CONNECT", service, refusesWith(502), 3, 502, "refused the request with 502 Bad Gateway"},
		{"407 to plain http", plainService, refusesWith(407), 1, 407, "refused the request with 407 Proxy Authentication Required"},
		{"connection refused", service, closed, 1, 0, "cannot be used: the connection was refused"},
		{"connection refused, plain http", plainService, closed, 1, 0, "cannot be used: the connection was refused"},
		{
			"unknown host", service,
			func(*testing.T) string { return "http://proxy.invalid:3128" }, 1, 0, `cannot be used: the host name "proxy.invalid" could not be resolved`,
		},
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			t.Run(c.name+" "+method, func(t *testing.T) {
				t.Parallel()
				proxy, err := url.Parse(c.proxy(t))
				if err != nil {
					t.Fatal(err)
				}
				proxy.User = url.UserPassword("someone", "hunter2")
				client := newClient(t, c.endpoint, nil)
				transport.UseProxy(client, http.ProxyURL(proxy))
				failure := requireFailure(t, client, &transport.Request{Method: method, Path: "/api"})
				if failure.Reason != transport.ProxyFailed || failure.Attempts != c.attempts || failure.Ambiguous {
					t.Errorf("got the reason %d after %d attempts, ambiguous %t; want %d after %d", failure.Reason, failure.Attempts, failure.Ambiguous, transport.ProxyFailed, c.attempts)
				}
				if failure.ProxyStatus != c.status {
					t.Errorf("got the proxy status %d, want %d", failure.ProxyStatus, c.status)
				}
				if want := fmt.Sprintf("the proxy %s %s", proxy.Host, c.message); failure.Message != want {
					t.Errorf("got %q, want %q", failure.Message, want)
				}
			})
		}
	}
}

// Without a proxy, a 407 is a response of the service.
func TestStatus407WithoutProxyIsAResponse(t *testing.T) {
	t.Parallel()
	s := startService(t, (*httptest.Server).Start, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusProxyAuthRequired) })
	client := newClient(t, s.URL, nil)
	transport.UseProxy(client, func(*http.Request) (*url.URL, error) { return nil, nil }) //nolint:nilnil // net/http defines it so
	if response, err := client.Do(t.Context(), newGet("/")); err != nil || response.Status != http.StatusProxyAuthRequired {
		t.Errorf("got %v, %v", response, err)
	}
}

// The error of net/http shows the URL of a proxy that it cannot parse.
func TestInvalidProxyURLIsNotShown(t *testing.T) {
	t.Parallel()
	client := newClient(t, "https://xr.example.edu", nil)
	transport.UseProxy(client, func(*http.Request) (*url.URL, error) {
		return nil, errors.New(`invalid proxy address "http://someone:hunter2@%zz"`)
	})
	failure := requireFailure(t, client, newGet("/"))
	if strings.Contains(failure.Error(), "hunter2") || !strings.Contains(failure.Message, "HTTPS_PROXY") || failure.Attempts != 1 {
		t.Errorf("got %v after %d attempts", failure, failure.Attempts)
	}
}
