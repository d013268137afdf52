package whiteboard_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

func TestDataSources(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	shut := s.AddRoom("us-sv", emulator.Room{UUID: strings.Repeat("1", 32), IsBan: true, CreatedAt: "2021-01-02T00:00:00.000Z"})
	late := s.AddRoom("us-sv", emulator.Room{UUID: strings.Repeat("2", 32), Limit: 4, CreatedAt: "2021-01-03T00:00:00.000Z"})
	old := s.AddRoom("us-sv", emulator.Room{UUID: strings.Repeat("3", 32), IsRecord: true, CreatedAt: "2021-01-01T00:00:00.000Z"})
	far := s.AddRoom("sg", emulator.Room{})
	one := func(region string, room emulator.Room) knownvalue.Check {
		return knownvalue.ObjectExact(map[string]knownvalue.Check{
			"id": knownvalue.StringExact(region + "/" + room.UUID), "region": knownvalue.StringExact(region), "uuid": knownvalue.StringExact(room.UUID),
			"is_record": knownvalue.Bool(room.IsRecord), "limit": knownvalue.Int64Exact(int64(room.Limit)), "disabled": knownvalue.Bool(room.IsBan),
			"team_uuid": knownvalue.StringExact(room.TeamUUID), "app_uuid": knownvalue.StringExact("app-1"), "created_at": knownvalue.StringExact(room.CreatedAt),
		})
	}
	outputs := func(values map[string]knownvalue.Check) (string, []statecheck.StateCheck) {
		var text strings.Builder
		var checks []statecheck.StateCheck
		for name, value := range values {
			fmt.Fprintf(&text, "\noutput %q { value = data.xrcloud_%s }\n", strings.ReplaceAll(name, ".", "_"), name)
			checks = append(checks, statecheck.ExpectKnownOutputValue(strings.ReplaceAll(name, ".", "_"), value))
		}
		return text.String(), checks
	}
	text, checks := outputs(map[string]knownvalue.Check{
		"whiteboard_room.by_id":        one("sg", far),
		"whiteboard_room.by_uuid":      one("us-sv", late),
		"whiteboard_room.far":          one("sg", far),
		"whiteboard_rooms.open.rooms":  knownvalue.ListExact([]knownvalue.Check{one("us-sv", old), one("us-sv", late)}),
		"whiteboard_rooms.all.rooms":   knownvalue.ListExact([]knownvalue.Check{one("us-sv", old), one("us-sv", shut), one("us-sv", late)}),
		"whiteboard_rooms.far.rooms":   knownvalue.ListExact([]knownvalue.Check{one("sg", far)}),
		"whiteboard_rooms.none.rooms":  knownvalue.ListExact([]knownvalue.Check{}),
		"whiteboard_rooms.open.region": knownvalue.StringExact("us-sv"),
	})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.config(fmt.Sprintf(`
data "xrcloud_whiteboard_room" "by_id" { id = "sg/%[1]s" }
data "xrcloud_whiteboard_room" "by_uuid" { uuid = %[2]q }
data "xrcloud_whiteboard_room" "far" {
  uuid   = %[1]q
  region = "sg"
}
data "xrcloud_whiteboard_rooms" "open" {}
data "xrcloud_whiteboard_rooms" "all" { include_disabled = true }
data "xrcloud_whiteboard_rooms" "far" { region = "sg" }
data "xrcloud_whiteboard_rooms" "none" { region = "eu" }
`, far.UUID, late.UUID) + text),
			ConfigStateChecks: checks,
		}},
	})
}

// What is only known at apply can be looked up there.
func TestDataSourceAfterResource(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.board(`limit = 3`) + `
data "xrcloud_whiteboard_room" "same" { id = xrcloud_whiteboard_room.board.id }
data "xrcloud_whiteboard_rooms" "all" { region = xrcloud_whiteboard_room.board.region }
output "count" { value = length(data.xrcloud_whiteboard_rooms.all.rooms) }
`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("data.xrcloud_whiteboard_room.same", tfjsonpath.New("limit"), knownvalue.Int64Exact(3)),
			},
		}},
	})
}

