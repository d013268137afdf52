package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"time"
)

// operation is a run of Terraform.
type operation string

// The operations, in their order.
const (
	create  operation = "create"
	plan    operation = "plan"
	update  operation = "update"
	destroy operation = "destroy"
)

var operations = []operation{create, plan, update, destroy}

// subject is what is measured.
type subject string

const (
	xrcloud subject = "xrcloud"
	// minimal is the minimal provider, whose process is treated like that of the provider.
	minimal subject = "minimal"
	// plain is the minimal provider as the scaffolding of the framework makes it.
	plain subject = "plain"
	// terraformData is Terraform alone, with its resource terraform_data.
	terraformData subject = "terraform_data"
	// bare is a client that sends the requests without Terraform.
	bare subject = "bare"
)

func parseSubject(name string) (subject, error) {
	if of := subject(name); slices.Contains([]subject{minimal, plain, terraformData, bare}, of) {
		return of, nil
	}
	return "", fmt.Errorf("%q is none of minimal, plain, terraform_data and bare", name)
}

// needs reports whether the subject is measured with this delay. terraform_data sends no request. The difference between plain and minimal is
// CPU time and memory, which do not depend on the delay.
func (s subject) needs(delay time.Duration) bool {
	return delay == 0 || s != terraformData && s != plain
}

// measurement is what an operation has used.
type measurement struct {
	wall          time.Duration
	cli, provider usage
	// requests has the number of requests of each kind, such as "GET /api/rooms/{id}". It is nil if the emulator is not used.
	requests map[string]int
}

// cpu is the CPU time of the CLI and the provider together.
func (m measurement) cpu() time.Duration { return m.cli.CPU + m.provider.CPU }

// bench measures.
type bench struct {
	options

	folder string
	cli    cli
}

// measure measures all that the options select.
func measure(ctx context.Context, opts options, folder string) (results, error) {
	b := &bench{options: opts, folder: folder}
	b.progressf("Building the provider, the minimal provider and the emulator\n")
	if err := b.build(ctx); err != nil {
		return results{}, err
	}
	var err error
	if b.cli, err = newCLI(folder); err != nil {
		return results{}, err
	}
	r := results{goVersion: runtime.Version(), cpus: runtime.NumCPU(), day: time.Now().UTC(), count: opts.count, update: opts.update}
	if r.cli, err = b.cli.version(ctx); err != nil {
		return r, err
	}
	b.progressf("%s, %s\n", b.cli.path, r.cli)
	if r.startups, err = measureStartup(ctx, folder, b.program("terraform-provider-xrcloud"), b.program("minimal")); err != nil {
		return r, err
	}
	for range opts.count {
		if err := b.measureRound(ctx, &r); err != nil {
			return r, err
		}
	}
	if opts.micro {
		b.progressf("Running the benchmarks of the packages\n")
		r.micro, err = runMicroBenchmarks(ctx, opts.root)
	}
	return r, err
}

// measureRound measures everything once. What is compared is measured close together.
func (b *bench) measureRound(ctx context.Context, r *results) error {
	for _, rooms := range b.rooms {
		for _, delay := range b.delays {
			for _, of := range append([]subject{xrcloud}, b.against...) {
				if !of.needs(delay) {
					continue
				}
				measured, err := b.measureSubject(ctx, of, rooms, delay)
				if err != nil {
					return fmt.Errorf("%s with %d rooms and a delay of %s: %w", of, rooms, delay, err)
				}
				for _, op := range operations {
					r.add(key{op, rooms, delay, of}, measured[op])
				}
			}
		}
	}
	return nil
}

func (b *bench) progressf(format string, args ...any) {
	_, _ = fmt.Fprintf(b.progress, format, args...) // the measurements do not need it
}

func (b *bench) program(name string) string { return filepath.Join(b.folder, name) }

// build builds the programs as a release has them.
func (b *bench) build(ctx context.Context) error {
	command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", b.folder+"/", ".", "./internal/bench/minimal", "./cmd/xrcloud-emulator")
	command.Dir = b.root
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, output)
	}
	return nil
}

// measureSubject measures all operations of a subject, on an emulator without objects.
func (b *bench) measureSubject(ctx context.Context, of subject, rooms int, delay time.Duration) (measured map[operation]measurement, err error) {
	folder, err := os.MkdirTemp(b.folder, string(of)+"-")
	if err != nil {
		return nil, err
	}
	runner, service, err := b.prepare(ctx, of, folder, rooms, delay)
	if service != nil {
		defer func() { err = errors.Join(err, service.stop()) }()
	}
	if err != nil {
		return nil, err
	}
	measured = map[operation]measurement{}
	for _, op := range operations {
		m, err := runner.run(ctx, op)
		if err != nil {
			return nil, errors.Join(ctx.Err(), err)
		}
		if service != nil {
			if m.requests, err = service.requests(); err != nil {
				return nil, err
			}
		}
		measured[op] = m
		b.progressf("%-14s %4d rooms  delay %-5s  %-7s  %8.2f s wall  %8.2f s CPU\n", of, rooms, delay, op, m.wall.Seconds(), m.cpu().Seconds())
	}
	return measured, nil
}

// runner runs the operations of a subject.
type runner interface {
	run(ctx context.Context, op operation) (measurement, error)
}

// prepare returns the runner of a subject, and the emulator if the subject uses it.
func (b *bench) prepare(ctx context.Context, of subject, folder string, rooms int, delay time.Duration) (runner, *emulator, error) {
	if of == terraformData {
		w, err := newWorkspace(b.cli, filepath.Join(folder, "configuration"), "terraform_data", rooms)
		return w, nil, err
	}
	service, err := startEmulator(ctx, b.program("xrcloud-emulator"), folder, delay)
	if err != nil {
		return nil, nil, err
	}
	if of == bare {
		return newBareClient(service.client(), rooms), service, nil
	}
	w, err := newWorkspace(b.cli, filepath.Join(folder, "configuration"), "rooms", rooms)
	if err != nil {
		return nil, service, err
	}
	w.environment = slices.Clone(service.environment)
	w.provider = b.program(map[subject]string{xrcloud: "terraform-provider-xrcloud", minimal: "minimal", plain: "minimal"}[of])
	if of == plain {
		w.environment = append(w.environment, "XRCLOUD_BENCH_PLAIN=1")
	}
	return w, service, nil
}

// requestsOf splits requests into reads and writes of rooms, and all others.
func requestsOf(requests map[string]int) (reads, writes, others int) {
	for kind, count := range requests {
		switch kind {
		case "GET /api/rooms/{id}":
			reads += count
		case "POST /api/rooms", "PATCH /api/rooms/{id}", "DELETE /api/rooms/{id}":
			writes += count
		default:
			others += count
		}
	}
	return reads, writes, others
}
