// Package walk is a model of Terraform: it calls a provider over the plugin protocol in the order, with the values, and by the rules of
// Terraform's own walks of validate, plan and apply. It runs in this process, so that a test can play thousands of runs. A breach of
// Terraform's rules, such as an inconsistent result after apply, is a violation.
//
// The model differs from Terraform in three ways: resources are processed one after the other, there are no modules, and a configuration
// is made of Go values in place of HCL.
package walk

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Server is the server of a provider.
type Server = tfprotov6.ProviderServerWithListResource //nolint:staticcheck // until ProviderServer has its methods

// Terraform is an installation of Terraform with one provider and one state.
type Terraform struct {
	// NewServer starts the provider. Each walk starts it again.
	NewServer func() Server
	// Arguments is the configuration of the provider.
	Arguments map[string]any
	// Observe, if set, is called before each call of the provider.
	Observe func(Call)
	// Context, if set, is the parent of the contexts of the calls.
	Context context.Context //nolint:containedctx // it carries loggers
	State   *State

	mu      sync.Mutex
	current *process
}

// Call is a call of the provider.
type Call struct {
	// Operation is "validate", "upgrade", "read", "plan", "create", "update", "delete", "import", "move", "read data" or "list".
	Operation string
	Address   string
	Type      string
}

// Diagnostic is a diagnostic of the provider.
type Diagnostic struct {
	Call
	Warning         bool
	Summary, Detail string
	Attribute       string
}

func (d Diagnostic) String() string {
	severity := "error"
	if d.Warning {
		severity = "warning"
	}
	return strings.TrimSpace(fmt.Sprintf("%s of %s %s %s: %s: %s", severity, d.Operation, d.Address, d.Attribute, d.Summary, d.Detail))
}

// Result is what the user sees of a run.
type Result struct {
	Diagnostics []Diagnostic
	// Violations are breaches of the rules of Terraform or of the protocol.
	Violations []string
	// Crashed is true if the provider crashed, Interrupted if the user interrupted the run.
	Crashed, Interrupted bool
}

// Failed reports whether the run ended with an error.
func (r *Result) Failed() bool {
	if r.Crashed || r.Interrupted || len(r.Violations) > 0 {
		return true
	}
	return len(r.Errors()) > 0
}

// Errors returns the diagnostics that are errors.
func (r *Result) Errors() []Diagnostic {
	var errors []Diagnostic
	for _, d := range r.Diagnostics {
		if !d.Warning {
			errors = append(errors, d)
		}
	}
	return errors
}

func (r *Result) violatef(address, format string, arguments ...any) {
	r.Violations = append(r.Violations, address+": "+fmt.Sprintf(format, arguments...))
}

// process is a running provider, as a walk starts it.
type process struct {
	*Result
	server  Server
	observe func(Call)
	context context.Context //nolint:containedctx // of all calls of the process
	cancel  context.CancelFunc

	mu               sync.Mutex
	crashed, stopped bool
}

// start starts and configures the provider.
func (t *Terraform) start(result *Result) (*process, bool) {
	p := &process{Result: result, server: t.NewServer(), observe: t.Observe}
	p.context, p.cancel = t.callContext()
	t.mu.Lock()
	t.current = p
	t.mu.Unlock()
	config, err := object(schemas().provider, t.Arguments, nil)
	if err != nil {
		panic(err) // an error of the test
	}
	_, ok := call(p, Call{Operation: "configure"}, func(ctx context.Context) (*tfprotov6.ConfigureProviderResponse, []*tfprotov6.Diagnostic, error) {
		resp, err := p.server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.15.0", Config: toDynamic(config)})
		return resp, resp.Diagnostics, err
	})
	return p, ok
}

// end ends the process.
func (t *Terraform) end(p *process) {
	t.mu.Lock()
	t.current = nil
	t.mu.Unlock()
	p.mu.Lock()
	p.Crashed, p.Interrupted = p.Crashed || p.crashed, p.Interrupted || p.stopped
	p.mu.Unlock()
	p.cancel()
}

// Crash kills the provider in the middle of a call, which then has no result. Call it while the provider waits for a service.
func (t *Terraform) Crash() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if p := t.current; p != nil {
		p.mu.Lock()
		p.crashed = true
		p.mu.Unlock()
		p.cancel()
	}
}

// Interrupt interrupts a run, as Ctrl-C does: the call that runs is asked to stop and has a result, and no other follows.
func (t *Terraform) Interrupt() {
	t.mu.Lock()
	p := t.current
	t.mu.Unlock()
	if p == nil {
		return
	}
	p.mu.Lock()
	p.stopped = true
	p.mu.Unlock()
	if _, err := p.server.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{}); err != nil {
		panic(err) // the provider always accepts it
	}
}

func (p *process) state() (crashed, stopped bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.crashed, p.stopped
}

