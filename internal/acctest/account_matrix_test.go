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

// accountOperations are operations on an object. Each returns the state after it and its diagnostics.
var accountOperations = map[string]func(c accountCase, who *acctest.ProtocolClient, object acctest.Object) (acctest.Object, []string){
	"read": func(_ accountCase, who *acctest.ProtocolClient, object acctest.Object) (acctest.Object, []string) {
		return who.Read(object)
	},
	"delete": func(_ accountCase, who *acctest.ProtocolClient, object acctest.Object) (acctest.Object, []string) {
		planned, problems := who.Plan(object, nil)
		if len(acctest.OnlyErrors(problems)) > 0 {
			return object, problems
		}
		return who.Apply(object, planned, nil)
	},
	"delete as the owner planned it": func(c accountCase, who *acctest.ProtocolClient, object acctest.Object) (acctest.Object, []string) {
		planned, _ := c.owner.Plan(object, nil)
		return who.Apply(object, planned, nil)
	},
	"replace": func(c accountCase, who *acctest.ProtocolClient, object acctest.Object) (acctest.Object, []string) {
		if c.replacement == nil {
			return object, []string{"error: no argument forces replacement"}
		}
		planned, problems := who.Plan(object, c.replacement)
		if len(acctest.OnlyErrors(problems)) > 0 {
			return object, problems
		}
		destroyed, problems := who.Apply(object, who.Absent(c.kind), nil)
		if destroyed.Value.IsNull() {
			_, _ = who.Apply(who.Absent(c.kind), planned, c.replacement)
		}
		return destroyed, problems
	},
}

// accountReads are operations that may succeed with another account, on a service that does not separate its accounts.
var accountReads = map[string]func(c accountCase, who *acctest.ProtocolClient, object acctest.Object){
	"import": func(c accountCase, who *acctest.ProtocolClient, object acctest.Object) {
		if imported, problems := who.Import(c.kind, c.importID(object)); len(acctest.OnlyErrors(problems)) == 0 {
			_, _ = who.Read(imported)
		}
	},
	"data source": func(c accountCase, who *acctest.ProtocolClient, object acctest.Object) {
		_, _ = who.ReadDataSource(c.dataSource, c.lookupConfig(object))
		_, _ = who.ReadDataSource(c.listDataSource, c.listConfig(object))
	},
	"list": func(c accountCase, who *acctest.ProtocolClient, object acctest.Object) {
		_, _ = who.Query(c.kind, c.listConfig(object), 0)
	},
}

// TestWrongAccountKeepsObject runs each operation with each credential that could be configured by mistake: of another account, of another
// server, with fewer rights, or of two accounts. The object stays in the state, is not deleted, and is not created twice.
func TestWrongAccountKeepsObject(t *testing.T) {
	t.Parallel()
	var results accountMatrix
	t.Cleanup(func() { t.Log("\n" + results.String()) })
	for service, start := range accountServices {
		for who := range start(t).others {
			for operation, run := range accountOperations {
				t.Run(service+"/"+who+"/"+operation, func(t *testing.T) {
					t.Parallel()
					c := start(t)
					object := c.owner.MustApply(c.owner.Absent(c.kind), c.config)
					before := c.count(t, object)
					after, problems := run(c, acctest.NewProtocolClient(t, c.others[who]), object)
					kept := !after.Value.IsNull()
					if !kept {
						t.Errorf("the object was removed from the state: %q", problems)
					}
					if operation != "read" && len(acctest.OnlyErrors(problems)) == 0 {
						t.Errorf("no error: %q", problems)
					}
					results.record(service, who, operation, kept && c.requireUntouched(t, object, before))
				})
			}
			for operation, read := range accountReads {
				t.Run(service+"/"+who+"/"+operation, func(t *testing.T) {
					t.Parallel()
					c := start(t)
					object := c.owner.MustApply(c.owner.Absent(c.kind), c.config)
					before := c.count(t, object)
					read(c, acctest.NewProtocolClient(t, c.others[who]), object)
					results.record(service, who, operation, c.requireUntouched(t, object, before))
				})
			}
			t.Run(service+"/"+who+"/read after the deletion", func(t *testing.T) {
				t.Parallel()
				c := start(t)
				object := c.owner.MustApply(c.owner.Absent(c.kind), c.config)
				c.deleteOutside(object)
				read, problems := acctest.NewProtocolClient(t, c.others[who]).Read(object)
				if who == c.readsAll {
					if !read.Value.IsNull() {
						t.Errorf("the object was not removed from the state: %q", problems)
					}
					return
				}
				if read.Value.IsNull() || len(acctest.OnlyErrors(problems)) == 0 {
					t.Errorf("the object was removed from the state, or there was no error: %q", problems)
				}
				results.record(service, who, "read after the deletion", !read.Value.IsNull())
			})
		}
	}
}

