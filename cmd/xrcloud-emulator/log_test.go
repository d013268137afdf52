package main

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestLog checks the line of each request: one that succeeds, one that is refused, and one without a response.
func TestLog(t *testing.T) {
	t.Parallel()
	p := start(t, "-log", "-fault", "POST /api/rooms reset")
	token := p.login()
	for _, path := range []string{"/api/projects?label=secret-of-the-query", "/api/rooms?name=x"} {
		_, err := p.sendJSON(http.MethodGet, path, "bearer "+token, nil, &struct{}{})
		p.requireNoError(err)
	}
	if _, err := p.sendJSON(http.MethodPost, "/api/rooms", p.APIKey, object{}, &object{}); err == nil {
		t.Error("the connection was not reset")
	}
	if _, err := p.end(os.Interrupt); err != nil {
		t.Error(err)
	}
	const timeAndMethod, duration = `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\S+ `, ` [0-9.]+(ns|µs|ms|s)`
	want := []string{
		timeAndMethod + `POST /auth/login 201` + duration + `$`,
		timeAndMethod + `GET /api/projects 200` + duration + `$`,
		timeAndMethod + `GET /api/rooms 400` + duration + ` Either projectId or sceneId must be provided$`,
		timeAndMethod + `POST /api/rooms -` + duration + ` the connection was closed without a complete response$`,
	}
	lines := strings.Split(strings.TrimSpace(p.stderr.String()), "\n")
	if len(lines) != len(want) {
		t.Fatalf("the log is\n%s", p.stderr)
	}
	for i, expression := range want {
		if !regexp.MustCompile(expression).MatchString(lines[i]) {
			t.Errorf("line %d is\n%s\nwant\n%s", i+1, lines[i], expression)
		}
	}
	for _, secret := range []string{p.APIKey, p.Password, token, "secret-of-the-query"} {
		if strings.Contains(p.stderr.String(), secret) {
			t.Errorf("the log has a secret:\n%s", p.stderr)
		}
	}
}

func TestLogHasNoControlCharacters(t *testing.T) {
	t.Parallel()
	if got := printable("ä\x1b[2J\r\u202e b"); got != "ä?[2J?? b" {
		t.Errorf("got %q", got)
	}
}
