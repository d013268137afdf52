package main

import (
	"fmt"
	"time"
)

// target is an upper limit of a result.
type target struct {
	text  string
	limit string
	// value is the result as text, or "" if it was not measured.
	value string
	isMet bool
}

// targets returns the targets with their results.
func (r *results) targets() []target {
	planOf1000 := key{plan, 1000, 0, xrcloud}
	targets := []target{
		r.ratioTarget("CPU time of a plan of 1000 rooms, to `terraform_data`", planOf1000, xTerraformData, 2),
		r.ratioTarget("CPU time of a plan of 1000 rooms, to the minimal provider", planOf1000, xMinimal, 1.15),
		r.ratioTarget("CPU time of a plan of 1000 rooms, to the plain provider", planOf1000, xPlain, 0.65),
	}
	for _, op := range operations {
		targets = append(targets, r.ratioTarget(fmt.Sprintf("Wall time at 25 ms, %s of 1000 rooms, to the floor", op),
			key{op, 1000, 25 * time.Millisecond, xrcloud}, xFloorWall, 1.25))
	}
	targets = append(targets, r.memoryTarget())
	start := r.startRatio()
	targets = append(targets, target{"Start of the provider, to the minimal provider", "1.2", ratioText(start), start <= 1.2})
	for _, op := range operations {
		targets = append(targets, r.growthTarget(op))
	}
	for _, op := range operations {
		targets = append(targets, r.requestTarget(op))
	}
	return targets
}

func (r *results) ratioTarget(text string, k key, unit string, limit float64) target {
	result := target{text: text, limit: fmt.Sprint(limit)}
	if value, ok := k.ratio(unit, r.medians); ok {
		result.value, result.isMet = ratioText(value), value <= limit
	}
	return result
}

// memoryTarget is about the operation that needs most.
func (r *results) memoryTarget() target {
	const limit = 60 << 20
	result := target{text: "Memory of the provider with 1000 rooms, largest of all operations", limit: "60 MiB"}
	var peak int64
	for _, k := range r.keys {
		if m, ok := r.medians(k); ok && k.subject == xrcloud && k.rooms == 1000 {
			peak = max(peak, m.provider.Peak)
		}
	}
	if peak > 0 {
		result.value, result.isMet = mebibytes(peak), peak <= limit
	}
	return result
}

// growthTarget is about the CPU time of the provider for a room among 1000, to that for a room among 100. The CPU time of the CLI is not
// part of it, since it also grows faster than the number of terraform_data.
func (r *results) growthTarget(op operation) target {
	const limit = 1.2
	result := target{text: fmt.Sprintf("CPU time of the provider for a room, %s of 1000 rooms, to 100 rooms", op), limit: fmt.Sprint(limit)}
	few, ok := r.medians(key{op, 100, 0, xrcloud})
	many, alsoOK := r.medians(key{op, 1000, 0, xrcloud})
	if ok && alsoOK {
		growth := many.provider.CPU.Seconds() / few.provider.CPU.Seconds() / 10
		result.value, result.isMet = ratioText(growth), growth <= limit
	}
	return result
}

// requestTarget is about the requests for a room: one read, unless the room is new, and one write, unless the operation is a plan.
func (r *results) requestTarget(op operation) target {
	want := map[operation][2]int{create: {0, 1}, plan: {1, 0}, update: {1, 1}, destroy: {1, 1}}[op]
	result := target{text: fmt.Sprintf("Requests for a room, %s", op), limit: requestText(float64(want[0]), float64(want[1])), isMet: true}
	for _, k := range r.keys {
		m, ok := r.medians(k)
		if !ok || k.op != op || k.subject != xrcloud {
			continue
		}
		reads, writes, _ := requestsOf(m.requests)
		if isExact := reads == want[0]*k.rooms && writes == want[1]*k.rooms; result.value == "" || !isExact {
			result.value, result.isMet = requestText(perRoom(reads, k.rooms), perRoom(writes, k.rooms)), isExact
		}
	}
	return result
}

func requestText(reads, writes float64) string {
	return fmt.Sprintf("reads %.4g, writes %.4g", reads, writes)
}

func ratioText(ratio float64) string { return fmt.Sprintf("%.2f", ratio) }

func mebibytes(bytes int64) string { return fmt.Sprintf("%.0f MiB", float64(bytes)/(1<<20)) }
