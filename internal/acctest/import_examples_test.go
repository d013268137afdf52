package acctest_test

import (
	"path"
	"strings"
	"testing"
)

// imports are what is to be imported by the examples: the address, and its configuration. An import of what fills needs
// one apply more, in place, since the service does not tell all that was configured.
var imports = map[string]struct {
	config string
	fills  bool
}{
	"xrcloud_project": {fills: true, config: `
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

// importWithCommand runs each command of an import.sh, in a shell.
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
		w.write(t, "main.tf", requirement+f.ids.Replace(imports[typeOf(name)].config))
		w.terraform(t, "init", "-no-color")
		if _, all, code := w.run(t, "/bin/sh", "-euc", f.ids.Replace(line)); code != 0 {
			t.Fatalf("%s ended with %d:\n%s", line, code, all)
		}
		w.imported(t, name)
	}
	if commands == 0 {
		t.Error("there is no command")
	}
}

// importWithBlock applies an import block.
func importWithBlock(t *testing.T, name string) {
	t.Helper()
	f := newExamplesFixture(t)
	w := f.workspace(t)
	w.write(t, "main.tf", requirement+f.ids.Replace(imports[typeOf(name)].config))
	w.write(t, "import.tf", f.ids.Replace(example(t, name)))
	changed := "0 changed"
	if imports[typeOf(name)].fills {
		changed = "1 changed"
	}
	if said := w.apply(t); !strings.Contains(said, "Resources: 1 imported, 0 added, "+changed+", 0 destroyed.") {
		t.Errorf("the import did more than import:\n%s", said)
	}
	w.requireEmptyPlan(t)
}

// imported checks that an import left nothing to do, or only to fill in place what the service does not tell.
func (w *workspace) imported(t *testing.T, name string) {
	t.Helper()
	planned, _ := w.plannedChanges(t)
	if imports[typeOf(name)].fills {
		if len(planned) != 1 || !strings.HasPrefix(planned[0], "[update] ") {
			t.Errorf("after the import, the plan is to %v, want one update in place", planned)
		}
		w.apply(t)
		planned, _ = w.plannedChanges(t)
	}
	if len(planned) > 0 {
		t.Errorf("after the import, the plan is not empty: %v", planned)
	}
}

// typeOf is the type that an example is of.
func typeOf(name string) string { return path.Base(path.Dir(name)) }
