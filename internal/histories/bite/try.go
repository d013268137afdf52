package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// result is the result of the histories with a fault.
type result struct {
	// histories is the number of histories, or "-" if they ended with a panic.
	histories string
	took      time.Duration
	// invariant is the one that the fault has broken, or "" if the fault was not found.
	invariant string
}

const packageFolder = "internal/histories"

// try builds the test of the histories with a fault, and plays histories until one fails.
func (f fault) try(ctx context.Context, folder string, limit time.Duration) (result, error) {
	changed, err := f.apply()
	if err != nil {
		return result{}, err
	}
	overlay, err := writeOverlay(folder, f.file, changed)
	if err != nil {
		return result{}, err
	}
	binary := filepath.Join(folder, "histories.test")
	if err := build(ctx, overlay, binary); err != nil {
		return result{}, err
	}
	return play(ctx, binary, limit)
}

// play plays the histories of all cells of the matrix, and then random ones, until one fails.
func play(ctx context.Context, binary string, limit time.Duration) (result, error) {
	ctx, cancel := context.WithTimeout(ctx, limit+time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, binary, "-test.run=^TestHistories$", "-test.v", "-histories.count=0", "-histories.time="+limit.String(), "-histories.matrix", "-histories.shrink=false")
	command.Dir = packageFolder
	start := time.Now()
	output, err := command.CombinedOutput()
	found := result{took: time.Since(start), histories: "-"}
	if counted := countPattern.FindSubmatch(output); counted != nil {
		found.histories = string(counted[1])
	}
	var exit *exec.ExitError
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return found, ctx.Err()
	case ctx.Err() != nil:
		found.invariant = "the histories do not end"
	case errors.As(err, &exit):
		found.invariant = brokenInvariant(string(output))
	case err != nil:
		return found, err
	}
	return found, nil
}

// build builds the test of the histories.
func build(ctx context.Context, overlay, binary string) error {
	command := exec.CommandContext(ctx, "go", "test", "-c", "-overlay", overlay, "-o", binary, "./"+packageFolder)
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, output)
	}
	return nil
}

// writeOverlay writes a file for the flag -overlay of the go command, with which the compiler reads changed source code in place of a
// file below internal. The files of the repository stay as they are.
func writeOverlay(folder, file, changed string) (overlay string, err error) {
	original, err := filepath.Abs(filepath.Join("internal", file))
	if err != nil {
		return "", err
	}
	replacement := filepath.Join(folder, "changed.go")
	content, err := json.Marshal(map[string]map[string]string{"Replace": {original: replacement}})
	if err != nil {
		return "", err
	}
	overlay = filepath.Join(folder, "overlay.json")
	return overlay, errors.Join(os.WriteFile(replacement, []byte(changed), 0o600), os.WriteFile(overlay, content, 0o600)) //nolint:gosec // its names are constant
}

// apply returns the source code of the file with the fault.
func (f fault) apply() (string, error) {
	source, err := os.ReadFile(filepath.Join("internal", f.file))
	if err != nil {
		return "", err
	}
	if number := strings.Count(string(source), f.text); number != 1 {
		return "", fmt.Errorf("%s has %d times the text %q, want one", f.file, number, f.text)
	}
	return strings.Replace(string(source), f.text, f.replacement, 1), nil
}

var (
	countPattern = regexp.MustCompile(`(?m)^\s*(\d+) histories, `)
	// failurePattern matches the first line of a failed history, with its seed or the fault of its cell, and the name of the invariant.
	failurePattern = regexp.MustCompile(`histories_test\.go:\d+: [^:\n]+: ([^:\n]+)`)
	panicPattern   = regexp.MustCompile(`(?m)^(?:panic|fatal error): (.*)`)
)

// brokenInvariant returns the name of the invariant that a failed history has broken.
func brokenInvariant(output string) string {
	if failure := failurePattern.FindStringSubmatch(output); failure != nil {
		return failure[1]
	}
	if failure := panicPattern.FindStringSubmatch(output); failure != nil {
		return "panic: " + failure[1]
	}
	return "the test fails"
}
