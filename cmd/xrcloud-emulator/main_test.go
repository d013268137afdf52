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
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/server"
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
	server.Ready
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
	// The end of t.Context() kills the process in another goroutine, which may not run before the test binary exits.
	t.Cleanup(func() {
		_ = p.command.Process.Kill()
		_ = p.command.Wait()
	})
	output := bufio.NewReader(stdout)
	line, err := output.ReadString('\n')
	if err != nil {
		t.Fatalf("no ready line: %v; standard error: %s", err, p.stderr)
	}
	decoder := json.NewDecoder(strings.NewReader(line))
	decoder.DisallowUnknownFields()
	p.requireNoError(decoder.Decode(&p.Ready))
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
				t.Errorf("a field of the ready line is empty: %+v", p.Ready)
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

func TestAllowRemote(t *testing.T) {
	t.Parallel()
	p := start(t, "-addr", ":0", "-allow-remote")
	if !strings.HasPrefix(p.Endpoint, "http://127.0.0.1:") {
		t.Errorf("endpoint is %s, want the loopback address", p.Endpoint)
	}
	p.login()
}

func TestIdleTimeout(t *testing.T) {
	t.Parallel()
	if idle := newHTTPServer(http.NotFoundHandler(), slog.New(slog.DiscardHandler)).IdleTimeout; idle != 5*time.Second {
		t.Errorf("idle connections are kept for %s, want 5s", idle)
	}
}

// A request that a delay holds for long does not make the end a failure.
func TestEndWithOpenRequest(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
	}))
	defer server.Close()
	ended := make(chan error, 1)
	go func() {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, http.NoBody)
		if err == nil {
			var response *http.Response
			if response, err = client.Do(request); err == nil {
				err = errors.Join(errors.New("the request got a response"), response.Body.Close())
			}
		}
		ended <- err
	}()
	<-arrived
	if err := shutDown(t.Context(), server.Config, time.Millisecond); err != nil {
		t.Error(err)
	}
	if err := <-ended; !errors.Is(err, io.EOF) {
		t.Errorf("the request ends with %v", err)
	}
}

// A page that follows changes does not delay the end.
func TestEndWithOpenPage(t *testing.T) {
	t.Parallel()
	p := start(t)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.Endpoint+"/-/events", http.NoBody)
	p.requireNoError(err)
	response, err := client.Do(request)
	p.requireNoError(err)
	defer response.Body.Close()
	if _, err := p.end(os.Interrupt); err != nil {
		t.Errorf("the emulator ends with %v: %s", err, p.stderr)
	}
}
