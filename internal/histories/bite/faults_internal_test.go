package main

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"testing"
)

// Each fault has a name of its own, and its text is in its file once. The file is still Go with the fault.
func TestFaults(t *testing.T) {
	t.Chdir("../../..")
	names := map[string]bool{}
	for _, f := range faults {
		changed, err := f.apply()
		if err != nil {
			t.Errorf("%s: %v", f.name, err)
			continue
		}
		if _, err := parser.ParseFile(token.NewFileSet(), f.file, changed, parser.SkipObjectResolution); err != nil {
			t.Errorf("%s: %v", f.name, err)
		}
		if names[f.name] {
			t.Errorf("%s: two faults have this name", f.name)
		}
		names[f.name] = true
	}
	if len(faults) < 45 {
		t.Errorf("there are %d faults", len(faults))
	}
}

func TestBrokenInvariant(t *testing.T) {
	t.Parallel()
	for output, want := range map[string]string{
		"    histories_test.go:74: seed 12: a destroy succeeds: it failed\n":               "a destroy succeeds",
		"    histories_test.go:74: 429, Retry-After date: a destroy succeeds: it failed\n": "a destroy succeeds",
		"x\npanic: deadlock: all goroutines are blocked\n":                                 "panic: deadlock: all goroutines are blocked",
		"FAIL": "the test fails",
	} {
		if got := brokenInvariant(output); got != want {
			t.Errorf("%q: got %q, want %q", output, got, want)
		}
	}
}

// The mutants are places in the source code, which are still Go with the change.
func TestMutants(t *testing.T) {
	t.Chdir("../../..")
	all, err := allMutants()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 1000 {
		t.Errorf("there are %d mutants", len(all))
	}
	for _, m := range all {
		source, err := os.ReadFile(filepath.Join("internal", m.file))
		if err != nil {
			t.Fatal(err)
		}
		changed := string(source[:m.start]) + m.replacement + string(source[m.end:])
		if _, err := parser.ParseFile(token.NewFileSet(), m.file, changed, parser.SkipObjectResolution); err != nil {
			t.Errorf("%s: %v", m, err)
		}
	}
}
