package world_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// faultOutcome is what a client meets that creates an object during a fault.
type faultOutcome struct {
	status int
	// body is a part of the response.
	body string
	// err is the error of the client. If it is errAny, the text does not matter.
	err error
	// took is the time until the client has a result.
	took time.Duration
	// created and createdLate tell whether the object exists when the client has a result, and after Settle.
	created, createdLate bool
}

var (
	errAny     = errors.New("any error")
	errTimeout = context.DeadlineExceeded
)

const clientTimeout = time.Minute

// faultOutcomes are those of all faults that requests of all operations can meet.
var faultOutcomes = map[string]faultOutcome{
	"connection refused":                  {err: errAny},
	"connection refused for long":         {err: errAny},
	"connection refused after the commit": {err: errAny, created: true},
	"reset before the response":           {err: syscall.ECONNRESET},
	"reset after the commit":              {err: syscall.ECONNRESET, created: true},
	"truncated response":                  {status: 200, body: `{"room":`, err: io.ErrUnexpectedEOF, created: true},
	"response that is not HTTP":           {err: errAny},
	"slow":                                {status: 200, body: `"name":"Hall"`, took: 20 * time.Second, created: true},
	"hang":                                {err: errTimeout, took: clientTimeout},
	"hang after the commit":               {err: errTimeout, took: clientTimeout, created: true},
	"reset, late commit":                  {err: syscall.ECONNRESET, createdLate: true},
	"504, late commit":                    {status: 504, body: "<html>", createdLate: true},
	"hang, late commit":                   {err: errTimeout, took: clientTimeout, createdLate: true},
	"400":                                 {status: 400, body: "BASE-00099"},
	"401":                                 {status: 401, body: "Unauthorized"},
	"401 with the credential":             {status: 401, body: "Invalid credential"},
	"403":                                 {status: 403, body: "Forbidden"},
	"404 of a missing route":              {status: 404, body: "<html>"},
	"404 with JSON":                       {status: 404, body: "Not Found"},
	"408":                                 {status: 408, body: "Request Timeout"},
	"409":                                 {status: 409, body: "Conflict"},
	"413":                                 {status: 413, body: "<html>"},
	"429":                                 {status: 429, body: "Too Many Requests"},
	"429, Retry-After seconds":            {status: 429, body: "Retry-After: 7\n"},
	"429, Retry-After date":               {status: 429, body: "Retry-After: Sat, 01 Jan 2000 00:00:10 GMT\n"},
	"500":                                 {status: 500, body: "Internal Server Error"},
	"500 after the commit":                {status: 500, body: "Internal Server Error", created: true},
	"502 with HTML":                       {status: 502, body: "<html>"},
	"502 with HTML after the commit":      {status: 502, body: "<html>", created: true},
	"503":                                 {status: 503, body: "Service Unavailable"},
	"503, Retry-After":                    {status: 503, body: "Retry-After: 7\n"},
	"504":                                 {status: 504, body: "<html>"},
	"504 after the commit":                {status: 504, body: "<html>", created: true},
	"302 to a login page":                 {status: 302, body: "Location: /login\n"},
	"200 with HTML":                       {status: 200, body: "<html>"},
	"200 with HTML after the commit":      {status: 200, body: "<html>", created: true},
	"200 with unexpected JSON":            {status: 200, body: `{"status":"ok"}`},
	"200 with unexpected JSON after the commit": {status: 200, body: `{"status":"ok"}`, created: true},
	"200 with a JSON array":                     {status: 200, body: "[1]"},
	"200 with an empty body":                    {status: 200},
	"200 with an empty body after the commit":   {status: 200, created: true},
	"404 of missing links after the commit":     {},
	"200 with the ID of another object":         {},
	"query parameters dropped":                  {},
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for _, name := range world.FaultNames() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, isListed := faultOutcomes[name]
			if !isListed {
				t.Fatal("the fault has no outcome in faultOutcomes")
			}
			if !world.FaultApplies(name, "create VCS room") {
				if want != (faultOutcome{}) {
					t.Error("the fault does not affect the request")
				}
				return
			}
			inBubble(t, world.Options{}, func(c client) {
				c.Inject(world.Fault{Name: name, Operation: "create VCS room", Times: 1})
				c.requireOutcome(name, want)
			})
		})
	}
}

// requireOutcome creates a room during a fault, and again after it.
func (c client) requireOutcome(name string, want faultOutcome) {
	c.T.Helper()
	rooms := func() int {
		return len(slices.DeleteFunc(c.Objects(), func(o world.Object) bool { return o.Type != vcsRoom }))
	}
	start := time.Now()
	got := c.callService("vcs", http.MethodPost, "/api/realtime/room", `{"name":"Hall"}`)
	took := time.Since(start)
	if got.status != want.status || !strings.Contains(got.body, want.body) {
		c.T.Errorf("got %+v, want %+v", got, want)
	}
	switch {
	case want.err == nil && got.err == nil, want.err == errAny && got.err != nil: //nolint:errorlint // it is the same
	case want.err == nil, !errors.Is(got.err, want.err):
		c.T.Errorf("error %v, want %v", got.err, want.err)
	}
	if took != want.took {
		c.T.Errorf("it took %s, want %s", took, want.took)
	}
	if created := rooms() == 1; created != want.created {
		c.T.Errorf("created: %t, want %t", created, want.created)
	}
	if strings.HasPrefix(name, "connection refused") {
		if refused := c.callService("vcs", http.MethodGet, "/api/realtime/room", ""); !errors.Is(refused.err, syscall.ECONNREFUSED) {
			c.T.Errorf("while the server restarts, got %+v", refused)
		}
	}
	c.ClearFaults()
	c.Settle()
	if created := rooms() == 1; created != (want.created || want.createdLate) {
		c.T.Errorf("created after Settle: %t, want %t", created, want.createdLate)
	}
	recorded := c.Requests()[0]
	wantStatus := want.status
	if want.err != nil {
		wantStatus = 0
	}
	if recorded.Fault != name || recorded.Party != world.Terraform || recorded.Status != wantStatus || (recorded.Served == 200) != (want.created || want.createdLate) {
		c.T.Errorf("recorded %+v", recorded)
	}
	if again := c.callService("vcs", http.MethodPost, "/api/realtime/room", `{"name":"Hall"}`); again.status != http.StatusOK {
		c.T.Errorf("after the fault, got %+v", again)
	}
}
