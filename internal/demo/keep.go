package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// printNextSteps prints how to see, use and remove an event that was kept. It writes the credentials to a file for the shell, so that they are
// not printed.
func printNextSteps(ctx context.Context, out printer, e *event, s *service) error {
	folder := filepath.Dir(e.folder)
	exports := fmt.Sprintf("%sexport TF_CLI_CONFIG_FILE=%s\n", s.exports, shellQuote(filepath.Join(folder, "terraform.rc")))
	if err := os.WriteFile(filepath.Join(folder, "environment"), []byte(exports), 0o600); err != nil {
		return err
	}
	room, link, err := e.guestLink(ctx)
	if err != nil {
		return err
	}
	terraform := e.terraform.ExecPath()
	if onPath, err := exec.LookPath("terraform"); err == nil && onPath == terraform {
		terraform = "terraform"
	}

	out.heading("The event keeps running")
	out.linef("Open in a browser:")
	out.linef("")
	out.linef("  %s/", s.endpoint())
	out.linef("  %s     # the room %s, as a guest", link, room)
	out.linef("")
	out.linef("To continue:")
	out.linef("")
	out.linef("  cd %s", shellQuote(e.folder))
	out.linef("  . ../environment     # the endpoints and credentials of all services")
	out.linef("  %s plan", terraform)
	out.linef("")
	out.linef("Change variables.tf there, then plan and apply; terraform init is not needed. The emulator logs to ../emulator.log.")
	out.linef("To stop it and remove everything:")
	out.linef("")
	out.linef("  kill %d && rm -r %s", s.command.Process.Pid, shellQuote(folder))
	return nil
}

// shellQuote quotes a string for a shell.
func shellQuote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
