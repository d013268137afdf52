package acctest_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

const testingModules = "docs/guides/testing-modules.md"

// The guide has each flag of the command.
func TestGuideHasAllFlags(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t)
	w.installEmulator(t)
	text, err := os.ReadFile("../../" + testingModules)
	if err != nil {
		t.Fatal(err)
	}
	var table []string
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "| `-") {
			table = append(table, line)
		}
	}
	flags := regexp.MustCompile(`(?m)^ {2}(-\S+)`).FindAllStringSubmatch(w.shell(t, "xrcloud-emulator -help"), -1)
	if len(flags) < 10 {
		t.Fatalf("the command has the flags %v", flags)
	}
	for _, flag := range flags {
		if !regexp.MustCompile("`" + flag[1] + "[` ]").MatchString(strings.Join(table, "")) {
			t.Errorf("the table of the guide has no %s", flag[1])
		}
	}
}

// requireOutput fails the test unless the output contains these strings, in this order. Line breaks in the output match spaces.
func requireOutput(t *testing.T, output string, texts ...string) {
	t.Helper()
	rest := strings.Join(strings.Fields(strings.ReplaceAll(output, "│", "")), " ")
	for _, text := range texts {
		_, after, found := strings.Cut(rest, text)
		if !found {
			t.Errorf("the output has no %q after the text before it:\n%s", text, output)
		}
		rest = after
	}
}
