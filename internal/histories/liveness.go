package histories

import (
	"slices"
	"strings"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/walk"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// differs reports whether the plan changes an attribute to another value that is known.
func differs(change *walk.Change) bool {
	return len(walk.KnownChanges(change.Before.Value, change.After)) > 0
}

// mostInterrupted is the longest time from an interrupt to the end of the run: what the provider may still need to find a lost object, or to
// clean up.
const mostInterrupted = 20 * time.Second

// checkInterrupt checks that a run ends soon after it is interrupted.
func (p *player) checkInterrupt(r *run) {
	if r.endedAfter > mostInterrupted {
		p.failf("an interrupt ends the run", "after %s", r.endedAfter)
	}
}

// mostRequests is the number of requests after which a run is stopped. Runs of histories need some hundreds.
const mostRequests = 5000

// checkRequests checks that a run sends no requests without an end.
func (p *player) checkRequests() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen >= mostRequests {
		p.failf("a run ends", "it has sent %d requests", p.seen)
	}
}

// overload are faults with which a service says that it has not carried out a request, and that it does so later.
var overload = []string{"429", "429, Retry-After seconds", "429, Retry-After date", "503, Retry-After"}

// lostResponse are faults that lose the response to one request, and that no client can tell from each other.
var lostResponse = []string{
	"reset before the response", "reset after the commit", "truncated response", "500", "500 after the commit", "502 with HTML",
	"502 with HTML after the commit", "503", "504", "504 after the commit", "connection refused", "connection refused after the commit",
}

// waits are the times for which a service asks with Retry-After, at least.
var waits = map[string]time.Duration{"429, Retry-After seconds": 7 * time.Second, "503, Retry-After": 7 * time.Second, "429, Retry-After date": 9 * time.Second}

// checkRetries checks that faults that pass do not fail a run, and that clients wait as long as a service asks.
func (p *player) checkRetries(before snapshot, r *run) {
	if r.during.Event != "" || len(r.faults) == 0 || !passes(r.faults) || !r.undisturbed {
		return
	}
	p.checkWaits(before)
	is := func(names []string) bool {
		return !slices.ContainsFunc(r.faults, func(f world.Fault) bool { return !slices.Contains(names, f.Name) })
	}
	for _, result := range r.results {
		for _, d := range result.Errors() {
			switch {
			case is(overload) && (strings.Contains(d.Detail, "429 Too Many Requests") || strings.Contains(d.Detail, "503 Service Unavailable")):
				p.failf("a service that is busy for a moment fails no run", "%s", d)
			case is(lostResponse) && len(r.faults) == 1 && r.faults[0].Times == 1 && isRecoverable(d):
				p.failf("one lost response fails no run", "%s", d)
			}
		}
	}
	if is(overload) {
		p.report.met("a run with a busy service")
	} else if is(lostResponse) {
		p.report.met("a run with lost responses")
	}
}

// passes reports whether faults happen so rarely that retries succeed.
func passes(faults []world.Fault) bool {
	sum := 0
	for _, fault := range faults {
		if fault.Act != nil || fault.Times == 0 {
			return false
		}
		sum += fault.Times
	}
	return sum <= 4 // the provider retries a request five times
}

// isRecoverable reports whether an error is about a lost response to a request that can be retried, or whose effect can be looked up. That
// is not so for the creation of a VCS room or a whiteboard room.
func isRecoverable(d walk.Diagnostic) bool {
	if d.Operation == "create" && (d.Type == "xrcloud_vcs_room" || d.Type == "xrcloud_whiteboard_room") {
		return false
	}
	if strings.Contains(d.Detail, "An earlier attempt of this creation") {
		return false // the last attempt was refused, for example because another project has the label
	}
	return strings.Contains(d.Detail, "may have been carried out") || strings.Contains(d.Detail, "response to the create request was lost")
}

// checkWaits checks that no request is repeated sooner than the service asks.
func (p *player) checkWaits(before snapshot) {
	requests := p.world.Requests()[before.requests:]
	for i, request := range requests {
		wait := waits[request.Fault]
		if wait == 0 || request.Party != world.Terraform {
			continue
		}
		for _, next := range requests[i+1:] {
			if next.Party == world.Terraform && next.Method == request.Method && next.Path == request.Path {
				if waited := next.At.Sub(request.At); waited < wait {
					p.failf("Retry-After is kept", "%s %s is sent again after %s", request.Method, request.Path, waited)
				}
				p.report.met("a wait for which the service has asked")
				break
			}
		}
	}
}
