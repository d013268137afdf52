// Command demo applies examples/event with Terraform and an emulator of the service, prints the outputs, plans again and destroys. It runs in the
// root of the repository and removes all its files, unless it has the flag -keep.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
)

func main() {
	keep := flag.Bool("keep", false, "keep the emulator and the event running, and print the next steps")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, options{root: ".", keep: *keep, out: os.Stdout})
	interrupted := errors.Is(err, context.Canceled)
	stop()
	switch {
	case interrupted:
		fmt.Fprintln(os.Stderr, "\nInterrupted. The emulator is stopped and the demo's folder removed.")
		os.Exit(130)
	case err != nil:
		fmt.Fprintf(os.Stderr, "\nThe demo failed: %v\n", err)
		os.Exit(1)
	}
}

type options struct {
	root string // of the repository
	temp string // the parent of the demo's folder; "" for the default of the system
	keep bool
	out  io.Writer
}

func run(ctx context.Context, opts options) (err error) {
	folder, err := os.MkdirTemp(opts.temp, "xrcloud-demo-")
	if err != nil {
		return err
	}
	kept := false
	defer func() {
		if !kept {
			err = errors.Join(err, os.RemoveAll(folder))
		}
	}()
	out := printer{opts.out}

	out.heading("Building the provider and the emulator")
	out.linef("The first time, this takes a minute or two.")
	if err := build(ctx, opts.root, folder); err != nil {
		return err
	}

	out.heading("Starting the emulator")
	service, err := startEmulator(ctx, folder)
	if err != nil {
		return err
	}
	defer func() {
		if !kept {
			service.stop()
		}
	}()
	out.linef("It emulates all services at %s, with a scene named %q in each new project.", service.endpoint(), seededScene)

	out.heading("Finding Terraform")
	event, err := newEvent(ctx, opts.root, folder, service, out)
	if err != nil {
		return err
	}
	if err := event.apply(ctx); err != nil {
		return err
	}
	if opts.keep {
		kept = true
		return printNextSteps(ctx, out, event, service)
	}
	if err := event.destroy(ctx); err != nil {
		return err
	}
	out.heading("Next")
	out.linef("To keep the emulator and the event, and to see them in a browser:")
	out.linef("")
	out.linef("  make demo KEEP=1")
	return nil
}

// build builds the provider and the emulator into the folder.
func build(ctx context.Context, root, folder string) error {
	if _, err := os.Stat(filepath.Join(root, "examples", "event")); err != nil {
		return fmt.Errorf("there is no examples/event here: run the demo in the root of the repository (%w)", err)
	}
	command := exec.CommandContext(ctx, "go", "build", "-o", folder, ".", "./cmd/xrcloud-emulator")
	command.Dir = root
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, output)
	}
	return nil
}
