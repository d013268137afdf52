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

// service is a running emulator. What it says when it is ready is how to reach it.
type service struct {
	Endpoint string `json:"endpoint"`
	APIKey   string `json:"api_key"`
	Email    string `json:"email"`
	Password string `json:"password"`

	command *exec.Cmd
}

// environment is what the provider reads to find the service.
func (s *service) environment() map[string]string {
	return map[string]string{
		"XRCLOUD_ENDPOINT": s.Endpoint,
		"XRCLOUD_API_KEY":  s.APIKey,
		"XRCLOUD_EMAIL":    s.Email,
		"XRCLOUD_PASSWORD": s.Password,
	}
}

// startEmulator starts the emulator that was built into the folder, and waits until it is ready. It outlives the demo
// unless it is stopped.
func startEmulator(ctx context.Context, folder string) (*service, error) {
	command := exec.CommandContext(context.WithoutCancel(ctx), filepath.Join(folder, "xrcloud-emulator"),
		"-addr", "127.0.0.1:0", "-data", filepath.Join(folder, "emulator.db"), "-seed-scene", seededScene)
	// Ctrl-C is for the demo, which then stops the emulator.
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
	_ = log.Close() // the emulator holds it open by itself
	s := &service{command: command}
	ready := make(chan error, 1)
	go func() { ready <- json.NewDecoder(stdout).Decode(s) }()
	select {
	case err = <-ready:
	case <-ctx.Done():
		err = ctx.Err()
	case <-time.After(30 * time.Second):
		err = errors.New("nothing heard for 30 seconds")
	}
	if err != nil {
		s.stop()
		said, readErr := os.ReadFile(log.Name())
		return nil, errors.Join(fmt.Errorf("the emulator did not become ready: %w\n%s", err, said), readErr)
	}
	return s, nil
}

// stop ends the emulator. It keeps nothing that could be lost: its file survives a kill at any time.
func (s *service) stop() {
	_ = s.command.Process.Kill() // fails only when it has ended already
	_ = s.command.Wait()         // says only that it was killed
}
