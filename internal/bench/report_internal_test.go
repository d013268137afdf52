package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	second = time.Second
	delay  = 25 * time.Millisecond
)

// resultsOf returns results with one sample for each key, and the start of providers.
func resultsOf(measured map[key]measurement) *results {
	r := &results{
		cli: "OpenTofu 1.12.6", goVersion: "go1.26.8", cpus: 2, count: 1, day: time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC),
		startups: []startup{
			{Start: 24 * time.Millisecond, Schema: 30 * time.Millisecond, SchemaSize: 4096, Idle: 3 << 20, Program: 4 << 20},
			{Start: 20 * time.Millisecond, Schema: 20 * time.Millisecond, SchemaSize: 2048, Idle: 2 << 20, Program: 4 << 20},
		},
	}
	for k, m := range measured {
		r.add(k, m)
	}
	return r
}

// used returns a measurement in which CLI and provider use half of the CPU time each.
func used(cpu time.Duration) measurement {
	return measurement{wall: cpu, cli: usage{CPU: cpu / 2, Peak: 1 << 20}, provider: usage{CPU: cpu / 2, Peak: 1 << 20}}
}

func sent(requests map[string]int) measurement { return measurement{requests: requests} }

func TestTargets(t *testing.T) {
	t.Parallel()
	of := func(op operation, rooms int, delay time.Duration, of subject) key { return key{op, rooms, delay, of} }
	for _, test := range []struct {
		text     string
		measured map[key]measurement
		value    string
		isMet    bool
	}{
		{"CPU time of a plan of 1000 rooms, to `terraform_data`", map[key]measurement{of(plan, 1000, 0, xrcloud): used(4 * second), of(plan, 1000, 0, terraformData): used(2 * second)}, "2.00", true},
		{"CPU time of a plan of 1000 rooms, to `terraform_data`", map[key]measurement{of(plan, 1000, 0, xrcloud): used(5 * second), of(plan, 1000, 0, terraformData): used(2 * second)}, "2.50", false},
		{"CPU time of a plan of 1000 rooms, to `terraform_data`", map[key]measurement{of(plan, 100, 0, xrcloud): used(5 * second), of(plan, 100, 0, terraformData): used(2 * second)}, "", false},
		{"CPU time of a plan of 1000 rooms, to the minimal provider", map[key]measurement{of(plan, 1000, 0, xrcloud): used(11 * second), of(plan, 1000, 0, minimal): used(10 * second)}, "1.10", true},
		{"CPU time of a plan of 1000 rooms, to the minimal provider", map[key]measurement{of(plan, 1000, 0, xrcloud): used(12 * second), of(plan, 1000, 0, minimal): used(10 * second)}, "1.20", false},
		{"CPU time of a plan of 1000 rooms, to the plain provider", map[key]measurement{of(plan, 1000, 0, xrcloud): used(6 * second), of(plan, 1000, 0, plain): used(10 * second)}, "0.60", true},
		{"CPU time of a plan of 1000 rooms, to the plain provider", map[key]measurement{of(plan, 1000, 0, xrcloud): used(7 * second), of(plan, 1000, 0, plain): used(10 * second)}, "0.70", false},
		{"Wall time at 25 ms, update of 1000 rooms, to the floor", map[key]measurement{of(update, 1000, delay, xrcloud): used(5 * second), of(update, 1000, 0, terraformData): used(3 * second), of(update, 1000, delay, bare): used(second)}, "1.25", true},
		{"Wall time at 25 ms, update of 1000 rooms, to the floor", map[key]measurement{of(update, 1000, delay, xrcloud): used(6 * second), of(update, 1000, 0, terraformData): used(3 * second), of(update, 1000, delay, bare): used(second)}, "1.50", false},
		{"Wall time at 25 ms, update of 1000 rooms, to the floor", map[key]measurement{of(update, 1000, delay, xrcloud): used(6 * second), of(update, 1000, delay, bare): used(second)}, "", false},
		{"Memory of the provider with 1000 rooms, largest of all operations", map[key]measurement{of(plan, 1000, 0, xrcloud): {provider: usage{Peak: 60 << 20}}, of(plan, 100, 0, xrcloud): {provider: usage{Peak: 99 << 20}}}, "60 MiB", true},
		{"Memory of the provider with 1000 rooms, largest of all operations", map[key]measurement{of(plan, 1000, 0, xrcloud): {provider: usage{Peak: 1 << 20}}, of(destroy, 1000, 0, xrcloud): {provider: usage{Peak: 61 << 20}}}, "61 MiB", false},
		{"Start of the provider, to the minimal provider", nil, "1.20", true},
		{"CPU time of the provider for a room, plan of 1000 rooms, to 100 rooms", map[key]measurement{of(plan, 100, 0, xrcloud): used(second), of(plan, 1000, 0, xrcloud): used(12 * second)}, "1.20", true},
		{"CPU time of the provider for a room, plan of 1000 rooms, to 100 rooms", map[key]measurement{of(plan, 100, 0, xrcloud): used(second), of(plan, 1000, 0, xrcloud): used(13 * second)}, "1.30", false},
		{"CPU time of the provider for a room, update of 1000 rooms, to 100 rooms", map[key]measurement{of(update, 100, 0, xrcloud): used(second), of(update, 1000, 0, xrcloud): {cli: usage{CPU: 20 * second}, provider: usage{CPU: 5 * second}}}, "1.00", true},
		{"Requests for a room, create", map[key]measurement{of(create, 10, 0, xrcloud): sent(map[string]int{"POST /api/rooms": 10})}, "reads 0, writes 1", true},
		{"Requests for a room, create", map[key]measurement{of(create, 10, 0, xrcloud): sent(map[string]int{"POST /api/rooms": 10, "GET /api/rooms/{id}": 5})}, "reads 0.5, writes 1", false},
		{"Requests for a room, plan", map[key]measurement{of(plan, 10, 0, xrcloud): sent(map[string]int{"GET /api/rooms/{id}": 10}), of(plan, 100, 0, xrcloud): sent(map[string]int{"GET /api/rooms/{id}": 110})}, "reads 1.1, writes 0", false},
		{"Requests for a room, update", map[key]measurement{of(update, 10, 0, xrcloud): sent(map[string]int{"GET /api/rooms/{id}": 10, "PATCH /api/rooms/{id}": 10})}, "reads 1, writes 1", true},
		{"Requests for a room, destroy", map[key]measurement{of(destroy, 10, 0, xrcloud): sent(map[string]int{"GET /api/rooms/{id}": 10, "DELETE /api/rooms/{id}": 9})}, "reads 1, writes 0.9", false},
	} {
		targets := resultsOf(test.measured).targets()
		i := slices.IndexFunc(targets, func(target target) bool { return target.text == test.text })
		if i < 0 {
			t.Errorf("there is no target %q", test.text)
			continue
		}
		if got := targets[i]; got.value != test.value || got.isMet != test.isMet {
			t.Errorf("%s: got %q, met %t, want %q, met %t", test.text, got.value, got.isMet, test.value, test.isMet)
		}
	}
}

