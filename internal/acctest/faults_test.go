package acctest_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// fault is a fault of the service or the network.
type fault struct {
	name string
	rule func(*faultHarness) faultserver.Fault
	// transient is true if the operation must succeed when the fault occurs once.
	transient bool
	// slow is true if the fault lasts for the whole request timeout.
	slow bool
	// retries is the max_retries of the provider; 0 means the value of the harness.
	retries int
}

func injectedFault(rule faultserver.Fault) func(*faultHarness) faultserver.Fault {
	return func(*faultHarness) faultserver.Fault { return rule }
}

// apiError returns a response in the form of errors of the service.
func apiError(status int, message string) faultserver.Fault {
	return acctest.JSONResponse(status, fmt.Sprintf(`{"message":%q,"statusCode":%d}`, message, status))
}

func respondError(status int, message string) func(*faultHarness) faultserver.Fault {
	return injectedFault(apiError(status, message))
}

func respondErrorRetryAfter(status int, message, retryAfter string) func(*faultHarness) faultserver.Fault {
	rule := apiError(status, message)
	rule.Header.Set("Retry-After", retryAfter)
	return injectedFault(rule)
}

func respondPage(status int) func(*faultHarness) faultserver.Fault {
	return injectedFault(acctest.HTMLResponse(status, gatewayErrorPage))
}

const gatewayErrorPage = "<html><head><title>Bad Gateway</title></head><body>nginx</body></html>"

var faults = []fault{
	// The server resumes after a millisecond, or much later on a busy machine. Eight retries wait for at least a quarter of a second.
	{name: "connection refused", transient: true, retries: 8, rule: func(s *faultHarness) faultserver.Fault {
		return faultserver.Fault{Before: s.restart}
	}},
	{name: "reset before the response", transient: true, rule: injectedFault(faultserver.Fault{Reset: true})},
	{name: "reset after the commit", transient: true, rule: injectedFault(faultserver.Fault{Reset: true, Commit: true})},
	{name: "truncated response", transient: true, rule: injectedFault(faultserver.Fault{Cut: true})},
	{name: "408", transient: true, rule: respondError(http.StatusRequestTimeout, "Request Timeout")},
	{name: "429", transient: true, rule: respondError(http.StatusTooManyRequests, "Too Many Requests")},
	{name: "429, Retry-After seconds", transient: true, rule: respondErrorRetryAfter(http.StatusTooManyRequests, "Too Many Requests", "0")},
	{name: "429, Retry-After date", transient: true, rule: respondErrorRetryAfter(http.StatusTooManyRequests, "Too Many Requests", "Mon, 04 May 2026 09:00:00 GMT")},
	{name: "500", transient: true, rule: respondError(http.StatusInternalServerError, "Internal Server Error")},
	{name: "500 after the commit", transient: true, rule: func(*faultHarness) faultserver.Fault {
		rule := apiError(http.StatusInternalServerError, "Internal Server Error")
		rule.Commit = true
		return rule
	}},
	{name: "502 with HTML", transient: true, rule: respondPage(http.StatusBadGateway)},
	{name: "503", transient: true, rule: respondError(http.StatusServiceUnavailable, "Service Unavailable")},
	{name: "503, Retry-After", transient: true, rule: respondErrorRetryAfter(http.StatusServiceUnavailable, "Service Unavailable", "0")},
	{name: "504", transient: true, rule: respondPage(http.StatusGatewayTimeout)},
	{name: "timeout", transient: true, slow: true, rule: injectedFault(faultserver.Fault{Hang: true})},
	{name: "timeout after the commit", transient: true, slow: true, rule: injectedFault(faultserver.Fault{Hang: true, Commit: true})},
	{name: "401", rule: respondError(http.StatusUnauthorized, "Unauthorized")},
	{name: "404 of a missing route", rule: respondError(http.StatusNotFound, "Cannot GET /api/nope")},
	{name: "200 with HTML", rule: respondPage(http.StatusOK)},
	{name: "200 with unexpected JSON", rule: injectedFault(acctest.JSONResponse(http.StatusOK, `{"status":"ok"}`))},
}

// operation is an operation of Terraform, and the request in it that the fault affects.
type operation struct {
	name, method, path string
	kind               string
	isDataSource       bool
	importID           func(*faultHarness) string         // of an object to import first, or nil
	before, after      func(*faultHarness) acctest.Values // nil for an object that does not exist
	prepare            func(*faultHarness)
}

func roomArguments(name string) func(*faultHarness) acctest.Values {
	return func(s *faultHarness) acctest.Values {
		return acctest.Values{"project_id": s.project, "scene_id": s.scene, "name": name, "return_url": "https://example.com/bye", "size": 10}
	}
}

func projectArguments(name string) func(*faultHarness) acctest.Values {
	return func(*faultHarness) acctest.Values {
		return acctest.Values{"name": name, "label": "fair", "webhook_url": "https://example.com/hook", "force_destroy": false}
	}
}

