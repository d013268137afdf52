package venueless_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// The values of the block venueless, or the block itself, can come from a resource that the same apply creates.
func TestProviderConfiguredByResource(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	for name, block := range map[string]string{
		"unknown value": `venueless {
			base_url = terraform_data.url.output
			world_id = "acc"
			jwt {
				secret = "` + secret + `"
			}
		}`,
		"unknown block": `dynamic "venueless" {
			for_each = [terraform_data.url.output]
			content {
				base_url = venueless.value
				world_id = "acc"
				jwt {
					secret = "` + secret + `"
				}
			}
		}`,
		"unknown jwt": `venueless {
			base_url = "` + s.server.URL() + `"
			world_id = "acc"
			dynamic "jwt" {
				for_each = terraform_data.url.output == "" ? [] : ["` + secret + `"]
				content {
					secret = jwt.value
				}
			}
		}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{Config: acctest.Config(block, fmt.Sprintf(`
resource "terraform_data" "url" {
  input = %q
}
resource "xrcloud_venueless_room" "hall" {
  name = "Hall"
}`, s.server.URL()))}},
			})
		})
	}
}

// The plan reports a missing argument of the provider's configuration, and an invalid one.
func TestMissingProviderConfiguration(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	const room = `
resource "xrcloud_venueless_room" "hall" {
  name = "Hall"
}`
	url := fmt.Sprintf("base_url = %q", s.server.URL())
	for name, test := range map[string]struct{ block, body, want string }{
		"no block":      {"", room, `(?s)Cannot plan Venueless room.*XRCLOUD_VENUELESS_BASE_URL`},
		"no credential": {"venueless {\n" + url + "\n}", room, `XRCLOUD_VENUELESS_JWT_SECRET`},
		"no world":      {"venueless {\n" + url + "\ntoken = \"x\"\n}", room, `XRCLOUD_VENUELESS_WORLD_ID`},
		"token and jwt": {"venueless {\n" + url + "\ntoken = \"x\"\njwt {\nsecret = \"y\"\n}\n}", room, `venueless.token cannot be set together with venueless.jwt`},
		"data source":   {"", `data "xrcloud_venueless_rooms" "all" {}`, `XRCLOUD_VENUELESS_BASE_URL`},
		"invalid URL":   {`venueless { base_url = "event.example.com" }`, room, `which has no scheme`},
		"invalid TTL":   {"venueless {\n" + url + "\njwt {\nsecret = \"y\"\nttl = \"soon\"\n}\n}", room, `must be a duration`},
		"invalid CA":    {"venueless {\n" + url + "\nca_certificate = \"x\"\n}", room, `BEGIN CERTIFICATE`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps:                    []resource.TestStep{{Config: acctest.Config(test.block, test.body), PlanOnly: true, ExpectError: regexp.MustCompile(test.want)}},
			})
		})
	}
}

// Changing the world of the provider replaces the rooms that do not set world_id.
func TestDefaultWorldChange(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	here := s.protocolClient(t)
	there := s.protocolClientWith(t, map[string]any{"world_id": "other"}, map[string]any{"secret": secret})
	created := here.MustApply(here.Absent(roomType), acctest.Values{"name": "Hall"})
	for name, test := range map[string]struct {
		client *acctest.ProtocolClient
		config acctest.Values
		world  string
	}{
		"default":             {there, acctest.Values{"name": "Hall"}, "other"},
		"configured":          {there, acctest.Values{"name": "Hall", "world_id": "acc"}, "acc"},
		"configured, another": {here, acctest.Values{"name": "Hall", "world_id": "other"}, "other"},
	} {
		planned, diags := test.client.Plan(created, test.config)
		requireNoDiagnostics(t, diags)
		if world := planned.Attribute(t, "world_id"); world != test.world || (len(planned.Replaces) > 0) != (world != "acc") {
			t.Errorf("%s: planned world %s, replaced for %v", name, world, planned.Replaces)
		}
	}
}

// The provider's world is unknown in the plan. The apply uses the same plan, and the provider's world.
func TestDefaultWorldUnknownInPlan(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	jwt := map[string]any{"secret": secret}
	planning := s.protocolClientWith(t, map[string]any{"world_id": acctest.Unknown}, jwt)
	config := acctest.Values{"name": "Hall"}
	planned, problems := planning.Plan(planning.Absent(roomType), config)
	requireNoDiagnostics(t, problems)
	applying := s.protocolClientWith(t, map[string]any{"world_id": "other"}, jwt)
	room, problems := applying.Apply(applying.Absent(roomType), planned, config)
	requireNoDiagnostics(t, problems)
	if world := room.Attribute(t, "world_id"); world != "other" {
		t.Errorf("the room has the world %q", world)
	}
	if _, err := s.client.Room(t.Context(), "other", room.Attribute(t, "id")); err != nil {
		t.Error(err)
	}
}
