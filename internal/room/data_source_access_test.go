package room_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// accessForms are the data source and the ephemeral resource xrcloud_room_access.
var accessForms = map[string]struct {
	read     func(*acctest.ProtocolClient, string, acctest.Values) (acctest.Object, []string)
	validate func(*acctest.ProtocolClient, string, acctest.Values) []string
}{
	"data source": {(*acctest.ProtocolClient).ReadDataSource, (*acctest.ProtocolClient).ValidateDataSource},
	"ephemeral":   {(*acctest.ProtocolClient).OpenEphemeral, (*acctest.ProtocolClient).ValidateEphemeral},
}

// The request has every argument. Public URLs stay the same, and each read creates other private URLs.
func TestRoomAccess(t *testing.T) {
	t.Parallel()
	for name, form := range accessForms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newFixture(t, acctest.Start(t))
			room := p.createRoom(t, "Main Hall")
			for _, client := range []*acctest.ProtocolClient{p.ProtocolClient(t), p.ProtocolClientWithKey(t)} {
				seen := map[string]bool{}
				for _, more := range []acctest.Values{
					{},
					{"user_id": "ada/lovelace@example.com"},
					{"display_name": "Ada & Eve 방 👩‍🚀 \u202e"},
					{"avatar_url": "https://example.com/a.glb?x=1&y=2#z"},
					{"link_payload": "{\"seat\": 7}\n"},
					{"user_id": "a", "display_name": "b", "avatar_url": "https://example.com/c", "link_payload": "d"},
				} {
					if p.Emulator != nil {
						p.Server.Reset()
					}
					config := acctest.Values{"room_id": room.ID}
					maps.Copy(config, more)
					access, problems := form.read(client, "xrcloud_room_access", config)
					if len(problems) > 0 {
						t.Fatalf("%v: %q", more, problems)
					}
					if access.Attribute(t, "public_host_url") != room.URL.Public.Host || access.Attribute(t, "public_guest_url") != room.URL.Public.Guest {
						t.Errorf("%v returns the public URLs %v", more, access.Value)
					}
					for _, url := range []string{access.Attribute(t, "private_host_url"), access.Attribute(t, "private_guest_url")} {
						if seen[url] || !strings.Contains(url, "?private=") {
							t.Errorf("%v returns %s", more, url)
						}
						seen[url] = true
					}
					if p.Emulator == nil {
						continue // a real service does not show its requests
					}
					sent := p.Server.Requests("", "^/api/")
					if len(sent) != 1 || len(sent[0].Query) != len(more) {
						t.Fatalf("%v sends %v", more, sent)
					}
					for argument, parameter := range map[string]string{
						"user_id": "userId", "display_name": "displayName", "avatar_url": "avatarUrl", "link_payload": "linkPayload",
					} {
						if want, found := more[argument]; found && sent[0].Query.Get(parameter) != want {
							t.Errorf("%v sends %v", more, sent[0].Query)
						}
					}
				}
			}
		})
	}
}

func TestRoomAccessAPIErrors(t *testing.T) {
	t.Parallel()
	for name, form := range accessForms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newEmulatorFixture(t)
			room := p.createRoom(t, "Main Hall")
			refusal := acctest.JSONResponse(http.StatusBadRequest, `{"statusCode":400,"message":["avatarUrl must be a URL address"],"error":"Bad Request"}`)
			refusal.Path = "^/api/rooms/" + room.ID
			p.Server.Inject(refusal)
			for id, want := range map[string]string{
				acctest.MissingID: "error at room_id: Cannot get access to room: XRCLOUD responded with 404 Not Found to GET /api/rooms/" + acctest.MissingID + ": Room with ID " + acctest.MissingID + " not found." + acctest.AdviceOnNotFound,
				room.ID:           "error at avatar_url: Cannot get access to room: XRCLOUD responded with 400 Bad Request to GET /api/rooms/" + room.ID + ": avatarUrl must be a URL address.",
			} {
				_, problems := form.read(p.ProtocolClient(t), "xrcloud_room_access", acctest.Values{"room_id": id, "avatar_url": "https://example.com/secret-avatar"})
				if got := strings.Join(problems, "\n"); got != want {
					t.Errorf("%s: got\n%s\nwant\n%s", id, got, want)
				}
			}
		})
	}
}

