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

// accountCase is a resource, a service with several accounts, and providers with credentials of them.
type accountCase struct {
	kind string
	// owner is a provider with all credentials of the account that the object belongs to.
	owner *acctest.ProtocolClient
	// same are providers with one credential of that account. others are providers of other accounts and servers, or with fewer rights.
	same, others map[string]acctest.Values
	// readsAll names the provider in others that cannot delete, but reads all objects of the account: its "not found" proves a deletion.
	readsAll string
	config   acctest.Values
	// replacement is a configuration that forces replacement of the object, or nil.
	replacement acctest.Values
	// dataSource and listDataSource are types of data sources that find the object with these configurations. listConfig is also the
	// configuration of the list resource.
	dataSource, listDataSource string
	lookupConfig, listConfig   func(object acctest.Object) acctest.Values
	importID                   func(object acctest.Object) string
	// deleteOutside deletes the object outside Terraform.
	deleteOutside func(object acctest.Object)
}

// accountServices start a service with several accounts, for one test.
var accountServices = map[string]func(t *testing.T) accountCase{
	"project":              func(t *testing.T) accountCase { t.Helper(); return projectAccountCase(t, false) },
	"project, separate":    func(t *testing.T) accountCase { t.Helper(); return projectAccountCase(t, true) },
	"scene":                func(t *testing.T) accountCase { t.Helper(); return sceneAccountCase(t, false) },
	"scene, separate":      func(t *testing.T) accountCase { t.Helper(); return sceneAccountCase(t, true) },
	"room":                 func(t *testing.T) accountCase { t.Helper(); return roomAccountCase(t, false) },
	"room, separate":       func(t *testing.T) accountCase { t.Helper(); return roomAccountCase(t, true) },
	"VCS room":             vcsRoomAccountCase,
	"Venueless room":       venuelessRoomAccountCase,
	"whiteboard room":      func(t *testing.T) accountCase { t.Helper(); return whiteboardRoomAccountCase(t, false) },
	"whiteboard room, 404": func(t *testing.T) accountCase { t.Helper(); return whiteboardRoomAccountCase(t, true) },
}

var (
	ownAccount   = emulator.Account{Email: "own@example.com", Password: "own-password", APIKey: "own-api-key"}
	otherAccount = emulator.Account{Email: "other@example.com", Password: "other-password", APIKey: "other-api-key"}
)

// accountFixture is an emulator with two accounts, with providers for it and for a second emulator that has the same accounts.
type accountFixture struct {
	*faultHarness
	same, others map[string]acctest.Values
}

func newAccountFixture(t *testing.T, separate bool) accountFixture {
	t.Helper()
	options := emulator.Options{Accounts: []emulator.Account{ownAccount, otherAccount}, SeparateAccounts: separate}
	s := &faultHarness{Service: acctest.StartEmulator(t, options)}
	otherServer := acctest.StartEmulator(t, options)
	s.project = s.CreateProject(t, "Fair").ID
	s.scene = s.PublishScene(t, s.project, "Lobby")
	s.client = s.ProtocolClient(t)
	configs := func(server *acctest.Service, account emulator.Account) map[string]acctest.Values {
		url := server.Server.URL()
		return map[string]acctest.Values{
			"key":    {"endpoint": url, "api_key": account.APIKey},
			"e-mail": {"endpoint": url, "email": account.Email, "password": account.Password},
			"token":  {"endpoint": url, "access_token": bearerToken(t, server, account)},
		}
	}
	others := map[string]acctest.Values{}
	for by, arguments := range configs(s.Service, otherAccount) {
		others["other account by "+by] = arguments
	}
	for by, arguments := range configs(otherServer, ownAccount) {
		others["other server by "+by] = arguments
	}
	others["other key beside own e-mail"] = acctest.Values{
		"endpoint": s.Server.URL(), "api_key": otherAccount.APIKey, "email": ownAccount.Email, "password": ownAccount.Password,
	}
	return accountFixture{s, configs(s.Service, ownAccount), others}
}

// bearerToken logs in to an account and returns the bearer token.
func bearerToken(t *testing.T, server *acctest.Service, account emulator.Account) string {
	t.Helper()
	arguments := acctest.Values{"endpoint": server.Server.URL(), "email": account.Email, "password": account.Password}
	if _, problems := acctest.NewProtocolClient(t, arguments).ReadDataSource("xrcloud_projects", acctest.Values{}); len(problems) > 0 {
		t.Fatal(problems)
	}
	seen := server.Server.Requests(http.MethodGet, "^/api/projects$")
	return strings.TrimPrefix(seen[len(seen)-1].Header.Get("Authorization"), "Bearer ")
}

