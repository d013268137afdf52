package vcs_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

// Without the block vcs, each operation that sends a request fails with an error about it, and a creation fails in the plan.
func TestMissingProviderConfiguration(t *testing.T) {
	t.Parallel()
	s := startWithRoom(t, emulator.Options{}, nil)
	client := acctest.NewProtocolClient(t, acctest.Values{"api_key": "key-of-xrcloud"})
	const endpoint = "Set domain in the provider's block vcs (or XRCLOUD_VCS_DOMAIN in the environment)."
	const credential = "Set api_key in the provider's block vcs (or XRCLOUD_VCS_API_KEY in the environment)."
	requireMissing := func(operation string, problems []string) {
		t.Helper()
		if len(problems) != 1 || !strings.Contains(problems[0], endpoint) || !strings.Contains(problems[0], credential) {
			t.Errorf("%s: the problems are %v", operation, problems)
		}
	}
	_, problems := client.Plan(client.Absent(roomType), s.config)
	requireMissing("plan", problems)
	if problem := strings.Join(problems, "\n"); !strings.HasPrefix(problem, "error: Cannot plan VCS room: ") {
		t.Errorf("the problem of the plan is %s", problem)
	}
	read, problems := client.Read(s.room)
	requireMissing("read", problems)
	if !read.Value.Equal(s.room.Value) {
		t.Errorf("the state is %v", read.Value)
	}
	_, problems = client.ReadDataSource(roomType, acctest.Values{"id": "RO-1"})
	requireMissing("data source", problems)
	_, problems = client.Query(roomType, acctest.Values{}, 0)
	requireMissing("list resource", problems)
	_, problems = client.OpenEphemeral(roomType, acctest.Values{})
	requireMissing("ephemeral room", problems)
	_, problems = client.OpenEphemeral("xrcloud_vcs_room_token", acctest.Values{"room_id": "RO-1"})
	requireMissing("ephemeral token", problems)
	planned, problems := client.Plan(s.room, nil)
	if len(problems) > 0 {
		t.Errorf("plan of a destroy: %v", problems)
	}
	_, problems = client.Apply(s.room, planned, nil)
	requireMissing("destroy", problems)
	if sent := s.server.Requests("", ""); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}

// The values of the block vcs, or the block itself, can come from a resource that the same apply creates.
func TestProviderConfiguredByResource(t *testing.T) {
	t.Parallel()
	for name, section := range map[string]string{
		"values": `vcs {
			endpoint = terraform_data.account.output.endpoint
			api_key  = terraform_data.account.output.api_key
		}`,
		"block": `dynamic "vcs" {
			for_each = [terraform_data.account.output]
			content {
				endpoint = vcs.value.endpoint
				api_key  = vcs.value.api_key
			}
		}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, emulator.Options{})
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config: acctest.Config(section, fmt.Sprintf(`
resource "terraform_data" "account" {
  input = { endpoint = %q, api_key = %q }
}
`, s.server.URL(), apiKey)+roomBlock(`name = "Hall"`)),
				}},
			})
			if created := len(s.server.Requests(http.MethodPost, "")); created != 1 {
				t.Errorf("created %d rooms", created)
			}
		})
	}
}

func TestDomainConflictsWithEndpoint(t *testing.T) {
	t.Parallel()
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config:      acctest.Config("vcs {\n domain = \"vcs.example.com\"\n endpoint = \"https://vcs.example.com\"\n api_key = \"key\"\n}", roomBlock(``)),
			PlanOnly:    true,
			ExpectError: regexp.MustCompile(`(?s)Conflicting arguments.*vcs\.domain cannot be set together with vcs\.endpoint`),
		}},
	})
}
