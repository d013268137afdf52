package acctest_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The project is applied first, then a scene is published, then the rooms are applied.
func TestEvent(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	w := f.workspace(t)
	f.copyFiles(t, w, "event", "main.tf", "variables.tf", "outputs.tf")
	w.apply(t, "-target=xrcloud_project.event")
	var project string
	w.output(t, "project_id", &project)
	f.PublishScene(t, project, "Lobby")
	w.apply(t)
	w.requireEmptyPlan(t)
}

// The commands in the module's README run its tests.
func TestEventModule(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t)
	w.installEmulator(t)
	copyFolder(t, w, "modules/event")
	if output := w.shell(t, shellBlocks(t, "examples/modules/event/README.md", "Tests")); !strings.Contains(output, "0 failed.") {
		t.Error(output)
	}
}

// The example in the module's README works.
func TestEventModuleUsage(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	w := f.workspace(t)
	const source = `"github.com/xrcloud/terraform-provider-xrcloud//examples/modules/event"`
	usage := codeBlocks(t, "examples/modules/event/README.md", "A module for events: a map of rooms in, links out", "terraform")
	if !strings.Contains(usage, source) {
		t.Fatal("the README has no example with the source of the module")
	}
	copyFolder(t, w, "modules")
	without := regexp.MustCompile(`(?s)\n {2}rooms = \{.*?\n {2}\}\n`).ReplaceAllString(usage, "")
	w.write(t, "main.tf", strings.Replace(without, source, `"./event"`, 1))
	w.apply(t)
	project := f.projectIDByName(t, "Spring Fair")
	f.PublishScene(t, project, "Lobby")
	f.PublishScene(t, project, "Auditorium")
	w.write(t, "main.tf", strings.Replace(usage, source, `"./event"`, 1))
	w.apply(t)
	w.requireEmptyPlan(t)
	var links map[string]string
	w.output(t, "host_links", &links)
	if len(links) != 3 {
		t.Errorf("there are links to %d rooms, want 3", len(links))
	}
}

// copyFolder copies a folder of examples into the workspace.
func copyFolder(t *testing.T, w *workspace, folder string) {
	t.Helper()
	from := filepath.Join(examples, filepath.FromSlash(folder))
	err := filepath.WalkDir(from, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(from, file)
		if err != nil {
			return err
		}
		w.write(t, name, example(t, path.Join(folder, filepath.ToSlash(name))))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// OpenTofu allows references to earlier runs in the variables of a run, but not in its conditions.
func TestTestFilesReferToRunsInVariablesOnly(t *testing.T) {
	t.Parallel()
	conditions := 0
	err := filepath.WalkDir(examples, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".tftest.hcl") {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		parsed, diags := hclsyntax.ParseConfig(text, file, hcl.InitialPos)
		if diags.HasErrors() {
			return diags
		}
		body, _ := parsed.Body.(*hclsyntax.Body)
		for _, run := range body.Blocks {
			for _, assert := range run.Body.Blocks {
				for name, attribute := range assert.Body.Attributes {
					if assert.Type != "assert" {
						continue
					}
					conditions++
					for _, traversal := range attribute.Expr.Variables() {
						if traversal.RootName() == "run" {
							t.Errorf("%s: the %s of an assert refers to a run", attribute.Range(), name)
						}
					}
				}
			}
		}
		return nil
	})
	if err != nil || conditions == 0 {
		t.Errorf("%d conditions in test files, %v", conditions, err)
	}
}
