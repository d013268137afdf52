package acctest_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// emulatorProgram builds the command xrcloud-emulator, once for all tests.
var emulatorProgram = sync.OnceValues(func() (string, error) {
	program := filepath.Join(mirrorDir, "bin", "xrcloud-emulator")
	if output, err := exec.Command("go", "build", "-o", program, "../../cmd/xrcloud-emulator").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, output)
	}
	return program, nil
})

// installEmulator puts the command xrcloud-emulator on the PATH of the workspace. Without -addr, it listens on the same free
// port each time: tests that run in parallel cannot all use the default one.
func (w *workspace) installEmulator(t *testing.T) {
	t.Helper()
	program, err := emulatorProgram()
	if err != nil {
		t.Fatal(err)
	}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	script := fmt.Sprintf("#!/bin/sh\nexec '%s' -addr %s \"$@\"\n", program, listener.Addr())
	if err := os.WriteFile(filepath.Join(filepath.Dir(w.cli), "xrcloud-emulator"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
}

var color = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// shell runs a script, which must succeed, and returns its output without colors. If it fails, the emulator that it started is stopped.
func (w *workspace) shell(t *testing.T, script string) string {
	t.Helper()
	_, all, code := w.run(t, "/bin/sh", "-euc", `trap 'kill "${XRCLOUD_EMULATOR_PID:-}" 2>/dev/null || :' EXIT`+"\n"+script)
	if code != 0 {
		t.Fatalf("the script exits with %d:\n%s\n%s", code, script, all)
	}
	return color.ReplaceAllString(all, "")
}

// shellBlocks returns the shell commands below a heading of a page, up to the next heading.
func shellBlocks(t *testing.T, page, heading string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash("../../" + page))
	if err != nil {
		t.Fatal(err)
	}
	var commands strings.Builder
	fence, inSection := "", false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case fence != "" && line == "```":
			fence = ""
		case fence != "":
			if inSection && fence == "```shell" {
				commands.WriteString(line + "\n")
			}
		case strings.HasPrefix(line, "```"):
			fence = line
		case strings.HasPrefix(line, "#"):
			inSection = strings.TrimLeft(line, "# ") == heading
		}
	}
	if commands.Len() == 0 {
		t.Fatalf("%s has no shell commands below %q", page, heading)
	}
	return commands.String()
}