// call calls the provider. It returns false if there is no result to use: there was an error, the process has crashed, or the run was
// interrupted before the call.
func call[Response any](p *process, c Call, do func(context.Context) (*Response, []*tfprotov6.Diagnostic, error)) (response *Response, ok bool) {
	if crashed, stopped := p.state(); crashed || stopped {
		return nil, false
	}
	if p.observe != nil {
		p.observe(c)
	}
	var diagnostics []*tfprotov6.Diagnostic
	var err error
	func() {
		defer func() {
			if problem := recover(); problem != nil {
				p.violatef(c.Address, "panic in %s: %v\n%s", c.Operation, problem, debug.Stack())
			}
		}()
		response, diagnostics, err = do(p.context)
	}()
	if crashed, _ := p.state(); crashed {
		return nil, false
	}
	if err != nil {
		p.violatef(c.Address, "%s fails with %v", c.Operation, err)
	}
	ok = response != nil && err == nil
	for _, d := range diagnostics {
		diagnostic := Diagnostic{Call: c, Warning: d.Severity == tfprotov6.DiagnosticSeverityWarning, Summary: d.Summary, Detail: d.Detail}
		if d.Attribute != nil {
			diagnostic.Attribute = d.Attribute.String()
		}
		p.Diagnostics = append(p.Diagnostics, diagnostic)
		ok = ok && diagnostic.Warning
	}
	return response, ok
}

// decode returns a value from the provider. A value of another type is a violation.
func (p *process) decode(c Call, kind tftypes.Type, dynamic *tfprotov6.DynamicValue) tftypes.Value {
	value, err := fromDynamic(kind, dynamic)
	if err != nil {
		p.violatef(c.Address, "%s returns an invalid object: %v", c.Operation, err)
		return tftypes.NewValue(kind, nil)
	}
	return value
}

func (t *Terraform) callContext() (context.Context, context.CancelFunc) {
	parent := t.Context
	if parent == nil {
		parent = context.Background()
	}
	return context.WithCancel(parent)
}

// Import imports a resource, as "terraform import" does, by an import ID or, if it is empty, by an identity. It also reads the data sources of the
// configuration, but refreshes no other resource.
func (t *Terraform) Import(config Config, address, id string, identity map[string]any) *Result {
	result := &Result{}
	if t.State.Instances[address] != nil {
		result.Diagnostics = []Diagnostic{{Summary: "Resource already managed by Terraform"}}
		return result
	}
	p, ok := t.start(result)
	defer t.end(p)
	if !ok {
		return result
	}
	var value tftypes.Value
	if id == "" {
		var err error
		if value, err = convert(identityType(Type(address)), identity, nil); err != nil {
			panic(err) // an error of the test
		}
	}
	plan := &Plan{Config: config, Options: PlanOptions{SkipRefresh: true, RefreshOnly: true}, Prior: t.State.Clone(), data: map[string]tftypes.Value{}}
	n := newPlanner(p, plan)
	n.imported[address] = true
	for _, each := range config.order() {
		if each == address {
			if n.Prior.Instances[address], ok = p.importResource(address, id, value); !ok {
				delete(n.Prior.Instances, address)
			}
		}
		if !ok || !n.block(each) {
			ok = false
			n.failed[each] = true
		}
	}
	if !result.Failed() {
		n.Prior.Data = n.data
		n.Prior.Serial++
		t.State = n.Prior
	}
	return result
}

// Query lists objects with a list resource, as "terraform query" does. It returns their identities.
func (t *Terraform) Query(kind string, config map[string]any) ([]map[string]any, *Result) {
	result := &Result{}
	p, ok := t.start(result)
	defer t.end(p)
	if !ok {
		return nil, result
	}
	value, err := object(schemas().ListResourceSchemas[kind], config, nil)
	if err != nil {
		panic(err) // an error of the test
	}
	c := Call{Operation: "list", Type: kind}
	var found []map[string]any
	_, _ = call(p, c, func(ctx context.Context) (*tfprotov6.ListResourceServerStream, []*tfprotov6.Diagnostic, error) {
		stream, err := p.server.ListResource(ctx, &tfprotov6.ListResourceRequest{TypeName: kind, Config: toDynamic(value), IncludeResource: true, Limit: 10000})
		if err != nil {
			return stream, nil, err
		}
		var diagnostics []*tfprotov6.Diagnostic
		for one := range stream.Results {
			diagnostics = append(diagnostics, one.Diagnostics...)
			if one.Identity == nil {
				continue
			}
			if one.Resource == nil || p.decode(c, resourceType(kind), one.Resource).IsNull() {
				p.violatef(kind, "a result of a query has no resource: %s", one.DisplayName)
			}
			identity, _ := Go(p.identity(c, one.Identity)).(map[string]any)
			found = append(found, identity)
		}
		return stream, diagnostics, nil
	})
	return found, result
}
