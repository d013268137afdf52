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

// policy is what becomes of a fault that never passes, with two retries: how often a GET, a PATCH that may be repeated and a
// POST that may not are tried, and whether a write may have been carried out.
type policy struct {
	get, patch, post int
	ambiguous        bool
}

var (
	isRefused   = policy{3, 3, 3, false} // nothing was done: everything is repeated
	lost        = policy{3, 3, 1, true}  // nobody knows: what may be repeated is repeated
	final       = policy{1, 1, 1, false} // another try would not help
	finalButMay = policy{1, 1, 1, true}  // another try would not help, and nobody knows
)

// nowhere is an endpoint where nothing listens.
const nowhere = "http://127.0.0.1:1"

var faults = []struct {
	name string
	// serve is the service's answer; without it, nothing reaches a service, and endpoint says where the request goes.
	serve    http.HandlerFunc
	endpoint func(t *testing.T) string
	header   http.Header
	// fault is what the service's package takes for a passing fault, by the answer's body.
	fault string

	want   policy
	reason transport.Reason
	says   string
}{
	{name: "connection refused", endpoint: always(nowhere), want: isRefused, reason: transport.NoResponse, says: "the connection was refused"},
	{name: "unknown host", endpoint: always("http://" + strings.Repeat("a", 64) + ".example"), want: final, reason: transport.NoResponse, says: "could not be resolved"},
	{name: "certificate not trusted", endpoint: func(t *testing.T) string {
		t.Helper()
		return serve(t, (*httptest.Server).StartTLS, answer(200, "{}")).URL
	}, want: final, reason: transport.NoResponse, says: "certificate is not trusted: x509: certificate signed by unknown authority"},
	{name: "https to an http server", endpoint: func(t *testing.T) string {
		t.Helper()
		return strings.Replace(serve(t, (*httptest.Server).Start, answer(200, "{}")).URL, "http:", "https:", 1)
	}, want: final, reason: transport.NoResponse, says: "does not speak TLS"},
	{name: "a header that cannot be sent", endpoint: always(nowhere), header: http.Header{"X-Key": {"se\ncret"}}, want: final, reason: transport.Unclassified, says: `header field value for "X-Key"`},

	{name: "reset", serve: reset, want: lost, reason: transport.NoResponse, says: "the connection was reset before the answer"},
	{name: "closed", serve: func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, want: lost, reason: transport.NoResponse, says: "the connection was closed before the answer"},
	{name: "cut answer", serve: cut, want: lost, reason: transport.NoResponse, says: "broke in the middle of the answer"},
	{name: "not HTTP", serve: notHTTP, want: lost, reason: transport.NoResponse, says: "malformed HTTP"},
	{name: "answer too large", serve: huge, want: finalButMay, reason: transport.NoResponse, says: "larger than 64 MiB"},

	{name: "408", serve: answer(408, "{}"), want: lost, reason: transport.ServerError, says: "408 Request Timeout: no"},
	{name: "500", serve: answer(500, "{}"), want: lost, reason: transport.ServerError, says: "500 Internal Server Error: no"},
	{name: "502 HTML", serve: answer(502, "<title>502\nBad Gateway</title>", "Content-Type", "text/html"), want: lost, reason: transport.ServerError, says: `an HTML page titled "502 Bad Gateway"`},
	{name: "503", serve: answer(503, "{}"), want: lost, reason: transport.ServerError, says: "503 Service Unavailable: no"},
	{name: "504", serve: answer(504, "{}"), want: lost, reason: transport.ServerError, says: "504 Gateway Timeout: no"},
	{name: "524, unknown to the standard", serve: answer(524, "{}"), want: lost, reason: transport.ServerError, says: ": 524: no"},
	{name: "500 that asks for an hour", serve: answer(500, "{}", "Retry-After", "3600"), want: finalButMay, reason: transport.ServerError, says: "500 Internal Server Error: no"},

	{name: "429", serve: answer(429, "{}"), want: isRefused, reason: transport.RateLimited, says: "429 Too Many Requests: no"},
	{name: "429 with seconds", serve: answer(429, "{}", "Retry-After", "0"), want: isRefused, reason: transport.RateLimited},
	{name: "429 with a past date", serve: answer(429, "{}", "Retry-After", http.TimeFormat), want: isRefused, reason: transport.RateLimited},
	{name: "429 with garbage", serve: answer(429, "{}", "Retry-After", "soon"), want: isRefused, reason: transport.RateLimited},
	{name: "429 with a negative number", serve: answer(429, "{}", "Retry-After", "-3600"), want: isRefused, reason: transport.RateLimited},
	{name: "429 that asks for more than two minutes", serve: answer(429, "{}", "Retry-After", "121"), want: final, reason: transport.RateLimited, says: "no (the service asks to wait 2m1s before another try, and no more than 2m0s is waited for)"},
	{name: "429 that asks for more than a number holds", serve: answer(429, "{}", "Retry-After", strings.Repeat("9", 40)), want: final, reason: transport.RateLimited, says: "asks to wait 8760h0m0s"},
	{name: "429 with a date in an hour", serve: func(w http.ResponseWriter, r *http.Request) {
		answer(429, "{}", "Retry-After", time.Now().Add(time.Hour+time.Second).UTC().Format(http.TimeFormat))(w, r)
	}, want: final, reason: transport.RateLimited, says: "asks to wait 1h0m"},
	{name: "429 HTML that asks for an hour", serve: answer(429, "<p>", "Retry-After", "3600", "Content-Type", "text/html"), want: final, reason: transport.RateLimited, says: "an HTML page (the service asks to wait 1h0m0s"},
	{name: "503 with Retry-After", serve: answer(503, "{}", "Retry-After", "0"), want: isRefused, reason: transport.ServerError},
	{name: "503 that asks for an hour", serve: answer(503, "{}", "Retry-After", "3600"), want: final, reason: transport.ServerError, says: "asks to wait 1h0m0s"},

	{name: "501", serve: answer(501, "{}"), want: final, reason: transport.ServerError, says: "501 Not Implemented: no"},
	{name: "400", serve: answer(400, "{}"), want: final, reason: transport.Invalid, says: "400 Bad Request: no"},
	{name: "400 HTML", serve: answer(400, "", "Content-Type", "text/html"), want: final, reason: transport.UnexpectedResponse, says: "an HTML page"},
	{name: "401", serve: answer(401, "{}"), want: final, reason: transport.Unauthorized},
	{name: "403", serve: answer(403, "{}"), want: final, reason: transport.Unauthorized},
	{name: "404", serve: answer(404, "{}"), want: final, reason: transport.UnknownRoute},
	{name: "404 of a stranger", serve: answer(404, "", "Content-Type", "text/plain"), want: final, reason: transport.UnexpectedResponse, says: "an answer that is not JSON"},
	{name: "404 that the package knows to pass", serve: answer(404, "{}"), fault: "{}", want: lost, reason: transport.UnknownRoute, says: "404 Not Found: no"},
	{name: "404 that the package knows to stay", serve: answer(404, "{}"), fault: "[]", want: final, reason: transport.UnknownRoute, says: "404 Not Found: no"},
	{name: "409", serve: answer(409, "{}"), want: final, reason: transport.Invalid},
	{name: "a redirect elsewhere", serve: answer(301, "", "Location", "https://elsewhere.example/secret?key=1"), want: final, reason: transport.UnexpectedResponse, says: "a redirect to https://elsewhere.example"},
	{name: "a redirect to nothing readable", serve: answer(302, "", "Location", "https://secret:secret"), want: final, reason: transport.UnexpectedResponse, says: "302 Found: a redirect"},
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
					reached = serve(t, (*httptest.Server).Start, fault.serve)
					endpoint = reached.URL
				} else {
					endpoint = fault.endpoint(t)
				}
				request := &transport.Request{Method: method, Path: "/things/1", Header: fault.header, Idempotent: method != http.MethodPost}
				if fault.fault != "" {
					request.TransientFault = func(status int, body []byte) bool { return status == 404 && string(body) == fault.fault }
				}
				if method != http.MethodGet {
					request.Body = []byte(`{"a":"b"}`)
				}

				failure := failed(t, newClient(t, endpoint, nil), request)

				tries := map[string]int{http.MethodGet: fault.want.get, http.MethodPatch: fault.want.patch, http.MethodPost: fault.want.post}[method]
				if failure.Attempts != tries {
					t.Errorf("tried %d times, want %d", failure.Attempts, tries)
				}
				if reached != nil && len(reached.received()) != tries {
					t.Errorf("the service saw %d requests, want %d", len(reached.received()), tries)
				}
				if failure.Reason != fault.reason {
					t.Errorf("reason is %d, want %d (%v)", failure.Reason, fault.reason, failure)
				}
				if want := fault.want.ambiguous && method != http.MethodGet; failure.Ambiguous != want || transport.IsAmbiguous(failure) != want {
					t.Errorf("ambiguous is %t, want %t", failure.Ambiguous, want)
				}
				if !strings.Contains(failure.Error(), fault.says) || strings.Contains(failure.Error(), "secret") {
					t.Errorf("error is %q, want it to say %q and nothing secret", failure, fault.says)
				}
			})
		}
	}
}

