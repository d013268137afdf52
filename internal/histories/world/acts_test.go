package world_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// actCase is an act on the first object of a type, which has the name Hall.
type actCase struct {
	act world.Act
	// field and value are what the service says of the object after the act.
	field, value string
	// check checks other effects. before is the object before the act.
	check func(c client, before world.Object)
}

func on(act string, types []string, text string, number int, field, value string) []actCase {
	var cases []actCase
	for _, typ := range types {
		cases = append(cases, actCase{act: world.Act{Name: act, Type: typ, Text: text, Number: number}, field: field, value: value})
	}
	return cases
}

func checked(act string, types []string, number int, check func(c client, before world.Object)) []actCase {
	cases := on(act, types, "", number, "", "")
	for i := range cases {
		cases[i].check = check
	}
	return cases
}

var venuelessOnly = []string{venuelessRoom}

var actCases = slices.Concat(
	on("rename", []string{project, scene, room, venuelessRoom, vcsRoom}, "Grand Hall", 0, "name", "Grand Hall"),
	on("touch", []string{project, scene, room, venuelessRoom}, "", 0, "name", "Hall"),
	on("change the label", []string{project}, "fair", 0, "label", "fair"),
	on("change the webhook", []string{project}, "", 7, "webhookUrl", "https://example.com/7"),
	on("change the webhook", []string{project}, "", 0, "webhookUrl", "<nil>"),
	on("change the images", []string{project}, "", 0, "name", "Hall"),
	on("change the size", []string{room}, "", 999, "size", "1000"),
	on("change the return URL", []string{room}, "", 7, "returnUrl", "https://example.com/7"),
	on("change the description", venuelessOnly, "Big", 0, "description", "Big"),
	on("change the description", venuelessOnly, "", 0, "description", "<nil>"),
	on("change the priority", venuelessOnly, "", -3, "sorting_priority", "-3"),
	on("change the pretalx ID", venuelessOnly, "", 7, "pretalx_id", "7"),
	on("change the modules", venuelessOnly, "", 4, "module_config", "[map[type:poll]]"),
	on("change the grants", venuelessOnly, "", 2, "trait_grants", "map[moderator:[staff]]"),
	on("change the schedule", venuelessOnly, "", 2, "schedule_data", "[1 2.5 three]"),
	on("upgrade", []string{vcsRoom}, "", 0, "conferenceType", "SFU"),
	on("delete softly", venuelessOnly, "", 0, "deleted", "true"),
	on("delete softly", []string{whiteboardRoom}, "", 0, "isBan", "true"),
	on("restore", venuelessOnly, "", 0, "deleted", "false"),
	on("restore", []string{whiteboardRoom}, "", 0, "isBan", "false"),
	checked("delete", world.Types(), 0, requireDeleted(false)),
	checked("delete the parent", []string{scene, room}, 0, requireDeleted(true)),
	checked("recreate", world.Types(), 0, func(c client, before world.Object) {
		c.T.Helper()
		requireDeleted(false)(c, before)
		requireNew(1, 0)(c, before)
	}),
	checked("recreate with the same ID", venuelessOnly, 0, func(c client, before world.Object) {
		c.T.Helper()
		if after, _ := c.Find(before.Type, before.ID); !after.Exists() || after.Created <= before.Created || after.Parent != before.Parent {
			c.T.Errorf("got %+v", after)
		}
	}),
	checked("add a twin", world.Types(), 0, requireNew(1, 0)),
	checked("create", world.Types(), 0, requireNew(1, 0)),
	checked("create many", world.Types(), 3, requireNew(3, 0)),
	checked("create in the other account", world.Types(), 0, requireNew(1, 1)),
)

// requireDeleted returns a check that a person has deleted the object, alone or with its parent.
func requireDeleted(byCascade bool) func(c client, before world.Object) {
	return func(c client, before world.Object) {
		c.T.Helper()
		after, _ := c.Find(before.Type, before.ID)
		if after.Exists() || after.Deleter != world.Person || after.ByCascade != byCascade || after.Deleted <= before.Created {
			c.T.Errorf("got %+v", after)
		}
		if fields, exists := c.Get(before.Type, before.ID); exists {
			c.T.Errorf("the service says %v", fields)
		}
	}
}

