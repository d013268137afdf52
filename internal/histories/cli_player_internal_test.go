package histories

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/walk"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// cliPlayer plays histories with Terraform itself. The player has the configuration and the services, and its states are those in the state
// files, so that steps which change the configuration or the services alone are played as with walk.
type cliPlayer struct {
	*player
	t *testing.T
	// path is the path of Terraform, and folders have the configuration and the state of both workspaces.
	path    string
	env     []string
	folders [2]string
	// isSaved is true if the plan of SavePlan has succeeded.
	isSaved [2]bool
}

// result is what the user sees of a step.
type result struct {
	// ran is true if the step was a run of Terraform, and failed if the run failed.
	ran, failed bool
	// planned are the planned actions by address, sorted, such as "update xrcloud_room.hall". It is nil if there is no plan, or the plan failed.
	planned []string
	// output explains a difference to people.
	output string
}

func newCLIPlayer(t *testing.T, h History, cliConfig string) *cliPlayer {
	t.Helper()
	path, err := acctest.CLI()
	if err != nil {
		t.Fatal(err)
	}
	options := h.World
	options.Lobby = !h.EmptyProjects
	w, err := world.NewOnLoopback(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	c := &cliPlayer{
		player: newPlayer(w, h, &Report{}), t: t, path: path, folders: [2]string{t.TempDir(), t.TempDir()},
		env: []string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH"), "TF_CLI_CONFIG_FILE=" + cliConfig, "CHECKPOINT_DISABLE=1", "TF_INPUT=0"},
	}
	c.createExisting()
	return c
}

// play plays a step. target is the ID of the object that an import or an act is about, or "".
func (c *cliPlayer) play(step Step, target string) (r result) {
	c.t.Helper()
	switch step := step.(type) {
	case Apply:
		r = c.apply(step, target)
	case SavePlan:
		c.configure(step.Workspace, "", "")
		r = c.plan(step.Workspace, "saved")
		c.isSaved[step.Workspace] = !r.failed
	case ApplySaved:
		if c.isSaved[step.Workspace] {
			c.world.Inject(step.Faults...)
			r = c.run(step.Workspace, "apply", "-no-color", "saved")
		}
	case Import:
		if _, isConfigured := c.config[step.Block]; isConfigured && target != "" && c.terraform[0].State.Instances[step.Block] == nil {
			c.configure(0, "", "")
			if step.Object%2 == 1 {
				target = c.withParent(walk.Type(step.Block), target)
			}
			c.world.Inject(step.Faults...)
			r = c.run(0, "import", "-no-color", step.Block, target)
		}
	case Forget:
		c.change(step, "state", "rm", step.Block)
	case Taint:
		c.change(step, "taint", step.Block)
	case Move:
		c.change(step, "state", "mv", step.From, step.To)
	case Somebody:
		step.Act.Index = max(0, slices.Index(c.ids(step.Act.Type), target))
		step.play(c.player)
	default:
		step.play(c.player)
	}
	c.world.ClearFaults()
	c.world.Settle()
	c.readStates()
	return r
}

// change plays a step that changes the state, with a command.
func (c *cliPlayer) change(step Step, command ...string) {
	c.t.Helper()
	before := c.terraform[0].State.Serial
	step.play(c.player)
	if c.terraform[0].State.Serial == before {
		return
	}
	c.configure(0, "", "")
	if r := c.run(0, command...); r.failed {
		c.t.Fatalf("terraform %s: %s", command, r.output)
	}
}

func (c *cliPlayer) apply(step Apply, target string) result {
	c.t.Helper()
	options := []string{}
	for option, isSet := range map[string]bool{
		"-refresh=false": step.SkipRefresh, "-refresh-only": step.RefreshOnly, "-destroy": step.Destroy, "-replace=" + step.Replace: step.Replace != "",
	} {
		if isSet {
			options = append(options, option)
		}
	}
	_, isConfigured := c.config[step.Import]
	if isConfigured && target != "" && c.terraform[step.Workspace].State.Instances[step.Import] == nil {
		c.configure(step.Workspace, step.Import, target)
	} else {
		c.configure(step.Workspace, "", "")
	}
	c.world.Inject(step.Faults...)
	r := c.plan(step.Workspace, "plan", options...)
	if !r.failed {
		applied := c.run(step.Workspace, "apply", "-no-color", "plan")
		r.failed, r.output = applied.failed, r.output+applied.output
	}
	return r
}

// plan plans into a file.
func (c *cliPlayer) plan(workspace int, file string, options ...string) result {
	c.t.Helper()
	r := c.run(workspace, append([]string{"plan", "-no-color", "-out=" + file}, options...)...)
	if r.failed {
		return r
	}
	shown := c.run(workspace, "show", "-json", file)
	var plan struct {
		ResourceChanges []struct {
			Address string `json:"address"`
			Deposed string `json:"deposed"`
			Change  struct {
				Actions []string `json:"actions"`
			} `json:"change"`
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(shown.output), &plan); err != nil {
		c.t.Fatalf("terraform show: %v: %s", err, shown.output)
	}
	r.planned = []string{}
	for _, change := range plan.ResourceChanges {
		if actions := strings.Join(change.Change.Actions, " then "); actions != "no-op" {
			r.planned = append(r.planned, plannedAction(actions, change.Address, change.Deposed != ""))
		}
	}
	slices.Sort(r.planned)
	return r
}

func plannedAction(action, address string, isDeposed bool) string {
	if isDeposed {
		action += " deposed"
	}
	return action + " " + address
}

// run runs Terraform.
func (c *cliPlayer) run(workspace int, arguments ...string) result {
	c.t.Helper()
	command := exec.CommandContext(c.t.Context(), c.path, arguments...)
	command.Dir, command.Env = c.folders[workspace], c.env
	var output []byte
	var err error
	if arguments[0] == "show" {
		output, err = command.Output()
	} else {
		output, err = command.CombinedOutput()
	}
	if _, isExit := errors.AsType[*exec.ExitError](err); err != nil && !isExit {
		c.t.Fatal(err)
	}
	return result{ran: true, failed: err != nil, output: string(output)}
}

// readStates reads the state files.
func (c *cliPlayer) readStates() {
	c.t.Helper()
	for i, folder := range c.folders {
		content, err := os.ReadFile(filepath.Join(folder, "terraform.tfstate"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			c.terraform[i].State, err = walk.ReadState(content)
		}
		if err != nil {
			c.t.Fatal(err)
		}
	}
}

// configure writes the configuration, with an import block if importTo is not "".
func (c *cliPlayer) configure(workspace int, importTo, importID string) {
	c.t.Helper()
	file := map[string]any{
		"terraform": map[string]any{"required_providers": map[string]any{"xrcloud": map[string]any{"source": "xrcloud/xrcloud"}}},
		"provider":  map[string]any{"xrcloud": expression(c.terraform[workspace].Arguments)},
	}
	if importTo != "" {
		file["import"] = []any{map[string]any{"to": importTo, "id": importID}}
	}
	for address, block := range c.resolve() {
		kind, name, _ := strings.Cut(strings.TrimPrefix(address, "data."), ".")
		mode := "resource"
		if strings.HasPrefix(address, "data.") {
			mode = "data"
		}
		body := maps.Clone(block.Arguments)
		for argument, value := range body {
			body[argument] = expression(value)
		}
		if block.CreateBeforeDestroy {
			body["lifecycle"] = map[string]any{"create_before_destroy": true}
		}
		child(child(file, mode), kind)[name] = body
	}
	text, err := json.MarshalIndent(file, "", "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join(c.folders[workspace], "main.tf.json"), text, 0o600)
	}
	if err != nil {
		c.t.Fatal(err)
	}
}

func child(of map[string]any, name string) map[string]any {
	if of[name] == nil {
		of[name] = map[string]any{}
	}
	found, _ := of[name].(map[string]any)
	return found
}

// expression returns a value of a configuration in the JSON syntax of Terraform.
func expression(value any) any {
	switch value := value.(type) {
	case walk.Ref:
		return "${" + value.Address + "." + value.Attribute + "}"
	case string:
		return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(value)
	case []any:
		all := make([]any, len(value))
		for i, element := range value {
			all[i] = expression(element)
		}
		return all
	case map[string]any:
		all := map[string]any{}
		for name, element := range value {
			all[name] = expression(element)
		}
		return all
	}
	return value
}