func always(endpoint string) func(*testing.T) string {
	return func(*testing.T) string { return endpoint }
}

func notHTTP(w http.ResponseWriter, _ *http.Request) {
	conn := hijack(w)
	_, _ = io.WriteString(conn, "220 mail.example ESMTP\r\n")
	_ = conn.Close()
}

// huge announces a body that no client should wait for.
func huge(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", strconv.Itoa(64<<20+1))
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
}

func TestFaultsThatPass(t *testing.T) {
	t.Parallel()
	body := `{"name":"` + strings.Repeat("x", 10_000) + `"}`
	for name, fault := range map[string]http.HandlerFunc{
		"reset": reset, "cut": cut, "429": answer(429, "{}"), "500": answer(500, "{}"), "503": answer(503, "{}", "Retry-After", "0"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, (*httptest.Server).Start, times(2, fault, answer(200, `{"id":"1"}`)))
			response, err := newClient(t, s.URL, nil).Do(t.Context(), &transport.Request{
				Method: http.MethodPatch, Path: "/things/1", Body: []byte(body), ContentType: "application/json", Idempotent: true,
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
				t.Fatalf("the service saw %d requests, want 3", len(seen))
			}
			for i, request := range seen {
				if request.body != body || request.header.Get("X-Key") != "key" || request.header.Get("Content-Type") != "application/json" {
					t.Errorf("request %d came without all of its body and headers: %.60s %v", i+1, request.body, request.header)
				}
			}
		})
	}
}

