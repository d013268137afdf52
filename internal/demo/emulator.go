package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// seededScene is the scene that examples/event looks for.
const seededScene = "Lobby"

// service is a running emulator of all services.
type service struct {
	command *exec.Cmd
	// exports are the lines for a shell that configure the provider for all services, as the emulator prints them.
	exports string
}

// environment returns the environment variables that configure the provider for all services.
func (s *service) environment() map[string]string {
	environment := map[string]string{}
	for line := range strings.Lines(s.exports) {
		name, value, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "export "), "=")
		environment[name] = strings.ReplaceAll(strings.Trim(value, "'"), `'\''`, "'")
	}
	return environment
}

// endpoint returns the base URL of XRCLOUD, and of the pages.
func (s *service) endpoint() string { return s.environment()["XRCLOUD_ENDPOINT"] }

// startEmulator starts the emulator that was built into the folder, and waits until it is ready. The emulator keeps running after the demo
// unless it is stopped.
func startEmulator(ctx context.Context, folder string) (*service, error) {
	command := exec.CommandContext(context.WithoutCancel(ctx), filepath.Join(folder, "xrcloud-emulator"),
		"-env", "-log", "-addr", "127.0.0.1:0", "-data", filepath.Join(folder, "emulator.db"), "-seed-scene", seededScene)
	// Ctrl-C must interrupt only the demo, which then stops the emulator.
	command.SysProcAttr = ownProcessGroup()
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(folder, "emulator.log"))
	if err != nil {
		return nil, err
	}
	command.Stderr = log
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start the emulator: %w", err)
	}
	_ = log.Close() // the emulator has its own file descriptor
	s := &service{command: command}
	ready := make(chan error, 1)
	go func() {
		text, err := io.ReadAll(stdout) // the emulator closes it when it is ready
		s.exports = string(text)
		if err == nil && s.endpoint() == "" {
			err = errors.New("it printed no endpoint")
		}
		ready <- err
	}()
	select {
	case err = <-ready:
	case <-ctx.Done():
		err = ctx.Err()
	case <-time.After(30 * time.Second):
		err = errors.New("no output for 30 seconds")
	}
	if err != nil {
		s.stop()
		output, readErr := os.ReadFile(log.Name())
		return nil, errors.Join(fmt.Errorf("the emulator did not become ready: %w\n%s", err, output), readErr)
	}
	return s, nil
}

// stop kills the emulator, whose database is consistent at any time.
func (s *service) stop() {
	_ = s.command.Process.Kill() // it fails only if the emulator has exited
	_ = s.command.Wait()         // the error is that it was killed
}
