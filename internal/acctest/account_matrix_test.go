package acctest_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// accountOperations are what somebody does to an object of the own account. Each returns the state after it, and the
// errors.
var accountOperations = map[string]func(c accountCase, who *acctest.ProtocolClient, object acctest.Object) (acctest.Object, []string){
	"read": func(_ accountCase, who *acctest.ProtocolClient, object acctest.Object) (acctest.Object, []string) {
		return who.Read(object)
	},
	"delete": func(_ accountCase, who *acctest.ProtocolClient, object acctest.Object) (acctest.Object, []string) {
		planned, problems := who.Plan(object, nil)
		if len(onlyErrors(problems)) > 0 {
			return object, problems
		}
		return who.Apply(object, planned, nil)
	},
	"delete as the owner planned it": func(c accountCase, who *acctest.ProtocolClient, object acctest.Object) (acctest.Object, []string) {
		planned, _ := c.owner.Plan(object, nil)
		return who.Apply(object, planned, nil)
	},
	"replace": func(c accountCase, who *acctest.ProtocolClient, object acctest.Object) (acctest.Object, []string) {
		if c.replaced == nil {
			return object, []string{"error: nothing replaces it"}
		}
		planned, problems := who.Plan(object, c.replaced)
		if len(onlyErrors(problems)) > 0 {
			return object, problems
		}
		destroyed, problems := who.Apply(object, who.Absent(c.kind), nil)
		if destroyed.Value.IsNull() {
			_, _ = who.Apply(who.Absent(c.kind), planned, c.replaced)
		}
		return destroyed, problems
	},
}

// accountLooks are what may succeed that may succeed with the wrong account, such as on a service that does not separate its accounts.
var accountLooks = map[string]func(c accountCase, who *acctest.ProtocolClient, object acctest.Object){
	"import": func(c accountCase, who *acctest.ProtocolClient, object acctest.Object) {
		if imported, problems := who.Import(c.kind, c.importID(object)); len(onlyErrors(problems)) == 0 {
			_, _ = who.Read(imported)
		}
	},
	"data source": func(c accountCase, who *acctest.ProtocolClient, object acctest.Object) {
		_, _ = who.ReadDataSource(c.one, c.found(object))
		_, _ = who.ReadDataSource(c.many, c.listed(object))
	},
	"list": func(c accountCase, who *acctest.ProtocolClient, object acctest.Object) {
		_, _ = who.Query(c.kind, c.listed(object), 0)
	},
}

// TestNothingIsLostToTheWrongAccount lets everybody who may be asked by mistake do everything to an object: another
// account, another server, a lesser token, a mix of two accounts. Nothing leaves the state, nothing is deleted, and nothing
// is created twice.
func TestNothingIsLostToTheWrongAccount(t *testing.T) {
	t.Parallel()
	var results accountMatrix
	t.Cleanup(func() { t.Log("\n" + results.String()) })
	for service, start := range accountServices {
		for who := range start(t).strangers {
			for operation, run := range accountOperations {
				t.Run(service+"/"+who+"/"+operation, func(t *testing.T) {
					t.Parallel()
					c := start(t)
					object := c.owner.MustApply(c.owner.Absent(c.kind), c.config)
					before := c.count(t, object)
					after, problems := run(c, acctest.NewProtocolClient(t, c.strangers[who]), object)
					kept := !after.Value.IsNull()
					if !kept {
						t.Errorf("it left the state: %q", problems)
					}
					if operation != "read" && len(onlyErrors(problems)) == 0 {
						t.Errorf("no error: %q", problems)
					}
					results.record(service, who, operation, kept && c.requireUntouched(t, object, before))
				})
			}
			for operation, look := range accountLooks {
				t.Run(service+"/"+who+"/"+operation, func(t *testing.T) {
					t.Parallel()
					c := start(t)
					object := c.owner.MustApply(c.owner.Absent(c.kind), c.config)
					before := c.count(t, object)
					look(c, acctest.NewProtocolClient(t, c.strangers[who]), object)
					results.record(service, who, operation, c.requireUntouched(t, object, before))
				})
			}
			t.Run(service+"/"+who+"/read after the deletion", func(t *testing.T) {
				t.Parallel()
				c := start(t)
				object := c.owner.MustApply(c.owner.Absent(c.kind), c.config)
				c.remove(object)
				read, problems := acctest.NewProtocolClient(t, c.strangers[who]).Read(object)
				if who == c.seesAll {
					if !read.Value.IsNull() {
						t.Errorf("it is still in the state: %q", problems)
					}
					return
				}
				if read.Value.IsNull() || len(onlyErrors(problems)) == 0 {
					t.Errorf("the wrong account was believed: %q", problems)
				}
				results.record(service, who, "read after the deletion", !read.Value.IsNull())
			})
		}
	}
}

