//nolint:paralleltest // these tests set the environment of the process
package provider_test

import (
	"context"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

func TestCredentialsByPrecedence(t *testing.T) {
	all := map[string]string{"XRCLOUD_API_KEY": "env-key"}
	token := map[string]string{"XRCLOUD_ACCESS_TOKEN": "env-token"}
	login := map[string]string{"XRCLOUD_EMAIL": "env@example.com", "XRCLOUD_PASSWORD": "env-pw"}
	for _, c := range []struct {
		name        string
		arguments   block
		environment map[string]string
		sent        string
	}{
		{"key of the configuration", block{"api_key": "key"}, all, "key"},
		{"key of the environment", nil, all, "env-key"},
		{"token of the configuration", block{"access_token": "token"}, token, "Bearer token"},
		{"token of the configuration, login of the environment", block{"access_token": "token"}, login, "Bearer token"},
		{"token of the environment", nil, token, "Bearer env-token"},
		{"login of the configuration", block{"email": "a@example.com", "password": "pw"}, login, "Bearer email:a@example.com,password:pw"},
		{"login of the configuration, token of the environment", block{"email": "a@example.com", "password": "pw"}, token, "Bearer email:a@example.com,password:pw"},
		{"login of the environment", nil, login, "Bearer email:env@example.com,password:env-pw"},
		{"e-mail address of the configuration, password of the environment", block{"email": "a@example.com"}, login, "Bearer email:a@example.com,password:env-pw"},
		{"key of the configuration, login of the environment", block{"api_key": "key"}, login, "key"},
		{"login of the configuration, key of the environment", block{"email": "a@example.com", "password": "pw"}, all, "Bearer email:a@example.com,password:pw"},
		{"token of the configuration, key of the environment", block{"access_token": "token"}, all, "Bearer token"},
		{"password with special characters", block{"email": "a@example.com", "password": ` p"ä:x`}, nil, `Bearer email:a@example.com,password: p\ä:x`},
	} {
		t.Run(c.name, func(t *testing.T) {
			url, seen := startServer(t)
			arguments := block{"endpoint": url}
			maps.Copy(arguments, c.arguments)
			_, err := newClient(t, arguments, c.environment).Room(t.Context(), roomID)
			if !transport.IsNotFound(err) || len(seen()) != 1 {
				t.Fatalf("want one request, got %d and %v", len(seen()), err)
			}
			header := seen()[0].Header
			if got := header.Get("Authorization") + header.Get("X-Xrcloud-Api-Key"); got != c.sent {
				t.Errorf("want %q, got %q", c.sent, got)
			}
			if got := header.Get("User-Agent"); got != "terraform-provider-xrcloud/1.2.3 Terraform/1.11.4" {
				t.Errorf("the user agent is %q", got)
			}
		})
	}
}

// A credential in the configuration disables other credentials of the environment, which may belong to another account. The error of a missing
// credential names them.
func TestErrorNamesIgnoredCredentials(t *testing.T) {
	login := map[string]string{"XRCLOUD_EMAIL": "env@example.com", "XRCLOUD_PASSWORD": "env-pw"}
	missing := newClient(t, block{"endpoint": "https://api.example.com", "api_key": "the-key"}, login).CheckConfig(xrcloud.NeedBearer)
	if want := "XRCLOUD_EMAIL and XRCLOUD_PASSWORD in the environment is not used"; missing == nil || !strings.Contains(missing.Error(), want) {
		t.Errorf("%q is missing in %v", want, missing)
	}
	if missing := newClient(t, block{"endpoint": "https://api.example.com"}, withVariable(login, "XRCLOUD_API_KEY", "the-key")).CheckConfig(xrcloud.NeedBearer); missing != nil {
		t.Errorf("credentials that are all in the environment: %v", missing)
	}
}

func TestEndpointByPrecedence(t *testing.T) {
	both := map[string]string{"XRCLOUD_ENDPOINT": "https://endpoint.example.com", "XRCLOUD_HOST": "https://host.example.com/"}
	for _, c := range []struct {
		arguments   block
		environment map[string]string
		want        string
	}{
		{block{"endpoint": "https://argument.example.com/xr/"}, both, "https://argument.example.com/xr"},
		{nil, both, "https://endpoint.example.com"},
		{nil, map[string]string{"XRCLOUD_ENDPOINT": "", "XRCLOUD_HOST": "https://host.example.com:8443/"}, "https://host.example.com:8443"},
		{nil, nil, "https://api.xrcloud.app"},
	} {
		client := newClient(t, c.arguments, withVariable(c.environment, "XRCLOUD_API_KEY", "k"))
		cancelled, cancel := context.WithCancel(t.Context())
		cancel() // no request is sent, and the error has the endpoint
		_, err := client.Room(cancelled, roomID)
		if failed := transportError(t, err); failed.Endpoint != c.want {
			t.Errorf("want %s, got %s", c.want, failed.Endpoint)
		}
	}
}

// Paths of the API are appended to the path of the endpoint.
func TestEndpointWithPath(t *testing.T) {
	url, seen := startServer(t)
	_, err := newClient(t, block{"endpoint": url + "/xr/", "api_key": "k"}, nil).Room(t.Context(), roomID)
	if !transport.IsNotFound(err) || seen()[0].URL.Path != "/xr/api/rooms/"+roomID {
		t.Errorf("got %v", err)
	}
}

func TestRetriesByPrecedence(t *testing.T) {
	for _, c := range []struct {
		name        string
		arguments   block
		environment string
		attempts    int64
	}{
		{"argument", block{"max_retries": 1}, "3", 2},
		{"argument 0", block{"max_retries": 0}, "3", 1},
		{"environment", nil, "3", 4},
		{"environment 0", nil, "0", 1},
		{"default", nil, "", 6},
	} {
		t.Run(c.name, func(t *testing.T) {
			var attempts atomic.Int64
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				attempts.Add(1)
				w.WriteHeader(http.StatusBadGateway)
			}))
			t.Cleanup(server.Close)
			client := newClient(t, c.arguments, map[string]string{"XRCLOUD_API_KEY": "k", "XRCLOUD_ENDPOINT": server.URL, "XRCLOUD_MAX_RETRIES": c.environment})
			if _, err := client.Room(t.Context(), roomID); transport.ReasonOf(err) != transport.ServerError || attempts.Load() != c.attempts {
				t.Errorf("want %d attempts, got %d and %v", c.attempts, attempts.Load(), err)
			}
		})
	}
}

