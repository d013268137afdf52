package main

import (
	"fmt"
	"strings"
	"time"
)

// results are the results of a run.
type results struct {
	cli, goVersion string
	cpus           int
	day            time.Time
	// count is the number of rounds, each with a sample of everything.
	count int
	// update is true if the report becomes contributing/performance.md.
	update bool

	// startups are those of the provider and of the minimal provider.
	startups []startup
	// keys are the keys of samples, in the order in which they were measured.
	keys    []key
	samples map[key][]measurement
	micro   microBenchmarks
}

// key names what was measured.
type key struct {
	op      operation
	rooms   int
	delay   time.Duration
	subject subject
}

// of returns the key of another subject with the same operation and rooms.
func (k key) of(other subject, delay time.Duration) key { return key{k.op, k.rooms, delay, other} }

// add adds a sample.
func (r *results) add(k key, m measurement) {
	if r.samples == nil {
		r.samples = map[key][]measurement{}
	}
	if len(r.samples[k]) == 0 {
		r.keys = append(r.keys, k)
	}
	r.samples[k] = append(r.samples[k], m)
}

// lookup returns a measurement, and whether there is one.
type lookup func(key) (measurement, bool)

// round looks up the measurements of one round, which were measured close together.
func (r *results) round(number int) lookup {
	return func(k key) (measurement, bool) {
		if number >= len(r.samples[k]) {
			return measurement{}, false
		}
		return r.samples[k][number], true
	}
}

// medians looks up the medians of all rounds.
func (r *results) medians(k key) (measurement, bool) {
	samples := r.samples[k]
	if len(samples) == 0 {
		return measurement{}, false
	}
	of := func(value func(measurement) time.Duration) time.Duration { return median(samples, value) }
	peak := func(value func(measurement) int64) int64 { return median(samples, value) }
	return measurement{
		wall:     of(func(m measurement) time.Duration { return m.wall }),
		cli:      usage{of(func(m measurement) time.Duration { return m.cli.CPU }), peak(func(m measurement) int64 { return m.cli.Peak })},
		provider: usage{of(func(m measurement) time.Duration { return m.provider.CPU }), peak(func(m measurement) int64 { return m.provider.Peak })},
		requests: samples[0].requests,
	}, true
}

// units are the units of ratios.
var units = []string{xTerraformData, xMinimal, xPlain, xFloorWall}

// The units of ratios. A ratio compares the provider with something else that was measured in the same round.
const (
	// xTerraformData, xMinimal and xPlain are ratios of CPU time, and for the start of wall time.
	xTerraformData = "x-terraform_data"
	xMinimal       = "x-minimal"
	xPlain         = "x-plain"
	// xFloorWall is the ratio of wall time to the floor: what Terraform needs for itself, and the requests alone.
	xFloorWall = "x-floor-wall"
)

// ratio returns a ratio of the provider, and whether it was measured.
func (k key) ratio(unit string, find lookup) (float64, bool) {
	own, ok := find(k)
	if !ok || k.subject != xrcloud {
		return 0, false
	}
	if unit == xFloorWall {
		alone, ok := find(k.of(terraformData, 0))
		requests, alsoOK := find(k.of(bare, k.delay))
		return own.wall.Seconds() / (alone.wall + requests.wall).Seconds(), ok && alsoOK
	}
	other := subject(strings.TrimPrefix(unit, "x-"))
	if !other.needs(k.delay) {
		return 0, false
	}
	compared, ok := find(k.of(other, k.delay))
	return own.cpu().Seconds() / compared.cpu().Seconds(), ok
}

// benchmarks returns all results in the format of Go benchmarks.
func (r *results) benchmarks() string {
	var text strings.Builder
	text.WriteString(r.unitLines())
	for _, k := range r.keys {
		for i, m := range r.samples[k] {
			_, _ = fmt.Fprintf(&text, "%s 1 %d ns/op %d cli-cpu-ns %d cli-peak-bytes", k.benchmark(), m.wall, m.cli.CPU, m.cli.Peak)
			if m.provider.Peak > 0 {
				_, _ = fmt.Fprintf(&text, " %d provider-cpu-ns %d provider-peak-bytes", m.provider.CPU, m.provider.Peak)
			}
			if m.requests != nil {
				reads, writes, others := requestsOf(m.requests)
				_, _ = fmt.Fprintf(&text, " %.3f reads/room %.3f writes/room %d other-requests",
					perRoom(reads, k.rooms), perRoom(writes, k.rooms), others)
			}
			text.WriteString(r.ratios(k, i) + "\n")
		}
	}
	start, schema := r.startupRatios()
	text.WriteString(r.startups[0].benchmarks(xrcloud, start, schema) + r.startups[1].benchmarks(minimal, "", ""))
	return text.String() + r.micro.text
}

// baseline returns the ratios alone: times depend on the machine.
func (r *results) baseline() string {
	var text strings.Builder
	text.WriteString(r.unitLines())
	for _, k := range r.keys {
		for i := range r.samples[k] {
			if ratios := r.ratios(k, i); ratios != "" {
				_, _ = fmt.Fprintf(&text, "%s 1%s\n", k.benchmark(), ratios)
			}
		}
	}
	start, schema := r.startupRatios()
	_, _ = fmt.Fprintf(&text, "BenchmarkStart/provider=xrcloud %d%s\nBenchmarkGetProviderSchema/provider=xrcloud %d%s\n", starts, start, starts, schema)
	return text.String()
}

// unitLines tell benchstat about the ratios. It shows the change of a single sample only if it can assume that samples do not differ.
func (r *results) unitLines() string {
	assume := ""
	if r.count == 1 {
		assume = " assume=exact"
	}
	var text strings.Builder
	for _, unit := range units {
		text.WriteString("Unit " + unit + " better=lower" + assume + "\n")
	}
	return text.String()
}

// ratios returns the ratios of a sample as values of a benchmark, each after a space.
func (r *results) ratios(k key, round int) string {
	var text strings.Builder
	for _, unit := range units {
		if value, ok := k.ratio(unit, r.round(round)); ok {
			_, _ = fmt.Fprintf(&text, " %.3f %s", value, unit)
		}
	}
	return text.String()
}

// benchmarks returns the start of a provider in the format of Go benchmarks, with the ratios of the start and of GetProviderSchema.
func (s startup) benchmarks(of subject, start, schema string) string {
	return fmt.Sprintf("BenchmarkStart/provider=%s %d %d ns/op %d idle-bytes %d program-bytes%s\n", of, starts, s.Start, s.Idle, s.Program, start) +
		fmt.Sprintf("BenchmarkGetProviderSchema/provider=%s %d %d ns/op %d response-bytes%s\n", of, starts, s.Schema, s.SchemaSize, schema)
}

// startupRatios returns the ratios of the start and of GetProviderSchema.
func (r *results) startupRatios() (start, schema string) {
	return fmt.Sprintf(" %.3f %s", r.startRatio(), xMinimal),
		fmt.Sprintf(" %.3f %s", r.startups[0].Schema.Seconds()/r.startups[1].Schema.Seconds(), xMinimal)
}

func (r *results) startRatio() float64 {
	return r.startups[0].Start.Seconds() / r.startups[1].Start.Seconds()
}

// benchmark returns the name of the benchmark.
func (k key) benchmark() string {
	op := string(k.op)
	return fmt.Sprintf("Benchmark%s%s/rooms=%d/delay=%s/provider=%s", strings.ToUpper(op[:1]), op[1:], k.rooms, k.delay, k.subject)
}

func perRoom(count, rooms int) float64 { return float64(count) / float64(rooms) }
