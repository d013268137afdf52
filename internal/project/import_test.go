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

// Nobody knows an imported project's images: they are left alone until the configuration has some of its own.
func TestProjectImport(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	word := uniqueLabel()
	project := s.CreateProject(t, "Fair")
	config := func(arguments string) string {
		return s.Config(projectBlock("  name = \"Fair\"\n" + arguments))
	}
	unknown := []string{"label", "favicon_sha256", "logo_sha256", "favicon", "logo", "force_destroy"} // to the service
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             checkDestroyed(t, s),
		Steps: []resource.TestStep{
			{
				Config: config(""), ResourceName: fair, ImportState: true, ImportStateId: missingID,
				ExpectError: regexp.MustCompile(`Cannot import non-existent remote object`),
			},
			{
				Config: config(""), ResourceName: fair, ImportState: true, ImportStateId: strings.ToUpper(project.ID), ImportStatePersist: true,
			},
			{ // nothing to do
				Config:           config(""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
				ConfigStateChecks: []statecheck.StateCheck{
					expectState("id", knownvalue.StringExact(project.ID)),
					expectState("favicon_sha256", knownvalue.Null()),
					expectState("force_destroy", knownvalue.Bool(false)),
				},
			},
			{ResourceName: fair, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
			{ // what the service does not tell is sent by the first apply
				Config: config(fmt.Sprintf("  label = %q\n  favicon = %q\n  force_destroy = true", word, writeImage(t, "favicon.png", "favicon"))),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					expectAction(plancheck.ResourceActionUpdate),
					expectPlanned("favicon_sha256", knownvalue.StringExact(hash("favicon"))),
					expectPlanned("logo_sha256", knownvalue.Null()),
				}},
			},
			{ResourceName: fair, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: unknown},
		},
	})
}

// A block in the configuration that imports and changes at once.
func TestProjectImportBlock(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	project := s.CreateProject(t, "Fair")
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.Config(projectBlock("  name = \"Fair 2\"") + fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", fair, project.ID)),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				expectAction(plancheck.ResourceActionUpdate), expectPlanned("id", knownvalue.StringExact(project.ID)),
			}},
			PostApplyFunc: func() {
				if s.Emulator == nil {
					return // a real service does not show its requests
				}
				sent := multipartValues(t, s.Server.Requests("PATCH", "^/api/projects/")[0])
				if len(sent) != 1 || sent["name"] != "Fair 2" {
					t.Errorf("the import sends %q", sent)
				}
			},
		}},
	})
}

func TestProjectImportIDs(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	project := s.CreateProject(t, "Fair")
	caller := s.ProtocolClient(t)
	for _, id := range []string{"fair", project.ID + "/" + project.ID, strings.ReplaceAll(project.ID, "-", "")} {
		_, problems := caller.Import("xrcloud_project", id)
		got := strings.Join(problems, "\n")
		if !strings.HasPrefix(got, `error: Invalid import ID: Expected "<project_id>", got `) || strings.Contains(got, "\n") {
			t.Errorf("import of %q says %q", id, got)
		}
	}
	imported, problems := caller.ImportByIdentityID("xrcloud_project", project.ID)
	if len(problems) > 0 || imported.ID(t) != project.ID {
		t.Fatalf("imported %q: %q", imported.ID(t), problems)
	}
	read, problems := caller.Read(imported)
	if len(problems) > 0 || read.ID(t) != project.ID || read.Attribute(t, "name") != "Fair" {
		t.Fatalf("read %q: %q", read.ID(t), problems)
	}
}
