package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestDemo(t *testing.T) {
	t.Parallel()
	temp := t.TempDir()
	var out bytes.Buffer
	if err := run(t.Context(), options{root: "../..", temp: temp, out: &out}); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	for _, want := range []string{
		"Apply complete! Resources: 4 added, 0 changed, 0 destroyed.",
		"host_links = (secret)",
		"No changes: the service matches the configuration.",
		"Destroy complete! Resources: 4 destroyed.",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the output has no %q", want)
		}
	}
	if !strings.HasSuffix(out.String(), "  make demo KEEP=1\n") {
		t.Error("the last line does not name KEEP=1")
	}
	if !regexp.MustCompile(`(?m)^ +workshop +http://`).MatchString(out.String()) {
		t.Error("the guest link of the workshop is not shown")
	}
	if t.Failed() {
		t.Logf("%s", &out)
	}
	requireCleanedUp(t, temp, out.String())
}

// The commands that the demo prints with -keep work in a shell.
func TestDemoKeep(t *testing.T) {
	t.Parallel()
	temp := t.TempDir()
	var out bytes.Buffer
	if err := run(t.Context(), options{root: "../..", temp: temp, keep: true, out: &out}); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	_, advice, _ := strings.Cut(out.String(), "To continue:")
	commands, stop, found := strings.Cut(advice, "Change variables.tf")
	if !found {
		t.Fatalf("the output has no next steps:\n%s", &out)
	}
	_, stop, _ = strings.Cut(stop, "remove everything:")
	t.Cleanup(func() {
		shell(t, stop)
		requireCleanedUp(t, temp, out.String())
	})

	if planned := shell(t, commands); !strings.Contains(planned, "No changes.") {
		t.Errorf("the next plan has changes:\n%s", planned)
	}
	if plans, err := filepath.Glob(filepath.Join(temp, "*", "event", "plan")); err != nil || len(plans) > 0 {
		t.Errorf("the demo did not remove its plan: %v, %v", plans, err)
	}
	_, toOpen, _ := strings.Cut(out.String(), "Open in a browser:")
	pages := regexp.MustCompile(`(?m)^ +(http://\S+)`).FindAllStringSubmatch(toOpen, -1)
	if len(pages) != 2 {
		t.Fatalf("the output has %d pages to open, want the overview and a room:\n%s", len(pages), &out)
	}
	for i, want := range []string{"<h1>Overview</h1>", "Enter"} {
		if page := browse(t, pages[i][1]); !strings.Contains(page, want) {
			t.Errorf("%s has no %s:\n%s", pages[i][1], want, page)
		}
	}
	secrets := shell(t, ". "+filepath.Join(temp, "*", "environment")+` && printf '%s\n' "$XRCLOUD_API_KEY" "$XRCLOUD_PASSWORD"`)
	for secret := range strings.FieldsSeq(secrets) {
		if strings.Contains(out.String(), secret) {
			t.Errorf("the output has a credential:\n%s", &out)
		}
	}
	if len(strings.Fields(secrets)) != 2 {
		t.Errorf("want an API key and a password in the environment, got %d words", len(strings.Fields(secrets)))
	}
}

func TestDemoInterrupted(t *testing.T) {
	t.Parallel()
	temp := t.TempDir()
	ctx, interrupt := context.WithCancel(t.Context())
	out := interruptingWriter{text: "Applying", interrupt: interrupt}
	if err := run(ctx, options{root: "../..", temp: temp, keep: true, out: &out}); !errors.Is(err, context.Canceled) {
		t.Errorf("want that the context was canceled, got %v", err)
	}
	requireCleanedUp(t, temp, out.String())
}

func TestDemoOutsideRepository(t *testing.T) {
	t.Parallel()
	temp := t.TempDir()
	err := run(t.Context(), options{root: t.TempDir(), temp: temp, out: io.Discard})
	if err == nil || !strings.Contains(err.Error(), "run the demo in the root of the repository") {
		t.Errorf("want advice to run in the root, got %v", err)
	}
}

// interruptingWriter interrupts when a string is written.
type interruptingWriter struct {
	bytes.Buffer

	text      string
	interrupt func()
}

func (w *interruptingWriter) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(w.text)) {
		w.interrupt()
	}
	return w.Buffer.Write(p)
}

// browse returns the page that a browser gets.
func browse(t *testing.T, url string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "text/html")
	client := &http.Client{Timeout: time.Minute}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// shell runs a script, which must succeed, and returns its output.
func shell(t *testing.T, script string) string {
	t.Helper()
	output, err := exec.CommandContext(context.WithoutCancel(t.Context()), "sh", "-euc", strings.TrimSpace(script)).CombinedOutput()
	if err != nil {
		t.Errorf("%s\n%v\n%s", script, err, output)
	}
	return string(output)
}

// requireCleanedUp fails the test unless the folder of the demo is removed, and the emulator in its output has stopped.
func requireCleanedUp(t *testing.T, temp, output string) {
	t.Helper()
	files, err := os.ReadDir(temp)
	if err != nil || len(files) > 0 {
		t.Errorf("want no files, got %v, %v", files, err)
	}
	address := regexp.MustCompile(`127\.0\.0\.1:\d+`).FindString(output)
	connection, err := (&net.Dialer{}).DialContext(context.WithoutCancel(t.Context()), "tcp", address)
	if err == nil {
		t.Errorf("the emulator still listens on %s: %v", address, connection.Close())
	} else if !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("want a refused connection to %q, got %v", address, err)
	}
}
