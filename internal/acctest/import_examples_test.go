package acctest_test

import (
	"path"
	"strings"
	"testing"
)

// importTargets are the configurations of the resources that the examples import. updates is true if the first plan after the import is an
// update in place, since the service does not return all arguments.
var importTargets = map[string]struct {
	config  string
	updates bool
}{
	"xrcloud_project": {updates: true, config: `
resource "xrcloud_project" "fair" {
  name  = "Fair 2026"
  label = "fair-2026"
}
`},
	"xrcloud_scene": {config: `
resource "xrcloud_scene" "lobby" {
  scene_id = "` + sceneInExamples + `"
}
`},
	"xrcloud_venueless_room": {config: `
resource "xrcloud_venueless_room" "hall" {
  name = "Main Hall"
}
`},
	"xrcloud_vcs_room": {config: `
resource "xrcloud_vcs_room" "speakers" {
  name = "Main Hall"
}
`},
	"xrcloud_whiteboard_room": {config: `
resource "xrcloud_whiteboard_room" "workshop" {
  region = "eu"
}
`},
	"xrcloud_room": {config: `
resource "xrcloud_room" "hall" {
  project_id = "` + projectInExamples + `"
  scene_id   = "` + sceneInExamples + `"
  name       = "Main Hall"
  size       = 50
  tags       = ["fair-2026"]
  return_url = "https://fair.example.com/bye"
}
`},
}

// importWithCommand runs each command of an import.sh.
func importWithCommand(t *testing.T, name string) {
	t.Helper()
	commands := 0
	for line := range strings.Lines(example(t, name)) {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		commands++
		f := newExamplesFixture(t)
		w := f.workspace(t)
		w.write(t, "main.tf", requiredProviders+f.ids.Replace(importTargets[exampleType(name)].config))
		w.terraform(t, "init", "-no-color")
		if _, all, code := w.run(t, "/bin/sh", "-euc", f.ids.Replace(line)); code != 0 {
			t.Fatalf("%s exits with %d:\n%s", line, code, all)
		}
		w.requireImported(t, name)
	}
	if commands == 0 {
		t.Error("the file has no command")
	}
}

// importWithBlock applies an import block.
func importWithBlock(t *testing.T, name string) {
	t.Helper()
	f := newExamplesFixture(t)
	w := f.workspace(t)
	w.write(t, "main.tf", requiredProviders+f.ids.Replace(importTargets[exampleType(name)].config))
	w.write(t, "import.tf", f.ids.Replace(example(t, name)))
	changed := "0 changed"
	if importTargets[exampleType(name)].updates {
		changed = "1 changed"
	}
	if output := w.apply(t); !strings.Contains(output, "Resources: 1 imported, 0 added, "+changed+", 0 destroyed.") {
		t.Errorf("the import changed resources:\n%s", output)
	}
	w.requireEmptyPlan(t)
}

// requireImported fails the test unless the plan after an import is empty, or the update that is expected after it.
func (w *workspace) requireImported(t *testing.T, name string) {
	t.Helper()
	planned, _ := w.plannedChanges(t)
	if importTargets[exampleType(name)].updates {
		if len(planned) != 1 || !strings.HasPrefix(planned[0], "[update] ") {
			t.Errorf("after the import, the plan is %v, want one update in place", planned)
		}
		w.apply(t)
		planned, _ = w.plannedChanges(t)
	}
	if len(planned) > 0 {
		t.Errorf("after the import, the plan is not empty: %v", planned)
	}
}

// exampleType returns the type of the resource, data source or other object that an example is for.
func exampleType(name string) string { return path.Base(path.Dir(name)) }