func TestTimeoutByPrecedence(t *testing.T) {
	for _, c := range []struct {
		name        string
		arguments   block
		environment string
	}{
		{"argument", block{"request_timeout": "5ms"}, "1h"},
		{"environment", nil, "5ms"},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
			t.Cleanup(server.Close)
			client := newClient(t, c.arguments, map[string]string{
				"XRCLOUD_API_KEY": "k", "XRCLOUD_ENDPOINT": server.URL, "XRCLOUD_MAX_RETRIES": "0", "XRCLOUD_REQUEST_TIMEOUT": c.environment,
			})
			if _, err := client.Room(t.Context(), roomID); err == nil || !strings.Contains(err.Error(), "within the request timeout") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestConcurrencyByPrecedence(t *testing.T) {
	for _, c := range []struct {
		name        string
		arguments   block
		environment string
		limit       int
	}{
		{"argument", block{"max_concurrent_requests": 2}, "3", 2},
		{"environment", nil, "3", 3},
		{"default", nil, "", 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			// The server responds to requests for rooms after as many have arrived as the limit allows. With fewer, the test would hang. More
			// are counted.
			var busy atomic.Int64
			var mu sync.Mutex
			var peak int64
			arrived := make(chan struct{}, 2*c.limit)
			next := make(chan struct{})
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if !strings.Contains(r.URL.Path, "/rooms/") {
					w.WriteHeader(http.StatusForbidden)
					return
				}
				now := busy.Add(1)
				mu.Lock()
				peak = max(peak, now)
				mu.Unlock()
				arrived <- struct{}{}
				<-next
				busy.Add(-1)
				w.WriteHeader(http.StatusForbidden)
			}))
			t.Cleanup(server.Close)
			environment := map[string]string{"XRCLOUD_API_KEY": "k", "XRCLOUD_ENDPOINT": server.URL, "XRCLOUD_MAX_CONCURRENT_REQUESTS": c.environment}
			client, another := newClient(t, c.arguments, environment), newClient(t, c.arguments, environment)
			done := make(chan struct{}, 2*c.limit)
			for range 2 * c.limit {
				go func() {
					_, _ = client.RoomForVisitor(t.Context(), roomID, xrcloud.Visitor{}) // it fails, and shares no response
					done <- struct{}{}
				}()
			}
			for range c.limit {
				<-arrived
			}
			for range 10 {
				_, _ = another.Scene(t.Context(), roomID) // it fails, and meanwhile requests beyond the limit can arrive
			}
			close(next)
			for range 2 * c.limit {
				<-done
			}
			if got := int(peak); got != c.limit {
				t.Errorf("want %d concurrent requests, got %d", c.limit, got)
			}
		})
	}
}

