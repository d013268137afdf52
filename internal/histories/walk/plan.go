package walk

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Action is what a plan does with a resource.
type Action string

// The actions of a plan.
const (
	NoOp             Action = "no-op"
	Create           Action = "create"
	Update           Action = "update"
	Delete           Action = "delete"
	DeleteThenCreate Action = "delete then create"
	CreateThenDelete Action = "create then delete"
	Read             Action = "read"
)

// Change is the planned change of a resource.
type Change struct {
	Address string
	Action  Action
	Before  Instance
	// After, Identity and Private are the planned state, identity and private state.
	After, Identity tftypes.Value
	Private         []byte
	// Deposed is the deposed resource that is deleted, if the change deletes one.
	Deposed *Instance
}

// PlanOptions are the options of a plan.
type PlanOptions struct {
	// SkipRefresh is -refresh=false, RefreshOnly -refresh-only and Destroy -destroy.
	SkipRefresh, RefreshOnly, Destroy bool
	// Replace are the addresses of -replace.
	Replace []string
	// Imports are import blocks: import IDs by address, for resources that are not in the state.
	Imports map[string]string
}

// Plan is a plan.
type Plan struct {
	Result
	Config  Config
	Options PlanOptions
	// Prior is the state after the refresh. An apply begins with it.
	Prior   *State
	Changes []*Change
	// data are the values of the data sources that were read.
	data map[string]tftypes.Value
}

// Empty reports whether the plan changes nothing.
func (p *Plan) Empty() bool {
	return !slices.ContainsFunc(p.Changes, func(c *Change) bool { return c.Action != NoOp })
}

// Change returns the change of the resource at an address, or nil.
func (p *Plan) Change(address string) *Change {
	i := slices.IndexFunc(p.Changes, func(c *Change) bool { return c.Address == address && c.Deposed == nil })
	if i < 0 {
		return nil
	}
	return p.Changes[i]
}

// Data returns the value of a data source that the plan has read.
func (p *Plan) Data(address string) (value tftypes.Value, isRead bool) {
	value, isRead = p.data[address]
	return value, isRead
}

// planner makes a plan.
type planner struct {
	*process
	*Plan
	// values are the values of the blocks that references see.
	values map[string]tftypes.Value
	failed map[string]bool
	// imported are the addresses of the resources that were imported.
	imported map[string]bool
}

func newPlanner(p *process, plan *Plan) *planner {
	return &planner{process: p, Plan: plan, values: map[string]tftypes.Value{}, failed: map[string]bool{}, imported: map[string]bool{}}
}

// Plan plans. The state does not change.
func (t *Terraform) Plan(config Config, options PlanOptions) *Plan {
	plan := &Plan{Config: config, Options: options, Prior: t.State.Clone(), data: map[string]tftypes.Value{}}
	if !t.validateAll(config, &plan.Result) {
		return plan
	}
	if options.Destroy && !options.SkipRefresh && !t.State.isEmpty() {
		// Terraform refreshes with a plan of the configuration, of which it keeps the refreshed state and errors.
		refresh := &Plan{Config: config, Prior: plan.Prior, data: map[string]tftypes.Value{}}
		t.walkPlan(refresh)
		if refresh.Failed() {
			plan.Result = refresh.Result
			return plan
		}
		plan.Prior = refresh.Prior
	}
	t.walkPlan(plan)
	return plan
}

// walkPlan is the plan walk.
func (t *Terraform) walkPlan(plan *Plan) {
	p, ok := t.start(&plan.Result)
	defer t.end(p)
	if !ok {
		return
	}
	n := newPlanner(p, plan)
	n.refreshOthers()
	if !plan.Options.Destroy {
		for _, address := range plan.Config.order() {
			if !n.block(address) {
				n.failed[address] = true
			}
		}
		n.Prior.Data = n.data
	}
	n.deletions()
}

// validateAll is the validate walk: all references to resources are unknown.
func (t *Terraform) validateAll(config Config, result *Result) bool {
	p := &process{Result: result, server: t.NewServer(), observe: t.Observe}
	p.context, p.cancel = t.callContext()
	defer p.cancel()
	ok := true
	for _, address := range config.order() {
		if isData(address) || Type(address) == builtin {
			continue
		}
		value, err := object(schemas().ResourceSchemas[Type(address)], config[address].Arguments, unknownRefs)
		if err != nil {
			panic(err) // an error of the test
		}
		ok = p.validate(address, value) && ok
	}
	return ok
}

func unknownRefs(Ref) (tftypes.Value, error) {
	return tftypes.NewValue(tftypes.DynamicPseudoType, tftypes.UnknownValue), nil
}

