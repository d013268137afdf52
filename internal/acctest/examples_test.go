package acctest_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

const examples = "../../examples"

// exampleTests are the tests of the files below examples/, by patterns of path.Match. The first matching pattern applies.
var exampleTests = []struct {
	pattern string
	test    func(t *testing.T, file string)
}{
	{"provider/provider_self_hosted.tf", applyBehindProxy},
	{"provider/*.tf", applyFile},
	{"resources/*/import.sh", importWithCommand},
	{"resources/*/import-by-string-id.tf", importWithBlock},
	{"resources/*/import-by-identity.tf", importByIdentity},
	{"resources/*/resource*.tf", applyFile},
	{"data-sources/*/data-source*.tf", applyFile},
	{"ephemeral-resources/*/ephemeral-resource*.tf", applyFile},
	{"functions/*/function*.tf", applyFile},
	{"list-resources/*/list-resource*.tfquery.hcl", queryExample},
	{"resources/*/*.ico", requireReferenced},
	{"resources/*/*.png", requireReferenced},
	{"mocks/*", testedBy(TestMockDefaultsAreValid)},
	{"event/*", testedBy(TestEvent)},
	{"modules/*/*", testedBy(TestGuides)},
	{"modules/*/tests/*", testedBy(TestGuides)},
	{"modules/*/tests/*/*", testedBy(TestGuides)},
	{"pipelines/github-actions/*", testedBy(TestPipelineGitHubActions)},
	{"pipelines/gitlab-ci/*", testedBy(TestPipelineGitLab)},
	{"pipelines/atlantis/*", testedBy(TestPipelineAtlantis)},
	{"pipelines/*/pipeline/*.sh", testedBy(TestPipelineFilesAreTheSame)},
	{"pipelines/*/.github/workflows/*.yml", testedBy(TestActionsArePinned)},
	{"guides/take-over-rooms/*.tfquery.hcl", queryExample},
	{"guides/*/*", requireOnPage},
	{"guides/*/*/*", requireOnPage},
}

// exampleDependencies are further blocks of the configuration of an example.
var exampleDependencies = map[string]string{
	"resources/xrcloud_room/resource.tf": `
import {
  to = xrcloud_project.fair
  id = "` + projectInExamples + `"
}
`,
	"provider/provider.tf": `
data "xrcloud_projects" "all" {}
`,
	"provider/provider_self_hosted.tf": `
data "xrcloud_projects" "all" {}
`,
}

// changingOutputs are the examples whose outputs change with each read.
var changingOutputs = map[string]bool{
	"data-sources/xrcloud_room_access/data-source.tf":  true,
	"data-sources/xrcloud_scene_editor/data-source.tf": true,
}

// requiredProviders is the beginning of each configuration.
const requiredProviders = `
terraform {
  required_providers {
    xrcloud = {
      source = "xrcloud/xrcloud"
    }
  }
}
`

// Each file below examples/ has a test in exampleTests, which passes.
func TestExamples(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(examples, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) == ".md" {
			return err
		}
		name := strings.TrimPrefix(filepath.ToSlash(file), examples+"/")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, row := range exampleTests {
				matches, err := path.Match(row.pattern, name)
				if err != nil {
					t.Fatal(err)
				}
				if matches {
					row.test(t, name)
					return
				}
			}
			t.Error("this file has no test: add a row to exampleTests")
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// "terraform fmt" does not change the examples.
func TestExamplesFormat(t *testing.T) {
	t.Parallel()
	folder, err := filepath.Abs(examples)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorkspace(t)
	if _, all, code := w.run(t, w.cli, "fmt", "-check", "-diff", "-recursive", folder); code != 0 {
		t.Error(all)
	}
}

// example returns the content of a file below examples/.
func example(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(examples, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// copyExample copies an example and the images next to it, with the IDs of the service, and adds its dependencies.
func (f *examplesFixture) copyExample(t *testing.T, w *workspace, name string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(examples, filepath.FromSlash(path.Dir(name))))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		file := path.Join(path.Dir(name), entry.Name())
		if extension := path.Ext(file); extension == ".ico" || extension == ".png" || file == name {
			w.write(t, entry.Name(), f.ids.Replace(example(t, file)))
		}
	}
	dependencies := f.ids.Replace(exampleDependencies[name])
	if !strings.Contains(example(t, name), "required_providers") {
		dependencies = requiredProviders + dependencies
	}
	w.write(t, "dependencies.tf", dependencies)
}

// copyFiles copies files of a folder below examples/, with the IDs of the service.
func (f *examplesFixture) copyFiles(t *testing.T, w *workspace, folder string, names ...string) {
	t.Helper()
	for _, name := range names {
		w.write(t, name, f.ids.Replace(example(t, path.Join(folder, name))))
	}
}

// applyFile applies an example. The next plan must be empty.
func applyFile(t *testing.T, name string) {
	t.Helper()
	f := newExamplesFixture(t)
	w := f.workspace(t)
	if strings.HasPrefix(name, "ephemeral-resources/") {
		acctest.RequireEphemeral(t)
	}
	f.copyExample(t, w, name)
	applyExample(t, w, name)
}

func applyExample(t *testing.T, w *workspace, name string) {
	t.Helper()
	w.apply(t)
	if resources, outputs := w.plannedChanges(t); len(resources) > 0 || outputs && !changingOutputs[name] {
		t.Errorf("the plan after the apply is not empty: %v, outputs %v", resources, outputs)
	}
}

// applyBehindProxy applies an example for the self-hosted server at selfHosted.
func applyBehindProxy(t *testing.T, name string) {
	t.Helper()
	f := newExamplesFixture(t)
	proxy := newProxy(t, f.Server.URL())
	w := newWorkspace(t, "TF_VAR_xrcloud_password="+f.Emulator.Credentials().Password)
	f.ids = proxy.replacer(f)
	f.copyExample(t, w, name)
	w.write(t, "campus-ca.pem", proxy.certificate())
	applyExample(t, w, name)
	if !proxy.used.Load() {
		t.Error("no request was sent to the proxy")
	}
}

// requireReferenced fails the test unless an example in the same folder refers to the file.
func requireReferenced(t *testing.T, name string) {
	t.Helper()
	configurations, err := filepath.Glob(filepath.Join(examples, filepath.FromSlash(path.Dir(name)), "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, configuration := range configurations {
		text, err := os.ReadFile(configuration)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), path.Base(name)) {
			return
		}
	}
	t.Error("no example in the folder refers to this file")
}

// requireOnPage fails the test unless a page includes the file. TestGuidesAreFollowed requires that the page is followed.
func requireOnPage(t *testing.T, name string) {
	t.Helper()
	templates, err := filepath.Glob("../../templates/guides/*.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	for _, template := range append(templates, "../../templates/index.md.tmpl") {
		text, err := os.ReadFile(template)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), `"examples/`+name+`"`) {
			return
		}
	}
	t.Error("no page includes this file")
}

// testedBy names the test that uses a file together with others.
func testedBy(func(*testing.T)) func(*testing.T, string) {
	return func(*testing.T, string) {}
}