func TestRoomAccessValidation(t *testing.T) {
	t.Parallel()
	for name, form := range accessForms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := acctest.NewProtocolClient(t, acctest.Values{"api_key": "key"})
			for _, c := range []struct {
				config acctest.Values
				want   string
			}{
				{acctest.Values{"room_id": acctest.MissingID, "user_id": "", "display_name": "", "link_payload": ""}, ""},
				{acctest.Values{
					"room_id": acctest.Unknown, "user_id": acctest.Unknown, "display_name": acctest.Unknown, "avatar_url": acctest.Unknown, "link_payload": acctest.Unknown,
				}, ""},
				{acctest.Values{"room_id": "hall"}, acctest.NotUUIDError("room_id", "hall")},
				{
					acctest.Values{"room_id": acctest.MissingID, "avatar_url": "avatar"},
					acctest.InvalidHostError("avatar_url", "avatar"),
				},
				{acctest.Values{"room_id": acctest.MissingID, "user_id": "a\x00"}, "error at user_id: Invalid string: The value must not contain a NUL character."},
			} {
				if got := strings.Join(form.validate(client, "xrcloud_room_access", c.config), "\n"); got != c.want {
					t.Errorf("%q: got\n%s\nwant\n%s", c.config, got, c.want)
				}
			}
		})
	}
}

// The arguments can be unknown until apply, and the URLs are sensitive.
func TestRoomAccessInTerraform(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	room := p.createRoom(t, "Main Hall")
	const later = `
resource "terraform_data" "later" {
  input = { room_id = %q, user_id = "ada", display_name = "Ada", avatar_url = "https://example.com/a.glb", link_payload = "seat 7" }
}
%s "xrcloud_room_access" "ada" {
  room_id      = terraform_data.later.output.room_id
  user_id      = terraform_data.later.output.user_id
  display_name = terraform_data.later.output.display_name
  avatar_url   = terraform_data.later.output.avatar_url
  link_payload = terraform_data.later.output.link_payload
}
`
	t.Run("data source", func(t *testing.T) {
		t.Parallel()
		const data = "data.xrcloud_room_access.ada"
		url := tfjsonpath.New[string]
		resource.UnitTest(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{{
				Config: p.Config(fmt.Sprintf(later, room.ID, "data")),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectUnknownValue(data, url("private_guest_url")),
					plancheck.ExpectSensitiveValue(data, url("private_guest_url")),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectSensitiveValue(data, url("private_host_url")),
					statecheck.ExpectSensitiveValue(data, url("private_guest_url")),
					statecheck.ExpectSensitiveValue(data, url("public_host_url")),
					statecheck.ExpectKnownValue(data, url("public_guest_url"), knownvalue.StringExact(room.URL.Public.Guest)),
				},
			}},
		})
	})
	t.Run("ephemeral resource", func(t *testing.T) {
		t.Parallel()
		acctest.RequireEphemeral(t)
		opened := tfjsonpath.New("data")
		resource.UnitTest(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{{
				Config: p.Config(fmt.Sprintf(later, room.ID, "ephemeral") + `
provider "echo" {
  data = ephemeral.xrcloud_room_access.ada
}
resource "echo" "opened" {}
`),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("echo.opened", opened.AtMapKey("public_host_url"), knownvalue.StringExact(room.URL.Public.Host)),
					statecheck.ExpectKnownValue("echo.opened", opened.AtMapKey("private_host_url"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue("echo.opened", opened.AtMapKey("user_id"), knownvalue.StringExact("ada")),
				},
			}},
		})
	})
}
