package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// binary is the command, built once for all tests.
var binary string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		folder, err := os.MkdirTemp("", "xrcloud-emulator")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer func() { _ = os.RemoveAll(folder) }() // a temporary folder that stays does no harm
		binary = filepath.Join(folder, "xrcloud-emulator")
		if output, err := exec.CommandContext(context.Background(), "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "build the command: %v\n%s", err, output)
			return 1
		}
		return m.Run()
	}())
}

// client has a timeout, for a command that does not respond.
var client = &http.Client{Timeout: time.Minute}

// process is a running command that has printed its ready line.
type process struct {
	t *testing.T
	readyLine
	command *exec.Cmd
	// rest receives the standard output after the ready line when the command ends.
	rest   chan string
	stderr *bytes.Buffer
}

func start(t *testing.T, arguments ...string) *process {
	t.Helper()
	p := &process{t: t, rest: make(chan string, 1), stderr: &bytes.Buffer{}}
	p.command = exec.CommandContext(t.Context(), binary, append([]string{"-addr", "127.0.0.1:0"}, arguments...)...)
	p.command.Stderr = p.stderr
	stdout, err := p.command.StdoutPipe()
	p.requireNoError(err)
	p.requireNoError(p.command.Start())
	output := bufio.NewReader(stdout)
	line, err := output.ReadString('\n')
	if err != nil {
		t.Fatalf("no ready line: %v; standard error: %s", err, p.stderr)
	}
	decoder := json.NewDecoder(strings.NewReader(line))
	decoder.DisallowUnknownFields()
	p.requireNoError(decoder.Decode(&p.readyLine))
	go func() {
		rest, err := io.ReadAll(output)
		if err != nil {
			rest = fmt.Append(rest, err)
		}
		p.rest <- string(rest)
	}()
	return p
}

// end sends the signal and waits until the process ends. It returns the standard output after the ready line, and the exit
// status as an error.
func (p *process) end(signal os.Signal) (stdout string, err error) {
	p.t.Helper()
	p.requireNoError(p.command.Process.Signal(signal))
	stdout = <-p.rest
	return stdout, p.command.Wait()
}

func (p *process) requireNoError(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// send sends a request, and decodes the response into result.
func (p *process) send(method, path, credential, contentType string, body io.Reader, result any) (int, error) {
	request, err := http.NewRequestWithContext(p.t.Context(), method, p.Endpoint+path, body)
	if err != nil {
		return 0, err
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	if token, bearer := strings.CutPrefix(credential, "bearer "); bearer {
		request.Header.Set("Authorization", "Bearer "+token)
	} else if credential != "" {
		request.Header.Set("X-XRCLOUD-API-KEY", credential)
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	return response.StatusCode, json.NewDecoder(response.Body).Decode(result)
}

func (p *process) sendJSON(method, path, credential string, body, result any) (int, error) {
	if body == nil {
		return p.send(method, path, credential, "", nil, result)
	}
	content, err := json.Marshal(body)
	p.requireNoError(err)
	return p.send(method, path, credential, "application/json", bytes.NewReader(content), result)
}

func (p *process) login() (token string) {
	p.t.Helper()
	var pair struct{ AccessToken string }
	status, err := p.sendJSON("POST", "/auth/login", "", map[string]string{"email": p.Email, "password": p.Password}, &pair)
	p.requireNoError(err)
	if status != http.StatusCreated {
		p.t.Fatalf("login: status %d", status)
	}
	return pair.AccessToken
}

type object struct {
	ID   string
	Name string
}

func (p *process) createProject(token, name string) object {
	p.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	p.requireNoError(form.WriteField("name", name))
	for field, file := range map[string]string{"favicon": "favicon.ico", "logo": "logo.png"} {
		part, err := form.CreateFormFile(field, file)
		p.requireNoError(err)
		_, err = io.WriteString(part, "image")
		p.requireNoError(err)
	}
	p.requireNoError(form.Close())
	var created object
	status, err := p.send("POST", "/api/projects", "bearer "+token, form.FormDataContentType(), &body, &created)
	p.requireNoError(err)
	if status != http.StatusCreated {
		p.t.Fatalf("create project: status %d", status)
	}
	return created
}

// scenesOf returns the scenes of the project.
func (p *process) scenesOf(projectID string) []object {
	p.t.Helper()
	var list struct{ Items []object }
	_, err := p.sendJSON("GET", "/api/scenes?projectId="+projectID, p.APIKey, nil, &list)
	p.requireNoError(err)
	return list.Items
}

func TestOnlyReadyLineIsPrinted(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			p := start(t)
			if !strings.HasPrefix(p.Endpoint, "http://127.0.0.1:") || p.APIKey == "" || p.Email == "" || p.Password == "" {
				t.Errorf("a field of the ready line is empty: %+v", p.readyLine)
			}
			token := p.login()
			if status, err := p.sendJSON("GET", "/api/projects/not-a-uuid", p.APIKey, nil, &object{}); err != nil || status != http.StatusInternalServerError {
				t.Errorf("status %d, error %v; want 500", status, err)
			}
			stdout, err := p.end(signal)
			if err != nil {
				t.Errorf("exit status: %v, want none", err)
			}
			if stdout != "" {
				t.Errorf("standard output has more than the ready line: %q", stdout)
			}
			for _, secret := range []string{p.APIKey, p.Password, token} {
				if strings.Contains(p.stderr.String(), secret) {
					t.Errorf("standard error shows a credential: %s", p.stderr)
				}
			}
		})
	}
}