// A later attempt that certainly did nothing does not take back that an earlier one may have done something.
func TestAmbiguityStays(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		first  http.HandlerFunc
		then   http.HandlerFunc
		want   bool
		reason transport.Reason
	}{
		{"lost, then refused", reset, answer(429, "{}"), true, transport.RateLimited},
		{"lost, then invalid", answer(500, "{}"), answer(400, "{}"), true, transport.Invalid},
		{"refused, then invalid", answer(429, "{}"), answer(400, "{}"), false, transport.Invalid},
		{"refused, then lost", answer(429, "{}"), reset, true, transport.NoResponse},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, (*httptest.Server).Start, times(1, test.first, test.then))
			failure := failed(t, newClient(t, s.URL, nil), &transport.Request{Method: http.MethodPatch, Path: "/", Idempotent: true})
			if failure.Ambiguous != test.want || failure.Reason != test.reason {
				t.Errorf("ambiguous is %t, reason %d; want %t, %d (%v)", failure.Ambiguous, failure.Reason, test.want, test.reason, failure)
			}
		})
	}
}

func TestNoRetries(t *testing.T) {
	t.Parallel()
	s := serve(t, (*httptest.Server).Start, answer(429, "{}"))
	failure := failed(t, newClient(t, s.URL, func(config *transport.Config) { config.MaxRetries = 0 }), get("/"))
	if failure.Attempts != 1 || failure.Reason != transport.RateLimited {
		t.Errorf("got %d attempts and reason %d, want 1 and Limited", failure.Attempts, failure.Reason)
	}
}

// What is larger than the bound is not read on: the service is cut off soon after it.
func TestAnswerTooLargeIsNotReadOn(t *testing.T) {
	t.Parallel()
	const bound, buffers = 64 << 20, 64 << 20 // what the kernel holds between the two grows with the load
	written := make(chan int, 1)
	s := serve(t, (*httptest.Server).Start, func(w http.ResponseWriter, _ *http.Request) {
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
	failure := failed(t, newClient(t, s.URL, nil), get("/"))
	if total := <-written; total < bound || total > bound+buffers || !strings.Contains(failure.Message, "larger than 64 MiB") {
		t.Errorf("the service could write %d MiB, want about %d (%v)", total>>20, bound>>20, failure)
	}
}
