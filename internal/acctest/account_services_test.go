package acctest_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// accountCase is an object, its service, and everybody who may be asked about it.
type accountCase struct {
	kind string
	// owner has all credentials of the account that the object belongs to.
	owner *acctest.ProtocolClient
	// same are other credentials of that account, and strangers everybody else.
	same, strangers map[string]acctest.Values
	// seesAll is a stranger that may do less than the owner, and yet knows what was deleted.
	seesAll string
	config  acctest.Values
	// replaced is a configuration that replaces the object; nil if nothing does.
	replaced acctest.Values
	// one and many are data sources that find the object; listed is the configuration of the list resource.
	one, many     string
	found, listed func(object acctest.Object) acctest.Values
	importID      func(object acctest.Object) string
	// remove is another person's hand on the service.
	remove func(object acctest.Object)
}

// accountServices start a service with two accounts for each resource. Each is started for one test alone.
var accountServices = map[string]func(t *testing.T) accountCase{
	"project":              func(t *testing.T) accountCase { t.Helper(); return projectOfTwoAccounts(t, false) },
	"project, separate":    func(t *testing.T) accountCase { t.Helper(); return projectOfTwoAccounts(t, true) },
	"scene":                func(t *testing.T) accountCase { t.Helper(); return sceneOfTwoAccounts(t, false) },
	"scene, separate":      func(t *testing.T) accountCase { t.Helper(); return sceneOfTwoAccounts(t, true) },
	"room":                 func(t *testing.T) accountCase { t.Helper(); return roomOfTwoAccounts(t, false) },
	"room, separate":       func(t *testing.T) accountCase { t.Helper(); return roomOfTwoAccounts(t, true) },
	"VCS room":             vcsRoomOfTwoAccounts,
	"Venueless room":       venuelessRoomOfTwoServers,
	"whiteboard room":      func(t *testing.T) accountCase { t.Helper(); return whiteboardRoomOfTwoAccounts(t, false) },
	"whiteboard room, 404": func(t *testing.T) accountCase { t.Helper(); return whiteboardRoomOfTwoAccounts(t, true) },
}

var (
	ownAccount   = emulator.Account{Email: "own@example.com", Password: "own-password", APIKey: "own-api-key"}
	otherAccount = emulator.Account{Email: "other@example.com", Password: "other-password", APIKey: "other-api-key"}
)

// accountFixture is an emulator with two accounts, and a second server of the same software.
type accountFixture struct {
	*faultHarness
	same, strangers map[string]acctest.Values
}

func newAccountFixture(t *testing.T, separate bool) accountFixture {
	t.Helper()
	options := emulator.Options{Accounts: []emulator.Account{ownAccount, otherAccount}, SeparateAccounts: separate}
	s := &faultHarness{Service: acctest.StartEmulator(t, options)}
	elsewhere := acctest.StartEmulator(t, options)
	s.project = s.CreateProject(t, "Fair").ID
	s.scene = s.PublishScene(t, s.project, "Lobby")
	s.client = s.ProtocolClient(t)
	of := func(server *acctest.Service, account emulator.Account) map[string]acctest.Values {
		url := server.Server.URL()
		return map[string]acctest.Values{
			"key":    {"endpoint": url, "api_key": account.APIKey},
			"e-mail": {"endpoint": url, "email": account.Email, "password": account.Password},
			"token":  {"endpoint": url, "access_token": bearerToken(t, server, account)},
		}
	}
	strangers := map[string]acctest.Values{}
	for by, arguments := range of(s.Service, otherAccount) {
		strangers["other account by "+by] = arguments
	}
	for by, arguments := range of(elsewhere, ownAccount) {
		strangers["other server by "+by] = arguments
	}
	strangers["other key beside own e-mail"] = acctest.Values{
		"endpoint": s.Server.URL(), "api_key": otherAccount.APIKey, "email": ownAccount.Email, "password": ownAccount.Password,
	}
	return accountFixture{s, of(s.Service, ownAccount), strangers}
}

// bearerToken logs an account in, and returns the token that it got.
func bearerToken(t *testing.T, server *acctest.Service, account emulator.Account) string {
	t.Helper()
	arguments := acctest.Values{"endpoint": server.Server.URL(), "email": account.Email, "password": account.Password}
	if _, problems := acctest.NewProtocolClient(t, arguments).ReadDataSource("xrcloud_projects", acctest.Values{}); len(problems) > 0 {
		t.Fatal(problems)
	}
	seen := server.Server.Requests(http.MethodGet, "^/api/projects$")
	return strings.TrimPrefix(seen[len(seen)-1].Header.Get("Authorization"), "Bearer ")
}

