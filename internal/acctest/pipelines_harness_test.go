package acctest_test

import (
	"cmp"
	stdjson "encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v3"
)

// job is a job of a pipeline: shell commands and their environment.
type job []struct {
	Run    string
	Env    map[string]string
	hidden bool // whether the pipeline shows the output to nobody
}

// pipeline is a copy of a folder below examples/pipelines, whose jobs run in a workspace with a local backend.
type pipeline struct {
	*workspace
	jobs   map[string]job
	issues *issues
	values map[string]string // the values of expressions, such as "secrets.PLAN_KEY"
}

// newPipeline copies a pipeline into a workspace.
func newPipeline(t *testing.T, f *examplesFixture, name string) *pipeline {
	t.Helper()
	for _, program := range []string{"jq", "openssl", "curl"} {
		requireProgram(t, program)
	}
	p := &pipeline{workspace: f.workspace(t), jobs: map[string]job{}, issues: newIssues(t)}
	p.requireCLI(t, "1.10", "1.10")
	folder := path.Join("pipelines", name)
	for _, file := range filesBelow(t, folder) {
		f.copyFiles(t, p.workspace, folder, file)
	}
	p.write(t, "backend_override.tf", "terraform {\n  backend \"local\" {}\n}\n")
	p.write(t, "backend.hcl", "path = \"rooms.tfstate\"\n")
	p.terraform(t, "init", "-backend-config=backend.hcl") // writes the lock file, which is committed
	if _, all, code := p.run(t, "/bin/sh", "-euc", shellBlocks(t, pipelinesGuide, "Encrypt the plan")); code != 0 {
		t.Fatal(all)
	}
	p.values = map[string]string{
		"secrets.XRCLOUD_API_KEY": f.Emulator.Credentials().APIKey,
		"secrets.PLAN_KEY":        p.read(t, "plan-key.pem"),
	}
	p.remove(t, "plan-key.pem")
	p.addFakeGH(t)
	p.env = append(p.env,
		"GITHUB_STEP_SUMMARY="+filepath.Join(p.folder, "summary.md"), "GITHUB_OUTPUT="+filepath.Join(p.folder, "outputs"),
		"CI_API_V4_URL="+p.issues.URL, "CI_PROJECT_ID=7", "CI_MERGE_REQUEST_IID=3", "GITLAB_API_TOKEN=glpat-0123456789",
		"CI_COMMIT_SHORT_SHA=0123abcd", "CI_PIPELINE_ID=12", "CI_PIPELINE_URL=https://gitlab.example.com/pipelines/12",
		"TF="+p.cli, "ATLANTIS_TERRAFORM_DISTRIBUTION="+p.cli, "PLANFILE="+filepath.Join(p.folder, "plan"))
	return p
}

// filesBelow returns the names of all files in a folder of the examples.
func filesBelow(t *testing.T, folder string) []string {
	t.Helper()
	var names []string
	tree := os.DirFS(filepath.Join(examples, filepath.FromSlash(folder)))
	if err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return names
}

// addWorkflow adds the jobs of a workflow of GitHub Actions.
func (p *pipeline) addWorkflow(t *testing.T, name string) {
	t.Helper()
	var workflow struct {
		Env  map[string]string
		Jobs map[string]struct{ Steps job }
	}
	p.decodeYAML(t, ".github/workflows/"+name, &workflow)
	p.env = append(p.env, "TF_CLI_ARGS_init="+workflow.Env["TF_CLI_ARGS_init"])
	for name, content := range workflow.Jobs {
		p.jobs[name] = content.Steps
	}
}

// addGitLab adds the jobs of .gitlab-ci.yml.
func (p *pipeline) addGitLab(t *testing.T) {
	t.Helper()
	var file map[string]yaml.Node
	p.decodeYAML(t, ".gitlab-ci.yml", &file)
	for name, node := range file {
		var content struct {
			Script    []string
			Variables map[string]string
		}
		if node.Kind != yaml.MappingNode || name == "variables" {
			continue
		}
		if err := node.Decode(&content); err != nil {
			t.Fatal(err)
		}
		p.jobs[name] = job{{Run: strings.Join(content.Script, "\n"), Env: content.Variables}}
	}
	p.jobs["apply"][0].Env = map[string]string{"PLAN_KEY": "${{ secrets.PLAN_KEY }}"} // GitLab hands it to the environment of the job
}

// addAtlantis adds the steps of the workflow in repos.yaml, with the scripts of the repository in place of those of the server.
func (p *pipeline) addAtlantis(t *testing.T) {
	t.Helper()
	var file struct {
		Workflows map[string]map[string]struct{ Steps []map[string]yaml.Node }
	}
	p.decodeYAML(t, "repos.yaml", &file)
	for name, stage := range file.Workflows["rooms"] {
		prelude := ""
		for _, step := range stage.Steps {
			if node, ok := step["env"]; ok {
				var variable struct{ Name, Command, Value string }
				if err := node.Decode(&variable); err != nil {
					t.Fatal(err)
				}
				prelude += fmt.Sprintf("export %s=\"$(%s)\"\n", variable.Name, cmp.Or(variable.Command, "echo "+variable.Value))
				continue
			}
			var command struct{ Command, Output string }
			node := step["run"]
			if node.Decode(&command) != nil {
				command.Command = node.Value
			}
			run := prelude + strings.ReplaceAll(command.Command, "/etc/atlantis/pipeline/", "pipeline/")
			p.jobs[name] = append(p.jobs[name], job{{Run: run, hidden: command.Output == "hide"}}...)
		}
	}
}

