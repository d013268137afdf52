package storage_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// dataVariable has the path of the data file if this process is the one that TestDataSurvivesKill kills.
const dataVariable = "STORAGE_TEST_DATA"

func TestMain(m *testing.M) {
	if path := os.Getenv(dataVariable); path != "" {
		if err := serve(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	m.Run()
}

// readyLine is what the process prints when it is ready: the URL of each service, and the credentials.
type readyLine struct {
	URLs        map[string]string
	Credentials credentials
}

// serve serves all services with the data file until standard input ends.
func serve(path string) error {
	s, err := newServices(path, options{})
	if err != nil {
		return err
	}
	line := readyLine{URLs: map[string]string{}, Credentials: s.credentials()}
	for service, handler := range s.handlers() {
		line.URLs[service] = httptest.NewServer(handler).URL
	}
	if err := json.NewEncoder(os.Stdout).Encode(line); err != nil { //nolint:musttag // this test reads it
		return err
	}
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// TestDataSurvivesKill kills a process while clients create rooms in all services. All rooms that the clients have received
// must exist when the file is opened again, and its credentials and tokens must be valid.
func TestDataSurvivesKill(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data")
	command := exec.CommandContext(t.Context(), os.Args[0])
	command.Env, command.Stderr = append(os.Environ(), dataVariable+"="+path), os.Stderr
	_, err := command.StdinPipe() // ends with this process
	requireNoError(t, err)
	stdout, err := command.StdoutPipe()
	requireNoError(t, err)
	requireNoError(t, command.Start())
	text, err := bufio.NewReader(stdout).ReadString('\n')
	requireNoError(t, err)
	var line readyLine
	requireNoError(t, json.Unmarshal([]byte(text), &line)) //nolint:musttag // this test wrote it
	remote := &http.Client{Timeout: time.Minute}
	c := &client{t: t, credentials: line.Credentials, send: func(service string, r *http.Request) (*http.Response, error) {
		base, err := url.Parse(line.URLs[service])
		if err != nil {
			return nil, err
		}
		r.RequestURI, r.URL.Host = "", base.Host
		return remote.Do(r)
	}}
	c.prepare()

	type created struct{ service, content string }
	answers := make(chan created)
	writers := c.rooms()
	for service, rooms := range writers {
		go func() {
			defer func() { answers <- created{service: service} }()
			for {
				status, content, err := c.try(service, http.MethodPost, rooms.path, rooms.body)
				if err != nil {
					return // the process has ended
				}
				if status >= 300 {
					t.Errorf("%s: status %d: %s", service, status, content)
					return
				}
				answers <- created{service, content}
			}
		}()
	}
	ids := map[string][]string{}
	killed := false
	for running := len(writers); running > 0; {
		answer := <-answers
		ended := answer.content == ""
		if ended {
			running--
		} else {
			ids[answer.service] = append(ids[answer.service], field(t, answer.content, writers[answer.service].id...))
		}
		all := len(ids["xrcloud"]) >= 10 && len(ids["vcs"]) >= 10 && len(ids["whiteboard"]) >= 10 && len(ids["venueless"]) >= 10
		if !killed && (all || ended) {
			killed = true
			requireNoError(t, command.Process.Kill())
		}
	}
	if err := command.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the process ended with %v, want it killed", err)
	}

	_, reopened := startServices(t, path, options{})
	reopened.Token = c.Token
	if reopened.credentials != c.credentials {
		t.Errorf("credentials are %+v, were %+v", reopened.credentials, c.credentials)
	}
	c.send = reopened.send
	for service, rooms := range writers {
		for _, id := range ids[service] {
			if status, content, err := c.try(service, http.MethodGet, rooms.room(id), ""); err != nil || status != http.StatusOK || !strings.Contains(content, id) {
				t.Errorf("%s: %s is lost: status %d, %v: %s", service, id, status, err, content)
			}
		}
	}
}

func requireNoError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
