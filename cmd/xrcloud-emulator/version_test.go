package main

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

func TestVersion(t *testing.T) {
	t.Parallel()
	released := filepath.Join(t.TempDir(), "xrcloud-emulator")
	if output, err := exec.CommandContext(t.Context(), "go", "build", "-ldflags", "-X main.version=1.2.3", "-o", released, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	for program, want := range map[string]string{
		released: `^xrcloud-emulator 1\.2\.3\n$`,
		binary:   `^xrcloud-emulator (dev|\d+\.\d+\.\d+\S*)\n$`,
	} {
		output, err := exec.CommandContext(t.Context(), program, "-version").Output()
		if err != nil || !regexp.MustCompile(want).Match(output) {
			t.Errorf("got %q, %v, want %s", output, err, want)
		}
	}
}