func (p *pipeline) decodeYAML(t *testing.T, name string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(p.read(t, name)), into); err != nil {
		t.Fatal(err)
	}
}

var (
	expression = regexp.MustCompile(`\$\{\{ (\S+) \}\}`)
	stepOutput = regexp.MustCompile(`(?m)^(\w+)=(.*)$`)
)

// runJob runs the commands of a job as GitHub and GitLab do: the first command that fails ends the job. It returns the output that people see.
func (p *pipeline) runJob(t *testing.T, name string) (output string, code int) {
	t.Helper()
	commands, ok := p.jobs[name]
	if !ok {
		t.Fatalf("there is no job %q in %v", name, slices.Sorted(maps.Keys(p.jobs)))
	}
	p.write(t, "outputs", "")
	p.write(t, "summary.md", "")
	before := p.env
	defer func() { p.env = before }()
	for _, command := range commands {
		if command.Run == "" {
			continue
		}
		p.env = slices.Clone(before)
		for variable, value := range command.Env {
			p.env = append(p.env, variable+"="+expression.ReplaceAllStringFunc(value, p.evaluate))
		}
		_, all, exit := p.run(t, "/bin/sh", "-ec", command.Run)
		for _, match := range stepOutput.FindAllStringSubmatch(p.read(t, "outputs"), -1) {
			p.values["steps."+name+".outputs."+match[1]] = match[2]
		}
		if !command.hidden || exit != 0 {
			output += all
		}
		if exit != 0 {
			return output, exit
		}
	}
	return output, 0
}

// evaluate returns the value of an expression of GitHub Actions.
func (p *pipeline) evaluate(text string) string {
	return p.values[expression.FindStringSubmatch(text)[1]]
}

// issues is an API of GitLab with the issues of a project and the comments of a merge request. The fake GitHub CLI uses it, too.
type issues struct {
	*httptest.Server
	mu       sync.Mutex
	notes    []map[string]any
	list     []map[string]any
	requests []string
}

func newIssues(t *testing.T) *issues {
	t.Helper()
	s := &issues{}
	mux := http.NewServeMux()
	collection := func(pattern string, objects *[]map[string]any, id string) {
		mux.HandleFunc("GET "+pattern, func(w http.ResponseWriter, r *http.Request) {
			found := slices.DeleteFunc(append([]map[string]any{}, *objects...), func(o map[string]any) bool {
				return r.FormValue("state") == "opened" && (o["state_event"] == "close" || o["labels"] != r.FormValue("labels"))
			})
			s.respond(t, w, found)
		})
		mux.HandleFunc("POST "+pattern, func(w http.ResponseWriter, r *http.Request) {
			object := map[string]any{id: len(*objects) + 1}
			*objects = append(*objects, object)
			s.change(t, w, r, object)
		})
		mux.HandleFunc("PUT "+pattern+"/{id}", func(w http.ResponseWriter, r *http.Request) {
			number, err := strconv.Atoi(r.PathValue("id"))
			if err != nil || number < 1 || number > len(*objects) {
				http.NotFound(w, r)
				return
			}
			s.change(t, w, r, (*objects)[number-1])
		})
	}
	collection("/projects/7/issues", &s.list, "iid")
	collection("/projects/7/merge_requests/3/notes", &s.notes, "id")
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if r.Header.Get("Private-Token") != "glpat-0123456789" {
			http.Error(w, "401 Unauthorized", http.StatusUnauthorized)
			return
		}
		s.requests = append(s.requests, r.Method+" "+r.URL.Path)
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// change stores the form of a request in an object.
func (s *issues) change(t *testing.T, w http.ResponseWriter, r *http.Request, object map[string]any) {
	t.Helper()
	if err := r.ParseForm(); err != nil {
		t.Error(err)
	}
	for name, values := range r.PostForm {
		object[name] = values[0]
	}
	s.respond(t, w, object)
}

func (s *issues) respond(t *testing.T, w http.ResponseWriter, value any) {
	t.Helper()
	if err := stdjson.NewEncoder(w).Encode(value); err != nil {
		t.Error(err)
	}
}

// open returns the descriptions of the open issues.
func (s *issues) open() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var texts []string
	for _, issue := range s.list {
		if issue["state_event"] != "close" {
			texts = append(texts, fmt.Sprint(issue["description"]))
		}
	}
	return texts
}

// addFakeGH adds a program gh, which does what report-drift.sh needs of the GitHub CLI with the API of the fake GitLab. It fails for other commands.
func (p *pipeline) addFakeGH(t *testing.T) {
	t.Helper()
	script := `#!/bin/sh
set -eu
api() { curl --silent --fail --header "PRIVATE-TOKEN: glpat-0123456789" "$@"; }
issues=` + p.issues.URL + `/projects/7/issues
case "$*" in
"issue list --label xrcloud-drift --state open --limit 1 --json number --jq .[0].number // empty")
	api "$issues?labels=xrcloud-drift&state=opened" | jq --raw-output '.[0].iid // empty' ;;
"label create xrcloud-drift --force --description "*) ;;
"issue create --title "*" --label xrcloud-drift --body-file issue.md")
	api "$issues" --data-urlencode labels=xrcloud-drift --data-urlencode description@issue.md >/dev/null ;;
"issue edit "*" --body-file issue.md")
	api --request PUT "$issues/$3" --data-urlencode description@issue.md >/dev/null ;;
"issue close "*" --comment "*)
	api --request PUT "$issues/$3" --data state_event=close >/dev/null ;;
*)
	echo "unexpected: gh $*" >&2
	exit 1 ;;
esac
`
	if err := os.WriteFile(filepath.Join(filepath.Dir(p.cli), "gh"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
}
