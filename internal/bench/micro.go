package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
)

// microBenchmarks are the results of the benchmarks of the packages.
type microBenchmarks struct {
	// text is the output of go test.
	text string
	rows []microBenchmark
}

// microBenchmark is a benchmark, with the values of one operation as go test prints them.
type microBenchmark struct{ pkg, name, ns, bytes, allocs string }

// runMicroBenchmarks runs the benchmarks of all packages that have some: go test would build the tests of all others, too.
func runMicroBenchmarks(ctx context.Context, root string) (microBenchmarks, error) {
	packages, err := packagesWithBenchmarks(os.DirFS(root))
	if err != nil || len(packages) == 0 {
		return microBenchmarks{}, err
	}
	command := exec.CommandContext(ctx, "go", append([]string{"test", "-run=^$", "-bench=.", "-benchmem"}, packages...)...)
	command.Dir = root
	output, err := command.CombinedOutput()
	if err != nil {
		return microBenchmarks{}, fmt.Errorf("%s: %w\n%s", strings.Join(command.Args, " "), err, output)
	}
	return parseMicroBenchmarks(string(output)), nil
}

// packagesWithBenchmarks returns the folders with benchmarks, such as "./internal/room".
func packagesWithBenchmarks(root fs.FS) ([]string, error) {
	var packages []string
	err := fs.WalkDir(root, "internal", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, "_test.go") {
			return err
		}
		content, err := fs.ReadFile(root, name)
		if folder := "./" + path.Dir(name); bytes.Contains(content, []byte("\nfunc Benchmark")) && !slices.Contains(packages, folder) {
			packages = append(packages, folder)
		}
		return err
	})
	return packages, err
}

var (
	packagePattern = regexp.MustCompile(`^pkg: .*/terraform-provider-xrcloud/(\S+)$`)
	// microPattern matches a result. Benchmarks can print more values between those of -benchmem.
	microPattern = regexp.MustCompile(`^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op.*?\s(\d+) B/op\s+(\d+) allocs/op`)
)

func parseMicroBenchmarks(output string) microBenchmarks {
	parsed := microBenchmarks{text: output}
	pkg := ""
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if found := packagePattern.FindStringSubmatch(line); found != nil {
			pkg = found[1]
		}
		if found := microPattern.FindStringSubmatch(line); found != nil {
			parsed.rows = append(parsed.rows, microBenchmark{pkg, found[1], found[2], found[3], found[4]})
		}
	}
	return parsed
}
