package transport_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// policy is what a client with two retries does about a permanent fault: the number of attempts of a GET, of a PATCH that is
// idempotent, and of a POST that is not, and whether the error of a write is ambiguous.
type policy struct {
	get, patch, post int
	ambiguous        bool
}

var (
	notExecuted        = policy{3, 3, 3, false} // each request is retried
	mayBeExecuted      = policy{3, 3, 1, true}  // idempotent requests are retried
	permanent          = policy{1, 1, 1, false} // a retry would not help
	permanentAmbiguous = policy{1, 1, 1, true}  // a retry would not help, and the request may have been executed
)

// closedPort is an endpoint without a server.
const closedPort = "http://127.0.0.1:1"

var faults = []struct {
	name string
	// serve is the handler of the service. Without it, no service receives the request, which is sent to endpoint.
	serve    http.HandlerFunc
	endpoint func(t *testing.T) string
	header   http.Header
	// transientBody is the body that TransientFault recognizes, or "".
	transientBody string

	want    policy
	reason  transport.Reason
	message string
}{
	{name: "connection refused", endpoint: fixedEndpoint(closedPort), want: notExecuted, reason: transport.NoResponse, message: "the connection was refused"},
	{name: "unknown host", endpoint: fixedEndpoint("http://" + strings.Repeat("a", 64) + ".example"), want: permanent, reason: transport.NoResponse, message: "could not be resolved"},
	{name: "certificate not trusted", endpoint: func(t *testing.T) string {
		t.Helper()
		return startService(t, (*httptest.Server).StartTLS, respond(200, "{}")).URL
	}, want: permanent, reason: transport.NoResponse, message: "certificate is not trusted: x509: certificate signed by unknown authority"},
	{name: "https to an http server", endpoint: func(t *testing.T) string {
		t.Helper()
		return strings.Replace(startService(t, (*httptest.Server).Start, respond(200, "{}")).URL, "http:", "https:", 1)
	}, want: permanent, reason: transport.NoResponse, message: "does not speak TLS"},
	{name: "a header that cannot be sent", endpoint: fixedEndpoint(closedPort), header: http.Header{"X-Key": {"se\ncret"}}, want: permanent, reason: transport.Unclassified, message: `header field value for "X-Key"`},

	{name: "reset", serve: resetConnection, want: mayBeExecuted, reason: transport.NoResponse, message: "the connection was reset before the response"},
	{name: "closed", serve: func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, want: mayBeExecuted, reason: transport.NoResponse, message: "the connection was closed before the response"},
	{name: "cut response", serve: cutBody, want: mayBeExecuted, reason: transport.NoResponse, message: "broke in the middle of the response"},
	{name: "not HTTP", serve: notHTTP, want: mayBeExecuted, reason: transport.NoResponse, message: "malformed HTTP"},
	{name: "response too large", serve: respondTooLarge, want: permanentAmbiguous, reason: transport.NoResponse, message: "larger than 64 MiB"},

	{name: "408", serve: respond(408, "{}"), want: mayBeExecuted, reason: transport.ServerError, message: "408 Request Timeout: no"},
	{name: "500", serve: respond(500, "{}"), want: mayBeExecuted, reason: transport.ServerError, message: "500 Internal Server Error: no"},
	{name: "502 HTML", serve: respond(502, "<title>502\nBad Gateway</title>", "Content-Type", "text/html"), want: mayBeExecuted, reason: transport.ServerError, message: `an HTML page titled "502 Bad Gateway"`},
	{name: "503", serve: respond(503, "{}"), want: mayBeExecuted, reason: transport.ServerError, message: "503 Service Unavailable: no"},
	{name: "504", serve: respond(504, "{}"), want: mayBeExecuted, reason: transport.ServerError, message: "504 Gateway Timeout: no"},
	{name: "524, unknown to the standard", serve: respond(524, "{}"), want: mayBeExecuted, reason: transport.ServerError, message: ": 524: no"},
	{name: "500 with Retry-After of an hour", serve: respond(500, "{}", "Retry-After", "3600"), want: permanentAmbiguous, reason: transport.ServerError, message: "500 Internal Server Error: no"},

	{name: "429", serve: respond(429, "{}"), want: notExecuted, reason: transport.RateLimited, message: "429 Too Many Requests: no"},
	{name: "429 with seconds", serve: respond(429, "{}", "Retry-After", "0"), want: notExecuted, reason: transport.RateLimited},
	{name: "429 with a past date", serve: respond(429, "{}", "Retry-After", http.TimeFormat), want: notExecuted, reason: transport.RateLimited},
	{name: "429 with garbage", serve: respond(429, "{}", "Retry-After", "soon"), want: notExecuted, reason: transport.RateLimited},
	{name: "429 with a negative number", serve: respond(429, "{}", "Retry-After", "-3600"), want: notExecuted, reason: transport.RateLimited},
	{name: "429 with Retry-After of more than two minutes", serve: respond(429, "{}", "Retry-After", "121"), want: permanent, reason: transport.RateLimited, message: "no (the service requests a wait of 2m1s before a retry, and the provider waits at most 2m0s)"},
	{name: "429 with Retry-After out of range", serve: respond(429, "{}", "Retry-After", strings.Repeat("9", 40)), want: permanent, reason: transport.RateLimited, message: "requests a wait of 8760h0m0s"},
	{name: "429 with a date in an hour", serve: func(w http.ResponseWriter, r *http.Request) {
		respond(429, "{}", "Retry-After", time.Now().Add(time.Hour+time.Second).UTC().Format(http.TimeFormat))(w, r)
	}, want: permanent, reason: transport.RateLimited, message: "requests a wait of 1h0m"},
	{name: "429 HTML with Retry-After of an hour", serve: respond(429, "<p>", "Retry-After", "3600", "Content-Type", "text/html"), want: permanent, reason: transport.RateLimited, message: "an HTML page (the service requests a wait of 1h0m0s"},
	{name: "503 with Retry-After", serve: respond(503, "{}", "Retry-After", "0"), want: notExecuted, reason: transport.ServerError},
	{name: "503 with Retry-After of an hour", serve: respond(503, "{}", "Retry-After", "3600"), want: permanent, reason: transport.ServerError, message: "requests a wait of 1h0m0s"},

	{name: "501", serve: respond(501, "{}"), want: permanent, reason: transport.ServerError, message: "501 Not Implemented: no"},
	{name: "400", serve: respond(400, "{}"), want: permanent, reason: transport.Invalid, message: "400 Bad Request: no"},
	{name: "400 HTML", serve: respond(400, "", "Content-Type", "text/html"), want: permanent, reason: transport.UnexpectedResponse, message: "an HTML page"},
	{name: "401", serve: respond(401, "{}"), want: permanent, reason: transport.Unauthorized},
	{name: "403", serve: respond(403, "{}"), want: permanent, reason: transport.Unauthorized},
	{name: "404", serve: respond(404, "{}"), want: permanent, reason: transport.UnknownRoute},
	{name: "404 that is not JSON", serve: respond(404, "", "Content-Type", "text/plain"), want: permanent, reason: transport.UnexpectedResponse, message: "a response that is not JSON"},
	{name: "404 that is recognized as transient", serve: respond(404, "{}"), transientBody: "{}", want: mayBeExecuted, reason: transport.UnknownRoute, message: "404 Not Found: no"},
	{name: "404 that is not recognized as transient", serve: respond(404, "{}"), transientBody: "[]", want: permanent, reason: transport.UnknownRoute, message: "404 Not Found: no"},
	{name: "409", serve: respond(409, "{}"), want: permanent, reason: transport.Invalid},
	{name: "a redirect elsewhere", serve: respond(301, "", "Location", "https://elsewhere.example/secret?key=1"), want: permanent, reason: transport.UnexpectedResponse, message: "a redirect to https://elsewhere.example"},
	{name: "a redirect to an invalid URL", serve: respond(302, "", "Location", "https://secret:secret"), want: permanent, reason: transport.UnexpectedResponse, message: "302 Found: a redirect"},
}