func idOf(t *testing.T) func(acctest.Object) string {
	t.Helper()
	return func(object acctest.Object) string { return object.Attribute(t, "id") }
}

func projectOfTwoAccounts(t *testing.T, separate bool) accountCase {
	t.Helper()
	s := newAccountFixture(t, separate)
	delete(s.same, "key") // it may not delete a project
	return accountCase{
		kind: "xrcloud_project", owner: s.client, same: s.same, strangers: s.strangers,
		config: acctest.Values{"name": "Event", "label": "event", "force_destroy": true},
		one:    "xrcloud_project", found: func(o acctest.Object) acctest.Values { return acctest.Values{"id": o.Attribute(t, "id")} },
		many: "xrcloud_projects", listed: func(acctest.Object) acctest.Values { return acctest.Values{} },
		importID: idOf(t),
		remove: func(o acctest.Object) {
			if err := s.Client.DeleteProject(t.Context(), o.Attribute(t, "id")); err != nil {
				t.Fatal(err)
			}
		},
	}
}

func sceneOfTwoAccounts(t *testing.T, separate bool) accountCase {
	t.Helper()
	s := newAccountFixture(t, separate)
	return accountCase{
		kind: "xrcloud_scene", owner: s.client, same: s.same, strangers: s.strangers,
		config:   acctest.Values{"scene_id": s.scene, "delete_on_destroy": true},
		replaced: acctest.Values{"scene_id": s.PublishScene(t, s.project, "Stage"), "delete_on_destroy": true},
		one:      "xrcloud_scene", found: func(o acctest.Object) acctest.Values { return acctest.Values{"id": o.Attribute(t, "id")} },
		many: "xrcloud_scenes", listed: func(acctest.Object) acctest.Values { return acctest.Values{"project_id": s.project} },
		importID: idOf(t),
		remove: func(o acctest.Object) {
			if err := s.Client.DeleteScene(t.Context(), o.Attribute(t, "id")); err != nil {
				t.Fatal(err)
			}
		},
	}
}

func roomOfTwoAccounts(t *testing.T, separate bool) accountCase {
	t.Helper()
	s := newAccountFixture(t, separate)
	config := roomArguments("Hall")(s.faultHarness)
	replaced := maps.Clone(config)
	replaced["tags"] = []string{"keynote"}
	return accountCase{
		kind: "xrcloud_room", owner: s.client, same: s.same, strangers: s.strangers, config: config, replaced: replaced,
		one: "xrcloud_room", found: func(o acctest.Object) acctest.Values { return acctest.Values{"id": o.Attribute(t, "id")} },
		many: "xrcloud_rooms", listed: func(acctest.Object) acctest.Values { return acctest.Values{"project_id": s.project} },
		importID: func(o acctest.Object) string { return s.project + "/" + o.Attribute(t, "id") },
		remove: func(o acctest.Object) {
			if err := s.Client.DeleteRoom(t.Context(), o.Attribute(t, "id")); err != nil {
				t.Fatal(err)
			}
		},
	}
}

func vcsRoomOfTwoAccounts(t *testing.T) accountCase {
	t.Helper()
	const own, other = "own-key-of-the-customer", "other-key-of-a-customer"
	start := func() string { return serve(t, vcs.New(vcs.Options{APIKey: own, OtherAPIKeys: []string{other}})) }
	here, elsewhere := start(), start()
	as := func(url, key string) acctest.Values {
		return acctest.Values{"vcs": acctest.Values{"endpoint": url, "api_key": key}}
	}
	owner := acctest.NewProtocolClient(t, as(here, own))
	return accountCase{
		kind: "xrcloud_vcs_room", owner: owner,
		same:      map[string]acctest.Values{"key": as(here, own)},
		strangers: map[string]acctest.Values{"other account by key": as(here, other), "other server by key": as(elsewhere, own)},
		config:    acctest.Values{"name": "Hall"}, replaced: acctest.Values{"name": "Grand Hall"},
		one: "xrcloud_vcs_room", found: func(o acctest.Object) acctest.Values { return acctest.Values{"id": o.Attribute(t, "id")} },
		many: "xrcloud_vcs_rooms", listed: func(acctest.Object) acctest.Values { return acctest.Values{} },
		importID: idOf(t),
		remove:   func(o acctest.Object) { owner.MustApply(o, nil) },
	}
}

