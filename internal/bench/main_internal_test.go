package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// TestMain runs the wrapper of a provider if Terraform started the test program as a provider.
func TestMain(m *testing.M) {
	if program := os.Getenv(providerVariable); program != "" {
		os.Exit(runWrapper(program, os.Getenv(usageVariable)))
	}
	os.Exit(m.Run())
}

// The smallest run measures everything that a complete run measures.
func TestBench(t *testing.T) {
	t.Parallel()
	requireCLI(t)
	var progress bytes.Buffer
	opts := options{
		root: "../..", progress: &progress, rooms: []int{3}, delays: []time.Duration{0},
		against: []subject{terraformData, minimal, plain, bare}, count: 1,
	}
	folder := t.TempDir()
	measured, err := measure(t.Context(), opts, folder)
	if err != nil {
		t.Fatalf("%v\n%s", err, &progress)
	}
	for _, of := range []subject{xrcloud, terraformData, minimal, plain, bare} {
		for _, op := range operations {
			if m, ok := measured.medians(key{op, 3, 0, of}); ok {
				requireMeasured(t, of, op, m)
			} else {
				t.Errorf("%s, %s: not measured", of, op)
			}
		}
	}
	report := measured.report()
	for _, row := range measured.targets() {
		wantMet := strings.HasPrefix(row.text, "Requests")
		if wantMet && !row.isMet {
			t.Errorf("%s: want %s, got %s", row.text, row.limit, row.value)
		}
		if !strings.Contains(report, "| "+row.text+" | "+row.limit+" |") {
			t.Errorf("the report has no target %q:\n%s", row.text, report)
		}
	}
	if running := processesWith(t, folder); len(running) > 0 {
		t.Errorf("processes of the benchmark are still running: %q", running)
	}
}

// requireMeasured fails the test unless an operation used what it must have used.
func requireMeasured(t *testing.T, of subject, op operation, m measurement) {
	t.Helper()
	hasProvider := of == xrcloud || of == minimal || of == plain
	if m.wall <= 0 || m.cli.CPU <= 0 || (m.cli.Peak > 0) != (of != bare) {
		t.Errorf("%s, %s: the CLI used %+v in %s", of, op, m.cli, m.wall)
	}
	if (m.provider.CPU > 0) != hasProvider || (m.provider.Peak > 0) != hasProvider {
		t.Errorf("%s, %s: the provider used %+v", of, op, m.provider)
	}
	if hasProvider && m.provider.Peak > m.cli.Peak {
		t.Errorf("%s, %s: the CLI has %d bytes, which may be those of its provider, which has %d", of, op, m.cli.Peak, m.provider.Peak)
	}
	if of == terraformData {
		return
	}
	reads, writes, _ := requestsOf(m.requests)
	if want := map[operation][2]int{create: {0, 3}, plan: {3, 0}, update: {3, 3}, destroy: {3, 3}}[op]; [2]int{reads, writes} != want {
		t.Errorf("%s, %s: want %v reads and writes of rooms, got %v", of, op, want, m.requests)
	}
}

// The minimal provider is quiet like the provider, and the plain one writes its log like any other provider.
func TestPlainProviderLogs(t *testing.T) {
	t.Parallel()
	requireCLI(t)
	b := &bench{options: options{root: "../.."}, folder: t.TempDir()}
	var err error
	if err = b.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	if b.cli, err = newCLI(b.folder); err != nil {
		t.Fatal(err)
	}
	for of, want := range map[subject]bool{minimal: false, plain: true} {
		folder := t.TempDir()
		runner, service, err := b.prepare(t.Context(), of, folder, 1, time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := service.stop(); err != nil {
				t.Error(err)
			}
		})
		w := runner.(*workspace) //nolint:forcetypeassert // the test fails
		log, script := filepath.Join(folder, "log"), filepath.Join(folder, "provider")
		if err := os.WriteFile(script, []byte("#!/bin/sh\nexec '"+w.provider+"' 2>>'"+log+"'\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		w.provider = script
		if _, err := w.run(t.Context(), create); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(text), `"@module":"sdk.framework"`); got != want {
			t.Errorf("%s: the log has lines of the framework: %t, want %t\n%s", of, got, want, text)
		}
	}
}

