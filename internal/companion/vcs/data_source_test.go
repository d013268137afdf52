package vcs_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

// The arguments of data sources can be unknown until apply: the same run creates the room.
func TestDataSources(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	found := knownvalue.ObjectPartial(map[string]knownvalue.Check{
		"name": knownvalue.StringExact("Hall"), "description": knownvalue.StringExact("Talks"), "conference_type": knownvalue.StringExact("MESH"),
		"auto_upgrade_participant_count": knownvalue.Null(), "id": knownvalue.StringRegexp(regexp.MustCompile("^RO-")),
		"creation_time": knownvalue.StringExact("2022-04-08T13:44:28.429Z"), "expires_at": knownvalue.StringExact("2022-04-09T13:44:28.429Z"),
		"modification_time": knownvalue.StringExact("2022-04-08T13:44:28.429Z"), "max_participants": knownvalue.Int64Exact(4),
		"room_token_ttl_seconds": knownvalue.Int64Exact(86400), "room_ttl_seconds": knownvalue.Int64Exact(86400), "endpoint_ttl_seconds": knownvalue.Int64Exact(86400),
	})
	checks := []statecheck.StateCheck{
		statecheck.ExpectKnownOutputValue("rooms", knownvalue.ListExact([]knownvalue.Check{found})),
		statecheck.ExpectKnownOutputValue("none", knownvalue.ListSizeExact(0)),
	}
	for _, by := range []string{"id", "name"} {
		address := "data.xrcloud_vcs_room." + by
		checks = append(checks,
			statecheck.ExpectKnownOutputValue(by, found),
			statecheck.ExpectSensitiveValue(address, tfjsonpath.New("token")),
			statecheck.ExpectKnownValue(address, tfjsonpath.New("token"), knownvalue.StringRegexp(regexp.MustCompile("^room-token-"))),
		)
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.roomConfig(`
  name                           = "Hall"
  description                    = "Talks"
  auto_upgrade_participant_count = 4`) + `
data "xrcloud_vcs_room" "id" { id = xrcloud_vcs_room.hall.id }
data "xrcloud_vcs_room" "name" {
  name       = "Hall"
  depends_on = [xrcloud_vcs_room.hall]
}
data "xrcloud_vcs_rooms" "all" { depends_on = [xrcloud_vcs_room.hall] }
data "xrcloud_vcs_rooms" "none" {
  name_contains = "hall"
  depends_on    = [xrcloud_vcs_room.hall]
}
output "id" { value = nonsensitive({ for name, value in data.xrcloud_vcs_room.id : name => value if name != "token" }) }
output "name" { value = nonsensitive({ for name, value in data.xrcloud_vcs_room.name : name => value if name != "token" }) }
output "rooms" { value = data.xrcloud_vcs_rooms.all.rooms }
output "none" { value = data.xrcloud_vcs_rooms.none.rooms }
`,
			ConfigStateChecks: checks,
		}},
	})
}

// VCS keeps the normal form of a name. On macOS that can be NFD, and the strings of Terraform are in NFC.
func TestDataSourceNormalizesNames(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	room := s.createRoom(t, api.RoomInput{Name: "Cafe\u0301"})
	s.createRoom(t, api.RoomInput{Name: "Cafe"})
	client := s.protocolClient(t)
	if found, problems := client.ReadDataSource(roomType, acctest.Values{"name": "Caf\u00e9"}); len(problems) > 0 || found.Attribute(t, "id") != room.ID {
		t.Errorf("by name: %v", problems)
	}
	found, problems := client.ReadDataSource(roomType+"s", acctest.Values{"name_contains": "\u00e9"})
	if rooms := found.List(t, "rooms"); len(problems) > 0 || len(rooms) != 1 || rooms[0].Attribute(t, "id") != room.ID {
		t.Errorf("by part of the name: %v, %v", rooms, problems)
	}
}

func TestDataSourceFindsExactlyOne(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{ReportsUpgradeCount: true})
	s.createRoom(t, api.RoomInput{Name: "Hall"})
	sfu := s.createRoom(t, api.RoomInput{Name: "Hall", ConferenceType: api.SFU})
	s.createRoom(t, api.RoomInput{Name: "Hall 2", AutoUpgradeParticipantCount: 3})
	client := s.protocolClient(t)

	_, problems := client.ReadDataSource(roomType, acctest.Values{"name": "Hall"})
	text := strings.Join(problems, "\n")
	for _, want := range []string{`error at name: Cannot find VCS room`, "there are 2", sfu.ID + ", SFU, created 2022-04-08T13:44:28.429Z"} {
		if len(problems) != 1 || !strings.Contains(text, want) {
			t.Errorf("two rooms: %q is not in %v", want, problems)
		}
	}
	if _, problems = client.ReadDataSource(roomType, acctest.Values{"name": "hall"}); len(problems) != 1 || !strings.Contains(problems[0], `There is no VCS room named "hall"`) {
		t.Errorf("no room: %v", problems)
	}
	found, problems := client.ReadDataSource(roomType, acctest.Values{"name": "Hall 2"})
	if len(problems) > 0 || found.Attribute(t, "auto_upgrade_participant_count") != `tftypes.Number<"3">` {
		t.Errorf("one room: %v %v", found.Value, problems)
	}
	if _, problems = client.ReadDataSource(roomType, acctest.Values{"id": "RO-1"}); len(problems) != 1 || !strings.Contains(problems[0], "Cannot find VCS room") {
		t.Errorf("no such id: %v", problems)
	}
	if problems := client.ValidateDataSource(roomType, acctest.Values{"id": "RO-1", "name": "Hall"}); len(problems) != 1 {
		t.Errorf("both: %v", problems)
	}
	if problems := client.ValidateDataSource(roomType, acctest.Values{}); len(problems) != 1 {
		t.Errorf("neither: %v", problems)
	}
	if problems := client.ValidateDataSource(roomType, acctest.Values{"id": acctest.Unknown}); len(problems) != 0 {
		t.Errorf("unknown: %v", problems)
	}
}