func TestDataSourceProblems(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	caller := s.call(t)
	const one, many = "xrcloud_whiteboard_room", "xrcloud_whiteboard_rooms"
	for _, test := range []struct {
		kind    string
		config  acctest.Values
		problem string
	}{
		{one, acctest.Values{}, "id"},
		{one, acctest.Values{"id": "sg/" + unused, "uuid": unused}, "id"},
		{one, acctest.Values{"id": "sg/" + unused, "region": "sg"}, "id"},
		{one, acctest.Values{"id": unused}, "error at id: Not the id of a whiteboard room"},
		{one, acctest.Values{"id": " sg/" + unused}, "error at id: Not the id of a whiteboard room"},
		{one, acctest.Values{"id": "sg/" + strings.ToUpper(unused)}, "error at id: Not the id of a whiteboard room"},
		{one, acctest.Values{"uuid": "4a5f"}, "error at uuid: Not the uuid of a whiteboard room"},
		{one, acctest.Values{"uuid": unused, "region": "gb-lon"}, "warning at region: Region was renamed"},
		{many, acctest.Values{"region": "gb-lon"}, "warning at region: Region was renamed"},
		{many, acctest.Values{"region": acctest.Unknown, "include_disabled": acctest.Unknown}, ""},
		{one, acctest.Values{"uuid": acctest.Unknown, "region": acctest.Unknown}, ""},
	} {
		problems := strings.Join(caller.ValidateDataSource(test.kind, test.config), "\n")
		if (test.problem == "") != (problems == "") || !strings.Contains(problems, test.problem) {
			t.Errorf("%s %v: the problems are %q, want %q", test.kind, test.config, problems, test.problem)
		}
	}
	if _, problems := caller.ReadDataSource(one, acctest.Values{"id": "sg/" + unused}); len(problems) != 1 || !strings.Contains(problems[0], "room not found") {
		t.Errorf("no room: %v", problems)
	}
	if _, problems := s.callAs(t, map[string]any{}).ReadDataSource(many, acctest.Values{}); len(problems) != 1 || !strings.Contains(problems[0], "XRCLOUD_WHITEBOARD_ACCESS_KEY") {
		t.Errorf("no credentials: %v", problems)
	}
	s.AddRoom("us-sv", emulator.Room{})
	s.server.Inject(faultserver.Fault{Skip: 1, Status: http.StatusForbidden, Body: "no"})
	got, problems := caller.ReadDataSource(many, acctest.Values{})
	if len(problems) != 1 || !strings.Contains(problems[0], "Cannot list whiteboard rooms") || got.Attribute(t, "rooms") != "null" {
		t.Errorf("a list that breaks off gave %v with %v", got.Value, problems)
	}
}

func TestListResource(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	first := s.AddRoom("us-sv", emulator.Room{UUID: strings.Repeat("0", 32), Limit: 2, IsRecord: true, CreatedAt: "2021-01-01T00:00:00.000Z"})
	shut := s.AddRoom("us-sv", emulator.Room{UUID: strings.Repeat("0", 31) + "1", IsBan: true, CreatedAt: "2021-01-01T00:00:00.000Z"})
	for range 1000 {
		s.AddRoom("us-sv", emulator.Room{})
	}
	s.AddRoom("sg", emulator.Room{})
	caller := s.call(t)
	for _, test := range []struct {
		config acctest.Values
		limit  int64
		found  int
		pages  int
	}{
		{acctest.Values{}, 0, 1001, 3},
		{acctest.Values{"include_disabled": true}, 0, 1002, 3},
		{acctest.Values{"region": "sg"}, 0, 1, 2},
		{acctest.Values{"region": "eu"}, 0, 0, 1},
		{acctest.Values{}, 2, 2, 1},
	} {
		s.server.Reset()
		found, problems := caller.Query(kind, test.config, test.limit)
		if isCut := test.limit > 0; isCut != strings.Contains(strings.Join(problems, "\n"), "More results than the limit") || !isCut && len(problems) > 0 || len(found) != test.found || len(s.server.Requests("", "")) != test.pages {
			t.Errorf("%v: %d rooms in %d requests, %v; want %d in %d", test.config, len(found), len(s.server.Requests("", "")), problems, test.found, test.pages)
		}
	}

	found, _ := caller.Query(kind, acctest.Values{"include_disabled": true}, 2)
	for i, want := range []struct {
		room emulator.Room
		name string
	}{
		{first, "us-sv/" + first.UUID + ", made 2021-01-01T00:00:00.000Z"},
		{shut, "us-sv/" + shut.UUID + ", made 2021-01-01T00:00:00.000Z, disabled"},
	} {
		got := found[i]
		if parts := got.IdentityValues(t, "region", "uuid"); got.Name != want.name || parts[0] != "us-sv" || parts[1] != want.room.UUID {
			t.Errorf("found %s %v, want %s", got.Name, parts, want.name)
		}
		// What is found is what an import gives, so that generated configuration plans nothing.
		imported, _ := caller.Import(kind, "us-sv/"+want.room.UUID)
		read, _ := caller.Read(imported)
		if !read.Value.Equal(got.Value) {
			t.Errorf("imported as %v, found as %v", read.Value, got.Value)
		}
		config := acctest.Values{"region": "us-sv", "is_record": want.room.IsRecord, "limit": want.room.Limit, "disabled": want.room.IsBan, "on_destroy": "disable"}
		if planned, problems := caller.Plan(read, config); len(problems) > 0 || !planned.Value.Equal(read.Value) {
			t.Errorf("the plan of what was generated: %v, %v", planned.Value, problems)
		}
	}

	s.server.Inject(faultserver.Fault{Skip: 1, Status: http.StatusForbidden, Body: "no"})
	broken, problems := caller.Query(kind, acctest.Values{}, 0)
	if len(broken) == 0 || len(problems) != 1 || !strings.Contains(problems[0], "Cannot list whiteboard rooms") {
		t.Errorf("a list that breaks off gave %d rooms with %v", len(broken), problems)
	}
}
