package room_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// expectActionAndURLs checks the action of the plan on the room, and its URLs. A nil check expects URLs that are unknown until apply.
func expectActionAndURLs(action plancheck.ResourceActionType, urls knownvalue.Check) resource.ConfigPlanChecks {
	checks := []plancheck.PlanCheck{plancheck.ExpectResourceAction(roomAddress, action)}
	for _, name := range []string{"public_host_url", "public_guest_url"} {
		if urls == nil {
			checks = append(checks, plancheck.ExpectUnknownValue(roomAddress, tfjsonpath.New(name)))
		} else {
			checks = append(checks, plancheck.ExpectKnownValue(roomAddress, tfjsonpath.New(name), urls))
		}
	}
	return resource.ConfigPlanChecks{PreApply: checks}
}

// The test framework checks that the plan after each step is empty.
func TestRoomLifecycle(t *testing.T) {
	t.Parallel()
	p := newFixtureOnAnyScene(t)
	known := knownvalue.NotNull()
	id, url := statecheck.CompareValue(compare.ValuesSame()), statecheck.CompareValue(compare.ValuesSame())
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             p.checkDestroyed(t),
		Steps: []resource.TestStep{
			{ // required arguments only
				Config: p.hallConfig(`
  name = "Main Hall"
  return_url = "https://example.com/bye"`),
				ConfigPlanChecks: expectActionAndURLs(plancheck.ResourceActionCreate, nil),
				ConfigStateChecks: []statecheck.StateCheck{
					id.AddStateValue(roomAddress, tfjsonpath.New("id")),
					acctest.ExpectState(roomAddress, "id", acctest.IsUUID),
					acctest.ExpectState(roomAddress, "project_id", knownvalue.StringExact(p.project)),
					acctest.ExpectState(roomAddress, "scene_id", knownvalue.StringExact(p.scene)),
					acctest.ExpectState(roomAddress, "name", knownvalue.StringExact("Main Hall")),
					acctest.ExpectState(roomAddress, "size", knownvalue.Int64Exact(10)),
					acctest.ExpectState(roomAddress, "tags", knownvalue.SetSizeExact(0)),
					acctest.ExpectState(roomAddress, "return_url", knownvalue.StringExact("https://example.com/bye")),
					acctest.ExpectState(roomAddress, "public_host_url", knownvalue.StringRegexp(regexp.MustCompile(`/main-hall\?public=`))),
					acctest.ExpectState(roomAddress, "public_guest_url", knownvalue.StringRegexp(regexp.MustCompile(`/main-hall\?public=`))),
					acctest.ExpectState(roomAddress, "thumbnail_url", knownvalue.NotNull()),
					acctest.ExpectState(roomAddress, "created_at", acctest.IsTime),
					acctest.ExpectState(roomAddress, "updated_at", acctest.IsTime),
					statecheck.ExpectSensitiveValue(roomAddress, tfjsonpath.New("public_host_url")),
				},
			},
			{ // each argument that changes in place; the name changes the URLs
				Config: p.hallConfig(`
  name = "Grand Hall"
  size = 20
  return_url = "https://example.com/later"`),
				ConfigPlanChecks: expectActionAndURLs(plancheck.ResourceActionUpdate, nil),
				ConfigStateChecks: []statecheck.StateCheck{
					id.AddStateValue(roomAddress, tfjsonpath.New("id")),
					url.AddStateValue(roomAddress, tfjsonpath.New("public_guest_url")),
					acctest.ExpectState(roomAddress, "size", knownvalue.Int64Exact(20)),
					acctest.ExpectState(roomAddress, "return_url", knownvalue.StringExact("https://example.com/later")),
					acctest.ExpectState(roomAddress, "public_guest_url", knownvalue.StringRegexp(regexp.MustCompile(`/grand-hall\?public=`))),
				},
			},
			{ // without a change of the name, the URLs are known in the plan
				Config: p.hallConfig(`
  name = "Grand Hall"
  size = 20
  return_url = "https://example.com/bye"`),
				ConfigPlanChecks: expectActionAndURLs(plancheck.ResourceActionUpdate, known),
			},
			{ // a removed size is the default, and an empty set of tags is the same as null
				Config: p.hallConfig(`
  name = "Grand Hall"
  return_url = "https://example.com/bye"
  tags = []`),
				ConfigPlanChecks: expectActionAndURLs(plancheck.ResourceActionUpdate, known),
				ConfigStateChecks: []statecheck.StateCheck{
					id.AddStateValue(roomAddress, tfjsonpath.New("id")),
					url.AddStateValue(roomAddress, tfjsonpath.New("public_guest_url")),
					acctest.ExpectState(roomAddress, "size", knownvalue.Int64Exact(10)),
					acctest.ExpectState(roomAddress, "tags", knownvalue.SetSizeExact(0)),
				},
			},
			{ // null tags again
				Config: p.hallConfig(`
  name = "Grand Hall"
  return_url = "https://example.com/bye"`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
				ConfigStateChecks: []statecheck.StateCheck{
					id.AddStateValue(roomAddress, tfjsonpath.New("id")),
					acctest.ExpectState(roomAddress, "tags", knownvalue.SetSizeExact(0)),
				},
			},
		},
	})
}

