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

// exercises say how the files below examples/ are exercised, by patterns of path.Match. The first one that fits counts.
var exercises = []struct {
	pattern string
	do      func(t *testing.T, file string)
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
	{"list-resources/*/list-resource*.tfquery.hcl", query},
	{"resources/*/*.ico", beside},
	{"resources/*/*.png", beside},
	{"mocks/*", elsewhere(TestMockDefaultsPassTheProvidersChecks)},
	{"event/*", elsewhere(TestEvent)},
	{"modules/event/*", elsewhere(TestEventModule)},
	{"modules/event/tests/*", elsewhere(TestEventModule)},
	{"modules/event/tests/project/*", elsewhere(TestEventModule)},
	{"guides/first-room/*", elsewhere(TestGuideFirstRoom)},
	{"guides/first-event/*", elsewhere(TestGuideFirstEvent)},
	{"guides/take-over-rooms/*.tfquery.hcl", query},
	{"guides/take-over-rooms/restapi/*", elsewhere(TestGuideComingFromGenericProvider)},
	{"guides/take-over-rooms/*", elsewhere(TestGuideTakeOverRooms)},
	{"guides/private-links/*", elsewhere(TestGuidePrivateLinks)},
	{"guides/attendance/*", elsewhere(TestGuideAttendance)},
	{"guides/pipelines/*", elsewhere(TestGuidePipelines)},
	{"guides/self-hosted/*", elsewhere(TestGuideSelfHosted)},
	{"guides/four-services/*", elsewhere(TestGuideFourServices)},
	{"guides/testing-modules/*", elsewhere(TestGuideTestingModules)},
}

// preludes are what an example refers to without declaring it.
var preludes = map[string]string{
	"resources/xrcloud_room/resource.tf": `
resource "xrcloud_project" "fair" {
  name  = "Fair 2026"
  label = "fair-2026"
}

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

// restless are examples whose outputs are others at every read.
var restless = map[string]bool{
	"data-sources/xrcloud_room_access/data-source.tf":  true,
	"data-sources/xrcloud_scene_editor/data-source.tf": true,
}

// requirement is what every configuration begins with.
const requirement = `
terraform {
  required_providers {
    xrcloud = {
      source = "xrcloud/xrcloud"
    }
  }
}
`

// TestExamples exercises every file of examples/. One that no exercise knows fails it.
func TestExamples(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(examples, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) == ".md" {
			return err
		}
		name := strings.TrimPrefix(filepath.ToSlash(file), examples+"/")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, exercise := range exercises {
				fits, err := path.Match(exercise.pattern, name)
				if err != nil {
					t.Fatal(err)
				}
				if fits {
					exercise.do(t, name)
					return
				}
			}
			t.Error("nothing exercises this file: give it a row in exercises")
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestExamplesFormat holds the examples to Terraform's own form.
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

func example(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(examples, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// copyExample copies an example's file, and those beside it that are no configuration, with the ids of the service.
func (f *examplesFixture) copyExample(t *testing.T, w *workspace, name string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(examples, filepath.FromSlash(path.Dir(name))))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		beside := path.Join(path.Dir(name), entry.Name())
		if extension := path.Ext(beside); extension == ".ico" || extension == ".png" || beside == name {
			w.write(t, entry.Name(), f.ids.Replace(example(t, beside)))
		}
	}
	if prelude := f.ids.Replace(preludes[name]); !strings.Contains(example(t, name), "required_providers") {
		w.write(t, "prelude.tf", requirement+prelude)
	} else {
		w.write(t, "prelude.tf", prelude)
	}
}

// applyFile applies an example. After it, there must be nothing left to do.
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
	if resources, outputs := w.plannedChanges(t); len(resources) > 0 || outputs && !restless[name] {
		t.Errorf("the plan after the apply is not empty: %v, outputs %v", resources, outputs)
	}
}

// applyBehindProxy applies an example that speaks of the self-hosted service at selfHosted.
func applyBehindProxy(t *testing.T, name string) {
	t.Helper()
	f := newExamplesFixture(t)
	proxy := newProxy(t, f)
	w := newWorkspace(t, "TF_VAR_xrcloud_password="+f.Emulator.Credentials().Password)
	f.ids = proxy.replacer(f)
	f.copyExample(t, w, name)
	w.write(t, "campus-ca.pem", proxy.certificate())
	applyExample(t, w, name)
	if !proxy.used.Load() {
		t.Error("nothing was asked through the proxy")
	}
}

// beside says that a file is there for the examples beside it.
func beside(t *testing.T, name string) {
	t.Helper()
	neighbours, err := filepath.Glob(filepath.Join(examples, filepath.FromSlash(path.Dir(name)), "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, neighbour := range neighbours {
		text, err := os.ReadFile(neighbour)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), path.Base(name)) {
			return
		}
	}
	t.Error("no example beside it speaks of this file")
}

// elsewhere says which test exercises a file together with others.
func elsewhere(func(*testing.T)) func(*testing.T, string) {
	return func(*testing.T, string) {}
}