// importByID returns a function that returns the import ID of a resource that is imported by its ID.
func importByID(t *testing.T) func(acctest.Object) string {
	t.Helper()
	return func(object acctest.Object) string { return object.Attribute(t, "id") }
}

func projectAccountCase(t *testing.T, separate bool) accountCase {
	t.Helper()
	s := newAccountFixture(t, separate)
	delete(s.same, "key") // an API key cannot delete projects
	return accountCase{
		kind: "xrcloud_project", owner: s.client, same: s.same, others: s.others,
		config:     acctest.Values{"name": "Event", "label": "event", "force_destroy": true},
		dataSource: "xrcloud_project", lookupConfig: func(o acctest.Object) acctest.Values { return acctest.Values{"id": o.Attribute(t, "id")} },
		listDataSource: "xrcloud_projects", listConfig: func(acctest.Object) acctest.Values { return acctest.Values{} },
		importID: importByID(t),
		deleteOutside: func(o acctest.Object) {
			if err := s.Client.DeleteProject(t.Context(), o.Attribute(t, "id")); err != nil {
				t.Fatal(err)
			}
		},
	}
}

func sceneAccountCase(t *testing.T, separate bool) accountCase {
	t.Helper()
	s := newAccountFixture(t, separate)
	return accountCase{
		kind: "xrcloud_scene", owner: s.client, same: s.same, others: s.others,
		config:      acctest.Values{"scene_id": s.scene, "delete_on_destroy": true},
		replacement: acctest.Values{"scene_id": s.PublishScene(t, s.project, "Stage"), "delete_on_destroy": true},
		dataSource:  "xrcloud_scene", lookupConfig: func(o acctest.Object) acctest.Values { return acctest.Values{"id": o.Attribute(t, "id")} },
		listDataSource: "xrcloud_scenes", listConfig: func(acctest.Object) acctest.Values { return acctest.Values{"project_id": s.project} },
		importID: importByID(t),
		deleteOutside: func(o acctest.Object) {
			if err := s.Client.DeleteScene(t.Context(), o.Attribute(t, "id")); err != nil {
				t.Fatal(err)
			}
		},
	}
}

func roomAccountCase(t *testing.T, separate bool) accountCase {
	t.Helper()
	s := newAccountFixture(t, separate)
	config := roomArguments("Hall")(s.faultHarness)
	replaced := maps.Clone(config)
	replaced["tags"] = []string{"keynote"}
	return accountCase{
		kind: "xrcloud_room", owner: s.client, same: s.same, others: s.others, config: config, replacement: replaced,
		dataSource: "xrcloud_room", lookupConfig: func(o acctest.Object) acctest.Values { return acctest.Values{"id": o.Attribute(t, "id")} },
		listDataSource: "xrcloud_rooms", listConfig: func(acctest.Object) acctest.Values { return acctest.Values{"project_id": s.project} },
		importID: func(o acctest.Object) string { return s.project + "/" + o.Attribute(t, "id") },
		deleteOutside: func(o acctest.Object) {
			if err := s.Client.DeleteRoom(t.Context(), o.Attribute(t, "id")); err != nil {
				t.Fatal(err)
			}
		},
	}
}

func vcsRoomAccountCase(t *testing.T) accountCase {
	t.Helper()
	const own, other = "own-key-of-the-customer", "other-key-of-a-customer"
	start := func() string {
		return acctest.StartServer(t, acctest.Must(vcs.New(vcs.Options{APIKey: own, OtherAPIKeys: []string{other}}))).URL()
	}
	url, otherURL := start(), start()
	config := func(url, key string) acctest.Values {
		return acctest.Values{"vcs": acctest.Values{"endpoint": url, "api_key": key}}
	}
	owner := acctest.NewProtocolClient(t, config(url, own))
	return accountCase{
		kind: "xrcloud_vcs_room", owner: owner,
		same:   map[string]acctest.Values{"key": config(url, own)},
		others: map[string]acctest.Values{"other account by key": config(url, other), "other server by key": config(otherURL, own)},
		config: acctest.Values{"name": "Hall"}, replacement: acctest.Values{"name": "Grand Hall"},
		dataSource: "xrcloud_vcs_room", lookupConfig: func(o acctest.Object) acctest.Values { return acctest.Values{"id": o.Attribute(t, "id")} },
		listDataSource: "xrcloud_vcs_rooms", listConfig: func(acctest.Object) acctest.Values { return acctest.Values{} },
		importID:      importByID(t),
		deleteOutside: func(o acctest.Object) { owner.MustApply(o, nil) },
	}
}