func TestRoomReplacement(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	other := newFixture(t, p.Service)
	moved := fixture{Service: p.Service, project: other.project, scene: p.scene}
	const arguments = `
  name = "Main Hall"
  size = 20
  return_url = "https://example.com/bye"
`
	ids := statecheck.CompareValue(compare.ValuesDiffer())
	otherID := func(check statecheck.StateCheck) []statecheck.StateCheck {
		return []statecheck.StateCheck{ids.AddStateValue(roomAddress, tfjsonpath.New("id")), check}
	}
	tags := func(tags ...string) statecheck.StateCheck {
		checks := make([]knownvalue.Check, len(tags))
		for i, tag := range tags {
			checks[i] = knownvalue.StringExact(tag)
		}
		return acctest.ExpectState(roomAddress, "tags", knownvalue.SetExact(checks))
	}
	replace := expectActionAndURLs(plancheck.ResourceActionReplace, nil)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             p.checkDestroyed(t),
		Steps: []resource.TestStep{
			{ // all arguments
				Config:            p.hallConfig(arguments + `tags = ["day-1", "keynote"]`),
				ConfigStateChecks: otherID(tags("day-1", "keynote")),
			},
			{
				Config:            p.hallConfig(arguments + `tags = ["keynote", "day-1"]`), // a set has no order
				ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
				ConfigStateChecks: []statecheck.StateCheck{tags("day-1", "keynote")},
			},
			{
				Config:            p.hallConfig(arguments + `tags = ["day-2"]`),
				ConfigPlanChecks:  replace,
				ConfigStateChecks: otherID(tags("day-2")),
			},
			{
				Config:            p.hallConfig(arguments),
				ConfigPlanChecks:  replace,
				ConfigStateChecks: otherID(acctest.ExpectState(roomAddress, "tags", knownvalue.SetSizeExact(0))),
			},
			{
				Config:            moved.hallConfig(arguments),
				ConfigPlanChecks:  replace,
				ConfigStateChecks: otherID(acctest.ExpectState(roomAddress, "project_id", knownvalue.StringExact(other.project))),
			},
			{
				Config:            other.hallConfig(arguments),
				ConfigPlanChecks:  replace,
				ConfigStateChecks: otherID(acctest.ExpectState(roomAddress, "scene_id", knownvalue.StringExact(other.scene))),
			},
		},
	})
	if rooms := p.rooms(t); len(rooms) > 0 {
		t.Errorf("%d rooms were not deleted", len(rooms))
	}
}

// Dozens of rooms are created, updated and deleted in one apply.
func TestCreateManyRooms(t *testing.T) {
	t.Parallel()
	p := newFixtureOnAnyScene(t)
	config := func(rooms map[string]string) string {
		var entries strings.Builder
		for _, key := range slices.Sorted(maps.Keys(rooms)) {
			fmt.Fprintf(&entries, "    %q = %q\n", key, rooms[key])
		}
		return p.Config("locals {\n  rooms = {\n" + entries.String() + "  }\n}\n" + p.roomBlock("all", `
  for_each = local.rooms
  name = each.value
  return_url = "https://example.com/bye"`))
	}
	first, second := map[string]string{}, map[string]string{}
	var checks []plancheck.PlanCheck
	for i := range 36 {
		key := fmt.Sprintf("booth-%02d", i)
		first[key] = fmt.Sprintf("Booth %d", i)
		action := plancheck.ResourceActionNoop
		switch i % 4 {
		case 0:
			action = plancheck.ResourceActionDestroy
		case 1: // to the name of another room
			action = plancheck.ResourceActionUpdate
			second[key] = "Booth 2"
		default:
			second[key] = first[key]
		}
		checks = append(checks, plancheck.ExpectResourceAction(fmt.Sprintf("xrcloud_room.all[%q]", key), action))
	}
	for i := range 9 {
		key := fmt.Sprintf("stage-%d", i)
		second[key] = fmt.Sprintf("Stage %d", i)
		checks = append(checks, plancheck.ExpectResourceAction(fmt.Sprintf("xrcloud_room.all[%q]", key), plancheck.ResourceActionCreate))
	}
	expect := func(want map[string]string) {
		t.Helper()
		names := []string{}
		for _, room := range p.rooms(t) {
			names = append(names, room.Name)
		}
		slices.Sort(names)
		if wanted := slices.Sorted(maps.Values(want)); !slices.Equal(names, wanted) {
			t.Errorf("the service has the rooms %q, want %q", names, wanted)
		}
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config(first), PostApplyFunc: func() { expect(first) }},
			{
				Config:           config(second),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: checks},
				PostApplyFunc:    func() { expect(second) },
			},
			{Config: config(nil), PostApplyFunc: func() { expect(nil) }}, // the test framework cannot destroy for_each
		},
	})
}
