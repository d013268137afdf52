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

// All arguments of the data sources can be unknown until apply.
func TestProjectDataSources(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	label := newLabel()
	config := s.Config(projectBlock(fmt.Sprintf(`
  name = "Fair"
  label = %q
  webhook_url = "https://example.com/hook"`, label)) + `
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
	attributes := func(label knownvalue.Check) map[string]knownvalue.Check {
		return map[string]knownvalue.Check{
			"id": acctest.IsUUID, "name": knownvalue.StringExact("Fair"), "label": label,
			"webhook_url": knownvalue.StringExact("https://example.com/hook"), "favicon_url": knownvalue.NotNull(), "logo_url": knownvalue.NotNull(),
			"created_at": acctest.IsTime, "updated_at": acctest.IsTime,
		}
	}
	checks := []statecheck.StateCheck{
		statecheck.ExpectKnownValue("data.xrcloud_projects.labelled", tfjsonpath.New("projects"), knownvalue.ListExact([]knownvalue.Check{
			knownvalue.ObjectExact(attributes(knownvalue.StringExact(label))),
		})),
		statecheck.ExpectKnownOutputValue("in_all", knownvalue.Bool(true)),
	}
	for address, label := range map[string]knownvalue.Check{
		"data.xrcloud_project.by_id": knownvalue.Null(), "data.xrcloud_project.by_label": knownvalue.StringExact(label),
	} {
		for attribute, want := range attributes(label) {
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
	twins := newLabel()
	var lines []string
	for _, name := range []string{"First", "Second"} { // the service checks labels for uniqueness in create requests only
		project := s.CreateProject(t, name)
		if _, err := s.Client.UpdateProject(t.Context(), project.ID, xrcloud.ProjectInput{Name: name, Label: &twins}); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("\n  - %s, %q, created %s", project.ID, name, project.CreatedAt))
	}
	all, key := s.ProtocolClient(t), s.ProtocolClientWithKey(t)
	const keyRefused = "XRCLOUD responded with 401 Unauthorized to GET /api/projects: API key is not allowed for this route.\n\n" + needsBearer
	for _, c := range []struct {
		name   string
		client *acctest.ProtocolClient
		config acctest.Values
		want   string
	}{
		{
			"by id", all,
			acctest.Values{"id": acctest.MissingID},
			"error at id: Cannot find project: XRCLOUD responded with 404 Not Found to GET /api/projects/" + acctest.MissingID + ": Project with ID " + acctest.MissingID + " not found." + acctest.AdviceOnNotFound,
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
		if _, problems := c.client.ReadDataSource("xrcloud_project", c.config); strings.Join(problems, "\n") != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, strings.Join(problems, "\n"), c.want)
		}
	}
	if _, problems := key.ReadDataSource("xrcloud_projects", acctest.Values{}); strings.Join(problems, "\n") != "error: Cannot list projects: "+keyRefused {
		t.Errorf("with an API key alone, the list: %q", problems)
	}
	if list, problems := all.ReadDataSource("xrcloud_projects", acctest.Values{"label": newLabel()}); len(problems) > 0 || len(list.List(t, "projects")) > 0 {
		t.Errorf("by a label that no project has, the list is %v: %q", list.Value, problems)
	}
	if list, problems := all.ReadDataSource("xrcloud_projects", acctest.Values{"label": twins}); len(problems) > 0 || len(list.List(t, "projects")) != 2 {
		t.Errorf("by a label that two projects have, the list is %v: %q", list.Value, problems)
	}
}

// The service in its published version accepts the API key for the list, and returns the list in one page.
func TestProjectsOfPublishedService(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{Published: true})
	login, label := s.ProtocolClient(t), "fair"
	created := login.MustApply(login.Absent("xrcloud_project"), acctest.Values{"name": "Fair", "label": label})
	s.CreateProject(t, "Other")
	for _, client := range []*acctest.ProtocolClient{login, s.ProtocolClientWithKey(t)} {
		list, problems := client.ReadDataSource("xrcloud_projects", acctest.Values{})
		if projects := list.List(t, "projects"); len(problems) > 0 || len(projects) != 2 || projects[0].Attribute(t, "name") != "Fair" {
			t.Errorf("the list is %v: %q", list.Value, problems)
		}
		found, problems := client.ReadDataSource("xrcloud_project", acctest.Values{"label": label})
		if len(problems) > 0 || found.Attribute(t, "id") != created.Attribute(t, "id") || found.Attribute(t, "label") != label {
			t.Errorf("by its label, the project is %v: %q", found.Value, problems)
		}
	}
	// That version cannot update or delete projects. The error keeps the project in the state.
	planned, _ := login.Plan(created, acctest.Values{"name": "Fair 2", "label": label})
	after, problems := login.Apply(created, planned, acctest.Values{"name": "Fair 2", "label": label})
	want := "error: Cannot update project: XRCLOUD responded with 404 Not Found to PATCH /api/projects/" + created.Attribute(t, "id") +
		": Cannot PATCH /api/projects/" + created.Attribute(t, "id") + ".\n\nThe server at " + s.Server.URL() +
		" does not have this route. Either the endpoint is wrong (perhaps its path), or the service has another version. The endpoint comes from the argument endpoint. Nothing is removed from the state because of this."
	if got := strings.Join(problems, "\n"); got != want || !after.Value.Equal(created.Value) {
		t.Errorf("the update leaves %v with\n%s\nwant\n%s", after.Value, got, want)
	}
	planned, _ = login.Plan(created, nil)
	after, problems = login.Apply(created, planned, nil)
	if len(problems) != 1 || !after.Value.Equal(created.Value) {
		t.Errorf("the deletion leaves %v: %q", after.Value, problems)
	}
}
