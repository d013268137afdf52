package acctest_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The tests of this file run the commands of a guide unchanged, with the command xrcloud-emulator.

const testingModules = "docs/guides/testing-modules.md"

// The commands of the guide run unchanged with the emulator.
func TestGuideFourServicesWithoutAccount(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t)
	w.installEmulator(t)
	w.write(t, "main.tf", example(t, "guides/four-services/main.tf"))
	w.terraform(t, "init") // the first time, it warns of the mirror of the tests
	output := w.shell(t, shellBlocks(t, "docs/guides/four-services.md", "Without an account"))
	if !strings.Contains(output, "Resources: 5 added, 0 changed, 0 destroyed.") || strings.Contains(output, "Warning") {
		t.Errorf("the commands print:\n%s", output)
	}
}

func TestGuideTestingModules(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t)
	w.installEmulator(t)
	for _, name := range []string{"main.tf", "talks.tftest.hcl", "mocked.tftest.hcl", "test.sh"} {
		w.write(t, name, example(t, "guides/testing-modules/"+name))
	}
	if _, all, code := w.run(t, "/bin/sh", "test.sh"); code != 0 || !strings.Contains(all, "4 passed, 0 failed.") {
		t.Errorf("the script exits with %d:\n%s", code, all)
	}
}

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

// rehearse runs the commands below a heading of the guide, and returns their output.
func rehearse(t *testing.T, heading string) string {
	t.Helper()
	w := newWorkspace(t)
	w.installEmulator(t)
	w.write(t, "main.tf", example(t, "guides/testing-modules/main.tf"))
	return w.shell(t, shellBlocks(t, testingModules, "Rehearsals")+shellBlocks(t, testingModules, heading))
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

func TestRehearseLimit(t *testing.T) {
	t.Parallel()
	output := rehearse(t, "A limit of the account")
	requireOutput(t, output, "Cannot create more than 1 rooms for this tier", "as expected", "Destroy complete! Resources: 2 destroyed")
}

func TestRehearseToken(t *testing.T) {
	t.Parallel()
	output := rehearse(t, "A token that expires")
	requireOutput(t, output, "Resources: 3 added", " 401 ", "Destroy complete! Resources: 3 destroyed")
}

func TestRehearseRestart(t *testing.T) {
	t.Parallel()
	output := rehearse(t, "A service that restarts")
	requireOutput(t, output, "Resources: 3 added", "No changes", "Destroy complete! Resources: 3 destroyed")
}

func TestRehearseFaults(t *testing.T) {
	t.Parallel()
	output := rehearse(t, "Faults")
	requireOutput(t, output, "Resources: 3 added", "GET /api/scenes 503", "GET /api/scenes 503", "POST /api/rooms - ", "No changes", "Destroy complete! Resources: 3 destroyed")
}

func TestRehearseDelay(t *testing.T) {
	t.Parallel()
	requireOutput(t, rehearse(t, "A slow service"), "Error: ", "as expected")
}

func TestRehearsePublishedForm(t *testing.T) {
	t.Parallel()
	requireOutput(t, rehearse(t, "The published form of the API"), "Resources: 3 added", "Error: ", "as expected")
}

func TestGuideVisits(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t)
	w.installEmulator(t)
	for _, name := range []string{"visits.tf", "visits.sh"} {
		w.write(t, name, example(t, "guides/testing-modules/visits/"+name))
	}
	w.terraform(t, "init")
	output := w.shell(t, shellBlocks(t, testingModules, "Visits without a browser"))
	if !strings.HasSuffix(output, "[45]\n") {
		t.Errorf("the script prints:\n%s", output)
	}
}
