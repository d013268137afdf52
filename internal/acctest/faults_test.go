package acctest_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// fault is something that goes wrong with a call.
type fault struct {
	name string
	rule func(*faultHarness) faultserver.Fault
	// passing says that the call succeeds if the fault comes once: nobody must notice.
	passing bool
	// slow says that the fault takes the whole of a request's time.
	slow bool
	// retries is the max_retries of the provider; 0 is what all other cases have.
	retries int
}

func respond(status int, contentType, body string, header ...string) func(*faultHarness) faultserver.Fault {
	rule := faultserver.Fault{Status: status, Header: http.Header{"Content-Type": {contentType}}, Body: body}
	if len(header) > 0 {
		rule.Header["Retry-After"] = header
	}
	return func(*faultHarness) faultserver.Fault { return rule }
}

func respondJSON(status int, message string, header ...string) func(*faultHarness) faultserver.Fault {
	return respond(status, "application/json; charset=utf-8", fmt.Sprintf(`{"message":%q,"statusCode":%d}`, message, status), header...)
}

func injectedFault(rule faultserver.Fault) func(*faultHarness) faultserver.Fault {
	return func(*faultHarness) faultserver.Fault { return rule }
}

const page = "<html><head><title>Bad Gateway</title></head><body>nginx</body></html>"

var faults = []fault{
	// The service is back after a millisecond by its timer, which a busy machine may call much later: eight retries wait for a
	// quarter of a second at least.
	{name: "connection refused", passing: true, retries: 8, rule: func(s *faultHarness) faultserver.Fault {
		return faultserver.Fault{Before: s.restart}
	}},
	{name: "reset before the answer", passing: true, rule: injectedFault(faultserver.Fault{Reset: true})},
	{name: "reset after the commit", passing: true, rule: injectedFault(faultserver.Fault{Reset: true, Commit: true})},
	{name: "answer cut in the middle", passing: true, rule: injectedFault(faultserver.Fault{Cut: true})},
	{name: "408", passing: true, rule: respondJSON(http.StatusRequestTimeout, "Request Timeout")},
	{name: "429", passing: true, rule: respondJSON(http.StatusTooManyRequests, "Too Many Requests")},
	{name: "429, Retry-After seconds", passing: true, rule: respondJSON(http.StatusTooManyRequests, "Too Many Requests", "0")},
	{name: "429, Retry-After date", passing: true, rule: respondJSON(http.StatusTooManyRequests, "Too Many Requests", "Mon, 04 May 2026 09:00:00 GMT")},
	{name: "500", passing: true, rule: respondJSON(http.StatusInternalServerError, "Internal Server Error")},
	{name: "500 after the commit", passing: true, rule: func(s *faultHarness) faultserver.Fault {
		rule := respondJSON(http.StatusInternalServerError, "Internal Server Error")(s)
		rule.Commit = true
		return rule
	}},
	{name: "502 with HTML", passing: true, rule: respond(http.StatusBadGateway, "text/html", page)},
	{name: "503", passing: true, rule: respondJSON(http.StatusServiceUnavailable, "Service Unavailable")},
	{name: "503, Retry-After", passing: true, rule: respondJSON(http.StatusServiceUnavailable, "Service Unavailable", "0")},
	{name: "504", passing: true, rule: respond(http.StatusGatewayTimeout, "text/html", page)},
	{name: "no answer in time", passing: true, slow: true, rule: injectedFault(faultserver.Fault{Hang: true})},
	{name: "no answer in time after the commit", passing: true, slow: true, rule: injectedFault(faultserver.Fault{Hang: true, Commit: true})},
	{name: "401", rule: respondJSON(http.StatusUnauthorized, "Unauthorized")},
	{name: "404 of a missing route", rule: respondJSON(http.StatusNotFound, "Cannot GET /api/nope")},
	{name: "200 with HTML", rule: respond(http.StatusOK, "text/html", page)},
	{name: "200 with JSON of another shape", rule: respond(http.StatusOK, "application/json", `{"status":"ok"}`)},
}

