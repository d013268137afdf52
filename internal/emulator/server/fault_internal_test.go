package server

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

func newTestServer(t *testing.T, options Options) *Server {
	t.Helper()
	s, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestParseFault(t *testing.T) {
	t.Parallel()
	routes := newTestServer(t, Options{}).routes()
	json := http.Header{"Content-Type": {"application/json; charset=utf-8"}}
	for spec, want := range map[string]faultserver.Fault{
		"POST /api/rooms status=503 times=2": {
			Method: "POST", Path: "^/api/rooms/?$", Status: 503, Times: 2, Header: json,
			Body: `{"statusCode":503,"message":"Service Unavailable (fault of the emulator)"}`,
		},
		"GET /api/rooms/* reset":                          {Method: "GET", Path: "^/api/rooms/[^/].*$", Reset: true},
		"GET /api/rooms/{id}/logs cut":                    {Method: "GET", Path: "^/api/rooms/[^/]+/logs/?$", Cut: true},
		"* /vcs/* slow=5s skip=1":                         {Path: "^/vcs/[^/].*$", Delay: 5 * time.Second, Skip: 1},
		"* /* slow=5s reset":                              {Path: "^/[^/].*$", Delay: 5 * time.Second, Reset: true},
		"  POST   /venueless/api/v1/worlds/*/rooms/ lost": {Method: "POST", Path: "^/venueless/api/v1/worlds/[^/]+/rooms/?$", Commit: true, Reset: true},
		"POST /whiteboard/v5/rooms cut":                   {Method: "POST", Path: "^/whiteboard/v5/rooms/?$", Cut: true},
	} {
		got, err := parseFault(spec, routes)
		if err != nil {
			t.Errorf("%s: %v", spec, err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", spec, diff)
		}
	}
}

func TestInvalidFaults(t *testing.T) {
	t.Parallel()
	routes := newTestServer(t, Options{}).routes()
	for spec, want := range map[string]string{
		"":                            "expected a method, a path and an effect, such as POST /api/rooms status=503 times=2",
		"POST /api/rooms":             "expected a method, a path and an effect, such as POST /api/rooms status=503 times=2",
		"POST api/rooms reset":        "the path api/rooms does not begin with a slash; did you mean /api/rooms?",
		"GET /api/rooms?take=1 reset": "the path /api/rooms?take=1 has a query, which a fault cannot match; did you mean /api/rooms?",
		"GET http://127.0.0.1:8780/api/rooms cut": "http://127.0.0.1:8780/api/rooms is a URL; expected its path, such as /api/rooms",
		"GET /api/romms/* reset":                  "no service has the path /api/romms/*; did you mean /api/rooms/*?",
		"GET /api/realtime/room reset":            "no service has the path /api/realtime/room; did you mean /vcs/api/realtime/room?",
		"* / reset":                               "no service has the path /; did you mean /logs?",
		"PUT /api/rooms reset":                    "/api/rooms has no method PUT; it has GET, POST, and * is all of them",
		"PUT /vcs/* reset":                        "/vcs/* has no method PUT; it has DELETE, GET, POST, and * is all of them",
		"post /api/rooms reset":                   "methods are written in upper case; did you mean POST?",
		"POST /api/rooms times=2":                 "it has no effect: add one of status=503, reset, cut, lost and slow=5s",
		"POST /api/rooms reset cut":               "only one of status=, reset, cut and lost can happen to a request; use a fault for each",
		"POST /api/rooms status=503 status=500":   "only one of status=, reset, cut and lost can happen to a request; use a fault for each",
		"POST /api/rooms stat=503":                "stat=503: unknown word; did you mean status=?",
		"POST /api/rooms restet":                  "restet: unknown word; did you mean reset?",
		"POST /api/rooms reset=1":                 "reset=1: unknown word; did you mean reset?",
		"POST /api/rooms status":                  "status: unknown word; did you mean status=?",
		"POST /api/rooms status=200":              "status=200: expected a whole number from 400 to 599",
		"POST /api/rooms status=5xx":              "status=5xx: expected a whole number from 400 to 599",
		"POST /api/rooms slow=5":                  "slow=5: expected a duration of more than zero, such as slow=5s",
		"POST /api/rooms slow=-5s":                "slow=-5s: expected a duration of more than zero, such as slow=5s",
		"POST /api/rooms reset times=0":           "times=0: expected a whole number from 1 to 1000000",
		"POST /api/rooms reset skip=-1":           "skip=-1: expected a whole number from 0 to 1000000",
		"POST /api/rooms reset times=1 times=2":   "times=2: it is given twice",
	} {
		if _, err := parseFault(spec, routes); err == nil || err.Error() != want {
			t.Errorf("%s:\ngot  %v\nwant %s", spec, err, want)
		}
	}
	if _, err := New(Options{Faults: []string{"POST /api/rooms reset", "POST /api/rooms"}}); err == nil || !strings.HasPrefix(err.Error(), `fault "POST /api/rooms": expected`) {
		t.Errorf("got %v, want an error with the second fault", err)
	}
}

// A fault for a route that only the published form has is an error in the other form.
func TestFaultsOfForms(t *testing.T) {
	t.Parallel()
	const spec = "DELETE /api/projects/* reset"
	newTestServer(t, Options{Faults: []string{spec}})
	if _, err := New(Options{Published: true, Faults: []string{spec}}); err == nil || !strings.Contains(err.Error(), "no method DELETE; it has GET") {
		t.Errorf("got %v", err)
	}
}

func TestPathExpression(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		path, request string
		want          bool
	}{
		{"/api/rooms", "/api/rooms", true},
		{"/api/rooms", "/api/rooms/", true},
		{"/api/rooms", "/api/rooms/1", false},
		{"/api/rooms/*", "/api/rooms/1", true},
		{"/api/rooms/*", "/api/rooms/1/logs", true},
		{"/api/rooms/*", "/api/rooms/", false},
		{"/api/*/1", "/api/rooms/1", true},
		{"/api/*/1", "/api/rooms/2/1", false},
		{"/storage/a.b", "/storage/a-b", false},
		{"/*", "/auth/login", true},
		{"/vcs/*", "/api/vcs/room", false},
	} {
		if got := regexp.MustCompile(pathExpression(test.path)).MatchString(test.request); got != test.want {
			t.Errorf("%s matches %s: %t, want %t", test.path, test.request, got, test.want)
		}
	}
}
