package project_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// The service does not return images and labels. An imported project keeps its images until the configuration sets others.
func TestProjectImport(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	label := newLabel()
	project := s.CreateProject(t, "Fair")
	config := func(arguments string) string {
		return s.Config(projectBlock("  name = \"Fair\"\n" + arguments))
	}
	notReturned := []string{"label", "favicon_sha256", "logo_sha256", "favicon", "logo", "force_destroy"}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             checkDestroyed(t, s),
		Steps: []resource.TestStep{
			{
				Config: config(""), ResourceName: projectAddress, ImportState: true, ImportStateId: acctest.MissingID,
				ExpectError: regexp.MustCompile(`Cannot import non-existent remote object`),
			},
			{
				Config: config(""), ResourceName: projectAddress, ImportState: true, ImportStateId: strings.ToUpper(project.ID), ImportStatePersist: true,
			},
			{ // the plan after the import is empty
				Config:           config(""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
				ConfigStateChecks: []statecheck.StateCheck{
					acctest.ExpectState(projectAddress, "id", knownvalue.StringExact(project.ID)),
					acctest.ExpectState(projectAddress, "favicon_sha256", knownvalue.Null()),
					acctest.ExpectState(projectAddress, "force_destroy", knownvalue.Bool(false)),
				},
			},
			{ResourceName: projectAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
			{ // the first apply sends arguments that the service does not return
				Config: config(fmt.Sprintf("  label = %q\n  favicon = %q\n  force_destroy = true", label, writeImage(t, "favicon.png", "favicon"))),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					expectAction(plancheck.ResourceActionUpdate),
					expectPlanned("favicon_sha256", knownvalue.StringExact(hash("favicon"))),
					expectPlanned("logo_sha256", knownvalue.Null()),
				}},
			},
			{ResourceName: projectAddress, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: notReturned},
		},
	})
}

// An import block can import and update a project in one apply.
func TestProjectImportBlock(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	project := s.CreateProject(t, "Fair")
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.Config(projectBlock("  name = \"Fair 2\"") + fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", projectAddress, project.ID)),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				expectAction(plancheck.ResourceActionUpdate), expectPlanned("id", knownvalue.StringExact(project.ID)),
			}},
			PostApplyFunc: func() {
				if s.Emulator == nil {
					return // a real service does not show its requests
				}
				sent := multipartValues(t, s.Server.Requests("PATCH", "^/api/projects/")[0])
				if len(sent) != 1 || sent["name"] != "Fair 2" {
					t.Errorf("the update request is %q", sent)
				}
			},
		}},
	})
}

func TestProjectImportIDs(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	project := s.CreateProject(t, "Fair")
	client := s.ProtocolClient(t)
	for _, id := range []string{"fair", project.ID + "/" + project.ID, strings.ReplaceAll(project.ID, "-", "")} {
		_, problems := client.Import("xrcloud_project", id)
		got := strings.Join(problems, "\n")
		if !strings.HasPrefix(got, `error: Invalid import ID: Expected "<project_id>", got `) || strings.Contains(got, "\n") {
			t.Errorf("import of %q: %q", id, got)
		}
	}
	imported, problems := client.ImportByIdentityID("xrcloud_project", project.ID)
	if len(problems) > 0 || imported.ID(t) != project.ID {
		t.Fatalf("imported %q: %q", imported.ID(t), problems)
	}
	if read := client.MustRead(imported); read.ID(t) != project.ID || read.Attribute(t, "name") != "Fair" {
		t.Fatalf("read %q: %v", read.ID(t), read.Value)
	}
}