func sceneArguments(force bool) func(*faultHarness) acctest.Values {
	return func(s *faultHarness) acctest.Values {
		return acctest.Values{"scene_id": s.scene, "project_id": s.project, "delete_on_destroy": true, "force_destroy": force}
	}
}

func importedRoomArguments(s *faultHarness) acctest.Values {
	return acctest.Values{"project_id": s.project, "scene_id": s.scene, "name": "Old Hall", "return_url": "https://example.com/", "size": 5}
}

const idPattern = "/[0-9a-f-]{36}"

var operations = []operation{
	{name: "log in", method: "POST", path: "^/auth/login$", kind: "xrcloud_project", after: projectArguments("New")},
	{
		name: "renew the token", method: "POST", path: "^/auth/refresh$", kind: "xrcloud_project",
		before: projectArguments("New"), after: projectArguments("Renamed"), prepare: func(s *faultHarness) { s.clock.Advance(48 * time.Hour) },
	},
	{name: "create project", method: "POST", path: "^/api/projects$", kind: "xrcloud_project", after: projectArguments("New")},
	{name: "read project", method: "GET", path: "^/api/projects" + idPattern + "$", kind: "xrcloud_project", before: projectArguments("New"), after: projectArguments("New")},
	{name: "look up its label", method: "GET", path: "^/api/projects$", kind: "xrcloud_project", before: projectArguments("New"), after: projectArguments("New")},
	{name: "update project", method: "PATCH", path: "^/api/projects" + idPattern + "$", kind: "xrcloud_project", before: projectArguments("New"), after: projectArguments("Renamed")},
	{name: "count scenes of a project", method: "GET", path: "^/api/scenes$", kind: "xrcloud_project", before: projectArguments("New")},
	{name: "count rooms of a project", method: "GET", path: "^/api/rooms$", kind: "xrcloud_project", before: projectArguments("New")},
	{name: "delete project", method: "DELETE", path: "^/api/projects" + idPattern + "$", kind: "xrcloud_project", before: projectArguments("New")},

	{name: "create room", method: "POST", path: "^/api/rooms$", kind: "xrcloud_room", after: roomArguments("Hall")},
	{name: "read room", method: "GET", path: "^/api/rooms" + idPattern + "$", kind: "xrcloud_room", before: roomArguments("Hall"), after: roomArguments("Hall")},
	{name: "update room", method: "PATCH", path: "^/api/rooms" + idPattern + "$", kind: "xrcloud_room", before: roomArguments("Hall"), after: roomArguments("Grand Hall")},
	{name: "delete room", method: "DELETE", path: "^/api/rooms" + idPattern + "$", kind: "xrcloud_room", before: roomArguments("Hall")},
	{
		name: "find the project of an imported room", method: "GET", path: "^/api/rooms" + idPattern + "/infra$", kind: "xrcloud_room",
		importID: func(s *faultHarness) string { return s.room }, after: importedRoomArguments,
	},

	{name: "adopt scene", method: "GET", path: "^/api/scenes" + idPattern + "$", kind: "xrcloud_scene", after: sceneArguments(true)},
	{name: "check its project", method: "GET", path: "^/api/scenes$", kind: "xrcloud_scene", after: sceneArguments(true)},
	{
		name: "count rooms of a scene", method: "GET", path: "^/api/rooms$", kind: "xrcloud_scene", before: sceneArguments(false),
		prepare: (*faultHarness).deleteRoom,
	},
	{name: "delete scene", method: "DELETE", path: "^/api/scenes" + idPattern + "$", kind: "xrcloud_scene", before: sceneArguments(true)},

	{name: "list rooms", method: "GET", path: "^/api/rooms$", kind: "xrcloud_rooms", isDataSource: true, after: func(s *faultHarness) acctest.Values {
		return acctest.Values{"project_id": s.project}
	}},
	{name: "list rooms on a scene", method: "GET", path: "^/api/rooms$", kind: "xrcloud_rooms", isDataSource: true, after: func(s *faultHarness) acctest.Values {
		return acctest.Values{"scene_id": s.scene}
	}},
	{name: "list scenes", method: "GET", path: "^/api/scenes$", kind: "xrcloud_scenes", isDataSource: true, after: func(s *faultHarness) acctest.Values {
		return acctest.Values{"project_id": s.project}
	}},
	{name: "list projects", method: "GET", path: "^/api/projects$", kind: "xrcloud_projects", isDataSource: true, after: func(*faultHarness) acctest.Values {
		return acctest.Values{}
	}},
	{name: "read logs", method: "GET", path: "/logs$", kind: "xrcloud_room_logs", isDataSource: true, after: func(s *faultHarness) acctest.Values {
		return acctest.Values{"room_id": s.room}
	}},
	{name: "get a user", method: "GET", path: "/getIdFromUserId/", kind: "xrcloud_user", isDataSource: true, after: func(s *faultHarness) acctest.Values {
		return acctest.Values{"project_id": s.project, "account_id": "ada@example.com"}
	}},
	{name: "get access", method: "GET", path: "^/api/rooms" + idPattern + "$", kind: "xrcloud_room_access", isDataSource: true, after: func(s *faultHarness) acctest.Values {
		return acctest.Values{"room_id": s.room}
	}},
	{name: "get the scene editor", method: "GET", path: "^/api/scenes/get-creation-url$", kind: "xrcloud_scene_editor", isDataSource: true, after: func(s *faultHarness) acctest.Values {
		return acctest.Values{"project_id": s.project}
	}},
	{name: "get the editor of a scene", method: "GET", path: "^/api/scenes" + idPattern + "$", kind: "xrcloud_scene_editor", isDataSource: true, after: func(s *faultHarness) acctest.Values {
		return acctest.Values{"scene_id": s.scene}
	}},
}

