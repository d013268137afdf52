package whiteboard_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

const (
	roomToken = "xrcloud_whiteboard_room_token"
	sdkToken  = "xrcloud_whiteboard_sdk_token"
)

func TestEphemeralTokens(t *testing.T) {
	t.Parallel()
	acctest.RequireEphemeral(t)
	s := start(t, emulator.Options{})
	body := room(``) + `
ephemeral "xrcloud_whiteboard_room_token" "guest" {
  room_id = xrcloud_whiteboard_room.board.id
  role    = "reader"
}
ephemeral "xrcloud_whiteboard_sdk_token" "server" {
  role            = "writer"
  ttl             = "48h"
  allow_permanent = true
}
provider "echo" {
  data = { room = ephemeral.xrcloud_whiteboard_room_token.guest, sdk = ephemeral.xrcloud_whiteboard_sdk_token.server }
}
resource "echo" "seen" {}
`
	seen := func(kind, name string, want string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("echo.seen", tfjsonpath.New("data").AtMapKey(kind).AtMapKey(name), knownvalue.StringRegexp(regexp.MustCompile(want)))
	}
	const time = `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.config(body),
			ConfigStateChecks: []statecheck.StateCheck{
				seen("room", "token", "^NETLESSROOM_"), seen("room", "ttl", "^1h0m0s$"), seen("room", "expires_at", time),
				seen("sdk", "token", "^NETLESSSDK_"), seen("sdk", "ttl", "^48h$"), seen("sdk", "expires_at", time),
			},
		}},
	})
}

// TestTokensAreGood tries tokens where they are for: at the service.
func TestTokensAreGood(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	room, other := s.AddRoom("sg", emulator.Room{}), s.AddRoom("sg", emulator.Room{})
	for name, caller := range map[string]*acctest.ProtocolClient{
		"signed here":           s.call(t),
		"signed by the service": s.callAs(t, map[string]any{"sdk_token": s.sdkToken(t, api.Writer)}),
	} {
		opened, problems := caller.OpenEphemeral(roomToken, acctest.Values{"room_id": "sg/" + room.UUID, "role": "writer", "ttl": "10m"})
		if len(problems) > 0 {
			t.Fatalf("%s: %v", name, problems)
		}
		holder := s.as(t, opened.Attribute(t, "token"))
		if _, err := holder.Room(t.Context(), "sg", room.UUID); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := holder.Room(t.Context(), "sg", other.UUID); err == nil {
			t.Errorf("%s: the token of one room is good for another", name)
		}
		expires, err := time.Parse(time.RFC3339, opened.Attribute(t, "expires_at"))
		if left := time.Until(expires); err != nil || left > 10*time.Minute || left < 9*time.Minute {
			t.Errorf("%s: expires at %v, %v", name, expires, err)
		}
	}
	opened, problems := s.call(t).OpenEphemeral(sdkToken, acctest.Values{"role": "writer"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if _, err := s.as(t, opened.Attribute(t, "token")).CreateRoom(t.Context(), "eu", api.RoomInput{}); err != nil {
		t.Error(err)
	}
}

func TestTokensThatCannotBeHad(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	held := s.callAs(t, map[string]any{"sdk_token": s.sdkToken(t, api.Admin)})
	if _, problems := held.OpenEphemeral(sdkToken, acctest.Values{"role": "writer"}); len(problems) != 1 || !strings.Contains(problems[0], "XRCLOUD_WHITEBOARD_SECRET_KEY") {
		t.Errorf("an SDK token without a key pair: %v", problems)
	}
	if _, problems := held.OpenEphemeral(roomToken, acctest.Values{"room_id": "sg/" + unused, "role": "writer"}); len(problems) != 1 || !strings.Contains(problems[0], "room not found") {
		t.Errorf("a token of no room: %v", problems)
	}
	nobody := s.callAs(t, map[string]any{})
	for _, kind := range []string{roomToken, sdkToken} {
		config := acctest.Values{"role": "writer"}
		if kind == roomToken {
			config["room_id"] = "sg/" + unused
		}
		if _, problems := nobody.OpenEphemeral(kind, config); len(problems) != 1 || !strings.Contains(problems[0], "XRCLOUD_WHITEBOARD_ACCESS_KEY") {
			t.Errorf("%s without credentials: %v", kind, problems)
		}
	}
}

func TestTokenArguments(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	caller := s.call(t)
	for _, test := range []struct {
		name      string
		value     any
		permanent any
		problem   string
	}{
		{"role", "owner", nil, "error at role"},
		{"ttl", "soon", nil, "error at ttl"},
		{"ttl", "-1h", nil, "error at ttl: Token would have no life"},
		{"ttl", "-1h", true, "error at ttl: Token would have no life"},
		{"ttl", "1us", nil, "error at ttl: Token would have no life"},
		{"ttl", "0s", nil, "error at ttl: Token would live too long"},
		{"ttl", "0s", false, "error at ttl: Token would live too long"},
		{"ttl", "24h1s", nil, "error at ttl: Token would live too long"},
		{"ttl", "24h", nil, ""},
		{"ttl", "0s", true, ""},
		{"ttl", "1000h", true, ""},
		{"ttl", "1000h", acctest.Unknown, ""},
		{"ttl", acctest.Unknown, nil, ""},
	} {
		for _, kind := range []string{roomToken, sdkToken} {
			config := acctest.Values{"role": "reader", "allow_permanent": test.permanent}
			config[test.name] = test.value
			if kind == roomToken {
				config["room_id"] = "sg/" + unused
			}
			problems := strings.Join(caller.ValidateEphemeral(kind, config), "\n")
			if (test.problem == "") != (problems == "") || !strings.Contains(problems, test.problem) {
				t.Errorf("%s %v: the problems are %q, want %q", kind, config, problems, test.problem)
			}
		}
	}
	for _, kind := range []string{roomToken, sdkToken} { // what was unknown when it was validated is held to the same
		config := acctest.Values{"role": "reader", "ttl": "0s"}
		if kind == roomToken {
			config["room_id"] = "sg/" + unused
		}
		if _, problems := caller.OpenEphemeral(kind, config); len(problems) != 1 {
			t.Errorf("%s for ever: %v", kind, problems)
		}
		config["allow_permanent"] = true
		opened, problems := caller.OpenEphemeral(kind, config)
		if len(problems) > 0 || opened.Attribute(t, "expires_at") != "null" {
			t.Errorf("%s for ever, allowed: %v, expires at %s", kind, problems, opened.Attribute(t, "expires_at"))
		}
	}
	if problems := caller.ValidateEphemeral(roomToken, acctest.Values{"role": "reader", "room_id": unused}); len(problems) != 1 || !strings.Contains(problems[0], "error at room_id") {
		t.Errorf("a room without its region: %v", problems)
	}
}