// refreshOthers reads resources that are not in the configuration, which are all if everything is to be destroyed.
func (n *planner) refreshOthers() {
	for _, address := range n.Prior.order() {
		if _, configured := n.Config[address]; !configured || n.Options.Destroy {
			n.refresh(address)
		}
	}
	for _, address := range slices.Sorted(maps.Keys(n.Prior.Deposed)) {
		var kept []*Instance
		for _, instance := range n.Prior.Deposed[address] {
			read, _ := n.refreshed(address, instance)
			if read != nil {
				kept = append(kept, read)
			}
		}
		n.Prior.Deposed[address] = kept
	}
}

// refresh reads the resource at an address, if there is one.
func (n *planner) refresh(address string) bool {
	instance := n.Prior.Instances[address]
	if instance == nil || Type(address) == builtin {
		return true
	}
	read, ok := n.refreshed(address, instance)
	if !ok {
		n.failed[address] = true
		return false
	}
	if read == nil {
		delete(n.Prior.Instances, address)
	} else {
		n.Prior.Instances[address] = read
	}
	return true
}

func (n *planner) refreshed(address string, instance *Instance) (*Instance, bool) {
	upgraded, ok := n.upgrade(address, instance)
	if !ok || n.Options.SkipRefresh || n.Options.Destroy {
		return upgraded, ok
	}
	return n.read(address, upgraded)
}

// block refreshes and plans a block. It returns false if that fails, or if a block that it refers to has failed.
func (n *planner) block(address string) bool {
	block := n.Config[address]
	for _, dependency := range block.Dependencies() {
		if n.failed[dependency] {
			return false
		}
	}
	switch {
	case isData(address):
		return n.dataSource(address, block)
	case Type(address) == builtin:
		n.builtin(address, block)
		return true
	}
	config, err := object(schemas().ResourceSchemas[Type(address)], block.Arguments, n.lookup)
	if err != nil {
		panic(err) // an error of the test
	}
	if id := n.Options.Imports[address]; id != "" && n.Prior.Instances[address] == nil {
		imported, ok := n.importResource(address, id, tftypes.Value{})
		if !ok {
			return false
		}
		n.Prior.Instances[address], n.imported[address] = imported, true
	} else if !n.refresh(address) {
		return false
	}
	n.relate(address)
	if n.Options.RefreshOnly {
		if instance := n.Prior.Instances[address]; instance != nil {
			n.values[address] = instance.Value
		}
		return true
	}
	change, ok := n.plan(address, n.Config.createsFirst(address), config, n.Prior.Instances[address], slices.Contains(n.Options.Replace, address))
	if ok {
		n.Changes = append(n.Changes, change)
		n.values[address] = change.After
		n.settle(change)
	}
	return ok
}

// relate saves the relations of a resource to others in the refreshed state: those of the state and of the configuration together, because
// both restrict the order of the changes. Terraform does not save those of a resource that it has just imported.
func (n *planner) relate(address string) {
	instance := n.Prior.Instances[address]
	if instance == nil || n.imported[address] {
		return
	}
	related := *instance
	related.CreateBeforeDestroy = n.Config.createsFirst(address)
	if !n.Options.SkipRefresh {
		related.Dependencies = slices.Concat(n.Config.allDependencies(address), instance.Dependencies)
		slices.Sort(related.Dependencies)
		related.Dependencies = slices.Compact(related.Dependencies)
	}
	n.Prior.Instances[address] = &related
}

// settle saves the relations in the configuration of a resource that does not change, since no apply will, if its dependencies are others.
func (n *planner) settle(change *Change) {
	instance, dependencies := n.Prior.Instances[change.Address], n.Config.allDependencies(change.Address)
	if instance != nil && change.Action == NoOp && !slices.Equal(instance.Dependencies, dependencies) {
		settled := *instance
		settled.Dependencies, settled.CreateBeforeDestroy = dependencies, n.Config.createsFirst(change.Address)
		n.Prior.Instances[change.Address] = &settled
	}
}

// plan plans the change of a resource. It asks the provider twice for a replacement, as Terraform does.
func (p *process) plan(address string, createFirst bool, config tftypes.Value, current *Instance, replace bool) (*Change, bool) {
	if !p.validate(address, config) {
		return nil, false
	}
	null := Instance{Value: tftypes.NewValue(resourceType(Type(address)), nil)}
	prior := null
	tainted := current != nil && current.Tainted
	if current != nil && !tainted {
		prior = *current
	}
	planned, ok := p.askPlan(address, prior, config)
	if !ok {
		return nil, false
	}
	replaced, err := replacements(planned.replaces, prior.Value, planned.planned)
	if err != nil {
		p.violatef(address, "Provider produced invalid plan: %v", err)
		return nil, false
	}
	change := &Change{Address: address, Before: prior, Action: Update}
	switch {
	case prior.Value.IsNull():
		change.Action = Create
	case len(replaced) > 0 || replace:
		change.Action = replacement(createFirst)
		null.Private, null.Identity = planned.private, planned.identity
		if planned, ok = p.askPlan(address, null, config); !ok {
			return nil, false
		}
	case planned.planned.Equal(prior.Value):
		change.Action = NoOp
	}
	if change.Action == Create && tainted {
		change.Action, change.Before = replacement(createFirst), *current
	}
	if (change.Action == NoOp || change.Action == Update) && !planned.identity.IsFullyKnown() {
		p.violatef(address, "the identity of an update is unknown: %v", planned.identity)
	}
	change.After, change.Identity, change.Private = planned.planned, planned.identity, planned.private
	return change, true
}