// TestEveryCredentialOfTheAccountIsBelieved is the other half: the owner reads and deletes with any credential, and may say
// that an object was deleted.
func TestEveryCredentialOfTheAccountIsBelieved(t *testing.T) {
	t.Parallel()
	for service, start := range accountServices {
		for who := range start(t).same {
			t.Run(service+"/"+who, func(t *testing.T) {
				t.Parallel()
				c := start(t)
				caller := acctest.NewProtocolClient(t, c.same[who])
				object := c.owner.MustApply(c.owner.Absent(c.kind), c.config)
				if read, problems := caller.Read(object); read.Value.IsNull() || len(problems) > 0 {
					t.Errorf("read: %q", problems)
				}
				for operation, run := range accountOperations {
					if operation != "delete" {
						continue
					}
					if after, problems := run(c, caller, object); !after.Value.IsNull() || len(onlyErrors(problems)) > 0 {
						t.Errorf("%s: %q", operation, problems)
					}
				}
				c = start(t)
				caller = acctest.NewProtocolClient(t, c.same[who])
				object = c.owner.MustApply(c.owner.Absent(c.kind), c.config)
				c.remove(object)
				if read, problems := caller.Read(object); !read.Value.IsNull() || len(onlyErrors(problems)) > 0 {
					t.Errorf("read after the deletion: %q", problems)
				}
			})
		}
	}
}

// count is how many objects of the kind the owner finds beside the object.
func (c accountCase) count(t *testing.T, object acctest.Object) int {
	t.Helper()
	found, problems := c.owner.Query(c.kind, c.listed(object), 0)
	if len(onlyErrors(problems)) > 0 {
		t.Fatal(problems)
	}
	return len(found)
}

// requireUntouched fails the test unless the owner finds the object as it was, and no other one more.
func (c accountCase) requireUntouched(t *testing.T, object acctest.Object, before int) bool {
	t.Helper()
	read, problems := c.owner.Read(object)
	if len(problems) > 0 || !read.Value.Equal(object.Value) {
		t.Errorf("the object is not what it was: %q\nbefore %v\nafter  %v", problems, object.Value, read.Value)
		return false
	}
	if after := c.count(t, object); after != before {
		t.Errorf("there are %d objects, and there were %d", after, before)
		return false
	}
	return true
}

// accountMatrix is what came of all cases: a row for each service and stranger, a column for each operation.
type accountMatrix struct {
	mu    sync.Mutex
	cells map[[2]string]map[string]bool
}

func (m *accountMatrix) record(service, who, operation string, kept bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.cells == nil {
		m.cells = map[[2]string]map[string]bool{}
	}
	row := [2]string{service, who}
	if m.cells[row] == nil {
		m.cells[row] = map[string]bool{}
	}
	m.cells[row][operation] = kept
}

func (m *accountMatrix) String() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	operations := append(slices.Sorted(maps.Keys(accountOperations)), slices.Sorted(maps.Keys(accountLooks))...)
	operations = append(operations, "read after the deletion")
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintf(table, "object\tasked by mistake\t%s\n", strings.Join(operations, "\t")) // into memory
	for _, row := range slices.SortedFunc(maps.Keys(m.cells), func(a, b [2]string) int { return strings.Compare(a[0]+a[1], b[0]+b[1]) }) {
		_, _ = fmt.Fprintf(table, "%s\t%s", row[0], row[1])
		for _, operation := range operations {
			result := "-"
			if kept, noted := m.cells[row][operation]; noted && kept {
				result = "kept"
			} else if noted {
				result = "LOST"
			}
			_, _ = fmt.Fprintf(table, "\t%s", result)
		}
		_, _ = fmt.Fprintln(table)
	}
	_ = table.Flush()
	return text.String()
}

// A deletion or replacement with the wrong account or server is an error in the plan already.
func TestWrongAccountIsAnErrorInThePlan(t *testing.T) {
	t.Parallel()
	for service, start := range accountServices {
		for who := range start(t).strangers {
			if !strings.HasPrefix(who, "other") {
				continue // a lesser token may show only at apply
			}
			t.Run(service+"/"+who, func(t *testing.T) {
				t.Parallel()
				c := start(t)
				caller := acctest.NewProtocolClient(t, c.strangers[who])
				object := c.owner.MustApply(c.owner.Absent(c.kind), c.config)
				if _, problems := caller.Plan(object, nil); len(onlyErrors(problems)) == 0 {
					t.Errorf("a deletion is planned: %q", problems)
				}
				if _, problems := caller.Plan(object, c.replaced); c.replaced != nil && len(onlyErrors(problems)) == 0 {
					t.Errorf("a replacement is planned: %q", problems)
				}
				if planned, problems := caller.Plan(object, c.config); len(problems) > 0 || !planned.Value.Equal(object.Value) {
					t.Errorf("a plan without a change says %q", problems)
				}
			})
		}
	}
}

// The first read after an import records the account, so that an imported object is as safe as a created one.
func TestImportedObjectHasItsAccount(t *testing.T) {
	t.Parallel()
	for service, start := range accountServices {
		t.Run(service, func(t *testing.T) {
			t.Parallel()
			c := start(t)
			object := c.owner.MustApply(c.owner.Absent(c.kind), c.config)
			imported, problems := c.owner.Import(c.kind, c.importID(object))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if imported, problems = c.owner.Read(imported); len(problems) > 0 {
				t.Fatal(problems)
			}
			c.remove(imported)
			for who, arguments := range c.strangers {
				if read, problems := acctest.NewProtocolClient(t, arguments).Read(imported); who != c.seesAll && (read.Value.IsNull() || len(onlyErrors(problems)) == 0) {
					t.Errorf("%s was believed: %q", who, problems)
				}
			}
		})
	}
}
