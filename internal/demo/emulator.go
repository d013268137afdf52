package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// seededScene is the scene that examples/event looks for.
const seededScene = "Lobby"

// service is a running emulator. It prints the JSON fields when it is ready.
type service struct {
	Endpoint string `json:"endpoint"`
	APIKey   string `json:"api_key"`
	Email    string `json:"email"`
	Password string `json:"password"`

	command *exec.Cmd
}

// environment returns the environment variables that configure the provider for the service.
func (s *service) environment() map[string]string {
	return map[string]string{
		"XRCLOUD_ENDPOINT": s.Endpoint,
		"XRCLOUD_API_KEY":  s.APIKey,
		"XRCLOUD_EMAIL":    s.Email,
		"XRCLOUD_PASSWORD": s.Password,
	}
}

// startEmulator starts the emulator that was built into the folder, and waits until it is ready. The emulator keeps running after the demo
// unless it is stopped.
func startEmulator(ctx context.Context, folder string) (*service, error) {
	command := exec.CommandContext(context.WithoutCancel(ctx), filepath.Join(folder, "xrcloud-emulator"),
		"-addr", "127.0.0.1:0", "-data", filepath.Join(folder, "emulator.db"), "-seed-scene", seededScene)
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
	go func() { ready <- json.NewDecoder(stdout).Decode(s) }()
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