func TestCertificateByPrecedence(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // it logs certificate errors
	server.StartTLS()
	t.Cleanup(server.Close)
	certificate := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	for _, c := range []struct {
		name        string
		arguments   block
		environment string
		trusted     bool
	}{
		{"none", nil, "", false},
		{"argument", block{"ca_certificate": certificate}, "not a certificate", true},
		{"environment", nil, certificate, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := newClient(t, c.arguments, map[string]string{"XRCLOUD_API_KEY": "k", "XRCLOUD_ENDPOINT": server.URL, "XRCLOUD_CA_CERTIFICATE": c.environment})
			_, err := client.Room(t.Context(), roomID)
			if failed := transportError(t, err); (failed.Reason == transport.UnexpectedResponse) != c.trusted || !c.trusted && !strings.Contains(failed.Message, "certificate is not trusted") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// An argument that is unknown until apply is an error only of a request that needs it.
func TestUnknownValues(t *testing.T) {
	for _, name := range []string{
		"endpoint", "api_key", "access_token", "email", "password", "ca_certificate", "request_timeout", "max_retries", "max_concurrent_requests",
	} {
		t.Run(name, func(t *testing.T) {
			url, seen := startServer(t)
			arguments := block{"endpoint": url, "email": "a@example.com", "password": "pw"}
			environment := map[string]string{ // they do not replace an unknown argument
				"XRCLOUD_ENDPOINT": url, "XRCLOUD_API_KEY": "env-key", "XRCLOUD_CA_CERTIFICATE": "", "XRCLOUD_REQUEST_TIMEOUT": "1m",
			}
			if name == "api_key" || name == "access_token" {
				arguments = block{"endpoint": url} // without a login
			}
			arguments[name] = unknown
			client := newClient(t, arguments, environment)
			missing, _ := errors.AsType[*transport.ConfigError](client.CheckConfig(xrcloud.NeedBearer))
			if name != "api_key" && (missing == nil || !missing.Unknown) {
				t.Errorf("CheckConfig: want unknown until apply, got %v", missing)
			}
			_, err := client.RoomProject(t.Context(), roomID) // it needs a bearer token
			if name == "api_key" {
				_, err = client.Room(t.Context(), roomID)
			}
			failed := transportError(t, err)
			if failed.Reason != transport.NotConfigured || !strings.Contains(failed.Message, "unknown until apply: "+name+".") || !strings.Contains(failed.Message, "-target") {
				t.Errorf("want that %s is unknown until apply, with advice, got %v", name, err)
			}
			if len(seen()) > 0 {
				t.Error("a request was sent")
			}
		})
	}
}

// Two credentials for a bearer token are valid while both are unknown: one of them may be null.
func TestUnknownTokenAndLogin(t *testing.T) {
	client := newClient(t, block{"access_token": unknown, "email": unknown, "password": unknown}, nil)
	_, err := client.RoomProject(t.Context(), roomID)
	if failed := transportError(t, err); !strings.Contains(failed.Message, "access_token, email, password") {
		t.Errorf("got %v", err)
	}
}
