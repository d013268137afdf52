package acctest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/standin"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

// What was recorded before the service was asked for the account is compared after it, too.
func TestAccountRecordedBeforeItWasAskedForIsTheSame(t *testing.T) {
	t.Parallel()
	for name, rule := range map[string]standin.Rule{
		"complete":     {Path: "^/nothing$"},
		"no e-mail":    {Path: "^/auth/profile$", Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"}`},
		"other e-mail": {Path: "^/auth/profile$", Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b","email":"billing@example.com"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &stage{Service: acctest.StartEmulator(t, emulator.Options{Accounts: []emulator.Account{ownAccount}})}
			s.project = s.Project(t, "Fair").ID
			s.scene = s.Scene(t, s.project, "Lobby")
			s.caller = s.Call(t)
			token := bearerToken(t, s.Service, ownAccount)
			s.Server.Spoil(rule)
			for by, arguments := range map[string]acctest.Values{
				"token":  {"endpoint": s.Server.URL(), "access_token": token},
				"e-mail": {"endpoint": s.Server.URL(), "email": ownAccount.Email, "password": ownAccount.Password},
			} {
				room := s.caller.Do(s.caller.None("xrcloud_room"), roomNamed("Hall by "+by)(s))
				imported, problems := acctest.NewCaller(t, arguments).Import("xrcloud_room", room.Text(t, "id"))
				if len(problems) > 0 {
					t.Fatal(problems)
				}
				if imported, problems = acctest.NewCaller(t, arguments).Read(imported); len(problems) > 0 {
					t.Fatal(problems)
				}
				caller := acctest.NewCaller(t, arguments)
				caller.Do(caller.None("xrcloud_project"), acctest.Values{"name": "Event " + by}) // asks for the account
				deletion := imported
				deletion.Value = caller.None("xrcloud_room").Value
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
	for name, rule := range map[string]standin.Rule{
		"no such route": {Path: "^/auth/profile$", Status: http.StatusNotFound, Body: `{"message":"Cannot GET /auth/profile","statusCode":404}`},
		"no key in it":  {Path: "^/auth/profile$", Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.StartEmulator(t, emulator.Options{})
			s.Server.Spoil(rule)
			caller := s.Call(t)
			project := caller.Do(caller.None("xrcloud_project"), acctest.Values{"name": "Event"})
			caller = s.Call(t)
			project, problems := caller.Read(project)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			caller.Do(project, nil)
			if read, problems := caller.Read(project); !read.Value.IsNull() || len(onlyErrors(problems)) > 0 {
				t.Errorf("read after the deletion: %q", problems)
			}
			project = caller.Do(caller.None("xrcloud_project"), acctest.Values{"name": "Event"})
			imported, problems := caller.Import("xrcloud_project", project.Text(t, "id"))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if imported, problems = s.Call(t).Read(imported); len(problems) > 0 {
				t.Fatal(problems)
			}
			s.Call(t).Do(imported, nil)
		})
	}
}

// The spelling of an endpoint does not tell servers apart.
func TestSpellingOfTheEndpointIsNoOtherAccount(t *testing.T) {
	t.Parallel()
	const secret = "secret-of-the-world"
	here := serve(t, venueless.New(venueless.World{ID: "fair", Secret: secret, Grants: venueless.WithAPIUser()}))
	here = strings.Replace(here, "127.0.0.1", "localhost", 1)
	call := func(url string) *acctest.Caller {
		return acctest.NewCaller(t, acctest.Values{"venueless": acctest.Values{"base_url": url, "world_id": "fair", "jwt": acctest.Values{"secret": secret}}})
	}
	caller := call(here)
	room := caller.Do(caller.None("xrcloud_venueless_room"), acctest.Values{"name": "Hall"})
	if _, problems := call(strings.Replace(here, "localhost", "LOCALHOST", 1)+"/").Plan(room, nil); len(problems) > 0 {
		t.Errorf("%q", problems)
	}
}
