// Package histories plays histories of Terraform runs: changes of a configuration, plans and applies, imports and moves, while other people
// use the services, networks fail, and the provider crashes. After each step it checks invariants, such as that no
// object exists twice. A history is data: it is generated at random, shortened if it fails, and printed as Go that a test can play again.
package histories

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// History is a sequence of steps in a world.
type History struct {
	World world.Options
	// EmptyProjects are new projects without the scene that they have otherwise, and that configurations look up.
	EmptyProjects bool
	Steps         []Step
}

// Step is a step of a history. A step that is not possible does nothing, so that every part of a history is a history.
type Step interface {
	play(p *player)
}

// Add adds a block to the configuration, with the blocks that it refers to.
type Add struct{ Block string }

// Remove removes a block from the configuration, with the blocks that refer to it.
type Remove struct{ Block string }

// Set changes an argument of a block in the configuration. nil removes it.
type Set struct {
	Block, Argument string
	Value           any
}

// Lifecycle sets create_before_destroy of a block.
type Lifecycle struct {
	Block               string
	CreateBeforeDestroy bool
}

// Apply plans and applies.
type Apply struct {
	// Workspace is 0 or 1: each has a state of its own, and both have the same configuration.
	Workspace int
	// SkipRefresh, RefreshOnly, Destroy and Replace are options of the plan.
	SkipRefresh, RefreshOnly, Destroy bool
	Replace                           string
	// Import is the address of an import block for the object with the index Object.
	Import string
	Object int
	// Faults are injected for the run.
	Faults []world.Fault
	// During happens in the middle of the run.
	During During
}

// During is an event in the middle of a run, when the service has handled a request.
type During struct {
	// Event is "" for none, "crash" of the provider, "interrupt" by the user, or "second run": an apply of the other workspace.
	Event string
	// Request counts the requests of the run, from 0. The event happens at the first request after this one that writes, if Write is set.
	Request int
	Write   bool
}

// SavePlan makes a plan, which ApplySaved applies later.
type SavePlan struct{ Workspace int }

// ApplySaved applies the plan of SavePlan.
type ApplySaved struct {
	Workspace int
	Faults    []world.Fault
	During    During
}

// Import imports the object of the block's type with an index among those that exist, as "terraform import" does.
type Import struct {
	Block      string
	Object     int
	ByIdentity bool
	Faults     []world.Fault
}

// Forget removes a resource from the state, as "terraform state rm" does.
type Forget struct{ Block string }

// Taint marks a resource for replacement.
type Taint struct{ Block string }

// Move renames a resource: the configuration and, with "terraform state mv", the state have it at the address To.
type Move struct{ From, To string }

// Somebody is an act of another person.
type Somebody struct{ Act world.Act }

// Credentials changes the credentials of the provider.
type Credentials struct {
	// Account is 0 for the user's, 1 for somebody else's.
	Account int
	// KeyOnly omits the e-mail address and the password of XRCLOUD, and LoginOnly omits the API key.
	KeyOnly, LoginOnly bool
	// Accept is the argument accept_account_change.
	Accept bool
}

// Query lists all objects of a type with a list resource.
type Query struct {
	Type   string
	Faults []world.Fault
}

// Go returns the history as the source of a composite literal.
func (h History) Go() string {
	var text strings.Builder
	text.WriteString("histories.History{\n")
	if !reflect.ValueOf(h.World).IsZero() {
		fmt.Fprintf(&text, "\tWorld: %s,\n", literal(reflect.ValueOf(h.World)))
	}
	if h.EmptyProjects {
		text.WriteString("\tEmptyProjects: true,\n")
	}
	text.WriteString("\tSteps: []histories.Step{\n")
	for _, step := range h.Steps {
		fmt.Fprintf(&text, "\t\t%s,\n", literal(reflect.ValueOf(step)))
	}
	text.WriteString("\t},\n}")
	return text.String()
}

// literal returns a value as Go, without fields that are zero.
func literal(value reflect.Value) string {
	switch value.Kind() { //nolint:exhaustive // the default is below
	case reflect.Interface:
		if value.IsNil() {
			return "nil"
		}
		return literal(value.Elem())
	case reflect.Pointer:
		return "&" + literal(value.Elem())
	case reflect.Struct:
		var fields []string
		for i := range value.NumField() {
			if !value.Field(i).IsZero() {
				fields = append(fields, value.Type().Field(i).Name+": "+literal(value.Field(i)))
			}
		}
		return value.Type().String() + "{" + strings.Join(fields, ", ") + "}"
	case reflect.Slice:
		var elements []string
		for i := range value.Len() {
			elements = append(elements, literal(value.Index(i)))
		}
		return typeName(value.Type()) + "{" + strings.Join(elements, ", ") + "}"
	case reflect.Map:
		var entries []string
		for _, key := range sortedKeys(value) {
			entries = append(entries, literal(key)+": "+literal(value.MapIndex(key)))
		}
		return typeName(value.Type()) + "{" + strings.Join(entries, ", ") + "}"
	}
	return fmt.Sprintf("%#v", value.Interface())
}

func typeName(of reflect.Type) string { return strings.ReplaceAll(of.String(), "interface {}", "any") }

func sortedKeys(value reflect.Value) []reflect.Value {
	keys := value.MapKeys()
	for i := range keys {
		for j := i; j > 0 && keys[j].String() < keys[j-1].String(); j-- {
			keys[j], keys[j-1] = keys[j-1], keys[j]
		}
	}
	return keys
}

func equal(a, b any) bool { return reflect.DeepEqual(a, b) }
