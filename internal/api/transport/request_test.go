package transport_test

import (
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

func TestSentRequest(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		prefix  string
		request transport.Request
		uri     string
		body    string
		header  map[string]string // "" for a header that must not be there
	}{
		{
			name:    "a GET",
			request: transport.Request{Method: http.MethodGet, Path: "/rooms"},
			uri:     "/rooms",
			header:  map[string]string{"Accept": "application/json", "User-Agent": "test/1", "Content-Type": "", "Authorization": ""},
		},
		{
			name:    "a query, after the endpoint's own path",
			prefix:  "/xr/v1/",
			request: transport.Request{Method: http.MethodGet, Path: "/rooms", Query: url.Values{"name": {"a&b c"}, "take": {"5"}}},
			uri:     "/xr/v1/rooms?name=a%26b+c&take=5",
		},
		{
			name:    "an escaped path",
			request: transport.Request{Method: http.MethodGet, Path: "/users/a%2Fb%40c.example"},
			uri:     "/users/a%2Fb%40c.example",
		},
		{
			name:    "a body",
			request: transport.Request{Method: http.MethodPatch, Path: "/rooms/1", Body: []byte("a=b"), ContentType: "text/plain", Header: http.Header{"Authorization": {"Bearer t"}}},
			uri:     "/rooms/1", body: "a=b",
			header: map[string]string{"Content-Type": "text/plain", "Content-Length": "3", "Authorization": "Bearer t"},
		},
		{
			name:    "a write without a body",
			request: transport.Request{Method: http.MethodPost, Path: "/rooms"},
			uri:     "/rooms",
			header:  map[string]string{"Content-Type": "", "Content-Length": "0"},
		},
		{
			name:    "an empty body",
			request: transport.Request{Method: http.MethodPost, Path: "/rooms", Body: []byte{}, ContentType: "text/plain"},
			uri:     "/rooms",
			header:  map[string]string{"Content-Type": "text/plain", "Content-Length": "0"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, (*httptest.Server).Start, respond(201, "{}", "X-Version", "7"))
			response, err := newClient(t, s.URL+test.prefix, nil).Do(t.Context(), &test.request)
			if err != nil {
				t.Fatal(err)
			}
			if response.Status != http.StatusCreated || string(response.Body) != "{}" || response.Header.Get("X-Version") != "7" {
				t.Errorf("got %d %q %v", response.Status, response.Body, response.Header)
			}
			seen := s.received()
			if len(seen) != 1 {
				t.Fatalf("the service received %d requests, want 1", len(seen))
			}
			if got := seen[0]; got.method != test.request.Method || got.uri != test.uri || got.body != test.body {
				t.Errorf("the service received %s %s %q, want %s %s %q", got.method, got.uri, got.body, test.request.Method, test.uri, test.body)
			}
			for name, want := range test.header {
				if values := seen[0].header.Values(name); strings.Join(values, "; ") != want || len(values) > 0 && want == "" {
					t.Errorf("%s is %q, want %q", name, values, want)
				}
			}
		})
	}
}

// Do does not change the request, so that it can be sent again, for example with another credential.
func TestRequestIsNotChanged(t *testing.T) {
	t.Parallel()
	s := startService(t, (*httptest.Server).Start, respond(200, "{}"))
	client := newClient(t, s.URL, nil)
	request := newGet("/rooms")
	request.Header = http.Header{"Authorization": {"Bearer first"}}
	for _, token := range []string{"Bearer first", "Bearer second"} {
		request.Header.Set("Authorization", token)
		if _, err := client.Do(t.Context(), request); err != nil {
			t.Fatal(err)
		}
		seen := s.received()
		if got := seen[len(seen)-1].header.Get("Authorization"); got != token {
			t.Errorf("the service received %q, want %q", got, token)
		}
	}
	if len(request.Header) != 1 {
		t.Errorf("the headers of the request became %v", request.Header)
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	request := transport.Request{Method: http.MethodPost, Path: "/rooms"}
	if err := request.JSON(map[string]int{"size": 5}); err != nil {
		t.Fatal(err)
	}
	if string(request.Body) != `{"size":5}` || request.ContentType != "application/json" {
		t.Errorf("got %s %q", request.Body, request.ContentType)
	}
	if err := request.JSON(math.NaN()); err == nil {
		t.Error("want an error for a value that cannot be encoded")
	}
}

// A request with an invalid path is not sent.
func TestInvalidPath(t *testing.T) {
	t.Parallel()
	request := newGet("/rooms/%zz")
	request.Query = url.Values{"key": {"hidden"}}
	failure := requireFailure(t, newClient(t, closedPort, nil), request)
	if want := `GET /rooms/%zz: invalid URL escape "%zz"`; failure.Error() != want || failure.Attempts != 0 || failure.Reason != transport.Unclassified {
		t.Errorf("got %q after %d attempts, want %q after none", failure, failure.Attempts, want)
	}
}

func TestRequestError(t *testing.T) {
	t.Parallel()
	client := newClient(t, "https://api.example.com/xr", func(config *transport.Config) { config.Secrets = []string{"hidden"} })
	got := client.RequestError(&transport.Request{Method: http.MethodPost, Path: "/rooms/hidden"}, transport.NotConfigured, "set\nit, not hidden")
	want := transport.Error{
		Service: "Example", Method: http.MethodPost, Path: "/rooms/(secret)", Endpoint: "https://api.example.com/xr",
		Reason: transport.NotConfigured, Message: "set it, not (secret)",
	}
	if got.Error() != "POST /rooms/(secret): set it, not (secret)" || got.Service != want.Service || got.Endpoint != want.Endpoint ||
		got.Reason != want.Reason || got.Status != 0 || got.Attempts != 0 || got.Ambiguous {
		t.Errorf("got %#v, want %#v", *got, want)
	}
}
