package histories

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/walk"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// Cell is a cell of the matrix of faults: a request of the service, a fault in its response, and the type of the resource whose operation in
// Terraform sent the request.
type Cell struct{ Request, Fault, Type string }

// Report counts what histories have met. Its methods are safe for concurrent use.
type Report struct {
	mu        sync.Mutex
	Histories int
	Steps     int
	Requests  int
	Faults    int
	// Cells counts the faults that were met, Calls the calls of the provider by operation and type, Events what happened in the middle of a
	// run, Acts the acts of other people, and Met the cases of the invariants.
	Cells map[Cell]int
	Calls map[string]int
	Other map[string]int
}

func (r *Report) count(of *map[string]int, name string) { //nolint:gocritic // it creates the map
	r.mu.Lock()
	defer r.mu.Unlock()
	if *of == nil {
		*of = map[string]int{}
	}
	(*of)[name]++
}

func (r *Report) call(c walk.Call) { r.count(&r.Calls, c.Operation+" "+c.Type) }

func (r *Report) event(name string) { r.count(&r.Other, "event: "+name) }

func (r *Report) act(act world.Act) { r.count(&r.Other, "act: "+act.Name+" "+act.Type) }

func (r *Report) met(name string) { r.count(&r.Other, "met: "+name) }

func (r *Report) request(c walk.Call, request world.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Requests++
	if request.Fault == "" {
		return
	}
	r.Faults++
	if r.Cells == nil {
		r.Cells = map[Cell]int{}
	}
	r.Cells[Cell{Request: request.Operation, Fault: request.Fault, Type: c.Type}]++
}

func (r *Report) add(_ *player, steps int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Histories++
	r.Steps += steps
}

// Has reports whether a cell was met.
func (r *Report) Has(cell Cell) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.Cells[cell] > 0
}

// Missing returns the cells of the matrix that are possible and that no history has met.
func (r *Report) Missing() []Cell {
	r.mu.Lock()
	defer r.mu.Unlock()
	var missing []Cell
	for _, cell := range Possible() {
		if r.Cells[cell] == 0 {
			missing = append(missing, cell)
		}
	}
	return missing
}

// Possible returns all cells of the matrix that are possible. Do not change them.
var Possible = sync.OnceValue(func() []Cell {
	var cells []Cell
	for _, request := range world.Operations() {
		for _, kind := range world.OperationTypes(request) {
			for _, fault := range world.FaultNames() {
				if !world.FaultApplies(fault, request) {
					continue
				}
				cells = append(cells, Cell{Request: request, Fault: fault, Type: kind})
			}
		}
	}
	return cells
})

// SpreadCell returns a possible cell for each number. Equal numbers of them lead to each cell, and those of neighbors are different requests.
func SpreadCell(number int) Cell {
	const stride = 977 // has no factor in common with the number of cells
	cells := Possible()
	return cells[number*stride%len(cells)]
}

// String returns the report as text.
func (r *Report) String() string {
	missing := r.Missing()
	r.mu.Lock()
	defer r.mu.Unlock()
	var text strings.Builder
	fmt.Fprintf(&text, "%d histories, %d steps, %d requests of Terraform, %d of them with a fault\n", r.Histories, r.Steps, r.Requests, r.Faults)
	possible := Possible()
	fmt.Fprintf(&text, "\nrequests of Terraform x faults x resources: %d of %d possible cells met\n", len(possible)-len(missing), len(possible))
	r.writeMatrix(&text, possible, missing)
	for _, fault := range world.FaultNames() {
		if impossible := impossibleRequests(fault); len(impossible) > 0 {
			fmt.Fprintf(&text, "impossible: %q in %s\n", fault, strings.Join(impossible, ", "))
		}
	}
	for _, counts := range []map[string]int{r.Calls, r.Other} {
		text.WriteString("\n")
		for _, name := range slices.Sorted(maps.Keys(counts)) {
			fmt.Fprintf(&text, "%8d  %s\n", counts[name], name)
		}
	}
	return text.String()
}

// writeMatrix writes a row for each request and resource: how many faults it has met, how many of them are possible, and those that it has
// not met.
func (r *Report) writeMatrix(text *strings.Builder, possible, missing []Cell) {
	type row struct{ request, kind string }
	var rows []row
	count := map[row]int{}
	lacks := map[row][]string{}
	for _, cell := range possible {
		key := row{cell.Request, cell.Type}
		if count[key] == 0 {
			rows = append(rows, key)
		}
		count[key]++
	}
	for _, cell := range missing {
		key := row{cell.Request, cell.Type}
		lacks[key] = append(lacks[key], cell.Fault)
	}
	for _, key := range rows {
		fmt.Fprintf(text, "%4d of %2d  %-28s %-26s", count[key]-len(lacks[key]), count[key], key.request, key.kind)
		if len(lacks[key]) > 0 {
			text.WriteString(" without " + strings.Join(lacks[key], "; "))
		}
		text.WriteString("\n")
	}
}

// impossibleRequests returns the requests of resources that cannot meet a fault: a request that only reads is never carried out late, for
// example.
func impossibleRequests(fault string) []string {
	return slices.DeleteFunc(world.Operations(), func(request string) bool {
		return world.FaultApplies(fault, request) || len(world.OperationTypes(request)) == 0
	})
}
