package acctest_test

import (
	"cmp"
	"net/http"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

// The account that is recorded without the profile of the account is the same as the one that is recorded with it.
func TestAccountRecordedWithoutProfileIsSame(t *testing.T) {
	t.Parallel()
	for name, rule := range map[string]faultserver.Fault{
		"complete profile": {Path: "^/nothing$"},
		"no e-mail":        acctest.JSONResponse(http.StatusOK, `{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"}`),
		"other e-mail":     acctest.JSONResponse(http.StatusOK, `{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b","email":"billing@example.com"}`),
	} {
		rule.Path = cmp.Or(rule.Path, "^/auth/profile$")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &faultHarness{Service: acctest.StartEmulator(t, emulator.Options{Accounts: []emulator.Account{ownAccount}})}
			s.project = s.CreateProject(t, "Fair").ID
			s.scene = s.PublishScene(t, s.project, "Lobby")
			s.client = s.ProtocolClient(t)
			token := bearerToken(t, s.Service, ownAccount)
			s.Server.Inject(rule)
			for by, arguments := range map[string]acctest.Values{
				"token":  {"endpoint": s.Server.URL(), "access_token": token},
				"e-mail": {"endpoint": s.Server.URL(), "email": ownAccount.Email, "password": ownAccount.Password},
			} {
				room := s.client.MustApply(s.client.Absent("xrcloud_room"), roomArguments("Hall by "+by)(s))
				imported := acctest.NewProtocolClient(t, arguments).MustImport("xrcloud_room", room.Attribute(t, "id"))
				imported = acctest.NewProtocolClient(t, arguments).MustRead(imported)
				client := acctest.NewProtocolClient(t, arguments)
				client.MustApply(client.Absent("xrcloud_project"), acctest.Values{"name": "Event " + by}) // reads the profile
				deletion := imported
				deletion.Value = client.Absent("xrcloud_room").Value
				if _, problems := client.Apply(imported, deletion, nil); len(problems) > 0 {
					t.Errorf("%s: %q", by, problems)
				}
			}
		})
	}
}

// A service without profiles, such as an older one, does not return the account of a bearer token. The configuration that created
// a project can still delete it.
func TestProjectIsDeletedWithoutProfile(t *testing.T) {
	t.Parallel()
	for name, rule := range map[string]faultserver.Fault{
		"no route":        {Status: http.StatusNotFound, Body: `{"message":"Cannot GET /auth/profile","statusCode":404}`},
		"without API key": acctest.JSONResponse(http.StatusOK, `{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"}`),
	} {
		rule.Path = "^/auth/profile$"
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.StartEmulator(t, emulator.Options{})
			s.Server.Inject(rule)
			client := s.ProtocolClient(t)
			project := client.MustApply(client.Absent("xrcloud_project"), acctest.Values{"name": "Event"})
			client = s.ProtocolClient(t)
			project = client.MustRead(project)
			client.MustApply(project, nil)
			if read, problems := client.Read(project); !read.Value.IsNull() || len(acctest.OnlyErrors(problems)) > 0 {
				t.Errorf("read after the deletion: %q", problems)
			}
			project = client.MustApply(client.Absent("xrcloud_project"), acctest.Values{"name": "Event"})
			imported := s.ProtocolClient(t).MustRead(client.MustImport("xrcloud_project", project.Attribute(t, "id")))
			s.ProtocolClient(t).MustApply(imported, nil)
		})
	}
}

// Two spellings of an endpoint are the same server.
func TestEndpointSpellingIsSameAccount(t *testing.T) {
	t.Parallel()
	const secret = "secret-of-the-world"
	here := acctest.StartServer(t, acctest.Must(venueless.New(venueless.Options{Worlds: []venueless.World{{ID: "fair", Secret: secret, Grants: venueless.APIUserGrants()}}}))).URL()
	here = strings.Replace(here, "127.0.0.1", "localhost", 1)
	call := func(url string) *acctest.ProtocolClient {
		return acctest.NewProtocolClient(t, acctest.Values{"venueless": acctest.Values{"base_url": url, "world_id": "fair", "jwt": acctest.Values{"secret": secret}}})
	}
	client := call(here)
	room := client.MustApply(client.Absent("xrcloud_venueless_room"), acctest.Values{"name": "Hall"})
	if _, problems := call(strings.Replace(here, "localhost", "LOCALHOST", 1)+"/").Plan(room, nil); len(problems) > 0 {
		t.Errorf("%q", problems)
	}
}
