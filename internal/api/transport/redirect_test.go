package transport_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// credentials are what a request carries; none of it may arrive anywhere but at the service it is meant for.
var credentials = http.Header{"Authorization": {"Bearer hidden"}, "X-Example-Api-Key": {"hidden"}}

// redirect answers everything but /there with a redirect.
func redirect(status int, location string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/there" {
			answer(200, `{"id":"1"}`)(w, r)
			return
		}
		w.Header().Set("Location", location)
		w.WriteHeader(status)
	}
}

func TestRedirectWithinTheOriginIsFollowed(t *testing.T) {
	t.Parallel()
	for _, location := range []string{"/there", "there?take=5"} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			s := serve(t, (*httptest.Server).Start, redirect(status, location))
			request := get("/here")
			request.Header = credentials
			response, err := newClient(t, s.URL, nil).Do(t.Context(), request)
			if err != nil || response.Status != http.StatusOK {
				t.Fatalf("%d to %s: got %v, %v", status, location, response, err)
			}
			if seen := s.received(); len(seen) != 2 || seen[1].header.Get("Authorization") == "" || seen[1].header.Get("X-Example-Api-Key") == "" {
				t.Errorf("%d to %s: the service saw %+v, want the read with its credentials", status, location, seen)
			}
		}
	}
}

func TestRedirectToTLSOnTheSameHostIsFollowed(t *testing.T) {
	t.Parallel()
	secure := serve(t, (*httptest.Server).StartTLS, answer(200, `{"id":"1"}`))
	plain := serve(t, (*httptest.Server).Start, redirect(301, secure.URL+"/moved"))
	request := get("/here")
	request.Header = credentials
	if _, err := newClient(t, plain.URL, trusting(secure)).Do(t.Context(), request); err != nil {
		t.Fatal(err)
	}
	if seen := secure.received(); len(seen) != 1 || seen[0].uri != "/moved" || seen[0].header.Get("Authorization") == "" || seen[0].header.Get("X-Example-Api-Key") == "" {
		t.Errorf("the service saw %+v, want the read with its credentials", seen)
	}
}

// Whatever the redirect: no other server is asked anything, and the error does not show what the URL might hold.
func TestOtherRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPatch, http.MethodPost, http.MethodDelete} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			t.Run(method+" "+http.StatusText(status), func(t *testing.T) {
				t.Parallel()
				other := serve(t, (*httptest.Server).Start, answer(200, "{}"))
				for name, start := range map[string]func(*httptest.Server){"another port": (*httptest.Server).Start, "https to http": (*httptest.Server).StartTLS} {
					s := serve(t, start, redirect(status, other.URL+"/hidden?key=hidden"))
					var change func(*transport.Config)
					if s.TLS != nil {
						change = trusting(s)
					}
					request := &transport.Request{Method: method, Path: "/here", Header: credentials, Idempotent: true}
					failure := failed(t, newClient(t, s.URL, change), request)
					if failure.Reason != transport.UnexpectedResponse || failure.Status != status || !strings.HasSuffix(failure.Error(), ": a redirect to "+other.URL) {
						t.Errorf("%s: got %q", name, failure)
					}
					if len(s.received()) != 1 {
						t.Errorf("%s: the service saw %+v, want one request", name, s.received())
					}
				}
				if seen := other.received(); len(seen) != 0 {
					t.Errorf("the other server saw %+v", seen)
				}
			})
		}
	}
}

// Not even within its origin may a write be redirected: it would become a read, or be carried out in two places.
func TestRedirectOfAWriteIsNotFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		s := serve(t, (*httptest.Server).Start, redirect(status, "/there"))
		failure := failed(t, newClient(t, s.URL, nil), &transport.Request{Method: http.MethodPost, Path: "/here", Body: []byte("{}")})
		if want := "a redirect to " + s.URL; failure.Message != want || len(s.received()) != 1 {
			t.Errorf("%d: got %q after %d requests, want %q after one", status, failure, len(s.received()), want)
		}
	}
}

// From the service to https on the same host, and from there back to http, where everybody can read along.
func TestRedirectToTLSIsNotTakenBack(t *testing.T) {
	t.Parallel()
	var plain *service
	secure := serve(t, (*httptest.Server).StartTLS, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, plain.URL+"/there", http.StatusFound)
	})
	plain = serve(t, (*httptest.Server).Start, redirect(302, secure.URL))
	failure := failed(t, newClient(t, plain.URL, trusting(secure)), get("/here"))
	if want := "a redirect to " + plain.URL; failure.Message != want || len(plain.received()) != 1 {
		t.Errorf("got %q after %d plain requests, want %q after one", failure, len(plain.received()), want)
	}
}

func TestRedirectsInACircleEnd(t *testing.T) {
	t.Parallel()
	s := serve(t, (*httptest.Server).Start, redirect(302, "/here"))
	failure := failed(t, newClient(t, s.URL, nil), get("/here"))
	if failure.Reason != transport.UnexpectedResponse || len(s.received()) != 5 {
		t.Errorf("got %v after %d requests, want an end after 5", failure, len(s.received()))
	}
}

func TestRedirectWithoutATarget(t *testing.T) {
	t.Parallel()
	for _, location := range []string{"", "mailto:hidden@example.com", "https://hidden:hidden", "%zz"} {
		s := serve(t, (*httptest.Server).Start, redirect(302, location))
		if failure := failed(t, newClient(t, s.URL, nil), get("/here")); failure.Message != "a redirect" || failure.Attempts != 1 {
			t.Errorf("%q: got %q after %d attempts", location, failure, failure.Attempts)
		}
	}
}
