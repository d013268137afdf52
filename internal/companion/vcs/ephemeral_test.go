package vcs_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

// echoConfig returns a configuration that copies an ephemeral value to the state of the echo provider.
func echoConfig(value string) string {
	return "\nprovider \"echo\" { data = " + value + " }\nresource \"echo\" \"copy\" {}\n"
}

func requireEchoed(name string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("echo.copy", tfjsonpath.New("data").AtMapKey(name), want)
}

func TestEphemeralRoomToken(t *testing.T) {
	t.Parallel()
	acctest.RequireEphemeral(t)
	s := startService(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.roomConfig(`name = "Hall"`) + `
ephemeral "xrcloud_vcs_room_token" "hall" { room_id = xrcloud_vcs_room.hall.id }
` + echoConfig("ephemeral.xrcloud_vcs_room_token.hall"),
			ConfigStateChecks: []statecheck.StateCheck{
				requireEchoed("token", knownvalue.StringRegexp(regexp.MustCompile("^room-token-"))),
				requireEchoed("room_token_ttl_seconds", knownvalue.Int64Exact(86400)),
			},
		}},
	})
}

func TestEphemeralRoomTokenNotFound(t *testing.T) {
	t.Parallel()
	client := startService(t, emulator.Options{}).protocolClient(t)
	_, problems := client.OpenEphemeral("xrcloud_vcs_room_token", acctest.Values{"room_id": "RO-1"})
	if len(problems) != 1 || !strings.Contains(problems[0], "Cannot get room token") {
		t.Errorf("the problems are %v", problems)
	}
}

func TestEphemeralRoom(t *testing.T) {
	t.Parallel()
	acctest.RequireEphemeral(t)
	s := startService(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.config(`
ephemeral "xrcloud_vcs_room" "try" {
  name                           = "Try"
  auto_upgrade_participant_count = 4
}
` + echoConfig("ephemeral.xrcloud_vcs_room.try")),
			ConfigStateChecks: []statecheck.StateCheck{
				requireEchoed("id", knownvalue.StringRegexp(regexp.MustCompile("^RO-"))),
				requireEchoed("name", knownvalue.StringExact("Try")),
				requireEchoed("description", knownvalue.Null()),
				requireEchoed("conference_type", knownvalue.StringExact("MESH")),
				requireEchoed("auto_upgrade_participant_count", knownvalue.Int64Exact(4)),
				requireEchoed("token", knownvalue.StringRegexp(regexp.MustCompile("^room-token-"))),
				requireEchoed("expires_at", knownvalue.StringExact("2022-04-09T13:44:28.429Z")),
			},
		}},
	})
	// Terraform opens the ephemeral resource in each plan and apply. Each of its rooms must be deleted.
	created, deleted := len(s.server.Requests(http.MethodPost, "")), len(s.server.Requests(http.MethodDelete, ""))
	if rooms := s.rooms(t); len(rooms) > 0 || created < 2 || created != deleted {
		t.Errorf("created %d rooms, deleted %d, and the service still has %v", created, deleted, rooms)
	}
}

func TestEphemeralRoomKeepsConfiguredValues(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{DefaultName: "New room"})
	opened, problems := s.protocolClient(t).OpenEphemeral(roomType, acctest.Values{"conference_type": "SFU"})
	if len(problems) > 0 || opened.Attribute(t, "name") != "null" || opened.Attribute(t, "conference_type") != "SFU" {
		t.Errorf("opened %v: %v", opened.Value, problems)
	}
}

func TestEphemeralRoomCloseAfterExpiry(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{RoomTTL: time.Minute})
	client := s.protocolClient(t)
	opened, problems := client.OpenEphemeral(roomType, acctest.Values{})
	s.Advance(time.Minute)
	if problems = append(problems, client.CloseEphemeral(opened)...); len(problems) > 0 {
		t.Error(problems)
	}
}

func TestEphemeralRoomCloseFails(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := s.protocolClient(t)
	opened, problems := client.OpenEphemeral(roomType, acctest.Values{})
	s.server.Inject(faultserver.Fault{Method: http.MethodDelete, Status: http.StatusInternalServerError})
	problems = append(problems, client.CloseEphemeral(opened)...)
	if len(problems) != 2 || !strings.Contains(problems[0], "error: Cannot delete VCS room: ") ||
		!strings.Contains(problems[1], `warning: VCS room still exists: The room "`+s.onlyRoom(t).ID+`" was not deleted and remains until it expires`) {
		t.Errorf("the problems are %v", problems)
	}
}

func TestEphemeralRoomOpenFails(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	s.server.Inject(faultserver.Fault{Method: http.MethodPost, Commit: true, Reset: true})
	_, problems := s.protocolClient(t).OpenEphemeral(roomType, acctest.Values{})
	if len(problems) != 1 || !strings.Contains(problems[0], "may have been carried out") {
		t.Errorf("the problems are %v", problems)
	}
	if posts := s.server.Requests(http.MethodPost, ""); len(posts) != 1 {
		t.Errorf("sent %d requests to create a room", len(posts))
	}
}