// The report has a row for each target, and cells without a value for what was not measured.
func TestReport(t *testing.T) {
	t.Parallel()
	own := used(4 * second)
	own.requests = map[string]int{"GET /api/rooms/{id}": 1000, "GET /api/projects/{id}": 1}
	r := resultsOf(map[key]measurement{{plan, 1000, 0, xrcloud}: own, {plan, 1000, 0, terraformData}: used(second)})
	r.micro = microBenchmarks{rows: []microBenchmark{{"internal/room", "FromAPI", "100", "5", "1"}}}
	report := r.report()
	for _, line := range []string{
		"Measured on 2026-11-26 with OpenTofu 1.12.6, go1.26.8 and 2 CPUs, on an emulator on the same machine. Times depend on the machine; compare ratios.",
		"| CPU time of a plan of 1000 rooms, to `terraform_data` | 2 | 4.00 | no |",
		"| CPU time of a plan of 1000 rooms, to the minimal provider | 1.15 | – | – |",
		"| Requests for a room, plan | reads 1, writes 0 | reads 1, writes 0 | yes |",
		"| --- | ---: | ---: | ---: |",
		"| plan | 1000 | 4.00 s | – |",
		"| plan | 1000 | 2.00 s | 2.00 s | 4.00 | – | – |",
		"| plan | 1000 | 4.0 ms | – | 1.0 ms |",
		"| plan | 1000 | 1 MiB | – | – | 1 MiB | 1 MiB |",
		"| plan | 1000 | 1 | 0 | 1 |",
		"| start of the process until it listens | 24.0 ms | 20.0 ms | 1.20 |",
		"| `internal/room` | FromAPI | 100 | 5 | 1 |",
	} {
		if !strings.Contains(report, "\n"+line+"\n") {
			t.Errorf("the report has no line %s", line)
		}
	}
	if t.Failed() {
		t.Log(report)
	}
	if strings.Contains(report, "do not edit") {
		t.Error("a report that is printed says that it is generated")
	}
	r.update = true
	if !strings.Contains(r.report(), "\nGenerated by `make bench UPDATE=1`: do not edit.\n") {
		t.Error("a report in a file does not say that it is generated")
	}
}

