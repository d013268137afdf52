package world

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// Fault is a fault of the network or a service.
type Fault struct {
	// Name is one of FaultNames. If empty, the response is that of the service, which is of use with Act.
	Name string
	// Operation selects the requests. If empty, it is all requests of Terraform.
	Operation string
	// Skip is the number of these requests that are not affected first, Times the number of those that are affected then. 0 is no limit.
	Skip, Times int
	// Act is an act of a person just before the request is handled, or nil.
	Act *Act
}

// FaultNames returns the names of all faults.
func FaultNames() []string {
	var names []string
	for _, f := range faults {
		names = append(names, f.name)
	}
	return names
}

// FaultApplies reports whether requests of an operation can meet a fault. Other requests are not affected by it.
func FaultApplies(fault, operation string) bool {
	found, isKnown := operationNamed(operation)
	i := slices.IndexFunc(faults, func(f faultKind) bool { return f.name == fault })
	return isKnown && i >= 0 && faults[i].appliesTo(found)
}

// Inject injects faults, in addition to those that are already injected. If several faults match a request, it meets the first one.
// Faults do not affect people's requests. Inject panics if a name is unknown.
func (w *World) Inject(injected ...Fault) {
	for _, fault := range injected {
		w.faults.Inject(w.compile(fault))
	}
}

// ClearFaults removes all faults. What they have announced still happens, see Settle.
func (w *World) ClearFaults() { w.faults.ClearFaults() }

// compile returns the fault for the servers.
func (w *World) compile(fault Fault) faultserver.Fault {
	kind := faultKind{}
	if fault.Name != "" {
		i := slices.IndexFunc(faults, func(f faultKind) bool { return f.name == fault.Name })
		if i < 0 {
			panic(fmt.Sprintf("unknown fault %q", fault.Name))
		}
		kind = faults[i]
	}
	if _, isKnown := operationNamed(fault.Operation); !isKnown && fault.Operation != "" {
		panic(fmt.Sprintf("unknown operation %q", fault.Operation))
	}
	compiled := faultserver.Fault{}
	if kind.rule != nil {
		compiled = kind.rule(w)
	}
	compiled.Name, compiled.Skip, compiled.Times = fault.Name, fault.Skip, fault.Times
	compiled.Match = func(r *http.Request) bool {
		met, isKnown := operationNamed(w.requestOf(r).Operation)
		return isKnown && (fault.Operation == "" || met.name == fault.Operation) && kind.appliesTo(met)
	}
	if fault.Act != nil {
		act := *fault.Act
		compiled.Before = func() { w.Do(act) }
	}
	return compiled
}
