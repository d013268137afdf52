package project_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// Each way to find a project, by what is only known at apply at first.
func TestProjectDataSources(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	word := uniqueLabel()
	config := s.Config(projectBlock(fmt.Sprintf(`
  name = "Fair"
  label = %q
  webhook_url = "https://example.com/hook"`, word)) + `
data "xrcloud_project" "by_id" { id = xrcloud_project.fair.id }
data "xrcloud_project" "by_label" {
  label      = xrcloud_project.fair.label
  depends_on = [xrcloud_project.fair]
}
data "xrcloud_projects" "all" { depends_on = [xrcloud_project.fair] }
data "xrcloud_projects" "labelled" {
  label      = xrcloud_project.fair.label
  depends_on = [xrcloud_project.fair]
}
output "in_all" {
  value = contains(data.xrcloud_projects.all.projects[*].id, xrcloud_project.fair.id)
}
`)
	seen := func(label knownvalue.Check) map[string]knownvalue.Check {
		return map[string]knownvalue.Check{
			"id": knownvalue.StringRegexp(uuidForm), "name": knownvalue.StringExact("Fair"), "label": label,
			"webhook_url": knownvalue.StringExact("https://example.com/hook"), "favicon_url": knownvalue.NotNull(), "logo_url": knownvalue.NotNull(),
			"created_at": knownvalue.StringRegexp(timeForm), "updated_at": knownvalue.StringRegexp(timeForm),
		}
	}
	checks := []statecheck.StateCheck{
		statecheck.ExpectKnownValue("data.xrcloud_projects.labelled", tfjsonpath.New("projects"), knownvalue.ListExact([]knownvalue.Check{
			knownvalue.ObjectExact(seen(knownvalue.StringExact(word))),
		})),
		statecheck.ExpectKnownOutputValue("in_all", knownvalue.Bool(true)),
	}
	for address, label := range map[string]knownvalue.Check{
		"data.xrcloud_project.by_id": knownvalue.Null(), "data.xrcloud_project.by_label": knownvalue.StringExact(word),
	} {
		for attribute, want := range seen(label) {
			checks = append(checks, statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), want))
		}
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectUnknownValue("data.xrcloud_project.by_id", tfjsonpath.New("name")),
				plancheck.ExpectUnknownValue("data.xrcloud_projects.labelled", tfjsonpath.New("projects")),
			}},
			ConfigStateChecks: checks,
		}},
	})
}

func TestProjectNotFound(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	twins := uniqueLabel()
	var lines []string
	for _, name := range []string{"First", "Second"} { // only a change can give a label that is in use
		project := s.CreateProject(t, name)
		if _, err := s.Client.UpdateProject(t.Context(), project.ID, xrcloud.ProjectInput{Name: name, Label: &twins}); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("\n  - %s, %q, created %s", project.ID, name, project.CreatedAt))
	}
	all, key := s.ProtocolClient(t), s.ProtocolClientWithKey(t)
	const keyRefused = "XRCLOUD answered 401 Unauthorized to GET /api/projects: API key is not allowed for this route.\n\n" +
		"The service takes no API key for this request, only a bearer token. " +
		"Set access_token (or XRCLOUD_ACCESS_TOKEN) in the provider's configuration, or email and password (or XRCLOUD_EMAIL and XRCLOUD_PASSWORD)."
	for _, c := range []struct {
		name   string
		caller *acctest.ProtocolClient
		config acctest.Values
		want   string
	}{
		{
			"by id", all,
			acctest.Values{"id": missingID},
			"error at id: Cannot find project: XRCLOUD answered 404 Not Found to GET /api/projects/" + missingID + ": Project with ID " + missingID + " not found." + adviceOnNotFound,
		},
		{
			"by label", all,
			acctest.Values{"label": twins[:9]},
			`error at label: Cannot find project: There is no project with the label "` + twins[:9] + `".`,
		},
		{
			"several", all,
			acctest.Values{"label": twins},
			`error at label: Cannot find project: Exactly one project with the label "` + twins + `" must match, but there are 2. Set id to the ID of one of them:` +
				strings.Join(lines, ""),
		},
		{"by label with an API key alone", key, acctest.Values{"label": twins}, "error: Cannot find project: " + keyRefused},
	} {
		if _, problems := c.caller.ReadDataSource("xrcloud_project", c.config); strings.Join(problems, "\n") != c.want {
			t.Errorf("%s: the answer is\n%s\nwant\n%s", c.name, strings.Join(problems, "\n"), c.want)
		}
	}
	if _, problems := key.ReadDataSource("xrcloud_projects", acctest.Values{}); strings.Join(problems, "\n") != "error: Cannot list projects: "+keyRefused {
		t.Errorf("an API key alone lists projects with %q", problems)
	}
	if list, problems := all.ReadDataSource("xrcloud_projects", acctest.Values{"label": uniqueLabel()}); len(problems) > 0 || len(list.List(t, "projects")) > 0 {
		t.Errorf("a label that no project has gives %v and says %q", list.Value, problems)
	}
	if list, problems := all.ReadDataSource("xrcloud_projects", acctest.Values{"label": twins}); len(problems) > 0 || len(list.List(t, "projects")) != 2 {
		t.Errorf("a label that two projects have gives %v and says %q", list.Value, problems)
	}
}

// An older service takes the API key for the list, which is all in one piece.
func TestProjectsOfPublishedService(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{Published: true})
	second, word := s.ProtocolClient(t), "fair"
	made := second.MustApply(second.Absent("xrcloud_project"), acctest.Values{"name": "Fair", "label": word})
	s.CreateProject(t, "Other")
	for _, caller := range []*acctest.ProtocolClient{second, s.ProtocolClientWithKey(t)} {
		list, problems := caller.ReadDataSource("xrcloud_projects", acctest.Values{})
		if projects := list.List(t, "projects"); len(problems) > 0 || len(projects) != 2 || projects[0].Attribute(t, "name") != "Fair" {
			t.Errorf("the list is %v and says %q", list.Value, problems)
		}
		found, problems := caller.ReadDataSource("xrcloud_project", acctest.Values{"label": word})
		if len(problems) > 0 || found.Attribute(t, "id") != made.Attribute(t, "id") || found.Attribute(t, "label") != word {
			t.Errorf("by its label, the project is %v and says %q", found.Value, problems)
		}
	}
	// It cannot change or delete projects, and says so without losing any.
	planned, _ := second.Plan(made, acctest.Values{"name": "Fair 2", "label": word})
	after, problems := second.Apply(made, planned, acctest.Values{"name": "Fair 2", "label": word})
	want := "error: Cannot update project: XRCLOUD answered 404 Not Found to PATCH /api/projects/" + made.Attribute(t, "id") +
		": Cannot PATCH /api/projects/" + made.Attribute(t, "id") + ".\n\nThe server at " + s.Server.URL() +
		" does not have this route. Either the endpoint is wrong (perhaps its path), or the service has another version. The endpoint comes from the argument endpoint. Nothing is removed from the state because of this."
	if got := strings.Join(problems, "\n"); got != want || !after.Value.Equal(made.Value) {
		t.Errorf("the update leaves %v and says\n%s\nwant\n%s", after.Value, got, want)
	}
	planned, _ = second.Plan(made, nil)
	after, problems = second.Apply(made, planned, nil)
	if len(problems) != 1 || !after.Value.Equal(made.Value) {
		t.Errorf("the destruction leaves %v and says %q", after.Value, problems)
	}
}
