package user_test

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
)

// accountIDs are account IDs of services of users.
var accountIDs = []string{
	"ada", "ada@example.com", "a/b", "../rooms", "...", "50%", "%2e%2e", "a?b#c", "a b", " a ", "a+b", `a\b`, "a;b=c", "방문자", "👩‍🚀", "\u202eada",
	"line\nbreak", "${x}", `"quoted"`, "e\u0301", strings.Repeat("x", 2000),
}

// Each account has another user, which does not change. All digits of its reticulum_id are kept.
func TestUser(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	project, other := s.CreateProject(t, "Fair").ID, s.CreateProject(t, "Other").ID
	client, key := s.ProtocolClient(t), s.ProtocolClientWithKey(t)
	seen := map[string]string{}
	for _, account := range accountIDs {
		user, problems := client.ReadDataSource("xrcloud_user", acctest.Values{"project_id": project, "account_id": account})
		if len(problems) > 0 {
			t.Errorf("%.40q: %q", account, problems)
			continue
		}
		want, err := s.Client.EnsureUser(t.Context(), project, account)
		if err != nil {
			t.Fatal(err)
		}
		number := user.Attribute(t, "reticulum_id")
		if user.Attribute(t, "id") != want.ID || number != string(want.ReticulumID) || len(number) != 19 || want.InfraUserID != account {
			t.Errorf("%.40q is %v, and the service has %+v", account, user.Value, want)
		}
		if earlier, taken := seen[number]; taken {
			t.Errorf("%.40q is the same user as %.40q", account, earlier)
		}
		seen[number] = account
		if again, _ := key.ReadDataSource("xrcloud_user", acctest.Values{"project_id": project, "account_id": account}); !again.Value.Equal(user.Value) {
			t.Errorf("%.40q is %v, and %v in the next read", account, user.Value, again.Value)
		}
	}
	otherUser, _ := client.ReadDataSource("xrcloud_user", acctest.Values{"project_id": other, "account_id": "ada"})
	if _, taken := seen[otherUser.Attribute(t, "reticulum_id")]; taken {
		t.Error("two projects have the same user")
	}
}

func TestUserAPIErrors(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	project := s.CreateProject(t, "Fair").ID
	client := s.ProtocolClient(t)
	for _, c := range []struct {
		project, account, want string
	}{
		{acctest.MissingID, "ada", "error at project_id: Cannot get user: XRCLOUD responded with 404 Not Found to GET /api/projects/" + acctest.MissingID + "/getIdFromUserId/ada: Project with ID " + acctest.MissingID + " not found."},
		{project, "..", `error at account_id: Cannot get user: ".." cannot be the ID of an account`},
	} {
		_, problems := client.ReadDataSource("xrcloud_user", acctest.Values{"project_id": c.project, "account_id": c.account})
		if got := strings.Join(problems, "\n"); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s of %s: got\n%s\nwant\n%s", c.account, c.project, got, c.want)
		}
	}
}

func TestUserValidation(t *testing.T) {
	t.Parallel()
	client := acctest.NewProtocolClient(t, acctest.Values{"api_key": "key"})
	for _, c := range []struct {
		config acctest.Values
		want   string
	}{
		{acctest.Values{"project_id": acctest.MissingID, "account_id": "ada@example.com"}, ""},
		{acctest.Values{"project_id": acctest.Unknown, "account_id": acctest.Unknown}, ""},
		{acctest.Values{"project_id": "fair", "account_id": "ada"}, acctest.NotUUIDError("project_id", "fair")},
		{acctest.Values{"project_id": acctest.MissingID, "account_id": ""}, "error at account_id: Invalid Attribute Value Length: Attribute account_id string length must be at least 1, got: 0"},
		{acctest.Values{"project_id": acctest.MissingID, "account_id": "a\x00"}, "error at account_id: Invalid string: The value must not contain a NUL character."},
	} {
		if got := strings.Join(client.ValidateDataSource("xrcloud_user", c.config), "\n"); got != c.want {
			t.Errorf("%v: got\n%s\nwant\n%s", c.config, got, c.want)
		}
	}
}

// The arguments can be unknown until apply. reticulum_id is a string, since Terraform rounds numbers of 19 digits.
func TestUserInTerraform(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	project := s.CreateProject(t, "Fair").ID
	const ada = "data.xrcloud_user.ada"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.Config(fmt.Sprintf(`
resource "terraform_data" "later" {
  input = { project_id = %q, account_id = "ada/lovelace@example.com" }
}
data "xrcloud_user" "ada" {
  project_id = terraform_data.later.output.project_id
  account_id = terraform_data.later.output.account_id
}
`, project)),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectUnknownValue(ada, tfjsonpath.New("reticulum_id"))}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(ada, tfjsonpath.New("account_id"), knownvalue.StringExact("ada/lovelace@example.com")),
				statecheck.ExpectKnownValue(ada, tfjsonpath.New("reticulum_id"), knownvalue.StringFunc(func(number string) error {
					user, err := s.Client.EnsureUser(t.Context(), project, "ada/lovelace@example.com")
					if err == nil && number != string(user.ReticulumID) {
						err = fmt.Errorf("want %s", user.ReticulumID)
					}
					return err
				})),
			},
		}},
	})
}
