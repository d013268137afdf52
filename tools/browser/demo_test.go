package browser_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// root is the root of the repository.
const root = "../.."

// demo is the event that `make demo KEEP=1` keeps running.
type demo struct {
	// overview is the URL of the first page.
	overview string
	// environment are the variables for Terraform, in the form NAME=value.
	environment []string
	// stop stops the emulator and removes the files of the demo.
	stop func() error
}

var (
	startedDemo demo
	startDemo   = sync.OnceValue(func() (err error) {
		startedDemo, err = runDemo(context.Background())
		return err
	})
)

func TestMain(m *testing.M) {
	code := m.Run()
	if startedDemo.stop != nil {
		if err := startedDemo.stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// requireDemo starts the demo for the first test, and returns it.
func requireDemo(t *testing.T) demo {
	t.Helper()
	if err := startDemo(); err != nil {
		t.Fatal(err)
	}
	return startedDemo
}

// The last lines of the demo name the overview, the directory of the event, and the process of the emulator.
var (
	overviewLine  = regexp.MustCompile(`^\s*(http://127\.0\.0\.1:\d+)/\s*$`)
	directoryLine = regexp.MustCompile(`^\s*cd '?([^']+?)'?\s*$`)
	stopLine      = regexp.MustCompile(`^\s*kill (\d+) && rm -r '?([^']+?)'?\s*$`)
)

// runDemo runs the demo and reads its last lines, as a person does.
func runDemo(ctx context.Context) (demo, error) {
	command := exec.CommandContext(ctx, "go", "run", "./internal/demo", "-keep")
	command.Dir = root
	output, err := command.CombinedOutput()
	if err != nil {
		return demo{}, fmt.Errorf("the demo failed: %w\n%s", err, output)
	}
	var d demo
	var directory, removed string
	var pid int
	for line := range strings.Lines(string(output)) {
		if found := overviewLine.FindStringSubmatch(line); found != nil && d.overview == "" {
			d.overview = found[1] + "/"
		}
		if found := directoryLine.FindStringSubmatch(line); found != nil {
			directory = found[1]
		}
		if found := stopLine.FindStringSubmatch(line); found != nil {
			pid, _ = strconv.Atoi(found[1])
			removed = found[2]
		}
	}
	if d.overview == "" || directory == "" || pid == 0 {
		return demo{}, fmt.Errorf("the last lines of the demo name no page, directory or process:\n%s", output)
	}
	d.stop = func() error {
		process, err := os.FindProcess(pid)
		if err == nil {
			err = process.Kill()
		}
		return errors.Join(err, os.RemoveAll(removed))
	}
	d.environment, err = exports(filepath.Join(filepath.Dir(directory), "environment"))
	return d, err
}

// exports reads the export lines of a file for the shell.
func exports(path string) ([]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was opened to read
	variables := os.Environ()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		name, value, found := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "=")
		if found {
			variables = append(variables, name+"="+strings.Trim(value, "'"))
		}
	}
	return variables, nil
}

// applyTerraform applies a configuration in a new directory, with the provider and the credentials of the demo, and returns an output.
func (d demo) applyTerraform(t *testing.T, configuration, output string) string {
	t.Helper()
	directory := t.TempDir()
	if err := os.WriteFile(filepath.Join(directory, "main.tf"), []byte(configuration), 0o600); err != nil {
		t.Fatal(err)
	}
	terraform := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if terraform == "" {
		terraform = "terraform"
	}
	run := func(arguments ...string) string {
		command := exec.CommandContext(t.Context(), terraform, arguments...)
		command.Dir, command.Env = directory, d.environment
		var errorOutput strings.Builder
		command.Stderr = &errorOutput
		stdout, err := command.Output()
		if err != nil {
			t.Fatalf("terraform %s: %v\n%s%s", strings.Join(arguments, " "), err, stdout, errorOutput.String())
		}
		return strings.TrimSpace(string(stdout))
	}
	run("apply", "-auto-approve", "-no-color")
	return run("output", "-raw", output)
}