func replacement(createFirst bool) Action {
	if createFirst {
		return CreateThenDelete
	}
	return DeleteThenCreate
}

// dataSource reads a data source, or defers it to the apply if its configuration is unknown, or it refers to a resource that changes.
func (n *planner) dataSource(address string, block Block) bool {
	schema := schemas().DataSourceSchemas[Type(address)]
	config, err := object(schema, block.Arguments, n.lookup)
	if err != nil {
		panic(err) // an error of the test
	}
	deferred := !config.IsFullyKnown()
	for _, dependency := range block.Dependencies() {
		change := n.Change(dependency)
		deferred = deferred || change != nil && change.Action != NoOp && !isData(dependency)
	}
	if deferred {
		n.values[address] = tftypes.NewValue(schema.ValueType(), tftypes.UnknownValue)
		if !n.Options.RefreshOnly {
			n.Changes = append(n.Changes, &Change{Address: address, Action: Read, After: n.values[address]})
		}
		return true
	}
	value, ok := n.readData(address, config)
	if ok {
		n.values[address], n.data[address] = value, value
	}
	return ok
}

var builtinType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"input": tftypes.String, "output": tftypes.String}}

// builtin plans a resource of the type terraform_data.
func (n *planner) builtin(address string, block Block) {
	input, err := convert(tftypes.String, block.Arguments["input"], n.lookup)
	if err != nil {
		panic(err) // an error of the test
	}
	change := &Change{Address: address, Action: Create}
	output := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	if instance := n.Prior.Instances[address]; instance != nil {
		change.Action, change.Before = Update, *instance
		if attributes(instance.Value)["input"].Equal(input) {
			change.Action, output = NoOp, attributes(instance.Value)["output"]
		}
	}
	change.After = tftypes.NewValue(builtinType, map[string]tftypes.Value{"input": input, "output": output})
	n.values[address] = change.After
	n.relate(address)
	if !n.Options.RefreshOnly {
		n.Changes = append(n.Changes, change)
		n.settle(change)
	}
}

// lookup is the environment of a plan.
func (n *planner) lookup(ref Ref) (tftypes.Value, error) { return lookup(n.values, ref) }

func lookup(values map[string]tftypes.Value, ref Ref) (tftypes.Value, error) {
	value, found := values[ref.Address]
	if !found || !value.IsKnown() || value.IsNull() {
		return unknownRefs(ref)
	}
	attribute, found := attributes(value)[ref.Attribute]
	if !found {
		return attribute, fmt.Errorf("%s has no attribute %q", ref.Address, ref.Attribute)
	}
	return attribute, nil
}

// deletions plans the deletion of the resources that are not in the configuration, and of those that a replacement has left behind.
func (n *planner) deletions() {
	for _, address := range slices.Backward(n.Prior.order()) {
		if _, configured := n.Config[address]; configured && !n.Options.Destroy || n.failed[address] {
			continue
		}
		instance := n.Prior.Instances[address]
		// A plan that refreshes only plans deletions, too, and drops all but their errors.
		if change, ok := n.planDeletion(address, instance); ok && !n.Options.RefreshOnly {
			n.Changes = append(n.Changes, change)
		}
	}
	if n.Options.RefreshOnly {
		return
	}
	for _, address := range slices.Sorted(maps.Keys(n.Prior.Deposed)) {
		for _, instance := range n.Prior.Deposed[address] {
			if change, ok := n.planDeletion(address, instance); ok {
				change.Deposed = instance
				n.Changes = append(n.Changes, change)
			}
		}
	}
}

func (p *process) planDeletion(address string, instance *Instance) (*Change, bool) {
	change := &Change{Address: address, Action: Delete, Before: *instance}
	if Type(address) == builtin {
		return change, true
	}
	null := tftypes.NewValue(resourceType(Type(address)), nil)
	planned, ok := p.askPlan(address, *instance, null)
	change.After, change.Identity, change.Private = null, planned.identity, planned.private
	return change, ok
}
