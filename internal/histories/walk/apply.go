package walk

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// applier applies a plan.
type applier struct {
	*process
	plan  *Plan
	state *State
	// values are the values of the blocks that references see.
	values map[string]tftypes.Value
	// failed are the blocks that were not changed as planned. Blocks that depend on them are skipped.
	failed map[string]bool
}

// Apply applies a plan and saves the state, also if it fails. A plan with an error, or of a state that has changed since, is refused.
func (t *Terraform) Apply(plan *Plan) *Result {
	result := &Result{}
	switch {
	case plan.Failed():
		result.Diagnostics = append(result.Diagnostics, Diagnostic{Summary: "The plan has failed"})
		return result
	case plan.Prior.Serial != t.State.Serial:
		result.Diagnostics = append(result.Diagnostics, Diagnostic{Summary: "Saved plan is stale"})
		return result
	}
	p, ok := t.start(result)
	defer t.end(p)
	if !ok {
		return result
	}
	a := &applier{process: p, plan: plan, state: plan.Prior.Clone(), values: maps.Clone(plan.data), failed: map[string]bool{}}
	for address, instance := range a.state.Instances {
		a.values[address] = instance.Value
	}
	a.deleteFirst()
	for _, address := range plan.Config.order() {
		if change := plan.Change(address); change != nil {
			a.block(change)
		}
	}
	a.deleteLast()
	if plan.Options.Destroy {
		clear(a.state.Data)
	}
	if t.State.Serial == 0 || !a.state.equal(t.State) {
		a.state.Serial = t.State.Serial + 1
	}
	t.State = a.state
	return result
}

// deleteFirst deletes what the plan deletes before it creates: dependents first.
func (a *applier) deleteFirst() {
	for _, address := range slices.Backward(a.state.order()) {
		change := a.plan.Change(address)
		if change == nil || change.Action != Delete && change.Action != DeleteThenCreate {
			continue
		}
		if !a.isDeletedLast(address) {
			a.deleteCurrent(change)
		}
	}
}

// deleteCurrent deletes the resource at the address of a change, unless one that depends on it should have been deleted before, but was not.
func (a *applier) deleteCurrent(change *Change) {
	address := change.Address
	if a.hasDependent(address) {
		a.failed[address] = true
		return
	}
	if left := a.delete(change, a.state.Instances[address]); left != nil {
		a.state.Instances[address] = left
		a.failed[address] = true
		return
	}
	delete(a.state.Instances, address)
	delete(a.values, address)
}

// hasDependent reports whether a resource that depended on this one should have been deleted or changed, but was not.
func (a *applier) hasDependent(address string) bool {
	for other := range a.failed {
		if change := a.plan.Change(other); change != nil && slices.Contains(change.Before.Dependencies, address) {
			return true
		}
	}
	return false
}

// isDeletedLast reports whether a resource that is no longer configured is deleted after other resources have changed: it, or one that depends
// on it, had create_before_destroy.
func (a *applier) isDeletedLast(address string) bool {
	change := a.plan.Change(address)
	if change == nil || change.Action != Delete {
		return false
	}
	for other, instance := range a.state.Instances {
		if instance.CreateBeforeDestroy && (other == address || slices.Contains(instance.Dependencies, address)) {
			return true
		}
	}
	return false
}

// deleteDeposed plans the deletion of a deposed resource once more, and deletes it. It returns what is left, or nil.
func (a *applier) deleteDeposed(address string, instance *Instance) (left *Instance) {
	isPlanned := slices.ContainsFunc(a.plan.Changes, func(c *Change) bool {
		return c.Deposed == instance || c.Address == address && c.Action == CreateThenDelete
	})
	if crashed, stopped := a.process.state(); crashed || stopped || !isPlanned || a.dependentFailed(address) {
		return instance
	}
	change, ok := a.planDeletion(address, instance)
	if !ok {
		return instance
	}
	return a.delete(change, instance)
}

// deleteLast deletes resources that had create_before_destroy, and deposed resources, if their replacements exist.
func (a *applier) deleteLast() {
	for _, address := range slices.Backward(a.state.order()) {
		change := a.plan.Change(address)
		if change == nil || change.Action != Delete || a.failed[address] {
			continue
		}
		a.deleteCurrent(change)
	}
	for _, address := range slices.Sorted(maps.Keys(a.state.Deposed)) {
		var kept []*Instance
		for _, instance := range a.state.Deposed[address] {
			if left := a.deleteDeposed(address, instance); left != nil {
				kept = append(kept, left)
			}
		}
		a.state.Deposed[address] = kept
		if len(kept) == 0 {
			delete(a.state.Deposed, address)
		}
	}
}

