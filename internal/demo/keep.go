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

// howToGoOn says how to play with an event that was left up. The credentials stand in a file that a shell reads, not on
// the screen.
func howToGoOn(say printer, e *event, s *service) error {
	folder := filepath.Dir(e.folder)
	environment := s.environment()
	environment["TF_CLI_CONFIG_FILE"] = filepath.Join(folder, "terraform.rc")
	var exports strings.Builder
	for _, name := range slices.Sorted(maps.Keys(environment)) {
		fmt.Fprintf(&exports, "export %s=%s\n", name, quoted(environment[name]))
	}
	if err := os.WriteFile(filepath.Join(folder, "environment"), []byte(exports.String()), 0o600); err != nil {
		return err
	}
	terraform := e.terraform.ExecPath()
	if onPath, err := exec.LookPath("terraform"); err == nil && onPath == terraform {
		terraform = "terraform"
	}

	say.section("The event stays up")
	say.linef("To go on:")
	say.linef("")
	say.linef("  cd %s", quoted(e.folder))
	say.linef("  . ../environment     # exports %s", strings.Join(slices.Sorted(maps.Keys(environment)), ", "))
	say.linef("  %s plan", terraform)
	say.linef("")
	say.linef("Change variables.tf there, then plan and apply; terraform init is not needed. The emulator logs to ../emulator.log.")
	say.linef("To stop it and remove everything:")
	say.linef("")
	say.linef("  kill %d && rm -r %s", s.command.Process.Pid, quoted(folder))
	return nil
}

// quoted is a text as a shell takes it, whatever is in it.
func quoted(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
