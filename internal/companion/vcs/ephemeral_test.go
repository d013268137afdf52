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

// echoed is a configuration that puts an ephemeral value into the state of the echo provider, to look at it.
func echoed(value string) string {
	return "\nprovider \"echo\" { data = " + value + " }\nresource \"echo\" \"seen\" {}\n"
}

func seen(name string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("echo.seen", tfjsonpath.New("data").AtMapKey(name), want)
}

func TestEphemeralToken(t *testing.T) {
	t.Parallel()
	acctest.RequireEphemeral(t)
	s := start(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.hall(`name = "Hall"`) + `
ephemeral "xrcloud_vcs_room_token" "hall" { room_id = xrcloud_vcs_room.hall.id }
` + echoed("ephemeral.xrcloud_vcs_room_token.hall"),
			ConfigStateChecks: []statecheck.StateCheck{
				seen("token", knownvalue.StringRegexp(regexp.MustCompile("^room-token-"))),
				seen("room_token_ttl_seconds", knownvalue.Int64Exact(86400)),
			},
		}},
	})
}

func TestEphemeralTokenOfNoRoom(t *testing.T) {
	t.Parallel()
	caller := start(t, emulator.Options{}).call(t)
	_, problems := caller.OpenEphemeral("xrcloud_vcs_room_token", acctest.Values{"room_id": "RO-1"})
	if len(problems) != 1 || !strings.Contains(problems[0], "Cannot get room token") {
		t.Errorf("the problems are %v", problems)
	}
}

func TestEphemeralRoom(t *testing.T) {
	t.Parallel()
	acctest.RequireEphemeral(t)
	s := start(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.config(`
ephemeral "xrcloud_vcs_room" "try" {
  name                           = "Try"
  auto_upgrade_participant_count = 4
}
` + echoed("ephemeral.xrcloud_vcs_room.try")),
			ConfigStateChecks: []statecheck.StateCheck{
				seen("id", knownvalue.StringRegexp(regexp.MustCompile("^RO-"))),
				seen("name", knownvalue.StringExact("Try")),
				seen("description", knownvalue.Null()),
				seen("conference_type", knownvalue.StringExact("MESH")),
				seen("auto_upgrade_participant_count", knownvalue.Int64Exact(4)),
				seen("token", knownvalue.StringRegexp(regexp.MustCompile("^room-token-"))),
				seen("expires_at", knownvalue.StringExact("2022-04-09T13:44:28.429Z")),
			},
		}},
	})
	// Plans open it as well as applies: whatever they were, each room was deleted again.
	made, deleted := len(s.server.Requests(http.MethodPost, "")), len(s.server.Requests(http.MethodDelete, ""))
	if rooms := s.rooms(t); len(rooms) > 0 || made < 2 || made != deleted {
		t.Errorf("%d rooms were made, %d deleted, and there is still %v", made, deleted, rooms)
	}
}

func TestEphemeralRoomKeepsWhatIsConfigured(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{DefaultName: "New room"})
	opened, problems := s.call(t).OpenEphemeral(kind, acctest.Values{"conference_type": "SFU"})
	if len(problems) > 0 || opened.Attribute(t, "name") != "null" || opened.Attribute(t, "conference_type") != "SFU" {
		t.Errorf("opened %v: %v", opened.Value, problems)
	}
}

func TestEphemeralRoomThatIsGoneAlready(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{RoomTTL: time.Minute})
	caller := s.call(t)
	opened, problems := caller.OpenEphemeral(kind, acctest.Values{})
	s.forward(time.Minute)
	if problems = append(problems, caller.CloseEphemeral(opened)...); len(problems) > 0 {
		t.Error(problems)
	}
}

func TestEphemeralRoomThatIsLeftBehind(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	caller := s.call(t)
	opened, problems := caller.OpenEphemeral(kind, acctest.Values{})
	s.server.Inject(faultserver.Fault{Method: http.MethodDelete, Status: http.StatusInternalServerError})
	problems = append(problems, caller.CloseEphemeral(opened)...)
	if len(problems) != 2 || !strings.Contains(problems[0], "error: Cannot delete VCS room: ") ||
		!strings.Contains(problems[1], "warning: The VCS room is left behind: The room "+s.only(t).ID+" stays until it expires") {
		t.Errorf("the problems are %v", problems)
	}
}

func TestEphemeralRoomThatCannotBeMade(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	s.server.Inject(faultserver.Fault{Method: http.MethodPost, Commit: true, Reset: true})
	_, problems := s.call(t).OpenEphemeral(kind, acctest.Values{})
	if len(problems) != 1 || !strings.Contains(problems[0], "may have been carried out") {
		t.Errorf("the problems are %v", problems)
	}
	if posts := s.server.Requests(http.MethodPost, ""); len(posts) != 1 {
		t.Errorf("%d rooms were asked for", len(posts))
	}
}
