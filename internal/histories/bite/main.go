// Command bite puts deliberate faults into the provider, one after the other, and plays histories with each of them until they find it. A fault
// that they do not find shows where the generator or the invariants are weak. It runs in the root of the repository and changes no file there.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"syscall"
	"time"
)

func main() {
	only := flag.String("only", "", "a regular expression; only faults whose names match it are tried")
	limit := flag.Duration("time", time.Minute, "how long histories are played with each fault")
	mutants := flag.Int("mutants", 0, "in place of the faults, try this number of random small changes of the code, also with the tests of their packages")
	seed := flag.Uint64("seed", 1, "the seed with which the random changes are chosen")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := inFolder(func(folder string) error {
		if *mutants > 0 {
			return runMutants(ctx, *mutants, *seed, folder, *limit, os.Stdout)
		}
		return run(ctx, *only, folder, *limit, os.Stdout)
	})
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// errNotFound is the error if a fault was not found.
var errNotFound = errors.New("the histories did not find all faults")

// inFolder calls do with a temporary folder.
func inFolder(do func(folder string) error) error {
	folder, err := os.MkdirTemp("", "xrcloud-bite-")
	if err != nil {
		return err
	}
	return errors.Join(do(folder), os.RemoveAll(folder))
}

// run tries the faults, and writes a line for each.
func run(ctx context.Context, only, folder string, limit time.Duration, out io.Writer) error {
	names, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	tried, found := 0, 0
	_, _ = fmt.Fprintf(out, "%-9s %9s %8s  %-72s %s\n", "", "histories", "seconds", "fault", "broken invariant")
	for _, f := range faults {
		if !names.MatchString(f.name) {
			continue
		}
		tried++
		result, err := f.try(ctx, folder, limit)
		if err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		verdict := "NOT FOUND"
		if result.invariant != "" {
			verdict = "found"
			found++
		}
		_, _ = fmt.Fprintf(out, "%-9s %9s %8.0f  %-72s %s\n", verdict, result.histories, result.took.Seconds(), f.name, result.invariant)
	}
	_, _ = fmt.Fprintf(out, "\n%d of %d faults found\n", found, tried)
	if found < tried {
		return errNotFound
	}
	return nil
}
