package acctest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

// What was recorded before the service was asked for the account is compared after it, too.
func TestAccountRecordedBeforeItWasAskedForIsTheSame(t *testing.T) {
	t.Parallel()
	for name, rule := range map[string]faultserver.Fault{
		"complete":     {Path: "^/nothing$"},
		"no e-mail":    {Path: "^/auth/profile$", Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"}`},
		"other e-mail": {Path: "^/auth/profile$", Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b","email":"billing@example.com"}`},
	} {
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
				imported, problems := acctest.NewProtocolClient(t, arguments).Import("xrcloud_room", room.Attribute(t, "id"))
				if len(problems) > 0 {
					t.Fatal(problems)
				}
				if imported, problems = acctest.NewProtocolClient(t, arguments).Read(imported); len(problems) > 0 {
					t.Fatal(problems)
				}
				caller := acctest.NewProtocolClient(t, arguments)
				caller.MustApply(caller.Absent("xrcloud_project"), acctest.Values{"name": "Event " + by}) // asks for the account
				deletion := imported
				deletion.Value = caller.Absent("xrcloud_room").Value
				if _, problems := caller.Apply(imported, deletion, nil); len(problems) > 0 {
					t.Errorf("%s: %q", by, problems)
				}
			}
		})
	}
}

// A service that does not tell the account of a bearer token, as an older one, keeps nobody from deleting what the same
// configuration has created.
func TestProjectOfKeyAndLoginIsDeletedWithoutAProfile(t *testing.T) {
	t.Parallel()
	for name, rule := range map[string]faultserver.Fault{
		"no such route": {Path: "^/auth/profile$", Status: http.StatusNotFound, Body: `{"message":"Cannot GET /auth/profile","statusCode":404}`},
		"no key in it":  {Path: "^/auth/profile$", Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.StartEmulator(t, emulator.Options{})
			s.Server.Inject(rule)
			caller := s.ProtocolClient(t)
			project := caller.MustApply(caller.Absent("xrcloud_project"), acctest.Values{"name": "Event"})
			caller = s.ProtocolClient(t)
			project, problems := caller.Read(project)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			caller.MustApply(project, nil)
			if read, problems := caller.Read(project); !read.Value.IsNull() || len(onlyErrors(problems)) > 0 {
				t.Errorf("read after the deletion: %q", problems)
			}
			project = caller.MustApply(caller.Absent("xrcloud_project"), acctest.Values{"name": "Event"})
			imported, problems := caller.Import("xrcloud_project", project.Attribute(t, "id"))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if imported, problems = s.ProtocolClient(t).Read(imported); len(problems) > 0 {
				t.Fatal(problems)
			}
			s.ProtocolClient(t).MustApply(imported, nil)
		})
	}
}

// The spelling of an endpoint does not tell servers apart.
func TestSpellingOfTheEndpointIsNoOtherAccount(t *testing.T) {
	t.Parallel()
	const secret = "secret-of-the-world"
	here := serve(t, venueless.New(venueless.Options{Worlds: []venueless.World{{ID: "fair", Secret: secret, Grants: venueless.APIUserGrants()}}}))
	here = strings.Replace(here, "127.0.0.1", "localhost", 1)
	call := func(url string) *acctest.ProtocolClient {
		return acctest.NewProtocolClient(t, acctest.Values{"venueless": acctest.Values{"base_url": url, "world_id": "fair", "jwt": acctest.Values{"secret": secret}}})
	}
	caller := call(here)
	room := caller.MustApply(caller.Absent("xrcloud_venueless_room"), acctest.Values{"name": "Hall"})
	if _, problems := call(strings.Replace(here, "localhost", "LOCALHOST", 1)+"/").Plan(room, nil); len(problems) > 0 {
		t.Errorf("%q", problems)
	}
}