// dependentFailed reports whether the block at an address, or one that refers to it, was not changed as planned. It may still use the
// deposed resource.
func (a *applier) dependentFailed(address string) bool {
	for failed := range a.failed {
		if failed == address || slices.Contains(a.plan.Config.allDependencies(failed), address) {
			return true
		}
	}
	return false
}

// delete deletes a resource. It returns what is left, or nil.
func (a *applier) delete(change *Change, instance *Instance) (left *Instance) {
	if Type(change.Address) == builtin {
		return nil
	}
	if crashed, stopped := a.process.state(); crashed || stopped {
		return instance
	}
	deletion := *change
	deletion.After = tftypes.NewValue(resourceType(Type(change.Address)), nil)
	if change.Action != Delete {
		deletion.Identity = tftypes.NewValue(identityType(Type(change.Address)), nil)
	}
	after, ok := a.apply("delete", &deletion, deletion.After)
	if ok && !after.Value.IsNull() {
		a.violatef(change.Address, "Provider returned invalid result object after apply: a deletion leaves %v", after.Value)
		ok = false
	}
	switch {
	case ok:
		return nil
	case after == nil || after.Value.IsNull():
		return instance
	}
	// Terraform does not keep create_before_destroy here.
	after.Tainted, after.Dependencies = instance.Tainted, instance.Dependencies
	return after
}

// apply asks the provider to apply a change. It returns nil if there is no result. ok is false if there was an error; the result may then
// be the part that was done.
func (a *applier) apply(operation string, change *Change, config tftypes.Value) (after *Instance, ok bool) {
	c := Call{Operation: operation, Address: change.Address, Type: Type(change.Address)}
	before := change.Before
	if operation == "create" {
		before = Instance{Value: tftypes.NewValue(resourceType(c.Type), nil)}
	}
	resp, ok := call(a.process, c, func(ctx context.Context) (*tfprotov6.ApplyResourceChangeResponse, []*tfprotov6.Diagnostic, error) {
		resp, err := a.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
			TypeName: c.Type, PriorState: toDynamic(before.Value), Config: toDynamic(config), PlannedState: toDynamic(change.After),
			PlannedPrivate: change.Private, PlannedIdentity: identityData(change.Identity),
		})
		return resp, resp.Diagnostics, err
	})
	if resp == nil {
		return nil, false
	}
	after = &Instance{
		Value: a.decode(c, resourceType(c.Type), resp.NewState), Identity: a.identity(c, resp.NewIdentity), Private: resp.Private,
	}
	if !after.Value.IsFullyKnown() {
		a.violatef(change.Address, "Provider returned invalid result object after apply: unknown values in %v", after.Value)
		return nil, false
	}
	// Terraform sends no identity to the deletion of a replacement, so that the resource has none if the deletion fails.
	if operation != "delete" && !after.Value.IsNull() && (after.Identity.IsNull() || !after.Identity.IsFullyKnown()) {
		a.violatef(change.Address, "the identity after %s is %v", operation, after.Identity)
	}
	return after, ok
}

// block creates or updates a resource, or reads a data source that the plan has deferred.
func (a *applier) block(change *Change) {
	block := a.plan.Config[change.Address]
	if crashed, stopped := a.process.state(); crashed || stopped {
		a.failed[change.Address] = true
	}
	for _, dependency := range block.Dependencies() {
		if a.failed[dependency] {
			a.failed[change.Address] = true
		}
	}
	for _, dependency := range change.Before.Dependencies {
		_, isConfigured := a.plan.Config[dependency]
		if a.failed[dependency] && !isConfigured && change.Action != NoOp { // its deletion has failed
			a.failed[change.Address] = true
		}
	}
	if a.failed[change.Address] || change.Action == NoOp || change.Action == Delete {
		return
	}
	var ok bool
	switch {
	case isData(change.Address):
		ok = a.dataSource(change.Address, block)
	case Type(change.Address) == builtin:
		ok = a.builtin(change.Address, block)
	default:
		ok = a.createOrUpdate(change, block)
	}
	if instance := a.state.Instances[change.Address]; instance != nil {
		a.values[change.Address] = instance.Value
	}
	if !ok {
		a.failed[change.Address] = true
	}
}

