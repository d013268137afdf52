package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

//go:embed configurations
var configurations embed.FS

// cliConfig lets Terraform start the benchmark's own program as the provider, see runWrapper.
const cliConfig = `disable_checkpoint = true

provider_installation {
  dev_overrides {
    "registry.terraform.io/xrcloud/xrcloud" = %[1]q
    "registry.opentofu.org/xrcloud/xrcloud" = %[1]q
  }
}
`

// cli is Terraform or OpenTofu.
type cli struct {
	path string
	// config is the path of the CLI configuration.
	config string
}

// newCLI returns the CLI that TF_ACC_TERRAFORM_PATH names, or Terraform on PATH.
func newCLI(folder string) (cli, error) {
	named := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if named == "" {
		named = "terraform"
	}
	path, err := exec.LookPath(named)
	if err != nil {
		return cli{}, fmt.Errorf("set TF_ACC_TERRAFORM_PATH to the path of Terraform or OpenTofu: %w", err)
	}
	self, err := os.Executable()
	if err != nil {
		return cli{}, err
	}
	c := cli{path: path, config: filepath.Join(folder, "terraform.rc")}
	overrides := filepath.Join(folder, "wrapper")
	return c, errors.Join(
		os.Mkdir(overrides, 0o700),
		os.Symlink(self, filepath.Join(overrides, "terraform-provider-xrcloud")),
		os.WriteFile(c.config, fmt.Appendf(nil, cliConfig, overrides), 0o600),
	)
}

// environment returns the variables of this process without those that change the measurements, and with the CLI configuration and more.
func (c cli) environment(more ...string) []string {
	var environment []string
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, "TF_") && !strings.HasPrefix(name, "XRCLOUD_") && name != "GOGC" && name != "GOMEMLIMIT" {
			environment = append(environment, variable)
		}
	}
	return append(append(environment, "TF_CLI_CONFIG_FILE="+c.config, "CHECKPOINT_DISABLE=1"), more...)
}

// versionPattern matches the first line of the output of "terraform version".
var versionPattern = regexp.MustCompile(`(Terraform|OpenTofu) v(\S+)`)

// version returns the name and the version, such as "OpenTofu 1.12.6".
func (c cli) version(ctx context.Context) (string, error) {
	command := exec.CommandContext(ctx, c.path, "version")
	command.Env = c.environment()
	output, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("%s version: %w", c.path, err)
	}
	found := versionPattern.FindSubmatch(output)
	if found == nil {
		return "", fmt.Errorf("%s version: the output has no version:\n%s", c.path, output)
	}
	return fmt.Sprintf("%s %s", found[1], found[2]), nil
}

// workspace runs the operations of one subject with a CLI.
type workspace struct {
	cli    cli
	folder string
	rooms  int
	// provider is the path of the provider; "" if the CLI has it built in.
	provider    string
	environment []string
}

// newWorkspace creates the folder with the named configuration.
func newWorkspace(c cli, folder, configuration string, rooms int) (*workspace, error) {
	files, err := fs.Sub(configurations, "configurations/"+configuration)
	if err != nil {
		return nil, err
	}
	return &workspace{cli: c, folder: folder, rooms: rooms}, os.CopyFS(folder, files)
}

// arguments are the commands of the operations. A plan with changes exits with 2.
var arguments = map[operation][]string{
	create:  {"apply", "-auto-approve"},
	plan:    {"plan", "-detailed-exitcode"},
	update:  {"apply", "-auto-approve"},
	destroy: {"destroy", "-auto-approve"},
}

func (w *workspace) run(ctx context.Context, op operation) (measurement, error) {
	name := "Room"
	if op == update || op == destroy {
		name = "Renamed room"
	}
	usageFile := filepath.Join(w.folder, "usage-"+string(op))
	command := exec.CommandContext(ctx, w.cli.path, append(arguments[op], "-input=false", "-no-color",
		"-var=rooms="+strconv.Itoa(w.rooms), "-var=name="+name)...)
	command.Dir = w.folder
	command.Env = w.cli.environment(append(w.environment, providerVariable+"="+w.provider, usageVariable+"="+usageFile)...)
	command.SysProcAttr = separateGroup()
	command.Cancel = func() error { return killGroup(command.Process.Pid) } // with its providers
	output, err := os.Create(filepath.Join(w.folder, "output-"+string(op)))
	if err != nil {
		return measurement{}, err
	}
	command.Stdout, command.Stderr = output, output
	started := time.Now()
	err = command.Run()
	wall := time.Since(started)
	if err := errors.Join(err, output.Close()); err != nil {
		text, _ := os.ReadFile(output.Name()) // without it, the error still says what failed
		return measurement{}, fmt.Errorf("%s: %w\n%s", strings.Join(command.Args, " "), err, text)
	}
	total, processes, err := readUsage(usageFile)
	if err != nil {
		return measurement{}, err
	}
	if w.provider != "" && processes == 0 {
		return measurement{}, fmt.Errorf("%s ran without the provider of the benchmark", strings.Join(command.Args, " "))
	}
	return measurement{wall: wall, cli: cliUsage(usageOf(command.ProcessState), total), provider: total.Provider}, nil
}

// cliUsage returns the use of a CLI without its providers. The system counts the CPU time of providers as that of the CLI, which waits for
// them. The peak is that of the largest process, which is the CLI.
func cliUsage(all usage, wrapped wrappedUsage) usage {
	return usage{CPU: all.CPU - wrapped.Provider.CPU - wrapped.Wrapper.CPU, Peak: all.Peak}
}