// faultMatrix collects the results of all cases: a row for each operation, a column for each fault.
type faultMatrix struct {
	mu        sync.Mutex
	cells     map[[3]string]string // by operation, fault, and "once" or "always"
	cases     int
	succeeded int
}

// record adds a case: "·" for success, "!" for an error.
func (m *faultMatrix) record(operation, fault, often string, failed bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.cases++
	mark := "!"
	if !failed {
		m.succeeded++
		mark = "·"
	}
	m.cells[[3]string{operation, fault, often}] = mark
}

func (m *faultMatrix) String() string {
	var rows, text strings.Builder
	rows.WriteString("operation")
	for i := range faults {
		fmt.Fprintf(&rows, "\t%d", i+1)
	}
	for _, o := range operations {
		rows.WriteString("\n" + o.name)
		for _, f := range faults {
			fmt.Fprintf(&rows, "\t%s%s", m.cells[[3]string{o.name, f.name, "once"}], m.cells[[3]string{o.name, f.name, "always"}])
		}
	}
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	_, _ = table.Write([]byte(rows.String())) // into memory
	_ = table.Flush()
	text.WriteString("\n\n· success, ! an error with advice; first if the fault occurs once, then if it stays. The faults:\n")
	for i, f := range faults {
		fmt.Fprintf(&text, "%4d  %s\n", i+1, f.name)
	}
	fmt.Fprintf(&text, "%d cases, %d of them without an error\n", m.cases, m.succeeded)
	return text.String()
}

// TestFaults runs each operation with each fault in each of its requests, once and permanently. After every case, the state matches the
// service, errors have advice and show no secret, and the plan after the next apply is empty.
func TestFaults(t *testing.T) {
	t.Parallel()
	acctest.RequireEmulator(t, "faults")
	m := &faultMatrix{cells: map[[3]string]string{}}
	t.Cleanup(func() { t.Log("\n" + m.String()) })
	var waiting sync.WaitGroup
	sem := make(chan struct{}, 32)
	for _, o := range operations {
		for _, f := range faults {
			for _, times := range []int{1, 0} {
				often := map[int]string{1: "once", 0: "always"}[times]
				run := func() {
					t.Run(fmt.Sprintf("%s/%s/%s", o.name, f.name, often), func(t *testing.T) {
						if !f.slow {
							t.Parallel()
						}
						m.record(o.name, f.name, often, runWithFault(t, o, f, times))
					})
				}
				if !f.slow {
					run()
					continue
				}
				// These cases only wait for the request timeout, so that many of them can run at once. The timeout can be so long that no
				// other request reaches it on a busy machine.
				waiting.Go(func() {
					sem <- struct{}{}
					defer func() { <-sem }()
					run()
				})
			}
		}
	}
	waiting.Wait()
}

// "make faults" prints the table, and fails if the test does.
func TestMakeFaultsExitCode(t *testing.T) {
	t.Parallel()
	for _, status := range []int{0, 1} {
		programs := t.TempDir()
		fake := fmt.Sprintf("#!/bin/sh\necho '=== RUN TestFaults'\necho 'the table'\nexit %d\n", status)
		if err := os.WriteFile(filepath.Join(programs, "go"), []byte(fake), 0o700); err != nil {
			t.Fatal(err)
		}
		command := exec.CommandContext(t.Context(), "make", "-C", "../..", "faults")
		command.Env = append(os.Environ(), "PATH="+programs+string(os.PathListSeparator)+os.Getenv("PATH"), "MAKEFLAGS=")
		output, err := command.CombinedOutput()
		if text := string(output); (err == nil) != (status == 0) || !strings.Contains(text, "the table") || strings.Contains(text, "=== RUN") {
			t.Errorf("with a test that exits with %d, make exits with %v:\n%s", status, err, text)
		}
	}
}

// Every resource of XRCLOUD is in the fault matrix. The companion services have the same HTTP client, and their packages test the
// faults that differ.
func TestFaultMatrixHasEveryResource(t *testing.T) {
	t.Parallel()
	companion := regexp.MustCompile("^xrcloud_(venueless|vcs|whiteboard)_")
	for kind := range acctest.NewProtocolClient(t, acctest.Values{}).ResourceSchemas() {
		covered := slices.ContainsFunc(operations, func(o operation) bool { return o.kind == kind && !o.isDataSource })
		if !covered && !companion.MatchString(kind) {
			t.Errorf("%s has no row in operations in internal/acctest/faults_test.go", kind)
		}
	}
}
