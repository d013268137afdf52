package transport_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// credentials are the headers of a request. No other server may receive them.
var credentials = http.Header{"Authorization": {"Bearer hidden"}, "X-Example-Api-Key": {"hidden"}}

// redirect responds to all paths but /there with a redirect.
func redirect(status int, location string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/there" {
			respond(200, `{"id":"1"}`)(w, r)
			return
		}
		w.Header().Set("Location", location)
		w.WriteHeader(status)
	}
}

func TestRedirectWithinOriginIsFollowed(t *testing.T) {
	t.Parallel()
	for _, location := range []string{"/there", "there?take=5"} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			s := startService(t, (*httptest.Server).Start, redirect(status, location))
			request := newGet("/here")
			request.Header = credentials
			response, err := newClient(t, s.URL, nil).Do(t.Context(), request)
			if err != nil || response.Status != http.StatusOK {
				t.Fatalf("%d to %s: got %v, %v", status, location, response, err)
			}
			if seen := s.received(); len(seen) != 2 || seen[1].header.Get("Authorization") == "" || seen[1].header.Get("X-Example-Api-Key") == "" {
				t.Errorf("%d to %s: the service received %+v, want the request with its credentials", status, location, seen)
			}
		}
	}
}

func TestRedirectToTLSOnTheSameHostIsFollowed(t *testing.T) {
	t.Parallel()
	secure := startService(t, (*httptest.Server).StartTLS, respond(200, `{"id":"1"}`))
	plain := startService(t, (*httptest.Server).Start, redirect(301, secure.URL+"/moved"))
	request := newGet("/here")
	request.Header = credentials
	if _, err := newClient(t, plain.URL, trustCertificateOf(secure)).Do(t.Context(), request); err != nil {
		t.Fatal(err)
	}
	if seen := secure.received(); len(seen) != 1 || seen[0].uri != "/moved" || seen[0].header.Get("Authorization") == "" || seen[0].header.Get("X-Example-Api-Key") == "" {
		t.Errorf("the service received %+v, want the request with its credentials", seen)
	}
}

// No other server receives a request, and the error does not show the path and the query of the target.
func TestOtherRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPatch, http.MethodPost, http.MethodDelete} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			t.Run(method+" "+http.StatusText(status), func(t *testing.T) {
				t.Parallel()
				other := startService(t, (*httptest.Server).Start, respond(200, "{}"))
				for name, start := range map[string]func(*httptest.Server){"another port": (*httptest.Server).Start, "https to http": (*httptest.Server).StartTLS} {
					s := startService(t, start, redirect(status, other.URL+"/hidden?key=hidden"))
					var change func(*transport.Config)
					if s.TLS != nil {
						change = trustCertificateOf(s)
					}
					request := &transport.Request{Method: method, Path: "/here", Header: credentials, Idempotent: true}
					failure := requireFailure(t, newClient(t, s.URL, change), request)
					if failure.Reason != transport.UnexpectedResponse || failure.Status != status || !strings.HasSuffix(failure.Error(), ": a redirect to "+other.URL) {
						t.Errorf("%s: got %q", name, failure)
					}
					if len(s.received()) != 1 {
						t.Errorf("%s: the service received %+v, want one request", name, s.received())
					}
				}
				if seen := other.received(); len(seen) != 0 {
					t.Errorf("the other server received %+v", seen)
				}
			})
		}
	}
}

// A write is not redirected even within the origin: it would become a GET, or be executed twice.
func TestRedirectOfAWriteIsNotFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		s := startService(t, (*httptest.Server).Start, redirect(status, "/there"))
		failure := requireFailure(t, newClient(t, s.URL, nil), &transport.Request{Method: http.MethodPost, Path: "/here", Body: []byte("{}")})
		if want := "a redirect to " + s.URL; failure.Message != want || len(s.received()) != 1 {
			t.Errorf("%d: got %q after %d requests, want %q after one", status, failure, len(s.received()), want)
		}
	}
}

// A redirect leads to https on the same host, and from there back to http without encryption.
func TestRedirectBackToHTTPIsNotFollowed(t *testing.T) {
	t.Parallel()
	var plain *service
	secure := startService(t, (*httptest.Server).StartTLS, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, plain.URL+"/there", http.StatusFound)
	})
	plain = startService(t, (*httptest.Server).Start, redirect(302, secure.URL))
	failure := requireFailure(t, newClient(t, plain.URL, trustCertificateOf(secure)), newGet("/here"))
	if want := "a redirect to " + plain.URL; failure.Message != want || len(plain.received()) != 1 {
		t.Errorf("got %q after %d plain requests, want %q after one", failure, len(plain.received()), want)
	}
}

func TestRedirectLoopEnds(t *testing.T) {
	t.Parallel()
	s := startService(t, (*httptest.Server).Start, redirect(302, "/here"))
	failure := requireFailure(t, newClient(t, s.URL, nil), newGet("/here"))
	if failure.Reason != transport.UnexpectedResponse || len(s.received()) != 5 {
		t.Errorf("got %v after %d requests, want an end after 5", failure, len(s.received()))
	}
}

func TestRedirectWithoutTarget(t *testing.T) {
	t.Parallel()
	for _, location := range []string{"", "mailto:hidden@example.com", "https://hidden:hidden", "%zz"} {
		s := startService(t, (*httptest.Server).Start, redirect(302, location))
		if failure := requireFailure(t, newClient(t, s.URL, nil), newGet("/here")); failure.Message != "a redirect" || failure.Attempts != 1 {
			t.Errorf("%q: got %q after %d attempts", location, failure, failure.Attempts)
		}
	}
}
