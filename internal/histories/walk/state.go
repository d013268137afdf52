package walk

import (
	"bytes"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Instance is a resource in the state.
type Instance struct {
	Value tftypes.Value
	// Identity is the identity; a null value for a resource that has none yet.
	Identity tftypes.Value
	Private  []byte
	// Tainted is true if the next plan replaces the resource, because its creation failed halfway, or because the user said so.
	Tainted bool
	// CreateBeforeDestroy and Dependencies are those of the configuration when the resource was last changed.
	CreateBeforeDestroy bool
	Dependencies        []string
}

// State is the state of Terraform. Its values are not changed in place: Clone copies the maps only.
type State struct {
	// Serial counts the changes of the state. A saved plan is stale if it has changed.
	Serial    int
	Instances map[string]*Instance
	// Data are the data sources. Plans do not use them, but a change of them is a change of the state.
	Data map[string]tftypes.Value
	// Deposed are the resources that a replacement has left behind, by address, because their deletion failed.
	Deposed map[string][]*Instance
}

// NewState returns an empty state.
func NewState() *State {
	return &State{Instances: map[string]*Instance{}, Data: map[string]tftypes.Value{}, Deposed: map[string][]*Instance{}}
}

// Clone returns a copy.
func (s *State) Clone() *State {
	clone := &State{Serial: s.Serial, Instances: maps.Clone(s.Instances), Data: maps.Clone(s.Data), Deposed: map[string][]*Instance{}}
	for address, deposed := range s.Deposed {
		clone.Deposed[address] = slices.Clone(deposed)
	}
	return clone
}

// isEmpty reports whether the state has no resource and no data source.
func (s *State) isEmpty() bool { return len(s.Instances)+len(s.Deposed)+len(s.Data) == 0 }

// equal reports whether both states are the same, apart from their serials.
func (s *State) equal(other *State) bool {
	resources, others := s.All(), other.All()
	return maps.EqualFunc(s.Data, other.Data, tftypes.Value.Equal) && slices.EqualFunc(resources, others, func(a, b Resource) bool {
		return a.Address == b.Address && a.Deposed == b.Deposed && a.Value.Equal(b.Value) && bytes.Equal(a.Private, b.Private) && a.Tainted == b.Tainted &&
			a.CreateBeforeDestroy == b.CreateBeforeDestroy && slices.Equal(a.Dependencies, b.Dependencies)
	})
}

// All returns all resources: those in the configuration's place, and deposed ones.
func (s *State) All() []Resource {
	var all []Resource
	for _, address := range slices.Sorted(maps.Keys(s.Instances)) {
		all = append(all, Resource{Address: address, Instance: s.Instances[address]})
	}
	for _, address := range slices.Sorted(maps.Keys(s.Deposed)) {
		for _, instance := range s.Deposed[address] {
			all = append(all, Resource{Address: address, Deposed: true, Instance: instance})
		}
	}
	return all
}

// Resource is a resource in the state, with its address.
type Resource struct {
	*Instance
	Address string
	Deposed bool
}

// String returns the attribute with the name if it is a known string, and otherwise "".
func (i *Instance) String(name string) string {
	text, _ := Go(attributes(i.Value)[name]).(string)
	return text
}

// Taint marks a resource, if it is in the state, so that the next plan replaces it.
func (s *State) Taint(address string) bool {
	instance := s.Instances[address]
	if instance == nil {
		return false
	}
	if instance.Tainted {
		return true
	}
	tainted := *instance
	tainted.Tainted = true
	s.Instances[address] = &tainted
	s.Serial++
	return true
}

// Remove removes a resource from the state without destroying it, as "terraform state rm" does.
func (s *State) Remove(address string) bool {
	if s.Instances[address] == nil {
		return false
	}
	delete(s.Instances, address)
	s.Serial++
	return true
}

// Move moves a resource to another address of its type that is free, as "terraform state mv" does. Resources that depend on it lose their
// dependencies in the state, which the next plan restores.
func (s *State) Move(from, to string) bool {
	if s.Instances[from] == nil || s.Instances[to] != nil || len(s.Deposed[to]) > 0 || Type(from) != Type(to) {
		return false
	}
	s.Instances[to] = s.Instances[from]
	delete(s.Instances, from)
	if deposed := s.Deposed[from]; len(deposed) > 0 {
		s.Deposed[to] = deposed
		delete(s.Deposed, from)
	}
	for address, instance := range s.Instances {
		if slices.Contains(instance.Dependencies, from) {
			independent := *instance
			independent.Dependencies = nil
			s.Instances[address] = &independent
		}
	}
	s.Serial++
	return true
}

// order returns the addresses of the resources in the state, each after those that it depends on.
func (s *State) order() []string {
	return order(slices.Sorted(maps.Keys(s.Instances)), func(address string) []string { return s.Instances[address].Dependencies })
}