func TestBenchmarks(t *testing.T) {
	t.Parallel()
	own := used(4 * second)
	own.requests = map[string]int{"GET /api/rooms/{id}": 1000, "GET /api/projects/{id}": 1}
	r := resultsOf(map[key]measurement{{plan, 1000, delay, xrcloud}: own})
	r.add(key{plan, 1000, 0, terraformData}, measurement{wall: second})
	r.add(key{plan, 1000, delay, bare}, measurement{wall: 2 * second})
	r.add(key{plan, 1000, delay, minimal}, used(2*second))
	r.micro = microBenchmarks{text: "BenchmarkFromAPI 10 100 ns/op\n"}
	want := `Unit x-terraform_data better=lower assume=exact
Unit x-minimal better=lower assume=exact
Unit x-plain better=lower assume=exact
Unit x-floor-wall better=lower assume=exact
BenchmarkPlan/rooms=1000/delay=25ms/provider=xrcloud 1 4000000000 ns/op 2000000000 cli-cpu-ns 1048576 cli-peak-bytes 2000000000 provider-cpu-ns 1048576 provider-peak-bytes 1.000 reads/room 0.000 writes/room 1 other-requests 2.000 x-minimal 1.333 x-floor-wall
BenchmarkPlan/rooms=1000/delay=0s/provider=terraform_data 1 1000000000 ns/op 0 cli-cpu-ns 0 cli-peak-bytes
BenchmarkPlan/rooms=1000/delay=25ms/provider=bare 1 2000000000 ns/op 0 cli-cpu-ns 0 cli-peak-bytes
BenchmarkPlan/rooms=1000/delay=25ms/provider=minimal 1 2000000000 ns/op 1000000000 cli-cpu-ns 1048576 cli-peak-bytes 1000000000 provider-cpu-ns 1048576 provider-peak-bytes
BenchmarkStart/provider=xrcloud 10 24000000 ns/op 3145728 idle-bytes 4194304 program-bytes 1.200 x-minimal
BenchmarkGetProviderSchema/provider=xrcloud 10 30000000 ns/op 4096 response-bytes 1.500 x-minimal
BenchmarkStart/provider=minimal 10 20000000 ns/op 2097152 idle-bytes 4194304 program-bytes
BenchmarkGetProviderSchema/provider=minimal 10 20000000 ns/op 2048 response-bytes
BenchmarkFromAPI 10 100 ns/op
`
	if got := r.benchmarks(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	want = `Unit x-terraform_data better=lower assume=exact
Unit x-minimal better=lower assume=exact
Unit x-plain better=lower assume=exact
Unit x-floor-wall better=lower assume=exact
BenchmarkPlan/rooms=1000/delay=25ms/provider=xrcloud 1 2.000 x-minimal 1.333 x-floor-wall
BenchmarkStart/provider=xrcloud 10 1.200 x-minimal
BenchmarkGetProviderSchema/provider=xrcloud 10 1.500 x-minimal
`
	if got := r.baseline(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// With several rounds, a ratio compares samples of the same round, and the tables have medians.
func TestRounds(t *testing.T) {
	t.Parallel()
	own, other := key{plan, 10, 0, xrcloud}, key{plan, 10, 0, plain}
	r := resultsOf(nil)
	r.count = 3
	for _, sample := range [][2]time.Duration{{second, 2 * second}, {4 * second, 4 * second}, {3 * second, 2 * second}} {
		r.add(own, used(sample[0]))
		r.add(other, used(sample[1]))
	}
	for round, want := range []string{" 0.500 x-plain", " 1.000 x-plain", " 1.500 x-plain"} {
		if got := r.ratios(own, round); got != want {
			t.Errorf("round %d: got %q, want %q", round, got, want)
		}
	}
	if got, _ := r.medians(own); got.wall != 3*second || got.cpu() != 3*second {
		t.Errorf("got the medians %+v, want 3 s", got)
	}
	if strings.Contains(r.benchmarks(), "assume=exact") {
		t.Error("several samples are said to be exact")
	}
}

// What does not depend on the delay is measured without one.
func TestSubjectsThatNeedDelay(t *testing.T) {
	t.Parallel()
	for of, want := range map[subject]bool{xrcloud: true, minimal: true, bare: true, plain: false, terraformData: false} {
		if got := of.needs(delay); got != want || !of.needs(0) {
			t.Errorf("%s: needs a delay %t, want %t", of, got, want)
		}
	}
}

func TestMedian(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		samples []int64
		want    int64
	}{{[]int64{7}, 7}, {[]int64{9, 1, 5}, 5}, {[]int64{1, 9, 3, 5}, 4}} {
		if got := median(test.samples, func(value int64) int64 { return value }); got != test.want {
			t.Errorf("%v: got %d, want %d", test.samples, got, test.want)
		}
	}
}
