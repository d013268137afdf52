package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-exec/tfexec"
	tfjson "github.com/hashicorp/terraform-json"
)

// event is a copy of examples/event, and the Terraform that works on it.
type event struct {
	folder    string
	terraform *tfexec.Terraform
	say       printer
}

func newEvent(ctx context.Context, root, folder string, s *service, say printer) (*event, error) {
	path, err := findTerraform(ctx, folder)
	if err != nil {
		return nil, err
	}
	configuration := filepath.Join(folder, "event")
	if err := os.CopyFS(configuration, os.DirFS(filepath.Join(root, "examples", "event"))); err != nil {
		return nil, err
	}
	terraform, err := newTerraform(path, folder, configuration, s)
	if err != nil {
		return nil, err
	}
	found, _, err := terraform.Version(ctx, true)
	if err != nil {
		return nil, err
	}
	say.linef("%s, version %s", path, found)
	return &event{folder: configuration, terraform: terraform, say: say}, nil
}

// declare makes the event, shows what came of it, and that there is nothing left to do.
func (e *event) declare(ctx context.Context) error {
	e.say.section("Planning examples/event")
	planned, err := e.plan(ctx)
	if err != nil {
		return err
	}
	for _, change := range planned {
		e.say.linef("%s", change)
	}

	e.say.section("Applying it")
	if err := e.follow(func(w io.Writer) error { return e.terraform.ApplyJSON(ctx, w) }); err != nil {
		return err
	}

	e.say.section("Outputs")
	if err := e.showOutputs(ctx); err != nil {
		return err
	}

	e.say.section("Planning it once more")
	planned, err = e.plan(ctx)
	if err != nil {
		return err
	}
	if len(planned) > 0 {
		return fmt.Errorf("the second plan should be empty, but has\n  %s\nThis is a defect of the provider: please report it",
			strings.Join(planned, "\n  "))
	}
	e.say.linef("No changes: what is declared is what is there.")
	return nil
}

// destroy takes the event down again.
func (e *event) destroy(ctx context.Context) error {
	e.say.section("Destroying it")
	return e.follow(func(w io.Writer) error { return e.terraform.DestroyJSON(ctx, w) })
}

// plan lists what Terraform would do, a line for each resource and output.
func (e *event) plan(ctx context.Context) ([]string, error) {
	file := filepath.Join(e.folder, "plan")
	if _, err := e.terraform.Plan(ctx, tfexec.Out(file)); err != nil {
		return nil, err
	}
	plan, err := e.terraform.ShowPlanFile(ctx, file)
	if err := errors.Join(err, os.Remove(file)); err != nil {
		return nil, err
	}
	var lines []string
	for _, change := range plan.ResourceChanges {
		if !change.Change.Actions.NoOp() {
			lines = append(lines, fmt.Sprintf("%-8s %s", verb(change.Change.Actions), change.Address))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(plan.OutputChanges)) {
		if actions := plan.OutputChanges[name].Actions; !actions.NoOp() {
			lines = append(lines, fmt.Sprintf("%-8s output.%s", verb(actions), name))
		}
	}
	return lines, nil
}

func verb(actions tfjson.Actions) string {
	if actions.Replace() {
		return "replace"
	}
	return string(actions[0])
}

// follow prints what Terraform reports while it works, without what is only noise here, and turns its diagnostics into
// the error.
func (e *event) follow(work func(io.Writer) error) error {
	reports, to := io.Pipe()
	defer e.terraform.SetStdout(io.Discard) // terraform-exec would send all that follows there, too
	go func() { to.CloseWithError(work(to)) }()
	var diagnosed []error
	for decoder := json.NewDecoder(reports); ; {
		var report struct {
			Type       string `json:"type"`
			Message    string `json:"@message"`
			Diagnostic struct {
				Severity string `json:"severity"`
				Summary  string `json:"summary"`
				Detail   string `json:"detail"`
			} `json:"diagnostic"`
		}
		err := decoder.Decode(&report)
		switch {
		case errors.Is(err, io.EOF):
			return errors.Join(diagnosed...)
		case err != nil:
			reports.CloseWithError(err)
			return errors.Join(append(diagnosed, err)...)
		case report.Diagnostic.Severity == "error":
			diagnosed = append(diagnosed, fmt.Errorf("%s\n%s", report.Diagnostic.Summary, report.Diagnostic.Detail))
		case report.Type == "apply_complete" || report.Type == "change_summary":
			e.say.linef("%s", report.Message)
		}
	}
}

// showOutputs prints the outputs, hiding those that are secret.
func (e *event) showOutputs(ctx context.Context) error {
	outputs, err := e.terraform.Output(ctx)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(outputs)) {
		var byKey map[string]string
		switch {
		case outputs[name].Sensitive:
			e.say.linef("%s = (secret)", name)
		case json.Unmarshal(outputs[name].Value, &byKey) == nil:
			e.say.linef("%s =", name)
			for _, key := range slices.Sorted(maps.Keys(byKey)) {
				e.say.linef("  %-10s %s", key, byKey[key])
			}
		default:
			e.say.linef("%s = %s", name, outputs[name].Value)
		}
	}
	return nil
}
