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

// event is a copy of examples/event, with Terraform to apply it.
type event struct {
	folder    string
	terraform *tfexec.Terraform
	out       printer
}

func newEvent(ctx context.Context, root, folder string, s *service, out printer) (*event, error) {
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
	out.linef("%s, version %s", path, found)
	return &event{folder: configuration, terraform: terraform, out: out}, nil
}

// apply plans and applies the event, prints its outputs, and checks that the next plan is empty.
func (e *event) apply(ctx context.Context) error {
	e.out.heading("Planning examples/event")
	planned, err := e.plan(ctx)
	if err != nil {
		return err
	}
	for _, change := range planned {
		e.out.linef("%s", change)
	}

	e.out.heading("Applying it")
	if err := e.runJSON(func(w io.Writer) error { return e.terraform.ApplyJSON(ctx, w) }); err != nil {
		return err
	}

	e.out.heading("Outputs")
	if err := e.showOutputs(ctx); err != nil {
		return err
	}

	e.out.heading("Planning it again")
	planned, err = e.plan(ctx)
	if err != nil {
		return err
	}
	if len(planned) > 0 {
		return fmt.Errorf("the second plan should be empty, but has\n  %s\nThis is a bug in the provider. Please report it",
			strings.Join(planned, "\n  "))
	}
	e.out.linef("No changes: the service matches the configuration.")
	return nil
}

// destroy destroys the event.
func (e *event) destroy(ctx context.Context) error {
	e.out.heading("Destroying it")
	return e.runJSON(func(w io.Writer) error { return e.terraform.DestroyJSON(ctx, w) })
}

// plan returns a line for each planned change of a resource or output.
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
			lines = append(lines, fmt.Sprintf("%-8s %s", actionName(change.Change.Actions), change.Address))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(plan.OutputChanges)) {
		if actions := plan.OutputChanges[name].Actions; !actions.NoOp() {
			lines = append(lines, fmt.Sprintf("%-8s output.%s", actionName(actions), name))
		}
	}
	return lines, nil
}

func actionName(actions tfjson.Actions) string {
	if actions.Replace() {
		return "replace"
	}
	return string(actions[0])
}

// runJSON runs a command of Terraform with JSON output, prints completed changes and the summary, and returns the errors.
func (e *event) runJSON(command func(io.Writer) error) error {
	reader, writer := io.Pipe()
	defer e.terraform.SetStdout(io.Discard) // terraform-exec would write later output there, too
	go func() { writer.CloseWithError(command(writer)) }()
	var failures []error
	for decoder := json.NewDecoder(reader); ; {
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
			return errors.Join(failures...)
		case err != nil:
			reader.CloseWithError(err)
			return errors.Join(append(failures, err)...)
		case report.Diagnostic.Severity == "error":
			failures = append(failures, fmt.Errorf("%s\n%s", report.Diagnostic.Summary, report.Diagnostic.Detail))
		case report.Type == "apply_complete" || report.Type == "change_summary":
			e.out.linef("%s", report.Message)
		}
	}
}

// showOutputs prints the outputs, and "(secret)" in place of sensitive ones.
func (e *event) showOutputs(ctx context.Context) error {
	outputs, err := e.terraform.Output(ctx)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(outputs)) {
		var byKey map[string]string
		switch {
		case outputs[name].Sensitive:
			e.out.linef("%s = (secret)", name)
		case json.Unmarshal(outputs[name].Value, &byKey) == nil:
			e.out.linef("%s =", name)
			for _, key := range slices.Sorted(maps.Keys(byKey)) {
				e.out.linef("  %-10s %s", key, byKey[key])
			}
		default:
			e.out.linef("%s = %s", name, outputs[name].Value)
		}
	}
	return nil
}

// guestLink returns the first room of the event, and its link for guests.
func (e *event) guestLink(ctx context.Context) (room, link string, err error) {
	outputs, err := e.terraform.Output(ctx)
	if err != nil {
		return "", "", err
	}
	var links map[string]string
	if err := json.Unmarshal(outputs["guest_links"].Value, &links); err != nil {
		return "", "", fmt.Errorf("read the output guest_links: %w", err)
	}
	if len(links) == 0 {
		return "", "", errors.New("the event has no rooms")
	}
	room = slices.Sorted(maps.Keys(links))[0]
	return room, links[room], nil
}