// operation is something that Terraform does, and the call in it that goes wrong.
type operation struct {
	name, method, path string
	kind               string
	data               bool
	imported           func(*faultHarness) string         // the id to import first, or nil
	before, after      func(*faultHarness) acctest.Values // nil for what does not exist
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

const id = "/[0-9a-f-]{36}"

var operations = []operation{
	{name: "log in", method: "POST", path: "^/auth/login$", kind: "xrcloud_project", after: projectArguments("New")},
	{
		name: "renew the token", method: "POST", path: "^/auth/refresh$", kind: "xrcloud_project",
		before: projectArguments("New"), after: projectArguments("Renamed"), prepare: func(s *faultHarness) { s.clock.advance(48 * time.Hour) },
	},
	{name: "create project", method: "POST", path: "^/api/projects$", kind: "xrcloud_project", after: projectArguments("New")},
	{name: "read project", method: "GET", path: "^/api/projects" + id + "$", kind: "xrcloud_project", before: projectArguments("New"), after: projectArguments("New")},
	{name: "look for its label", method: "GET", path: "^/api/projects$", kind: "xrcloud_project", before: projectArguments("New"), after: projectArguments("New")},
	{name: "update project", method: "PATCH", path: "^/api/projects" + id + "$", kind: "xrcloud_project", before: projectArguments("New"), after: projectArguments("Renamed")},
	{name: "count a project's scenes", method: "GET", path: "^/api/scenes$", kind: "xrcloud_project", before: projectArguments("New")},
	{name: "count a project's rooms", method: "GET", path: "^/api/rooms$", kind: "xrcloud_project", before: projectArguments("New")},
	{name: "delete project", method: "DELETE", path: "^/api/projects" + id + "$", kind: "xrcloud_project", before: projectArguments("New")},

	{name: "create room", method: "POST", path: "^/api/rooms$", kind: "xrcloud_room", after: roomArguments("Hall")},
	{name: "read room", method: "GET", path: "^/api/rooms" + id + "$", kind: "xrcloud_room", before: roomArguments("Hall"), after: roomArguments("Hall")},
	{name: "update room", method: "PATCH", path: "^/api/rooms" + id + "$", kind: "xrcloud_room", before: roomArguments("Hall"), after: roomArguments("Grand Hall")},
	{name: "delete room", method: "DELETE", path: "^/api/rooms" + id + "$", kind: "xrcloud_room", before: roomArguments("Hall")},
	{
		name: "find an imported room's project", method: "GET", path: "^/api/rooms" + id + "/infra$", kind: "xrcloud_room",
		imported: func(s *faultHarness) string { return s.room }, after: importedRoomArguments,
	},

	{name: "adopt scene", method: "GET", path: "^/api/scenes" + id + "$", kind: "xrcloud_scene", after: sceneArguments(true)},
	{name: "check its project", method: "GET", path: "^/api/scenes$", kind: "xrcloud_scene", after: sceneArguments(true)},
	{
		name: "count a scene's rooms", method: "GET", path: "^/api/rooms$", kind: "xrcloud_scene", before: sceneArguments(false),
		prepare: (*faultHarness).deleteRoom,
	},
	{name: "delete scene", method: "DELETE", path: "^/api/scenes" + id + "$", kind: "xrcloud_scene", before: sceneArguments(true)},

	{name: "list rooms", method: "GET", path: "^/api/rooms$", kind: "xrcloud_rooms", data: true, after: func(s *faultHarness) acctest.Values {
		return acctest.Values{"project_id": s.project}
	}},
	{name: "list the rooms on a scene", method: "GET", path: "^/api/rooms$", kind: "xrcloud_rooms", data: true, after: func(s *faultHarness) acctest.Values {
		return acctest.Values{"scene_id": s.scene}
	}},
	{name: "list scenes", method: "GET", path: "^/api/scenes$", kind: "xrcloud_scenes", data: true, after: func(s *faultHarness) acctest.Values {
		return acctest.Values{"project_id": s.project}
	}},
	{name: "list projects", method: "GET", path: "^/api/projects$", kind: "xrcloud_projects", data: true, after: func(*faultHarness) acctest.Values {
		return acctest.Values{}
	}},
	{name: "read logs", method: "GET", path: "/logs$", kind: "xrcloud_room_logs", data: true, after: func(s *faultHarness) acctest.Values {
		return acctest.Values{"room_id": s.room}
	}},
	{name: "get a user", method: "GET", path: "/getIdFromUserId/", kind: "xrcloud_user", data: true, after: func(s *faultHarness) acctest.Values {
		return acctest.Values{"project_id": s.project, "account_id": "ada@example.com"}
	}},
	{name: "get access", method: "GET", path: "^/api/rooms" + id + "$", kind: "xrcloud_room_access", data: true, after: func(s *faultHarness) acctest.Values {
		return acctest.Values{"room_id": s.room}
	}},
	{name: "get the editor", method: "GET", path: "^/api/scenes/get-creation-url$", kind: "xrcloud_scene_editor", data: true, after: func(s *faultHarness) acctest.Values {
		return acctest.Values{"project_id": s.project}
	}},
	{name: "get a scene's editor", method: "GET", path: "^/api/scenes" + id + "$", kind: "xrcloud_scene_editor", data: true, after: func(s *faultHarness) acctest.Values {
		return acctest.Values{"scene_id": s.scene}
	}},
}

// faultMatrix is what came of all cases: a row for each call, a column for each fault.
type faultMatrix struct {
	mu    sync.Mutex
	cells map[[3]string]string // by call, fault and how often it came
	cases int
	fine  int
}

// record writes down a case: "·" for one that nobody noticed, "!" for one with an error.
func (m *faultMatrix) record(operation, fault, often string, failed bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.cases++
	mark := "!"
	if !failed {
		m.fine++
		mark = "·"
	}
	m.cells[[3]string{operation, fault, often}] = mark
}

func (m *faultMatrix) String() string {
	var rows, text strings.Builder
	rows.WriteString("call")
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
	text.WriteString("\n\n· done without an error, ! an error that says what to do; first if the fault comes once, then if it stays. The faults:\n")
	for i, f := range faults {
		fmt.Fprintf(&text, "%4d  %s\n", i+1, f.name)
	}
	fmt.Fprintf(&text, "%d cases, %d of them survived without an error\n", m.cases, m.fine)
	return text.String()
}

// TestFaults spoils each call that the provider makes in each way, once and for good. Whatever comes of it, state and
// service agree, nothing exists twice, nothing is forgotten, errors say what to do and show no secret, and the next apply
// ends in an empty plan.
func TestFaults(t *testing.T) {
	t.Parallel()
	acctest.RequireEmulator(t, "faults")
	m := &faultMatrix{cells: map[[3]string]string{}}
	t.Cleanup(func() { t.Log("\n" + m.String()) })
	var waiting sync.WaitGroup
	places := make(chan struct{}, 32)
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
				// These cases do nothing but wait until a request's time is over, so many of them can do that at once. That
				// makes room for a request timeout that no request reaches by itself, on however busy a machine.
				waiting.Go(func() {
					places <- struct{}{}
					defer func() { <-places }()
					run()
				})
			}
		}
	}
	waiting.Wait()
}

// "make faults" shows the table, and fails when the test does.
func TestMakeFaultsReturnsResultOfTest(t *testing.T) {
	t.Parallel()
	for _, status := range []int{0, 1} {
		programs := t.TempDir()
		fake := fmt.Sprintf("#!/bin/sh\necho '=== RUN TestFaults'\necho 'the table'\nexit %d\n", status)
		if err := os.WriteFile(filepath.Join(programs, "go"), []byte(fake), 0o700); err != nil {
			t.Fatal(err)
		}
		command := exec.CommandContext(t.Context(), "make", "-C", "../..", "faults")
		command.Env = append(os.Environ(), "PATH="+programs+string(os.PathListSeparator)+os.Getenv("PATH"), "MAKEFLAGS=")
		said, err := command.CombinedOutput()
		if text := string(said); (err == nil) != (status == 0) || !strings.Contains(text, "the table") || strings.Contains(text, "=== RUN") {
			t.Errorf("with a test that ends with %d, make ends with %v:\n%s", status, err, text)
		}
	}
}