func venuelessRoomAccountCase(t *testing.T) accountCase {
	t.Helper()
	const secret, otherSecret = "secret-of-the-world", "secret-of-another-world"
	start := func() string {
		return acctest.StartServer(t, acctest.Must(venueless.New(venueless.Options{Worlds: []venueless.World{
			{ID: "fair", Secret: secret, Grants: venueless.APIUserGrants()},
			{ID: "other", Secret: otherSecret, Grants: venueless.APIUserGrants()},
		}}))).URL()
	}
	url, otherURL := start(), start()
	config := func(url, world string, jwt acctest.Values) acctest.Values {
		return acctest.Values{"venueless": acctest.Values{"base_url": url, "world_id": world, "jwt": jwt}}
	}
	owner := acctest.NewProtocolClient(t, config(url, "fair", acctest.Values{"secret": secret}))
	return accountCase{
		kind: "xrcloud_venueless_room", owner: owner,
		same: map[string]acctest.Values{"another trait": config(url, "fair", acctest.Values{"secret": secret, "traits": []string{"apiuser", "staff"}})},
		others: map[string]acctest.Values{
			"other server":         config(otherURL, "fair", acctest.Values{"secret": secret}),
			"token without rights": config(url, "fair", acctest.Values{"secret": secret, "traits": []string{"schedule-update"}}),
			"token without traits": config(url, "fair", acctest.Values{"secret": secret, "traits": []string{"nobody"}}),
			"token of other world": config(url, "fair", acctest.Values{"secret": otherSecret}),
			"default world":        config(url, "other", acctest.Values{"secret": otherSecret}),
		},
		config: acctest.Values{"name": "Hall", "world_id": "fair"}, replacement: acctest.Values{"name": "Hall", "world_id": "other"},
		dataSource: "xrcloud_venueless_room", lookupConfig: func(o acctest.Object) acctest.Values {
			return acctest.Values{"id": o.Attribute(t, "id"), "world_id": "fair"}
		},
		listDataSource: "xrcloud_venueless_rooms", listConfig: func(acctest.Object) acctest.Values { return acctest.Values{"world_id": "fair"} },
		importID:      func(o acctest.Object) string { return "fair/" + o.Attribute(t, "id") },
		deleteOutside: func(o acctest.Object) { owner.MustApply(o, nil) },
	}
}

func whiteboardRoomAccountCase(t *testing.T, hidesOtherRooms bool) accountCase {
	t.Helper()
	own := whiteboard.App{AccessKey: "own-access-key", SecretKey: "own-secret-key", UUID: "own"}
	other := whiteboard.App{AccessKey: "other-access-key", SecretKey: "other-secret-key", UUID: "other"}
	start := func() (*whiteboard.Service, string) {
		service := acctest.Must(whiteboard.New(whiteboard.Options{Apps: []whiteboard.App{own, other}, HideRoomsOfOtherApps: hidesOtherRooms}))
		return service, acctest.StartServer(t, service).URL()
	}
	service, url := start()
	_, otherURL := start()
	byKeys := func(url string, app whiteboard.App) acctest.Values {
		return acctest.Values{"whiteboard": acctest.Values{"endpoint": url, "access_key": app.AccessKey, "secret_key": app.SecretKey}}
	}
	byToken := func(url string, app whiteboard.App, role api.Role) acctest.Values {
		token := api.Sign(app.AccessKey, app.SecretKey, api.Claims{Role: role, ExpiresAt: time.Now().Add(time.Hour), Nonce: "n"})
		return acctest.Values{"whiteboard": acctest.Values{"endpoint": url, "sdk_token": token}}
	}
	return accountCase{
		kind: "xrcloud_whiteboard_room", owner: acctest.NewProtocolClient(t, byKeys(url, own)),
		same: map[string]acctest.Values{"keys": byKeys(url, own), "token": byToken(url, own, api.Admin)},
		others: map[string]acctest.Values{
			"other account by keys":  byKeys(url, other),
			"other account by token": byToken(url, other, api.Admin),
			"other server by keys":   byKeys(otherURL, own),
			"token of a writer":      byToken(url, own, api.Writer),
		},
		readsAll: "token of a writer",
		config:   acctest.Values{"region": "eu"}, replacement: acctest.Values{"region": "sg"},
		dataSource: "xrcloud_whiteboard_room", lookupConfig: func(o acctest.Object) acctest.Values {
			return acctest.Values{"uuid": o.Attribute(t, "uuid"), "region": "eu"}
		},
		listDataSource: "xrcloud_whiteboard_rooms", listConfig: func(acctest.Object) acctest.Values { return acctest.Values{"region": "eu"} },
		importID: importByID(t),
		deleteOutside: func(o acctest.Object) {
			if !service.DeleteRoom("eu", o.Attribute(t, "uuid")) {
				t.Fatal("the service does not have the room")
			}
		},
	}
}