func TestRetryPolicy(t *testing.T) {
	t.Parallel()
	for _, fault := range faults {
		for _, method := range []string{http.MethodGet, http.MethodPatch, http.MethodPost} {
			t.Run(fault.name+"/"+method, func(t *testing.T) {
				t.Parallel()
				var reached *service
				var endpoint string
				if fault.serve != nil {
					reached = startService(t, (*httptest.Server).Start, fault.serve)
					endpoint = reached.URL
				} else {
					endpoint = fault.endpoint(t)
				}
				request := &transport.Request{Method: method, Path: "/rooms/1", Header: fault.header, Idempotent: method != http.MethodPost}
				if fault.transientBody != "" {
					request.TransientFault = func(status int, body []byte) bool { return status == 404 && string(body) == fault.transientBody }
				}
				if method != http.MethodGet {
					request.Body = []byte(`{"a":"b"}`)
				}

				failure := requireFailure(t, newClient(t, endpoint, nil), request)

				tries := map[string]int{http.MethodGet: fault.want.get, http.MethodPatch: fault.want.patch, http.MethodPost: fault.want.post}[method]
				if failure.Attempts != tries {
					t.Errorf("%d attempts, want %d", failure.Attempts, tries)
				}
				if reached != nil && len(reached.received()) != tries {
					t.Errorf("the service received %d requests, want %d", len(reached.received()), tries)
				}
				if failure.Reason != fault.reason {
					t.Errorf("reason is %d, want %d (%v)", failure.Reason, fault.reason, failure)
				}
				if want := fault.want.ambiguous && method != http.MethodGet; failure.Ambiguous != want || transport.IsAmbiguous(failure) != want {
					t.Errorf("ambiguous is %t, want %t", failure.Ambiguous, want)
				}
				if !strings.Contains(failure.Error(), fault.message) || strings.Contains(failure.Error(), "secret") {
					t.Errorf("error is %q, want %q in it and no secret", failure, fault.message)
				}
			})
		}
	}
}