func (a *applier) lookup(ref Ref) (tftypes.Value, error) { return lookup(a.values, ref) }

func (a *applier) dataSource(address string, block Block) bool {
	config, err := object(schemas().DataSourceSchemas[Type(address)], block.Arguments, a.lookup)
	if err != nil || !config.IsFullyKnown() {
		a.violatef(address, "the configuration of a data source is unknown during apply: %v %v", config, err)
		return false
	}
	value, ok := a.readData(address, config)
	if ok {
		a.values[address] = value
		a.state.Data[address] = value
	}
	return ok
}

func (a *applier) builtin(address string, block Block) bool {
	input, err := convert(tftypes.String, block.Arguments["input"], a.lookup)
	if err != nil {
		panic(err) // an error of the test
	}
	a.state.Instances[address] = &Instance{
		Value:        tftypes.NewValue(builtinType, map[string]tftypes.Value{"input": input, "output": input}),
		Dependencies: a.plan.Config.allDependencies(address), CreateBeforeDestroy: a.plan.Config.createsFirst(address),
	}
	return true
}

// createOrUpdate plans once more with the values that are known now, and applies the plan if it agrees with the first.
func (a *applier) createOrUpdate(change *Change, block Block) bool {
	address := change.Address
	config, err := object(schemas().ResourceSchemas[Type(address)], block.Arguments, a.lookup)
	if err != nil {
		panic(err) // an error of the test
	}
	if !config.IsFullyKnown() {
		a.violatef(address, "the configuration is unknown during apply: %v", config)
		return false
	}
	old := a.state.Instances[address]
	if change.Action == CreateThenDelete {
		delete(a.state.Instances, address)
		a.state.Deposed[address] = append(slices.Clone(a.state.Deposed[address]), old)
	}
	final, ok := a.process.plan(address, a.plan.Config.createsFirst(address), config, a.state.Instances[address], false)
	ok = ok && a.checkFinal(change, final)
	if !ok || final.Action == NoOp {
		return ok // a resource that is deposed stays deposed
	}
	ok = a.applyFinal(change, final, config)
	if change.Action == CreateThenDelete && a.state.Instances[address] == nil {
		a.state.Instances[address] = old
		a.state.Deposed[address] = slices.DeleteFunc(a.state.Deposed[address], func(i *Instance) bool { return i == old })
	}
	return ok
}

// checkFinal compares the plan during the apply with the first one.
func (a *applier) checkFinal(planned, final *Change) bool {
	want := planned.Action
	if want == DeleteThenCreate || want == CreateThenDelete {
		want = Create
	}
	if final.Action != want && (want != Update || final.Action != NoOp) {
		a.violatef(planned.Address, "Provider produced inconsistent final plan: %s became %s", want, final.Action)
		return false
	}
	problems := checkCompatible(planned.After, final.After)
	for _, problem := range problems {
		a.violatef(planned.Address, "Provider produced inconsistent final plan: %s", problem)
	}
	return len(problems) == 0
}

func (a *applier) applyFinal(change, final *Change, config tftypes.Value) bool {
	operation := "create"
	if final.Action == Update {
		operation = "update"
	}
	after, ok := a.apply(operation, final, config)
	if after == nil || after.Value.IsNull() {
		if ok {
			a.violatef(change.Address, "Provider returned invalid result object after apply: null after %s", operation)
		}
		if old := a.state.Instances[change.Address]; old != nil {
			kept := *old
			kept.Dependencies = a.plan.Config.allDependencies(change.Address)
			a.state.Instances[change.Address] = &kept
		}
		return false
	}
	if ok {
		for _, problem := range checkCompatible(final.After, after.Value) {
			a.violatef(change.Address, "Provider produced inconsistent result after apply: %s", problem)
			ok = false
		}
	}
	after.Tainted = !ok && operation == "create"
	after.Dependencies, after.CreateBeforeDestroy = a.plan.Config.allDependencies(change.Address), a.plan.Config.createsFirst(change.Address)
	a.state.Instances[change.Address] = after
	return ok
}
