package walk

import (
	"maps"
	"slices"
	"strings"
)

// Block is a resource or data source in a configuration.
type Block struct {
	// Arguments are Go values, see Ref for references to other blocks. Those that are not in it are null.
	Arguments map[string]any
	// DependsOn are the addresses of other blocks, in addition to those that the arguments refer to.
	DependsOn []string
	// CreateBeforeDestroy creates the replacement of a resource before the resource is destroyed.
	CreateBeforeDestroy bool
}

// Config is a configuration: blocks by address, such as xrcloud_room.hall or data.xrcloud_room.hall. The resource type terraform_data has the
// argument input and the attribute output, which is unknown while input changes, as in Terraform.
type Config map[string]Block

// builtin is the resource type that needs no provider.
const builtin = "terraform_data"

// Type returns the type of the block at an address.
func Type(address string) string {
	kind, _, _ := strings.Cut(strings.TrimPrefix(address, "data."), ".")
	return kind
}

func isData(address string) bool { return strings.HasPrefix(address, "data.") }

// Dependencies returns the addresses that a block refers to, sorted.
func (b Block) Dependencies() []string {
	found := map[string]bool{}
	for _, address := range b.DependsOn {
		found[address] = true
	}
	collectRefs(b.Arguments, found)
	return slices.Sorted(maps.Keys(found))
}

func collectRefs(value any, found map[string]bool) {
	switch value := value.(type) {
	case Ref:
		found[value.Address] = true
	case []any:
		for _, element := range value {
			collectRefs(element, found)
		}
	case map[string]any:
		for _, element := range value {
			collectRefs(element, found)
		}
	}
}

// allDependencies returns the addresses that a block refers to, directly and indirectly.
func (c Config) allDependencies(address string) []string {
	found := map[string]bool{}
	var visit func(string)
	visit = func(address string) {
		for _, dependency := range c[address].Dependencies() {
			if !found[dependency] {
				found[dependency] = true
				visit(dependency)
			}
		}
	}
	visit(address)
	return slices.Sorted(maps.Keys(found))
}

// createsFirst reports whether a replacement of the resource at an address is created before the resource is destroyed. It is, too, if a block
// that depends on the resource has create_before_destroy: Terraform could not order the changes otherwise.
func (c Config) createsFirst(address string) bool {
	for other, block := range c {
		if block.CreateBeforeDestroy && (other == address || slices.Contains(c.allDependencies(other), address)) {
			return true
		}
	}
	return false
}

// order returns the addresses of all blocks, each after those that it refers to. A configuration has no cycles.
func (c Config) order() []string {
	return order(slices.Sorted(maps.Keys(c)), func(address string) []string { return c[address].Dependencies() })
}

// order sorts addresses so that each is after its dependencies.
func order(addresses []string, dependencies func(string) []string) []string {
	var sorted []string
	visited := map[string]bool{}
	var visit func(string)
	visit = func(address string) {
		if visited[address] || !slices.Contains(addresses, address) {
			return
		}
		visited[address] = true
		for _, dependency := range dependencies(address) {
			visit(dependency)
		}
		sorted = append(sorted, address)
	}
	for _, address := range addresses {
		visit(address)
	}
	return sorted
}
