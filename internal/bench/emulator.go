package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/bench/rest"
)

// emulator is a running emulator.
type emulator struct {
	command *exec.Cmd
	// environment has the variables that name the service and its credentials.
	environment []string
	// log has a line for each request. The emulator writes it before it sends the response.
	log *os.File
}

// startEmulator starts the emulator, and waits until it is ready. It delays each response.
func startEmulator(ctx context.Context, program, folder string, delay time.Duration) (*emulator, error) {
	flags := []string{"-addr=127.0.0.1:0", "-log", "-seed-scene=Lobby"}
	if delay > 0 {
		flags = append(flags, "-delay="+delay.String())
	}
	log, err := os.Create(filepath.Join(folder, "emulator.log"))
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, program, flags...)
	command.Stderr = log
	command.SysProcAttr = separateGroup()
	stdout, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	e := &emulator{command: command}
	if err == nil {
		e.environment, err = readReady(stdout)
		if err != nil {
			err = errors.Join(err, e.stop())
		}
	}
	if err := errors.Join(err, log.Close()); err != nil {
		return nil, fmt.Errorf("start the emulator: %w", err)
	}
	e.log, err = os.Open(log.Name())
	return e, err
}

// readReady reads the line that the emulator prints when it is ready.
func readReady(stdout io.Reader) ([]string, error) {
	var ready struct {
		Endpoint string `json:"endpoint"`
		APIKey   string `json:"api_key"`
		Email    string `json:"email"`
		Password string `json:"password"`
	}
	if err := json.NewDecoder(stdout).Decode(&ready); err != nil {
		return nil, fmt.Errorf("read the credentials: %w", err)
	}
	return []string{
		"XRCLOUD_ENDPOINT=" + ready.Endpoint, "XRCLOUD_API_KEY=" + ready.APIKey,
		"XRCLOUD_EMAIL=" + ready.Email, "XRCLOUD_PASSWORD=" + ready.Password,
	}, nil
}

// client returns a client of the emulator.
func (e *emulator) client() *rest.Client {
	return rest.FromEnvironment(func(name string) string {
		for _, variable := range e.environment {
			if value, ok := strings.CutPrefix(variable, name+"="); ok {
				return value
			}
		}
		return ""
	})
}

// requests returns how many requests of each kind, such as "GET /api/rooms/{id}", were sent since the last call.
func (e *emulator) requests() (map[string]int, error) { return countRequests(e.log) }

func (e *emulator) stop() error {
	if e.log != nil {
		_ = e.log.Close() // it was only read
	}
	if err := e.command.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	_ = e.command.Wait() // the error is that it was killed
	return nil
}

// idPattern matches the IDs in paths.
var idPattern = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// countRequests counts the lines of a log of the emulator: time, method, path, status, duration, and the reason of an error.
func countRequests(log io.Reader) (map[string]int, error) {
	counts := map[string]int{}
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 5 {
			return nil, fmt.Errorf("the log of the emulator has the line %q", lines.Text())
		}
		if status := fields[3]; status < "200" || status >= "400" { // a request without a response has "-"
			return nil, fmt.Errorf("a request failed: %s", lines.Text())
		}
		counts[fields[1]+" "+idPattern.ReplaceAllString(fields[2], "{id}")]++
	}
	return counts, lines.Err()
}