// TestDataSurvivesKill kills the process while a client creates rooms. All objects that the client has received, and the
// credentials and tokens, must still exist after a restart.
func TestDataSurvivesKill(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	p := start(t, "-data", data, "-seed-scene", "Lobby", "-seed-scene", "Auditorium")
	token := p.login()
	project := p.createProject(token, "Spring fair")
	scenes := p.scenesOf(project.ID)
	if len(scenes) != 2 || scenes[0].Name != "Lobby" || scenes[1].Name != "Auditorium" {
		t.Fatalf("scenes are %+v, want a Lobby and an Auditorium", scenes)
	}
	scene := scenes[0]

	created := make(chan object)
	go func() {
		defer close(created)
		for i := 0; ; i++ {
			var room object
			body := map[string]any{
				"projectId": project.ID, "sceneId": scene.ID, "name": fmt.Sprintf("Room %d", i), "returnUrl": "https://example.com", "size": 10,
			}
			if _, err := p.sendJSON("POST", "/api/rooms", p.APIKey, body, &room); err != nil {
				return // the process has ended
			}
			created <- room
		}
	}()
	var rooms []object
	for room := range created {
		if rooms = append(rooms, room); len(rooms) == 20 {
			p.requireNoError(p.command.Process.Kill())
		}
	}
	<-p.rest
	if err := p.command.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the process ended with %v, want it killed", err)
	}

	restarted := start(t, "-data", data)
	if restarted.APIKey != p.APIKey || restarted.Email != p.Email || restarted.Password != p.Password {
		t.Error("the credentials changed")
	}
	var found object
	if _, err := restarted.sendJSON("GET", "/api/projects/"+project.ID, "bearer "+token, nil, &found); err != nil || found != project {
		t.Errorf("project is %+v, error %v; want %+v", found, err, project)
	}
	if len(rooms) < 20 {
		t.Fatalf("only %d rooms were created", len(rooms))
	}
	for _, room := range rooms {
		var found object
		if status, err := restarted.sendJSON("GET", "/api/rooms/"+room.ID, p.APIKey, nil, &found); err != nil || found != room {
			t.Errorf("%s is %+v, status %d, error %v", room.Name, found, status, err)
		}
	}
	if _, err := restarted.end(os.Interrupt); err != nil {
		t.Error(err)
	}
}