// A run that fails says why, with the output of the CLI.
func TestBenchReportsOutput(t *testing.T) {
	t.Parallel()
	requireCLI(t)
	c, err := newCLI(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w, err := newWorkspace(c, filepath.Join(t.TempDir(), "configuration"), "terraform_data", 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.run(t.Context(), plan); err == nil || !strings.Contains(err.Error(), "terraform_data.bench[0] will be created") {
		t.Errorf("a plan with changes: got %v, want an error with the plan", err)
	}
}

// An operation that is interrupted leaves no process behind, not even a provider that hangs.
func TestBenchInterrupted(t *testing.T) {
	t.Parallel()
	requireCLI(t)
	c, err := newCLI(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w, err := newWorkspace(c, filepath.Join(t.TempDir(), "configuration"), "rooms", 1)
	if err != nil {
		t.Fatal(err)
	}
	w.provider = filepath.Join(t.TempDir(), "provider")
	if err := os.WriteFile(w.provider, []byte("#!/bin/sh\nsleep 1000\ntrue\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	go func() {
		waitUntil(t, func() bool { return len(processesWith(t, w.provider)) > 0 })
		interrupt()
	}()
	if _, err := w.run(ctx, create); err == nil || ctx.Err() == nil {
		t.Errorf("want the error of an interrupted operation, got %v", err)
	}
	waitUntil(t, func() bool { return len(processesWith(t, w.provider)) == 0 })
}

// waitUntil waits until a condition is true, for half a minute at most.
func waitUntil(t *testing.T, isTrue func() bool) {
	t.Helper()
	timeout := time.After(30 * time.Second)
	for retry := time.Tick(10 * time.Millisecond); !isTrue(); {
		select {
		case <-retry:
		case <-timeout:
			t.Error("the condition is not true after 30 seconds")
			return
		}
	}
}

func TestWrapper(t *testing.T) {
	t.Parallel()
	if !supported {
		t.Skip("the use of processes is measured on Linux only")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	usageFile := filepath.Join(t.TempDir(), "usage")
	for range 2 {
		command := exec.CommandContext(t.Context(), self, "-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; cat; exit 3")
		command.Env = append(os.Environ(), providerVariable+"=/bin/sh", usageVariable+"="+usageFile)
		command.Stdin = strings.NewReader("input")
		output, err := command.Output()
		if command.ProcessState.ExitCode() != 3 || string(output) != "input" {
			t.Fatalf("want the output and the exit code of the program, got %q, %v", output, err)
		}
		total, processes, err := readUsage(usageFile)
		if err != nil || processes == 0 {
			t.Fatalf("read %d processes: %v", processes, err)
		}
		all := usageOf(command.ProcessState)
		if total.Provider.CPU <= 0 || total.Provider.Peak <= 0 || processes == 1 && all.CPU < total.Provider.CPU {
			t.Errorf("got %+v for the program of %+v in all", total, all)
		}
	}
	if total, processes, err := readUsage(usageFile); err != nil || processes != 2 {
		t.Errorf("got %+v of %d processes, %v, want 2", total, processes, err)
	}
	if total, processes, err := readUsage(usageFile + "-missing"); err != nil || processes != 0 {
		t.Errorf("without a file: got %+v of %d processes, %v", total, processes, err)
	}
}

func TestUsageOfCLI(t *testing.T) {
	t.Parallel()
	wrapped := wrappedUsage{Provider: usage{CPU: 3 * time.Second, Peak: 40}, Wrapper: usage{CPU: time.Second, Peak: 10}}
	if got, want := cliUsage(usage{CPU: 10 * time.Second, Peak: 100}, wrapped), (usage{CPU: 6 * time.Second, Peak: 100}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	total := usage{CPU: time.Second, Peak: 5}
	total.add(usage{CPU: time.Second, Peak: 4})
	if want := (usage{CPU: 2 * time.Second, Peak: 5}); total != want {
		t.Errorf("got %+v, want %+v", total, want)
	}
}

func TestEnvironmentOfCLI(t *testing.T) { //nolint:paralleltest // it sets environment variables
	for _, name := range []string{"TF_LOG", "XRCLOUD_API_KEY", "GOGC", "GOMEMLIMIT"} {
		t.Setenv(name, "set by the user")
	}
	environment := cli{config: "rc"}.environment("XRCLOUD_ENDPOINT=http://127.0.0.1:1")
	for _, variable := range environment {
		if strings.Contains(variable, "set by the user") {
			t.Errorf("the CLI gets %s", variable)
		}
	}
	for _, want := range []string{"TF_CLI_CONFIG_FILE=rc", "XRCLOUD_ENDPOINT=http://127.0.0.1:1"} {
		if !slices.Contains(environment, want) {
			t.Errorf("the CLI does not get %s", want)
		}
	}
}

func requireCLI(t *testing.T) {
	t.Helper()
	if !supported {
		t.Skip("the use of processes is measured on Linux only")
	}
	if _, err := acctest.CLI(); err != nil {
		t.Fatal("the tests of the benchmark need Terraform or OpenTofu: ", err)
	}
}

// processesWith returns the command lines that contain a text.
func processesWith(t *testing.T, text string) []string {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Error(err)
	}
	var lines []string
	for _, file := range files {
		if line, err := os.ReadFile(file); err == nil && strings.Contains(string(line), text) { // the process may have ended
			lines = append(lines, strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return lines
}
