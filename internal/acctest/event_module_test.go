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

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// The event's project, its scene made by a person, then its rooms.
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

// The module's own tests, and its example, on a service where every project has a scene.
func TestEventModule(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{SeedScenes: []string{"Lobby"}})
	w := newWorkspace(t, environment(s)...)
	copyTree(t, w, "modules/event")
	w.terraform(t, "init")
	if said := w.terraform(t, "test", "-no-color"); !strings.Contains(said, "0 failed.") {
		t.Error(said)
	}
}

// What the module's README shows.
func TestEventModuleUsage(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	w := f.workspace(t)
	const source = `"github.com/xrcloud/terraform-provider-xrcloud//examples/modules/event"`
	usage := commandsIn(t, examples+"/modules/event/README.md")
	if !strings.Contains(usage, source) {
		t.Fatal("the README does not show how the module is used")
	}
	copyTree(t, w, "modules")
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
		t.Errorf("there are links into %d rooms, want 3", len(links))
	}
}

// The shortest configuration for a real service, in the README.
func TestReadme(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	w := newWorkspace(t, "XRCLOUD_ENDPOINT="+f.Server.URL(), "XRCLOUD_API_KEY="+f.Emulator.Credentials().APIKey)
	w.write(t, "main.tf", f.ids.Replace(commandsIn(t, "../../README.md")))
	w.apply(t)
	w.requireEmptyPlan(t)
}

// commandsIn is the first configuration that a page shows.
func commandsIn(t *testing.T, page string) string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```terraform\n(.*?)```").FindStringSubmatch(string(text))
	if block == nil {
		t.Fatalf("%s shows no configuration", page)
	}
	return block[1]
}

// copyTree copies a folder of examples.
func copyTree(t *testing.T, w *workspace, folder string) {
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

// OpenTofu does not know earlier runs in the conditions of a test, only in its variables.
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