// Each credential of the object's own account can read and delete the object, and confirm that it was deleted.
func TestEveryCredentialOfAccountIsAccepted(t *testing.T) {
	t.Parallel()
	for service, start := range accountServices {
		for who := range start(t).same {
			t.Run(service+"/"+who, func(t *testing.T) {
				t.Parallel()
				c := start(t)
				client := acctest.NewProtocolClient(t, c.same[who])
				object := c.owner.MustApply(c.owner.Absent(c.kind), c.config)
				if read, problems := client.Read(object); read.Value.IsNull() || len(problems) > 0 {
					t.Errorf("read: %q", problems)
				}
				for operation, run := range accountOperations {
					if operation != "delete" {
						continue
					}
					if after, problems := run(c, client, object); !after.Value.IsNull() || len(acctest.OnlyErrors(problems)) > 0 {
						t.Errorf("%s: %q", operation, problems)
					}
				}
				c = start(t)
				client = acctest.NewProtocolClient(t, c.same[who])
				object = c.owner.MustApply(c.owner.Absent(c.kind), c.config)
				c.deleteOutside(object)
				if read, problems := client.Read(object); !read.Value.IsNull() || len(acctest.OnlyErrors(problems)) > 0 {
					t.Errorf("read after the deletion: %q", problems)
				}
			})
		}
	}
}

// count returns the number of objects that the owner lists with the configuration for the object.
func (c accountCase) count(t *testing.T, object acctest.Object) int {
	t.Helper()
	found, problems := c.owner.Query(c.kind, c.listConfig(object), 0)
	if len(acctest.OnlyErrors(problems)) > 0 {
		t.Fatal(problems)
	}
	return len(found)
}

// requireUntouched fails the test unless the object is unchanged and no other object was created.
func (c accountCase) requireUntouched(t *testing.T, object acctest.Object, before int) bool {
	t.Helper()
	read, problems := c.owner.Read(object)
	if len(problems) > 0 || !read.Value.Equal(object.Value) {
		t.Errorf("the object has changed: %q\nbefore %v\nafter  %v", problems, object.Value, read.Value)
		return false
	}
	if after := c.count(t, object); after != before {
		t.Errorf("there are %d objects, want %d", after, before)
		return false
	}
	return true
}

// accountMatrix collects the results of all cases: a row for each service and credential, a column for each operation.
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
	operations := append(slices.Sorted(maps.Keys(accountOperations)), slices.Sorted(maps.Keys(accountReads))...)
	operations = append(operations, "read after the deletion")
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintf(table, "object\tcredential\t%s\n", strings.Join(operations, "\t")) // into memory
	for _, row := range slices.SortedFunc(maps.Keys(m.cells), func(a, b [2]string) int { return strings.Compare(a[0]+a[1], b[0]+b[1]) }) {
		_, _ = fmt.Fprintf(table, "%s\t%s", row[0], row[1])
		for _, operation := range operations {
			result := "-"
			if kept, found := m.cells[row][operation]; found && kept {
				result = "kept"
			} else if found {
				result = "LOST"
			}
			_, _ = fmt.Fprintf(table, "\t%s", result)
		}
		_, _ = fmt.Fprintln(table)
	}
	_ = table.Flush()
	return text.String()
}

// A deletion or a replacement with another account or server is an error in the plan.
func TestWrongAccountFailsInPlan(t *testing.T) {
	t.Parallel()
	for service, start := range accountServices {
		for who := range start(t).others {
			if !strings.HasPrefix(who, "other") {
				continue // other credentials may fail at apply only
			}
			t.Run(service+"/"+who, func(t *testing.T) {
				t.Parallel()
				c := start(t)
				client := acctest.NewProtocolClient(t, c.others[who])
				object := c.owner.MustApply(c.owner.Absent(c.kind), c.config)
				if _, problems := client.Plan(object, nil); len(acctest.OnlyErrors(problems)) == 0 {
					t.Errorf("a deletion is planned: %q", problems)
				}
				if _, problems := client.Plan(object, c.replacement); c.replacement != nil && len(acctest.OnlyErrors(problems)) == 0 {
					t.Errorf("a replacement is planned: %q", problems)
				}
				client.RequireEmptyPlan(object, c.config)
			})
		}
	}
}

// The first read after an import records the account.
func TestImportRecordsAccount(t *testing.T) {
	t.Parallel()
	for service, start := range accountServices {
		t.Run(service, func(t *testing.T) {
			t.Parallel()
			c := start(t)
			object := c.owner.MustApply(c.owner.Absent(c.kind), c.config)
			imported := c.owner.MustRead(c.owner.MustImport(c.kind, c.importID(object)))
			c.deleteOutside(imported)
			for who, arguments := range c.others {
				if read, problems := acctest.NewProtocolClient(t, arguments).Read(imported); who != c.readsAll && (read.Value.IsNull() || len(acctest.OnlyErrors(problems)) == 0) {
					t.Errorf("%s: the object was removed from the state, or there was no error: %q", who, problems)
				}
			}
		})
	}
}

// Every resource is in the account matrix.
func TestAccountMatrixHasEveryResource(t *testing.T) {
	t.Parallel()
	covered := map[string]bool{}
	for _, start := range accountServices {
		covered[start(t).kind] = true
	}
	for kind := range acctest.NewProtocolClient(t, acctest.Values{}).ResourceSchemas() {
		if !covered[kind] {
			t.Errorf("%s has no case in accountServices in internal/acctest/account_services_test.go", kind)
		}
	}
}
