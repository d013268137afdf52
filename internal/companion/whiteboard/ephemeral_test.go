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

func TestEphemeralTokens(t *testing.T) {
	t.Parallel()
	acctest.RequireEphemeral(t)
	s := startService(t, emulator.Options{})
	body := roomBlock(``) + `
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
resource "echo" "copy" {}
`
	requireEchoed := func(kind, name string, want string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("echo.copy", tfjsonpath.New("data").AtMapKey(kind).AtMapKey(name), knownvalue.StringRegexp(regexp.MustCompile(want)))
	}
	const time = `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.config(body),
			ConfigStateChecks: []statecheck.StateCheck{
				requireEchoed("room", "token", "^NETLESSROOM_"), requireEchoed("room", "ttl", "^1h0m0s$"), requireEchoed("room", "expires_at", time),
				requireEchoed("sdk", "token", "^NETLESSSDK_"), requireEchoed("sdk", "ttl", "^48h$"), requireEchoed("sdk", "expires_at", time),
			},
		}},
	})
}

// TestTokensAreAccepted sends requests with the tokens to the service.
func TestTokensAreAccepted(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	room, other := s.AddRoom("sg", emulator.Room{}), s.AddRoom("sg", emulator.Room{})
	for name, client := range map[string]*acctest.ProtocolClient{
		"signed by the provider": s.protocolClient(t),
		"signed by the service":  s.protocolClientWith(t, acctest.Values{"sdk_token": s.signSDKToken(t, api.Writer)}),
	} {
		opened, problems := client.OpenEphemeral(roomTokenType, acctest.Values{"room_id": "sg/" + room.UUID, "role": "writer", "ttl": "10m"})
		if len(problems) > 0 {
			t.Fatalf("%s: %v", name, problems)
		}
		holder := s.apiClientWithToken(t, opened.Attribute(t, "token"))
		if _, err := holder.Room(t.Context(), "sg", room.UUID); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := holder.Room(t.Context(), "sg", other.UUID); err == nil {
			t.Errorf("%s: the service accepts the token for another room", name)
		}
		expires, err := time.Parse(time.RFC3339, opened.Attribute(t, "expires_at"))
		if left := time.Until(expires); err != nil || left > 10*time.Minute || left < 9*time.Minute {
			t.Errorf("%s: expires at %v, %v", name, expires, err)
		}
	}
	opened, problems := s.protocolClient(t).OpenEphemeral(sdkTokenType, acctest.Values{"role": "writer"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if _, err := s.apiClientWithToken(t, opened.Attribute(t, "token")).CreateRoom(t.Context(), "eu", api.RoomInput{}); err != nil {
		t.Error(err)
	}
}

func TestTokenErrors(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	withToken := s.protocolClientWith(t, acctest.Values{"sdk_token": s.signSDKToken(t, api.Admin)})
	if _, problems := withToken.OpenEphemeral(sdkTokenType, acctest.Values{"role": "writer"}); len(problems) != 1 || !strings.Contains(problems[0], "XRCLOUD_WHITEBOARD_SECRET_KEY") {
		t.Errorf("an SDK token without a key pair: %v", problems)
	}
	if _, problems := withToken.OpenEphemeral(roomTokenType, acctest.Values{"room_id": "sg/" + missingUUID, "role": "writer"}); len(problems) != 1 || !strings.Contains(problems[0], "room not found") {
		t.Errorf("a token for a missing room: %v", problems)
	}
	withoutCredential := s.protocolClientWith(t, acctest.Values{})
	for _, kind := range []string{roomTokenType, sdkTokenType} {
		config := acctest.Values{"role": "writer"}
		if kind == roomTokenType {
			config["room_id"] = "sg/" + missingUUID
		}
		if _, problems := withoutCredential.OpenEphemeral(kind, config); len(problems) != 1 || !strings.Contains(problems[0], "XRCLOUD_WHITEBOARD_ACCESS_KEY") {
			t.Errorf("%s without credentials: %v", kind, problems)
		}
	}
}

func TestTokenArguments(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := s.protocolClient(t)
	for _, test := range []struct {
		name      string
		value     any
		permanent any
		problem   string
	}{
		{"role", "owner", nil, "error at role"},
		{"ttl", "soon", nil, "error at ttl"},
		{"ttl", "-1h", nil, "error at ttl: Token TTL is too short"},
		{"ttl", "-1h", true, "error at ttl: Token TTL is too short"},
		{"ttl", "1us", nil, "error at ttl: Token TTL is too short"},
		{"ttl", "0s", nil, "error at ttl: Token TTL is too long"},
		{"ttl", "0s", false, "error at ttl: Token TTL is too long"},
		{"ttl", "24h1s", nil, "error at ttl: Token TTL is too long"},
		{"ttl", "24h", nil, ""},
		{"ttl", "0s", true, ""},
		{"ttl", "1000h", true, ""},
		{"ttl", "1000h", acctest.Unknown, ""},
		{"ttl", acctest.Unknown, nil, ""},
	} {
		for _, kind := range []string{roomTokenType, sdkTokenType} {
			config := acctest.Values{"role": "reader", "allow_permanent": test.permanent}
			config[test.name] = test.value
			if kind == roomTokenType {
				config["room_id"] = "sg/" + missingUUID
			}
			problems := strings.Join(client.ValidateEphemeral(kind, config), "\n")
			if (test.problem == "") != (problems == "") || !strings.Contains(problems, test.problem) {
				t.Errorf("%s %v: the problems are %q, want %q", kind, config, problems, test.problem)
			}
		}
	}
	for _, kind := range []string{roomTokenType, sdkTokenType} { // values that were unknown in validation
		config := acctest.Values{"role": "reader", "ttl": "0s"}
		if kind == roomTokenType {
			config["room_id"] = "sg/" + missingUUID
		}
		if _, problems := client.OpenEphemeral(kind, config); len(problems) != 1 {
			t.Errorf("permanent %s: %v", kind, problems)
		}
		config["allow_permanent"] = true
		opened, problems := client.OpenEphemeral(kind, config)
		if len(problems) > 0 || opened.Attribute(t, "expires_at") != "null" {
			t.Errorf("permanent %s, allowed: %v, expires at %s", kind, problems, opened.Attribute(t, "expires_at"))
		}
	}
	if problems := client.ValidateEphemeral(roomTokenType, acctest.Values{"role": "reader", "room_id": missingUUID}); len(problems) != 1 || !strings.Contains(problems[0], "error at room_id") {
		t.Errorf("a room without its region: %v", problems)
	}
}