func venuelessRoomOfTwoServers(t *testing.T) accountCase {
	t.Helper()
	const secret, otherSecret = "secret-of-the-world", "secret-of-another-world"
	start := func() string {
		return serve(t, venueless.New(venueless.Options{Worlds: []venueless.World{
			{ID: "fair", Secret: secret, Grants: venueless.APIUserGrants()},
			{ID: "other", Secret: otherSecret, Grants: venueless.APIUserGrants()},
		}}))
	}
	here, elsewhere := start(), start()
	as := func(url, world string, jwt acctest.Values) acctest.Values {
		return acctest.Values{"venueless": acctest.Values{"base_url": url, "world_id": world, "jwt": jwt}}
	}
	owner := acctest.NewProtocolClient(t, as(here, "fair", acctest.Values{"secret": secret}))
	return accountCase{
		kind: "xrcloud_venueless_room", owner: owner,
		same: map[string]acctest.Values{"another trait": as(here, "fair", acctest.Values{"secret": secret, "traits": []string{"apiuser", "staff"}})},
		strangers: map[string]acctest.Values{
			"other server":           as(elsewhere, "fair", acctest.Values{"secret": secret}),
			"token without rights":   as(here, "fair", acctest.Values{"secret": secret, "traits": []string{"schedule-update"}}),
			"token without traits":   as(here, "fair", acctest.Values{"secret": secret, "traits": []string{"nobody"}}),
			"token of other world":   as(here, "fair", acctest.Values{"secret": otherSecret}),
			"provider's other world": as(here, "other", acctest.Values{"secret": otherSecret}),
		},
		config: acctest.Values{"name": "Hall", "world_id": "fair"}, replaced: acctest.Values{"name": "Hall", "world_id": "other"},
		one: "xrcloud_venueless_room", found: func(o acctest.Object) acctest.Values {
			return acctest.Values{"id": o.Attribute(t, "id"), "world_id": "fair"}
		},
		many: "xrcloud_venueless_rooms", listed: func(acctest.Object) acctest.Values { return acctest.Values{"world_id": "fair"} },
		importID: func(o acctest.Object) string { return "fair/" + o.Attribute(t, "id") },
		remove:   func(o acctest.Object) { owner.MustApply(o, nil) },
	}
}

func whiteboardRoomOfTwoAccounts(t *testing.T, hidesForeign bool) accountCase {
	t.Helper()
	own := whiteboard.App{AccessKey: "own-access-key", SecretKey: "own-secret-key", UUID: "own"}
	other := whiteboard.App{AccessKey: "other-access-key", SecretKey: "other-secret-key", UUID: "other"}
	start := func() (*whiteboard.Service, string) {
		service := whiteboard.New(whiteboard.Options{Apps: []whiteboard.App{own, other}, HideRoomsOfOtherApps: hidesForeign})
		return service, serve(t, service)
	}
	service, here := start()
	_, elsewhere := start()
	byKeys := func(url string, app whiteboard.App) acctest.Values {
		return acctest.Values{"whiteboard": acctest.Values{"endpoint": url, "access_key": app.AccessKey, "secret_key": app.SecretKey}}
	}
	byToken := func(url string, app whiteboard.App, role api.Role) acctest.Values {
		token := api.Sign(app.AccessKey, app.SecretKey, api.Claims{Role: role, ExpiresAt: time.Now().Add(time.Hour), Nonce: "n"})
		return acctest.Values{"whiteboard": acctest.Values{"endpoint": url, "sdk_token": token}}
	}
	return accountCase{
		kind: "xrcloud_whiteboard_room", owner: acctest.NewProtocolClient(t, byKeys(here, own)),
		same: map[string]acctest.Values{"keys": byKeys(here, own), "token": byToken(here, own, api.Admin)},
		strangers: map[string]acctest.Values{
			"other account by keys":  byKeys(here, other),
			"other account by token": byToken(here, other, api.Admin),
			"other server by keys":   byKeys(elsewhere, own),
			"token of a writer":      byToken(here, own, api.Writer),
		},
		seesAll: "token of a writer",
		config:  acctest.Values{"region": "eu"}, replaced: acctest.Values{"region": "sg"},
		one: "xrcloud_whiteboard_room", found: func(o acctest.Object) acctest.Values {
			return acctest.Values{"uuid": o.Attribute(t, "uuid"), "region": "eu"}
		},
		many: "xrcloud_whiteboard_rooms", listed: func(acctest.Object) acctest.Values { return acctest.Values{"region": "eu"} },
		importID: idOf(t),
		remove: func(o acctest.Object) {
			if !service.DeleteRoom("eu", o.Attribute(t, "uuid")) {
				t.Fatal("there was no such room")
			}
		},
	}
}