func fixedEndpoint(endpoint string) func(*testing.T) string {
	return func(*testing.T) string { return endpoint }
}

func notHTTP(w http.ResponseWriter, _ *http.Request) {
	conn := hijack(w)
	_, _ = io.WriteString(conn, "220 mail.example ESMTP\r\n")
	_ = conn.Close()
}

// respondTooLarge announces a body that is too large.
func respondTooLarge(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", strconv.Itoa(64<<20+1))
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
}

func TestTransientFaults(t *testing.T) {
	t.Parallel()
	body := `{"name":"` + strings.Repeat("x", 10_000) + `"}`
	for name, fault := range map[string]http.HandlerFunc{
		"reset": resetConnection, "cut": cutBody, "429": respond(429, "{}"), "500": respond(500, "{}"), "503": respond(503, "{}", "Retry-After", "0"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, (*httptest.Server).Start, faultFirst(2, fault, respond(200, `{"id":"1"}`)))
			response, err := newClient(t, s.URL, nil).Do(t.Context(), &transport.Request{
				Method: http.MethodPatch, Path: "/rooms/1", Body: []byte(body), ContentType: "application/json", Idempotent: true,
				Header: http.Header{"X-Key": {"key"}},
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := string(response.Body); response.Status != http.StatusOK || got != `{"id":"1"}` {
				t.Errorf("got %d %s", response.Status, got)
			}
			seen := s.received()
			if len(seen) != 3 {
				t.Fatalf("the service received %d requests, want 3", len(seen))
			}
			for i, request := range seen {
				if request.body != body || request.header.Get("X-Key") != "key" || request.header.Get("Content-Type") != "application/json" {
					t.Errorf("request %d lacks a part of its body or headers: %.60s %v", i+1, request.body, request.header)
				}
			}
		})
	}
}

// An attempt that was certainly not executed does not change that an earlier one may have been.
func TestAmbiguousAttemptIsRemembered(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		first  http.HandlerFunc
		then   http.HandlerFunc
		want   bool
		reason transport.Reason
	}{
		{"lost, then refused", resetConnection, respond(429, "{}"), true, transport.RateLimited},
		{"lost, then invalid", respond(500, "{}"), respond(400, "{}"), true, transport.Invalid},
		{"refused, then invalid", respond(429, "{}"), respond(400, "{}"), false, transport.Invalid},
		{"refused, then lost", respond(429, "{}"), resetConnection, true, transport.NoResponse},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, (*httptest.Server).Start, faultFirst(1, test.first, test.then))
			failure := requireFailure(t, newClient(t, s.URL, nil), &transport.Request{Method: http.MethodPatch, Path: "/", Idempotent: true})
			if failure.Ambiguous != test.want || failure.Reason != test.reason {
				t.Errorf("ambiguous is %t, reason %d; want %t, %d (%v)", failure.Ambiguous, failure.Reason, test.want, test.reason, failure)
			}
		})
	}
}

func TestNoRetries(t *testing.T) {
	t.Parallel()
	s := startService(t, (*httptest.Server).Start, respond(429, "{}"))
	failure := requireFailure(t, newClient(t, s.URL, func(config *transport.Config) { config.MaxRetries = 0 }), newGet("/"))
	if failure.Attempts != 1 || failure.Reason != transport.RateLimited {
		t.Errorf("got %d attempts and reason %d, want 1 and RateLimited", failure.Attempts, failure.Reason)
	}
}

// A response that is too large is not read to its end.
func TestLargeResponseIsNotReadCompletely(t *testing.T) {
	t.Parallel()
	const bound, buffers = 64 << 20, 64 << 20 // the buffers of the kernel grow with the load
	written := make(chan int, 1)
	s := startService(t, (*httptest.Server).Start, func(w http.ResponseWriter, _ *http.Request) {
		total := 0
		for block := make([]byte, 1<<20); ; {
			n, err := w.Write(block)
			total += n
			if err != nil {
				written <- total
				return
			}
		}
	})
	failure := requireFailure(t, newClient(t, s.URL, nil), newGet("/"))
	if total := <-written; total < bound || total > bound+buffers || !strings.Contains(failure.Message, "larger than 64 MiB") {
		t.Errorf("the service could write %d MiB, want about %d (%v)", total>>20, bound>>20, failure)
	}
}
