package acctest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

const pipelinesGuide = "docs/guides/pipelines.md"

// requireProgram skips the test if a program is not installed. In CI, the test fails.
func requireProgram(t *testing.T, name string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skipf("the test needs %s", name)
	}
}

func TestPipelineGitHubActions(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	p := newPipeline(t, f, "github-actions")
	p.addWorkflow(t, "rooms.yml")
	p.addWorkflow(t, "rooms-drift.yml")
	testPipeline(t, f, p, "review", func(string) string { return p.read(t, "summary.md") })
}

func TestPipelineGitLab(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	p := newPipeline(t, f, "gitlab-ci")
	p.addGitLab(t)
	testPipeline(t, f, p, "review", func(string) string {
		if len(p.issues.notes) != 1 {
			t.Fatalf("the merge request has the comments %v, want one", p.issues.notes)
		}
		var counts struct{ Create, Update, Delete *int }
		decode(t, p.read(t, "counts.json"), &counts)
		if counts.Create == nil || counts.Update == nil || counts.Delete == nil {
			t.Errorf("the report of GitLab is %s", p.read(t, "counts.json"))
		}
		text, _ := p.issues.notes[0]["body"].(string)
		return text
	})
}

func TestPipelineAtlantis(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	p := newPipeline(t, f, "atlantis")
	p.addAtlantis(t)
	p.addWorkflow(t, "rooms-drift.yml")
	// Atlantis adds the fence itself.
	testPipeline(t, f, p, "plan", func(output string) string { return "```diff\n" + output + "```" })
}

// testPipeline runs the jobs of a pipeline in the order of events. reviewText returns the text that the job review shows, given its output.
func testPipeline(t *testing.T, f *examplesFixture, p *pipeline, review string, reviewText func(output string) string) {
	t.Helper()
	var shown strings.Builder // all that people can see
	run := func(name string, want int, texts ...string) string {
		t.Helper()
		output, code := p.runJob(t, name)
		shown.WriteString(output)
		if code != want {
			t.Fatalf("the job %s exits with %d, want %d:\n%s", name, code, want, output)
		}
		requireOutput(t, output, texts...)
		return output
	}
	requireReview := func(texts ...string) {
		t.Helper()
		text := reviewText(run(review, 0))
		shown.WriteString(text)
		if strings.Count(text, "```") != 2 || !strings.Contains(text, "\n```diff\n") && !strings.HasPrefix(text, "```diff\n") {
			t.Errorf("the review has no fenced block with a diff:\n%s", text)
		}
		requireOutput(t, text, texts...)
	}
	requireIssues := func(texts ...string) {
		t.Helper()
		issues := p.issues.open()
		shown.WriteString(strings.Join(issues, "\n"))
		if len(issues) != min(len(texts), 1) {
			t.Fatalf("the open issues are %q", issues)
		}
		requireOutput(t, strings.Join(issues, ""), texts...)
	}
	office := func() (id string) {
		t.Helper()
		rooms, err := xrcloud.Collect(f.Client.RoomsOfProject(t.Context(), f.project, ""))
		if err != nil {
			t.Fatal(err)
		}
		return rooms[len(rooms)-1].ID
	}
	rename := func(name string) {
		t.Helper()
		if _, err := f.Client.UpdateRoom(t.Context(), office(), xrcloud.RoomChange{Name: &name}); err != nil {
			t.Fatal(err)
		}
	}

	requireReview("Plan: 0 to import, 1 to add, 0 to change, 0 to destroy", `+ resource "xrcloud_room" "office" {`)
	requireReview("1 to add")
	run("plan", 0)
	encrypted := review != "plan"
	if _, err := os.Stat(filepath.Join(p.folder, "plan")); encrypted != os.IsNotExist(err) {
		t.Errorf("the plan that is not encrypted: %v", err)
	}
	run("apply", 0, "Resources: 1 added")
	run("drift", 0, "No drift.")
	requireIssues()

	rename("Closed")
	run("drift", 0, "Drift:")
	requireIssues("0 to add, 1 to change, 0 to destroy", `! name = "Closed" -> "Office hours"`)
	rename("Open house")
	run("drift", 0, "Drift:")
	requireIssues(`"Open house"`)
	requireReview("1 to change", `! name = "Open house" -> "Office hours"`)

	run("plan", 0)
	var host string
	p.output(t, "host_link", &host)
	p.terraform(t, "apply", "-auto-approve") // by somebody else
	run("apply", 1, "stale")
	run("drift", 0, "No drift.")
	requireIssues()

	p.replace(t, "rooms.tf", "name       = \"Office hours\"", "name       = \"Office hours\"\n  tags       = [\"office\"]")
	requireReview("1 to add, 0 to change, 1 to destroy", "! xrcloud_room.office is replaced: its links stop working", `-/+ resource "xrcloud_room" "office"`)
	p.write(t, "rooms.tf", "")
	requireReview("0 to add, 0 to change, 1 to destroy", "! xrcloud_room.office is deleted: its links stop working", `- resource "xrcloud_room" "office"`)

	p.values["secrets.XRCLOUD_API_KEY"] = "wrong"
	p.env = append(p.env, "XRCLOUD_API_KEY=wrong")
	f.copyFiles(t, p.workspace, "pipelines/github-actions", "rooms.tf")
	run("drift", 1, "does not show whether there is drift")
	requireIssues()

	if host == "" || strings.Contains(shown.String(), host) {
		t.Errorf("the pipeline shows the host URL %q", host)
	}
}