func TestInvalidArguments(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	used := filepath.Join(folder, "used")
	start(t, "-data", used)
	otherFile := filepath.Join(folder, "other")
	if err := os.WriteFile(otherFile, bytes.Repeat([]byte("other "), 4096), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		arguments []string
		contains  string
	}{
		"every address":        {[]string{"-addr", ":0"}, "set -allow-remote"},
		"address of a network": {[]string{"-addr", "192.0.2.1:0"}, "set -allow-remote"},
		"name of a host":       {[]string{"-addr", "example.com:0"}, "set -allow-remote"},
		"no address":           {[]string{"-addr", "here"}, "missing port"},
		"unexpected argument":  {[]string{"data.db"}, `unexpected argument "data.db"`},
		"scene without a name": {[]string{"-seed-scene", ""}, "a scene needs a name"},
		"unknown flag":         {[]string{"-port", "1"}, "-port"},
		"e-mail address":       {[]string{"-email", "ops"}, "flag -email must be an e-mail address"},
		"empty password":       {[]string{"-password", ""}, "flag -password must be a text that is not empty"},
		"key with a space":     {[]string{"-api-key", "top secret"}, "flag -api-key must be visible ASCII characters"},
		"account in parts":     {[]string{"-account", "a@example.com:secret"}, "flag -account, value 1: expected EMAIL:PASSWORD:KEY"},
		"account without name": {[]string{"-account", ":secret:key"}, "flag -account, value 1: expected EMAIL:PASSWORD:KEY"},
		"account twice":        {[]string{"-account", "a@example.com:secret:k", "-account", "A@example.com:secret:l"}, "value 2: its e-mail address is that of another account"},
		"key twice":            {[]string{"-addr", "127.0.0.1:0", "-account", "a@example.com:secret:k", "-account", "b@example.com:secret:k"}, "have the same API key"},
		"separate accounts":    {[]string{"-separate-accounts=perhaps"}, "-separate-accounts"},
		"data file in use":     {[]string{"-addr", "127.0.0.1:0", "-data", used}, used + " is in use by another process"},
		"no data file":         {[]string{"-addr", "127.0.0.1:0", "-data", otherFile}, "data file " + otherFile},
		"no such folder":       {[]string{"-addr", "127.0.0.1:0", "-data", filepath.Join(folder, "no", "data")}, "no such file"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			command := exec.CommandContext(t.Context(), binary, test.arguments...)
			var stdout, stderr bytes.Buffer
			command.Stdout, command.Stderr = &stdout, &stderr
			err := command.Run()
			if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != 1 {
				t.Errorf("%v, want exit status 1", err)
			}
			if !strings.Contains(stderr.String(), test.contains) || strings.Count(stderr.String(), "\n") != 1 {
				t.Errorf("standard error is %q, want one line with %q", stderr.String(), test.contains)
			}
			if stdout.Len() > 0 {
				t.Errorf("standard output is %q, want nothing", stdout.String())
			}
			if strings.Contains(stderr.String(), "secret") {
				t.Errorf("standard error shows a credential: %s", stderr.String())
			}
		})
	}
}

func TestAllowRemote(t *testing.T) {
	t.Parallel()
	p := start(t, "-addr", ":0", "-allow-remote")
	if !strings.HasPrefix(p.Endpoint, "http://127.0.0.1:") {
		t.Errorf("endpoint is %s, want the loopback address", p.Endpoint)
	}
	p.login()
}

func TestFixedCredentials(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	first := start(t, "-data", data)
	_, err := first.end(os.Interrupt)
	first.requireNoError(err)

	// Values without a flag are those of the data file.
	keyOnly := start(t, "-data", data, "-api-key", "fixed-key")
	if keyOnly.APIKey != "fixed-key" || keyOnly.Email != first.Email || keyOnly.Password != first.Password {
		t.Errorf("credentials are %+v, want those of %+v with the fixed key", keyOnly.readyLine, first.readyLine)
	}
	_, err = keyOnly.end(os.Interrupt)
	first.requireNoError(err)

	all := start(t, "-data", data, "-email", "lab@example.com", "-password", "p", "-api-key", "lab-key")
	if all.Email != "lab@example.com" || all.Password != "p" || all.APIKey != "lab-key" {
		t.Errorf("credentials are %+v", all.readyLine)
	}
	all.login()
}

func TestAccountFlag(t *testing.T) {
	t.Parallel()
	for _, separate := range []bool{false, true} {
		p := start(t, "-account", "a@example.com:pass:word:a-key", "-account", "b@example.com:b:b-key", fmt.Sprintf("-separate-accounts=%t", separate))
		if p.Email != "ops@example.com" || p.APIKey == "a-key" || p.APIKey == "" {
			t.Errorf("the ready line has the credentials %+v, want those of an account without a flag", p.readyLine)
		}
		project := p.createProject(p.login(), "Fair")
		p.Email, p.Password = "a@example.com", "pass:word"
		p.login()
		want := http.StatusOK
		if separate {
			want = http.StatusNotFound
		}
		for _, credential := range []string{"a-key", "b-key"} {
			if status, err := p.sendJSON("GET", "/api/projects/"+project.ID, credential, nil, &object{}); err != nil || status != want {
				t.Errorf("separate %t: %s gets status %d, error %v; want %d", separate, credential, status, err, want)
			}
		}
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	output, err := exec.CommandContext(t.Context(), binary, "-help").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, flag := range []string{
		"-addr host:port", "-allow-remote", "-data file", "-seed-scene name", "several times", "127.0.0.1:8780",
		"-email address", "-password password", "-api-key key", "-account EMAIL:PASSWORD:KEY", "-separate-accounts",
	} {
		if !strings.Contains(string(output), flag) {
			t.Errorf("help does not show %s:\n%s", flag, output)
		}
	}
}

func TestIdleTimeout(t *testing.T) {
	t.Parallel()
	if idle := newServer(http.NotFoundHandler(), slog.New(slog.DiscardHandler)).IdleTimeout; idle != 5*time.Second {
		t.Errorf("idle connections are kept for %s, want 5s", idle)
	}
}
