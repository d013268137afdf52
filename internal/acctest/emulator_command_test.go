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

// installEmulator puts the command xrcloud-emulator on the PATH of the workspace.
func (w *workspace) installEmulator(t *testing.T) {
	t.Helper()
	program, err := emulatorProgram()
	if err != nil {
		t.Fatal(err)
	}
	wrapEmulator(t, program, filepath.Join(filepath.Dir(w.cli), "xrcloud-emulator"))
}

// wrapEmulator writes a script that starts the emulator. Without -addr, the emulator listens on the same free port each time: tests that
// run in parallel cannot all use the default one.
func wrapEmulator(t *testing.T, program, script string) {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("#!/bin/sh\nexec '%s' -addr %s \"$@\"\n", program, listener.Addr())
	if err := os.WriteFile(script, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
}

var colorPattern = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// shell runs a script, which must succeed, and returns its output without colors. If it fails, the emulator that it started is stopped.
func (w *workspace) shell(t *testing.T, script string) string {
	t.Helper()
	_, all, code := w.run(t, "/bin/sh", "-euc", `trap 'kill "${XRCLOUD_EMULATOR_PID:-}" 2>/dev/null || :' EXIT`+"\n"+script)
	if code != 0 {
		t.Fatalf("the script exits with %d:\n%s\n%s", code, script, all)
	}
	return colorPattern.ReplaceAllString(all, "")
}

// shellBlocks returns the shell commands below a heading of a page, up to the next heading.
func shellBlocks(t *testing.T, page, heading string) string {
	t.Helper()
	return codeBlocks(t, page, heading, "shell")
}

// codeBlocks returns the code in a language below a heading of a page, up to the next heading.
func codeBlocks(t *testing.T, page, heading, language string) string {
	t.Helper()
	var code strings.Builder
	for _, block := range blocksOf(t, page) {
		if block.heading == heading && block.language == language {
			code.WriteString(block.code)
		}
	}
	if code.Len() == 0 {
		t.Fatalf("%s has no code in the language %s below %q", page, language, heading)
	}
	return code.String()
}

// codeBlock is a fenced block of code on a page.
type codeBlock struct {
	heading, language, code string
	// file is the name that the reader saves the block under: the end of the line before the block, such as "Create the file `main.tf`:".
	file string
}

var fileNamePattern = regexp.MustCompile("`([\\w./-]+\\.[a-z]+)`:$")

// blocksOf returns the code blocks of a page. Code in a list is indented on the page.
func blocksOf(t *testing.T, page string) []codeBlock {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash("../../" + page))
	if err != nil {
		t.Fatal(err)
	}
	var blocks []codeBlock
	heading, before, indent, opened := "", "", "", false
	for line := range strings.Lines(string(text)) {
		unindented := strings.TrimLeft(line, " ")
		switch {
		case opened && strings.TrimSpace(line) == "```":
			opened = false
		case opened:
			blocks[len(blocks)-1].code += strings.TrimPrefix(line, indent)
		case strings.HasPrefix(unindented, "```"):
			opened, indent = true, line[:len(line)-len(unindented)]
			block := codeBlock{heading: heading, language: strings.TrimSpace(strings.TrimLeft(unindented, "`"))}
			if name := fileNamePattern.FindStringSubmatch(before); name != nil && block.language != "shell" {
				block.file = name[1]
			}
			blocks, before = append(blocks, block), ""
		case strings.HasPrefix(line, "#"):
			heading, before = strings.TrimSpace(strings.TrimLeft(line, "#")), ""
		case strings.TrimSpace(line) != "":
			before = strings.TrimSpace(line)
		}
	}
	return blocks
}