// requireNew returns a check that a person has created objects with the same type in an account.
func requireNew(number, account int) func(c client, before world.Object) {
	return func(c client, before world.Object) {
		c.T.Helper()
		created := c.objects(before.Type, func(o world.Object) bool {
			return o.Exists() && o.ID != before.ID && o.Account == account && o.Creator == world.Person
		})
		if len(created) != number {
			c.T.Errorf("created %+v, want %d", created, number)
		}
	}
}

// objects returns the objects of a type that match.
func (c client) objects(typ string, match func(world.Object) bool) []world.Object {
	return slices.DeleteFunc(c.Objects(), func(o world.Object) bool { return o.Type != typ || !match(o) })
}

// createHalls creates an object of each type, with the name Hall, and returns them by type.
func (c client) createHalls() map[string]world.Object {
	c.T.Helper()
	halls := map[string]world.Object{}
	for _, typ := range world.Types() {
		if !c.Do(world.Act{Name: "create", Type: typ, Text: "Hall"}) {
			c.T.Fatal("create no ", typ)
		}
		created := c.objects(typ, func(world.Object) bool { return true })
		halls[typ] = created[len(created)-1]
	}
	return halls
}

func TestActs(t *testing.T) {
	t.Parallel()
	for i, test := range actCases {
		t.Run(fmt.Sprintf("%s/%s/%d", test.act.Name, test.act.Type, i), func(t *testing.T) {
			t.Parallel()
			inBubble(t, world.Options{}, func(c client) {
				t := c.T
				before := c.createHalls()[test.act.Type]
				if !c.Do(test.act) {
					t.Fatal("the act had no effect")
				}
				if test.check != nil {
					test.check(c, before)
					return
				}
				fields, _ := c.Get(before.Type, before.ID)
				if got := fmt.Sprint(fields[test.field]); got != test.value {
					t.Errorf("%s is %s, want %s", test.field, got, test.value)
				}
				if after, _ := c.Find(before.Type, before.ID); after.Changed[world.Person] == 0 || after.Changed[world.Terraform] != 0 {
					t.Errorf("the ledger has %+v", after)
				}
			})
		})
	}
}

// Each act has a case for each type to which it applies, here or in a test of the acts on services.
func TestEveryActIsTested(t *testing.T) {
	t.Parallel()
	tested := map[[2]string]bool{}
	for _, test := range actCases {
		tested[[2]string{test.act.Name, test.act.Type}] = true
	}
	for _, name := range world.ActNames() {
		for _, typ := range world.ActTypes(name) {
			if !tested[[2]string{name, typ}] && !slices.Contains(serviceActs, name) {
				t.Errorf("%q on %s has no case", name, typ)
			}
		}
	}
}

// A change of a project keeps its webhook. A twin has another label, because labels are unique.
func TestProjectActsKeepOtherFields(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		hall := c.createHalls()[project]
		c.mustDo(world.Act{Name: "change the webhook", Type: project, Number: 7})
		c.mustDo(world.Act{Name: "change the label", Type: project, Text: "fair"})
		c.mustDo(world.Act{Name: "add a twin", Type: project})
		c.mustDo(world.Act{Name: "recreate", Type: project})
		projects := c.objects(project, func(o world.Object) bool { return o.ID != hall.ID })
		for i, want := range []string{"", "fair"} {
			fields, _ := c.Get(project, projects[i].ID)
			if fields["webhookUrl"] != "https://example.com/7" || fields["label"] != want {
				c.T.Errorf("project %d has %v", i, fields)
			}
		}
	})
}

func TestActsThatDoNotApply(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		t := c.T
		for _, act := range []world.Act{{Name: "delete", Type: room}, {Name: "delete", Type: "xrcloud_user"}, {Name: "unknown", Type: room}, {Name: "upgrade", Type: room}} {
			if c.Do(act) {
				t.Errorf("%+v had an effect", act)
			}
		}
	})
}

// An index selects one of the objects that exist, in the order of their creation, and any index selects one.
func TestActSelectsObject(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		t := c.T
		c.Do(world.Act{Name: "create many", Type: vcsRoom, Number: 3})
		rooms := c.Objects()
		for _, test := range []struct{ index, want int }{{4, 1}, {-1, 2}, {5, 0}} {
			c.Do(world.Act{Name: "delete", Type: vcsRoom, Index: test.index})
			if deleted, _ := c.Find(vcsRoom, rooms[test.want].ID); deleted.Exists() {
				t.Errorf("index %d did not select room %d", test.index, test.want)
			}
		}
	})
}
