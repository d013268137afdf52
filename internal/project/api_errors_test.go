package project_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

const needsBearer = "This request requires a bearer token; the service does not accept an API key. " +
	"Set access_token (or XRCLOUD_ACCESS_TOKEN) in the provider's configuration, or email and password (or XRCLOUD_EMAIL and XRCLOUD_PASSWORD)."

func TestProjectAPIErrors(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	used := newLabel()
	client := s.ProtocolClient(t)
	none := client.Absent("xrcloud_project")
	first := client.MustApply(none, acctest.Values{"name": "Fair", "label": used})
	for _, c := range []struct {
		name   string
		values acctest.Values
		want   string
	}{
		{
			"label in use",
			acctest.Values{"label": used},
			"error at label: Cannot create project: XRCLOUD responded with 409 Conflict to POST /api/projects: Project with label " + used + " already exists.\n\n" +
				`The project "Fair" (` + first.ID(t) + `) has this label. To manage it, run "terraform import ADDRESS ` + first.ID(t) + `" with the address of this resource, ` +
				"such as xrcloud_project.example. To create another project, set another label.",
		},
		{
			"webhook that the validator accepts",
			acctest.Values{"webhook_url": "https://" + strings.Repeat("a", 64) + ".com"},
			"error at webhook_url: Cannot create project: XRCLOUD responded with 400 Bad Request to POST /api/projects: webhookUrl must be a URL address.",
		},
	} {
		c.values["name"] = "Other"
		plan, problems := client.Plan(none, c.values)
		if len(problems) > 0 {
			t.Errorf("%s: the plan: %q", c.name, problems)
		}
		after, problems := client.Apply(none, plan, c.values)
		if got := strings.Join(problems, "\n"); got != c.want || !after.Value.IsNull() {
			t.Errorf("%s: the apply leaves %v with\n%s\nwant\n%s", c.name, after.Value, got, c.want)
		}
	}

	// With an API key alone, a plan to create, update or delete a project is an error. A read and an empty plan are not.
	key := s.ProtocolClientWithKey(t)
	want := "error: Cannot plan project: " + needsBearer
	for name, values := range map[string]acctest.Values{"update": {"name": "Fair 2", "label": used}, "deletion": nil} {
		if _, problems := key.Plan(first, values); strings.Join(problems, "\n") != want {
			t.Errorf("the plan of the %s with an API key alone: %q, want %q", name, problems, want)
		}
	}
	if _, problems := key.Plan(none, acctest.Values{"name": "Other"}); strings.Join(problems, "\n") != want {
		t.Errorf("the plan of a creation with an API key alone: %q, want %q", problems, want)
	}
	key.RequireEmptyPlan(key.MustRead(first), acctest.Values{"name": "Fair", "label": used})
}

// A read or an update that fails is an error, and the project stays in the state: with a wrong password, a wrong endpoint, or the page of a
// proxy.
func TestFailedReadKeepsState(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{})
	account := s.Emulator.Credentials()
	with := func(endpoint, password, name string) string {
		return acctest.Config(fmt.Sprintf("endpoint = %q\n  email = %q\n  password = %q", endpoint, account.Email, password),
			projectBlock(fmt.Sprintf("  name = %q\n  label = \"fair\"", name)))
	}
	id := statecheck.CompareValue(compare.ValuesSame())
	same := func() []statecheck.StateCheck {
		return []statecheck.StateCheck{id.AddStateValue(projectAddress, tfjsonpath.New("id"))}
	}
	good := with(s.Server.URL(), account.Password, "Fair")
	const keeps = `Nothing is removed from the state because of this\.`
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             checkDestroyed(t, s),
		Steps: []resource.TestStep{
			{Config: good, ConfigStateChecks: same()},
			{
				Config:      with(s.Server.URL(), "wrong", "Fair"),
				ExpectError: acctest.ErrorPattern(`Error: Cannot read project`, `XRCLOUD responded with 401 Unauthorized to POST /auth/login:`, `logging in as `+account.Email, keeps),
			},
			{
				Config: with(s.Server.URL()+"/v2", account.Password, "Fair"),
				ExpectError: acctest.ErrorPattern(`Error: Cannot read project`, `XRCLOUD responded with 404 Not Found to POST`, `Cannot POST /v2/auth/login\.`,
					`the endpoint is wrong \(perhaps its path\)`, keeps),
			},
			{ // the plan succeeds, the apply fails
				PreConfig: func() {
					badGateway := acctest.HTMLResponse(http.StatusBadGateway, "<html><head><title>Bad gateway</title></head></html>")
					badGateway.Method = http.MethodPatch
					s.Server.Inject(badGateway)
				},
				Config: with(s.Server.URL(), account.Password, "Fair 2"),
				ExpectError: acctest.ErrorPattern(`Error: Cannot update project`, `XRCLOUD responded with 502 Bad Gateway to PATCH`, `\(tried 6 times\)`,
					`an HTML page titled "Bad gateway"`, `The service, or a proxy in front of it, fails\.`),
			},
			{
				PreConfig: s.Server.Reset, Config: with(s.Server.URL(), account.Password, "Fair 2"), ConfigStateChecks: same(),
			},
		},
	})
}
