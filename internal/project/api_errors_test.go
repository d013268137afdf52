package project_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

const needsBearer = "The service takes no API key for this request, only a bearer token. " +
	"Set access_token (or XRCLOUD_ACCESS_TOKEN) in the provider's configuration, or email and password (or XRCLOUD_EMAIL and XRCLOUD_PASSWORD)."

func TestProjectAPIErrors(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	used := uniqueLabel()
	caller := s.ProtocolClient(t)
	none := caller.Absent("xrcloud_project")
	first := caller.MustApply(none, acctest.Values{"name": "Fair", "label": used})
	for _, c := range []struct {
		name   string
		values acctest.Values
		want   string
	}{
		{
			"label in use",
			acctest.Values{"label": used},
			"error at label: Cannot create project: XRCLOUD answered 409 Conflict to POST /api/projects: Project with label " + used + " already exists.\n\n" +
				`The project "Fair" (` + first.ID(t) + `) has this label. To manage it, run "terraform import ADDRESS ` + first.ID(t) + `" with the address of this resource, ` +
				"such as xrcloud_project.example. To create another project, set another label.",
		},
		{
			"webhook of an unforeseen form",
			acctest.Values{"webhook_url": "https://" + strings.Repeat("a", 64) + ".com"},
			"error at webhook_url: Cannot create project: XRCLOUD answered 400 Bad Request to POST /api/projects: webhookUrl must be a URL address.",
		},
	} {
		c.values["name"] = "Other"
		plan, problems := caller.Plan(none, c.values)
		if len(problems) > 0 {
			t.Errorf("%s: the plan says %q", c.name, problems)
		}
		after, problems := caller.Apply(none, plan, c.values)
		if got := strings.Join(problems, "\n"); got != c.want || !after.Value.IsNull() {
			t.Errorf("%s: the apply leaves %v and says\n%s\nwant\n%s", c.name, after.Value, got, c.want)
		}
	}

	// With an API key alone: nothing can be made, changed or deleted, and that is known at plan. Reading is fine.
	key := s.ProtocolClientWithKey(t)
	want := "error: Cannot plan project: " + needsBearer
	for name, values := range map[string]acctest.Values{"change": {"name": "Fair 2", "label": used}, "destruction": nil} {
		if _, problems := key.Plan(first, values); strings.Join(problems, "\n") != want {
			t.Errorf("the plan of a %s with an API key alone says %q, want %q", name, problems, want)
		}
	}
	if _, problems := key.Plan(none, acctest.Values{"name": "Other"}); strings.Join(problems, "\n") != want {
		t.Errorf("the plan of a creation with an API key alone says %q, want %q", problems, want)
	}
	read, problems := key.Read(first)
	if len(problems) > 0 {
		t.Errorf("a read with an API key alone says %q", problems)
	}
	if _, problems := key.Plan(read, acctest.Values{"name": "Fair", "label": used}); len(problems) > 0 {
		t.Errorf("a plan without changes with an API key alone says %q", problems)
	}
}

// A wrong password, a wrong address, a page of a proxy: an error each, after which the state still has the project.
func TestFailedReadKeepsState(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{})
	account := s.Emulator.Credentials()
	with := func(endpoint, password, name string) string {
		return acctest.Config(fmt.Sprintf("endpoint = %q\n  email = %q\n  password = %q", endpoint, account.Email, password),
			projectBlock(fmt.Sprintf("  name = %q\n  label = \"fair\"", name)))
	}
	says := func(parts ...string) *regexp.Regexp { // in this order, wherever Terraform breaks the lines
		return regexp.MustCompile(`(?s)` + strings.ReplaceAll(strings.Join(parts, ".*"), " ", `\s+`))
	}
	id := statecheck.CompareValue(compare.ValuesSame())
	same := func() []statecheck.StateCheck {
		return []statecheck.StateCheck{id.AddStateValue(fair, tfjsonpath.New("id"))}
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
				ExpectError: says(`Error: Cannot read project`, `XRCLOUD answered 401 Unauthorized to POST /auth/login:`, `logging in as `+account.Email, keeps),
			},
			{
				Config: with(s.Server.URL()+"/v2", account.Password, "Fair"),
				ExpectError: says(`Error: Cannot read project`, `XRCLOUD answered 404 Not Found to POST`, `Cannot POST /v2/auth/login\.`,
					`the endpoint is wrong \(perhaps its path\)`, keeps),
			},
			{ // half of an apply: the plan was good
				PreConfig: func() {
					s.Server.Inject(faultserver.Fault{
						Method: "PATCH", Path: "^/api/projects/", Status: http.StatusBadGateway, Header: http.Header{"Content-Type": {"text/html"}},
						Body: "<html><head><title>Bad gateway</title></head></html>",
					})
				},
				Config: with(s.Server.URL(), account.Password, "Fair 2"),
				ExpectError: says(`Error: Cannot update project`, `XRCLOUD answered 502 Bad Gateway to PATCH`, `\(tried 6 times\)`,
					`an HTML page titled "Bad gateway"`, `The service, or a proxy in front of it, has a fault\.`),
			},
			{
				PreConfig: s.Server.Reset, Config: with(s.Server.URL(), account.Password, "Fair 2"), ConfigStateChecks: same(),
			},
		},
	})
}
