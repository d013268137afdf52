package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
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
		"No changes: what is declared is what is there.",
		"Destroy complete! Resources: 4 destroyed.",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("nothing says %q", want)
		}
	}
	if !regexp.MustCompile(`(?m)^ +workshop +http://`).MatchString(out.String()) {
		t.Error("the guest link of the workshop is not shown")
	}
	if t.Failed() {
		t.Logf("%s", &out)
	}
	expectGone(t, temp, out.String())
}

// What the demo says about going on, and about stopping, is what a shell can do.
func TestDemoKept(t *testing.T) {
	t.Parallel()
	temp := t.TempDir()
	var out bytes.Buffer
	if err := run(t.Context(), options{root: "../..", temp: temp, keep: true, out: &out}); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	_, advice, _ := strings.Cut(out.String(), "To go on:")
	goOn, stop, found := strings.Cut(advice, "Change variables.tf")
	if !found {
		t.Fatalf("nothing says how to go on:\n%s", &out)
	}
	_, stop, _ = strings.Cut(stop, "remove everything:")
	t.Cleanup(func() {
		shell(t, stop)
		expectGone(t, temp, out.String())
	})

	if planned := shell(t, goOn); !strings.Contains(planned, "No changes.") {
		t.Errorf("planning once more found changes:\n%s", planned)
	}
	if plans, err := filepath.Glob(filepath.Join(temp, "*", "event", "plan")); err != nil || len(plans) > 0 {
		t.Errorf("the demo left its plan among the event's files: %v, %v", plans, err)
	}
	secrets := shell(t, ". "+filepath.Join(temp, "*", "environment")+` && printf '%s\n' "$XRCLOUD_API_KEY" "$XRCLOUD_PASSWORD"`)
	for secret := range strings.FieldsSeq(secrets) {
		if strings.Contains(out.String(), secret) {
			t.Errorf("a credential is on the screen:\n%s", &out)
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
	out := interruptAt{text: "Applying", interrupt: interrupt}
	if err := run(ctx, options{root: "../..", temp: temp, keep: true, out: &out}); !errors.Is(err, context.Canceled) {
		t.Errorf("want that the context was canceled, got %v", err)
	}
	expectGone(t, temp, out.String())
}

func TestDemoElsewhere(t *testing.T) {
	t.Parallel()
	temp := t.TempDir()
	err := run(t.Context(), options{root: t.TempDir(), temp: temp, out: io.Discard})
	if err == nil || !strings.Contains(err.Error(), "run the demo in the root of the repository") {
		t.Errorf("want advice about where to run, got %v", err)
	}
}

// interruptAt interrupts when a text is printed.
type interruptAt struct {
	bytes.Buffer

	text      string
	interrupt func()
}

func (w *interruptAt) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(w.text)) {
		w.interrupt()
	}
	return w.Buffer.Write(p)
}

func shell(t *testing.T, script string) string {
	t.Helper()
	output, err := exec.CommandContext(context.WithoutCancel(t.Context()), "sh", "-euc", strings.TrimSpace(script)).CombinedOutput()
	if err != nil {
		t.Errorf("%s\n%v\n%s", script, err, output)
	}
	return string(output)
}

// expectGone expects that neither the demo's folder nor the emulator that it told of is left.
func expectGone(t *testing.T, temp, told string) {
	t.Helper()
	left, err := os.ReadDir(temp)
	if err != nil || len(left) > 0 {
		t.Errorf("want nothing left behind, got %v, %v", left, err)
	}
	address := regexp.MustCompile(`127\.0\.0\.1:\d+`).FindString(told)
	connection, err := (&net.Dialer{}).DialContext(context.WithoutCancel(t.Context()), "tcp", address)
	if err == nil {
		t.Errorf("the emulator still listens on %s: %v", address, connection.Close())
	} else if !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("want a refused connection to %q, got %v", address, err)
	}
}
