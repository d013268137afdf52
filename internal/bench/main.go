// Command bench measures the provider with Terraform or OpenTofu on an emulator of the service, beside what it costs without the provider: Terraform
// with its own resource terraform_data, a minimal provider of the same schema, and a client that only sends the requests. It runs in the root of
// the repository, on Linux only.
//
// It writes the results to bin/bench.txt in the format of Go benchmarks, and prints the report. With -update, it also writes
// contributing/performance.md and contributing/performance-baseline.txt.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	resultsFile  = "bin/bench.txt"
	reportFile   = "contributing/performance.md"
	baselineFile = "contributing/performance-baseline.txt"
)

func main() {
	if program := os.Getenv(providerVariable); program != "" {
		os.Exit(runWrapper(program, os.Getenv(usageVariable)))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	opts, err := parseFlags(os.Args[1:])
	if err == nil {
		err = run(ctx, opts)
	}
	stop()
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type options struct {
	root string // of the repository
	// out gets the report, and progress a line for each measurement.
	out, progress io.Writer

	rooms   []int
	delays  []time.Duration
	against []subject
	count   int
	update  bool
	// micro also runs the benchmarks of all packages.
	micro bool
}

func parseFlags(args []string) (options, error) {
	opts := options{root: ".", out: os.Stdout, progress: os.Stderr, micro: true}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	rooms := flags.String("rooms", "10,100,1000", "measure with these numbers of rooms")
	delays := flags.String("delays", "0,25ms,100ms", "measure with these delays of each response")
	against := flags.String("against", "terraform_data,minimal,plain,bare", "measure these beside the provider")
	count := flags.String("count", "1", "measure everything this number of times; with 6 or more, benchstat tells a change from noise")
	flags.BoolVar(&opts.update, "update", false, "write contributing/performance.md and the baseline; only without the flags that select measurements")
	flags.SetOutput(io.Discard) // main prints the error
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			flags.SetOutput(opts.out)
			flags.PrintDefaults()
		}
		return opts, err
	}
	if flags.NArg() > 0 {
		return opts, fmt.Errorf("unexpected argument %q; see -help", flags.Arg(0))
	}
	selects := false
	flags.Visit(func(f *flag.Flag) {
		selects = selects || slices.Contains([]string{"rooms", "delays", "against"}, f.Name)
	})
	if opts.update && selects {
		return opts, errors.New("-update requires all measurements: omit -rooms, -delays and -against")
	}
	var err error
	if opts.rooms, err = parseList(*rooms, parseCount); err != nil {
		return opts, fmt.Errorf("-rooms: %w", err)
	}
	if opts.delays, err = parseList(*delays, parseDelay); err != nil {
		return opts, fmt.Errorf("-delays: %w", err)
	}
	if opts.against, err = parseList(*against, parseSubject); err != nil {
		return opts, fmt.Errorf("-against: %w", err)
	}
	if opts.count, err = parseCount(*count); err != nil {
		return opts, fmt.Errorf("-count: %w", err)
	}
	return opts, nil
}

func parseCount(text string) (int, error) {
	count, err := strconv.Atoi(text)
	if err != nil || count < 1 {
		return 0, fmt.Errorf("%q is not a whole number of at least 1", text)
	}
	return count, nil
}

func parseDelay(text string) (time.Duration, error) {
	delay, err := time.ParseDuration(text)
	if err != nil || delay < 0 {
		return 0, fmt.Errorf("%q is not a duration such as 0 or 25ms", text)
	}
	return delay, nil
}

// parseList parses a list with commas.
func parseList[T any](list string, parse func(string) (T, error)) ([]T, error) {
	var values []T
	for item := range strings.SplitSeq(list, ",") {
		if item == "" {
			continue
		}
		value, err := parse(item)
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, nil
}

func run(ctx context.Context, opts options) (err error) {
	if !supported {
		return errors.New("the CPU time and the memory of a provider can only be measured on Linux")
	}
	folder, err := os.MkdirTemp("", "xrcloud-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	measured, err := measure(ctx, opts, folder)
	if err != nil {
		return err
	}
	if err := os.MkdirAll("bin", 0o700); err != nil {
		return err
	}
	files := map[string]string{resultsFile: measured.benchmarks()}
	if opts.update {
		files[reportFile], files[baselineFile] = measured.report(), measured.baseline()
	}
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			return err
		}
	}
	if opts.update {
		return nil
	}
	_, err = io.WriteString(opts.out, measured.report())
	return err
}
