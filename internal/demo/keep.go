package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// printNextSteps prints how to use and how to remove an event that was kept. It writes the credentials to a file for the shell, so that they are
// not printed.
func printNextSteps(out printer, e *event, s *service) error {
	folder := filepath.Dir(e.folder)
	environment := s.environment()
	environment["TF_CLI_CONFIG_FILE"] = filepath.Join(folder, "terraform.rc")
	var exports strings.Builder
	for _, name := range slices.Sorted(maps.Keys(environment)) {
		fmt.Fprintf(&exports, "export %s=%s\n", name, shellQuote(environment[name]))
	}
	if err := os.WriteFile(filepath.Join(folder, "environment"), []byte(exports.String()), 0o600); err != nil {
		return err
	}
	terraform := e.terraform.ExecPath()
	if onPath, err := exec.LookPath("terraform"); err == nil && onPath == terraform {
		terraform = "terraform"
	}

	out.heading("The event keeps running")
	out.linef("To continue:")
	out.linef("")
	out.linef("  cd %s", shellQuote(e.folder))
	out.linef("  . ../environment     # exports %s", strings.Join(slices.Sorted(maps.Keys(environment)), ", "))
	out.linef("  %s plan", terraform)
	out.linef("")
	out.linef("Change variables.tf there, then plan and apply; terraform init is not needed. The emulator logs to ../emulator.log.")
	out.linef("To stop it and remove everything:")
	out.linef("")
	out.linef("  kill %d && rm -r %s", s.command.Process.Pid, shellQuote(folder))
	return nil
}

// shellQuote quotes a text for a shell.
func shellQuote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
