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

// What needs the section says so, at its plan where that can be; what does not is not asked for it.
func TestSectionIsMissing(t *testing.T) {
	t.Parallel()
	s := staged(t, emulator.Options{}, nil)
	caller := acctest.NewProtocolClient(t, acctest.Values{"api_key": "key-of-xrcloud"})
	const endpoint = "Set domain in the provider's block vcs (or XRCLOUD_VCS_DOMAIN in the environment)."
	const credential = "Set api_key in the provider's block vcs (or XRCLOUD_VCS_API_KEY in the environment)."
	check := func(what string, problems []string) {
		t.Helper()
		if len(problems) != 1 || !strings.Contains(problems[0], endpoint) || !strings.Contains(problems[0], credential) {
			t.Errorf("%s: the problems are %v", what, problems)
		}
	}
	_, problems := caller.Plan(caller.Absent(kind), s.config)
	check("plan", problems)
	if problem := strings.Join(problems, "\n"); !strings.HasPrefix(problem, "error: Cannot plan VCS room: ") {
		t.Errorf("the problem of the plan is %s", problem)
	}
	read, problems := caller.Read(s.room)
	check("read", problems)
	if !read.Value.Equal(s.room.Value) {
		t.Errorf("the state is %v", read.Value)
	}
	_, problems = caller.ReadDataSource(kind, acctest.Values{"id": "RO-1"})
	check("data source", problems)
	_, problems = caller.Query(kind, acctest.Values{}, 0)
	check("list resource", problems)
	_, problems = caller.OpenEphemeral(kind, acctest.Values{})
	check("ephemeral room", problems)
	_, problems = caller.OpenEphemeral("xrcloud_vcs_room_token", acctest.Values{"room_id": "RO-1"})
	check("ephemeral token", problems)
	planned, problems := caller.Plan(s.room, nil)
	if len(problems) > 0 {
		t.Errorf("plan of a destruction: %v", problems)
	}
	_, problems = caller.Apply(s.room, planned, nil)
	check("destruction", problems)
	if sent := s.server.Requests("", ""); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}

// The provider is set up with values that are only known at apply, from a resource that is made in the same run.
func TestSectionIsUnknownAtPlan(t *testing.T) {
	t.Parallel()
	for name, section := range map[string]string{
		"its values": `vcs {
			endpoint = terraform_data.account.output.endpoint
			api_key  = terraform_data.account.output.api_key
		}`,
		"the block": `dynamic "vcs" {
			for_each = [terraform_data.account.output]
			content {
				endpoint = vcs.value.endpoint
				api_key  = vcs.value.api_key
			}
		}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{})
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config: acctest.Config(section, fmt.Sprintf(`
resource "terraform_data" "account" {
  input = { endpoint = %q, api_key = %q }
}
`, s.server.URL(), key)+room(`name = "Hall"`)),
				}},
			})
			if made := len(s.server.Requests(http.MethodPost, "")); made != 1 {
				t.Errorf("%d rooms were made", made)
			}
		})
	}
}

func TestDomainAndEndpointExclude(t *testing.T) {
	t.Parallel()
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config:      acctest.Config("vcs {\n domain = \"vcs.example.com\"\n endpoint = \"https://vcs.example.com\"\n api_key = \"key\"\n}", room(``)),
			PlanOnly:    true,
			ExpectError: regexp.MustCompile(`(?s)Invalid Attribute Combination.*vcs\.endpoint`),
		}},
	})
}