// A plan is encrypted for one key.
func TestPipelinePlanNeedsItsKey(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	p := newPipeline(t, f, "github-actions")
	p.addWorkflow(t, "rooms.yml")
	if output, code := p.runJob(t, "plan"); code != 0 || p.values["steps.plan.outputs.changes"] != "true" {
		t.Fatalf("the job plan exits with %d and the outputs %s:\n%s", code, p.read(t, "outputs"), output)
	}
	if plan := p.read(t, "plan.cms"); strings.HasPrefix(plan, "PK") || len(plan) < 1000 {
		t.Errorf("plan.cms has no encrypted plan, but %d bytes", len(plan))
	}
	if _, all, code := p.run(t, "/bin/sh", "-euc", shellBlocks(t, pipelinesGuide, "Encrypt the plan")); code != 0 {
		t.Fatal(all)
	}
	p.values["secrets.PLAN_KEY"] = p.read(t, "plan-key.pem")
	if output, code := p.runJob(t, "apply"); code == 0 || strings.Contains(output, "Resources: 1 added") {
		t.Errorf("with another key, the job apply exits with %d:\n%s", code, output)
	}
}

// The pipelines share their scripts and configuration: each copy has the same text.
func TestPipelineFilesAreTheSame(t *testing.T) {
	t.Parallel()
	differ := []string{"README.md", "main.tf", ".gitignore"}
	first := map[string]string{} // the first file of each name
	copies := 0
	for _, name := range filesBelow(t, "pipelines") {
		_, inFolder, _ := strings.Cut(name, "/")
		before, found := first[inFolder]
		switch {
		case !found:
			first[inFolder] = name
		case slices.Contains(differ, inFolder) || inFolder == "pipeline/report-drift.sh" && strings.HasPrefix(name, "gitlab"):
		case example(t, "pipelines/"+name) != example(t, "pipelines/"+before):
			t.Errorf("%s and %s differ", name, before)
		default:
			copies++
		}
	}
	if copies < 10 {
		t.Errorf("only %d files have been compared", copies)
	}
}

// Each workflow uses actions by the hash of a commit, with the version in a comment: a tag can be moved.
func TestActionsArePinned(t *testing.T) {
	t.Parallel()
	pinned := regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	versions := map[string]string{} // by action
	count := 0
	for _, pattern := range []string{"../../.github/workflows/*.yml", "../../examples/pipelines/*/.github/workflows/*.yml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range regexp.MustCompile(`uses: *(.*)`).FindAllStringSubmatch(string(text), -1) {
				count++
				action, version, _ := strings.Cut(match[1], "@")
				if !pinned.MatchString(match[1]) {
					t.Errorf("%s: %s is not pinned", file, match[1])
				} else if before, found := versions[action]; found && before != version {
					t.Errorf("%s: %s has the version %s, and in another workflow %s", file, action, version, before)
				}
				versions[action] = version
			}
		}
	}
	if count < 20 {
		t.Errorf("there are %d uses of actions", count)
	}
}
