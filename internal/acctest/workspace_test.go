package acctest_test

import (
	stdjson "encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfserver"
)

// plugins are the providers that configurations can require, by source and version.
var plugins = map[string]func() framework.Provider{
	"xrcloud/xrcloud 0.1.0":    provider.New("0.1.0"),
	"hashicorp/vault 5.0.0":    newFakeVault,
	"mastercard/restapi 3.0.0": newRestapi,
	"magodo/restful 0.25.2":    newRestful,
}

// TestMain serves a provider if Terraform started the test program under the name of that provider. So tests run "terraform init" and
// "terraform apply" on configurations of users, without a build and without a network.
func TestMain(m *testing.M) {
	name := filepath.Base(os.Args[0])
	for key, plugin := range plugins {
		source, version, _ := strings.Cut(key, " ")
		if name != executable(source, version) {
			continue
		}
		if err := tf6server.Serve("registry.terraform.io/"+source, tfserver.New(plugin())); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	code := m.Run()
	if err := os.RemoveAll(mirrorDir); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

// executable returns the name that Terraform starts a provider by.
func executable(source, version string) string {
	return fmt.Sprintf("terraform-provider-%s_v%s", filepath.Base(source), version)
}

// mirrorDir is the folder that providerMirror created, or "".
var mirrorDir string

// providerMirror creates a filesystem mirror of the providers for Terraform and OpenTofu, and returns the path of its CLI configuration.
var providerMirror = sync.OnceValues(func() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	mirrorDir, err = os.MkdirTemp("", "xrcloud-mirror-")
	if err != nil {
		return "", err
	}
	for key := range plugins {
		source, version, _ := strings.Cut(key, " ")
		for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
			folder := filepath.Join(mirrorDir, host, filepath.FromSlash(source), version, runtime.GOOS+"_"+runtime.GOARCH)
			if err := os.MkdirAll(folder, 0o700); err != nil {
				return "", err
			}
			if err := os.Symlink(self, filepath.Join(folder, executable(source, version))); err != nil {
				return "", err
			}
		}
	}
	config := filepath.Join(mirrorDir, "terraform.rc")
	text := fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirrorDir)
	return config, os.WriteFile(config, []byte(text), 0o600)
})

// workspace is a folder with a configuration, and Terraform with an environment.
type workspace struct {
	folder string
	cli    string // the path of Terraform or OpenTofu
	env    []string
}

// newWorkspace returns an empty workspace whose Terraform has these environment variables.
func newWorkspace(t *testing.T, env ...string) *workspace {
	t.Helper()
	config, err := providerMirror()
	if err != nil {
		t.Fatal(err)
	}
	terraform, err := acctest.CLI()
	if err != nil {
		t.Fatal("the tests of examples need Terraform or OpenTofu: ", err)
	}
	programs := t.TempDir() // scripts call "terraform", even if it is OpenTofu
	cli := filepath.Join(programs, "terraform")
	if err := os.Symlink(terraform, cli); err != nil {
		t.Fatal(err)
	}
	return &workspace{folder: t.TempDir(), cli: cli, env: append([]string{
		"PATH=" + programs + string(os.PathListSeparator) + os.Getenv("PATH"),
		"HOME=" + programs, "TF_CLI_CONFIG_FILE=" + config, "CHECKPOINT_DISABLE=1", "TF_INPUT=0",
	}, env...)}
}

// write writes a file of the configuration.
func (w *workspace) write(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join(w.folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// read reads a file.
func (w *workspace) read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(w.folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// replace replaces a string in a file, which must contain it.
func (w *workspace) replace(t *testing.T, name, before, after string) {
	t.Helper()
	text := w.read(t, name)
	if !strings.Contains(text, before) {
		t.Fatalf("%s has no %q:\n%s", name, before, text)
	}
	w.write(t, name, strings.ReplaceAll(text, before, after))
}

// remove removes a file.
func (w *workspace) remove(t *testing.T, name string) {
	t.Helper()
	if err := os.Remove(filepath.Join(w.folder, name)); err != nil {
		t.Fatal(err)
	}
}

// requireCLI skips the test if the Terraform or OpenTofu is older than these versions.
func (w *workspace) requireCLI(t *testing.T, terraform, tofu string) {
	t.Helper()
	acctest.RequireCLI(t, terraform, tofu)
}

// run runs a command in the workspace. all is its standard output and standard error together.
func (w *workspace) run(t *testing.T, name string, arguments ...string) (stdout, all string, code int) {
	t.Helper()
	command := exec.CommandContext(t.Context(), name, arguments...)
	command.Dir, command.Env = w.folder, w.env
	var mu sync.Mutex
	var out, both strings.Builder
	command.Stdout, command.Stderr = outputWriter{&mu, []*strings.Builder{&out, &both}}, outputWriter{&mu, []*strings.Builder{&both}}
	err := command.Run()
	if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		t.Fatal(err)
	}
	return out.String(), both.String(), command.ProcessState.ExitCode()
}

// outputWriter collects standard output or standard error of a command, which writes to both concurrently.
type outputWriter struct {
	mu   *sync.Mutex
	into []*strings.Builder
}

func (s outputWriter) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, text := range s.into {
		text.Write(p)
	}
	return len(p), nil
}

// terraform runs Terraform, which must succeed, and returns its standard output.
func (w *workspace) terraform(t *testing.T, arguments ...string) string {
	t.Helper()
	stdout, all, code := w.run(t, w.cli, arguments...)
	if code != 0 {
		t.Fatalf("terraform %s exits with %d:\n%s", strings.Join(arguments, " "), code, all)
	}
	return stdout
}

// apply runs "terraform init" and "terraform apply", and returns the standard output of the latter.
func (w *workspace) apply(t *testing.T, arguments ...string) string {
	t.Helper()
	w.terraform(t, "init", "-no-color")
	return w.terraform(t, append([]string{"apply", "-no-color", "-auto-approve"}, arguments...)...)
}

// plannedChanges returns the planned changes of resources, such as "[update] xrcloud_room.hall", and whether outputs change. It saves the
// plan in the file "plan".
func (w *workspace) plannedChanges(t *testing.T) (resources []string, outputs bool) {
	t.Helper()
	for line := range strings.Lines(w.terraform(t, "plan", "-json", "-out=plan")) {
		var event struct {
			Type   string
			Change struct {
				Resource struct{ Addr string }
				Action   string
			}
			Outputs map[string]struct{ Action string }
		}
		decode(t, line, &event)
		if event.Type == "planned_change" {
			resources = append(resources, fmt.Sprintf("[%s] %s", event.Change.Action, event.Change.Resource.Addr))
		}
		for _, output := range event.Outputs {
			outputs = outputs || output.Action != "noop"
		}
	}
	return resources, outputs
}

// requireEmptyPlan fails the test unless the plan has no changes of resources and outputs.
func (w *workspace) requireEmptyPlan(t *testing.T) {
	t.Helper()
	if resources, outputs := w.plannedChanges(t); len(resources) > 0 || outputs {
		t.Errorf("the plan is not empty: resources %v, outputs %v\n%s", resources, outputs, w.terraform(t, "show", "-no-color", "plan"))
	}
}

// output decodes the value of an output.
func (w *workspace) output(t *testing.T, name string, into any) {
	t.Helper()
	decode(t, w.terraform(t, "output", "-json", name), into)
}

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := stdjson.Unmarshal([]byte(text), into); err != nil {
		t.Fatal(err)
	}
}
