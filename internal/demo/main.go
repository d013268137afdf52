// Command demo declares the event of examples/event on an emulator of the service, with the real Terraform: applied, shown,
// planned again, destroyed. It runs in the root of the repository and leaves nothing behind, unless told to.
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
	keep := flag.Bool("keep", false, "leave the emulator and the event up, and say how to go on")
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
	temp string // where the demo's own folder is made; "" means the system's place for such
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
	say := printer{opts.out}

	say.section("Building the provider and the emulator")
	say.linef("The first time, this takes a minute or two.")
	if err := build(ctx, opts.root, folder); err != nil {
		return err
	}

	say.section("Starting the emulator")
	service, err := startEmulator(ctx, folder)
	if err != nil {
		return err
	}
	defer func() {
		if !kept {
			service.stop()
		}
	}()
	say.linef("It plays XRCLOUD at %s, with a scene named %q in every new project.", service.Endpoint, seededScene)

	say.section("Finding Terraform")
	event, err := newEvent(ctx, opts.root, folder, service, say)
	if err != nil {
		return err
	}
	if err := event.declare(ctx); err != nil {
		return err
	}
	if opts.keep {
		kept = true
		return howToGoOn(say, event, service)
	}
	return event.destroy(ctx)
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
