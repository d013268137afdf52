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
	s := startService(t, emulator.Options{})
	disabled := s.AddRoom("us-sv", emulator.Room{UUID: strings.Repeat("1", 32), IsBan: true, CreatedAt: "2021-01-02T00:00:00.000Z"})
	newest := s.AddRoom("us-sv", emulator.Room{UUID: strings.Repeat("2", 32), Limit: 4, CreatedAt: "2021-01-03T00:00:00.000Z"})
	oldest := s.AddRoom("us-sv", emulator.Room{UUID: strings.Repeat("3", 32), IsRecord: true, CreatedAt: "2021-01-01T00:00:00.000Z"})
	inSG := s.AddRoom("sg", emulator.Room{})
	requireRoom := func(region string, room emulator.Room) knownvalue.Check {
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
		"whiteboard_room.by_id":            requireRoom("sg", inSG),
		"whiteboard_room.by_uuid":          requireRoom("us-sv", newest),
		"whiteboard_room.by_region":        requireRoom("sg", inSG),
		"whiteboard_rooms.enabled.rooms":   knownvalue.ListExact([]knownvalue.Check{requireRoom("us-sv", oldest), requireRoom("us-sv", newest)}),
		"whiteboard_rooms.all.rooms":       knownvalue.ListExact([]knownvalue.Check{requireRoom("us-sv", oldest), requireRoom("us-sv", disabled), requireRoom("us-sv", newest)}),
		"whiteboard_rooms.by_region.rooms": knownvalue.ListExact([]knownvalue.Check{requireRoom("sg", inSG)}),
		"whiteboard_rooms.none.rooms":      knownvalue.ListExact([]knownvalue.Check{}),
		"whiteboard_rooms.enabled.region":  knownvalue.StringExact("us-sv"),
	})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.config(fmt.Sprintf(`
data "xrcloud_whiteboard_room" "by_id" { id = "sg/%[1]s" }
data "xrcloud_whiteboard_room" "by_uuid" { uuid = %[2]q }
data "xrcloud_whiteboard_room" "by_region" {
  uuid   = %[1]q
  region = "sg"
}
data "xrcloud_whiteboard_rooms" "enabled" {}
data "xrcloud_whiteboard_rooms" "all" { include_disabled = true }
data "xrcloud_whiteboard_rooms" "by_region" { region = "sg" }
data "xrcloud_whiteboard_rooms" "none" { region = "eu" }
`, inSG.UUID, newest.UUID) + text),
			ConfigStateChecks: checks,
		}},
	})
}

// The arguments of data sources can be unknown until apply: the same run creates the room.
func TestDataSourceUnknownUntilApply(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.roomConfig(`limit = 3`) + `
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

func TestDataSourceErrors(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := s.protocolClient(t)
	const one, list = "xrcloud_whiteboard_room", "xrcloud_whiteboard_rooms"
	for _, test := range []struct {
		kind    string
		config  acctest.Values
		problem string
	}{
		{one, acctest.Values{}, "id"},
		{one, acctest.Values{"id": "sg/" + missingUUID, "uuid": missingUUID}, "id"},
		{one, acctest.Values{"id": "sg/" + missingUUID, "region": "sg"}, "id"},
		{one, acctest.Values{"id": missingUUID}, "error at id: Invalid whiteboard room ID"},
		{one, acctest.Values{"id": " sg/" + missingUUID}, "error at id: Invalid whiteboard room ID"},
		{one, acctest.Values{"id": "sg/" + strings.ToUpper(missingUUID)}, "error at id: Invalid whiteboard room ID"},
		{one, acctest.Values{"uuid": "4a5f"}, "error at uuid: Invalid whiteboard room UUID"},
		{one, acctest.Values{"uuid": missingUUID, "region": "gb-lon"}, "warning at region: Region was renamed"},
		{list, acctest.Values{"region": "gb-lon"}, "warning at region: Region was renamed"},
		{list, acctest.Values{"region": acctest.Unknown, "include_disabled": acctest.Unknown}, ""},
		{one, acctest.Values{"uuid": acctest.Unknown, "region": acctest.Unknown}, ""},
	} {
		problems := strings.Join(client.ValidateDataSource(test.kind, test.config), "\n")
		if (test.problem == "") != (problems == "") || !strings.Contains(problems, test.problem) {
			t.Errorf("%s %v: the problems are %q, want %q", test.kind, test.config, problems, test.problem)
		}
	}
	if _, problems := client.ReadDataSource(one, acctest.Values{"id": "sg/" + missingUUID}); len(problems) != 1 || !strings.Contains(problems[0], "room not found") {
		t.Errorf("no room: %v", problems)
	}
	if _, problems := s.protocolClientWith(t, acctest.Values{}).ReadDataSource(list, acctest.Values{}); len(problems) != 1 || !strings.Contains(problems[0], "XRCLOUD_WHITEBOARD_ACCESS_KEY") {
		t.Errorf("no credentials: %v", problems)
	}
	s.AddRoom("us-sv", emulator.Room{})
	s.server.Inject(faultserver.Fault{Skip: 1, Status: http.StatusForbidden, Body: "no"})
	got, problems := client.ReadDataSource(list, acctest.Values{})
	if len(problems) != 1 || !strings.Contains(problems[0], "Cannot list whiteboard rooms") || got.Attribute(t, "rooms") != "null" {
		t.Errorf("after an error on the second page, the data source returns %v with %v", got.Value, problems)
	}
}
