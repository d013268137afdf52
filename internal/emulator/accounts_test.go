package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

var (
	accountA = emulator.Account{Email: "a@example.com", Password: "a", APIKey: "key-a"}
	accountB = emulator.Account{Email: "b@example.com", Password: "b", APIKey: "key-b"}
)

type request struct {
	method, path string
	credential   clientCredential
	body         any
}

// accountRequests returns requests for the objects of one account. Those that delete them come last. The second request to
// create a room is for a room in ownProject, a project of the caller.
func accountRequests(project, scene, room, ownProject string) []request {
	return []request{
		{"GET", "/api/projects/" + project, key, nil},
		{"GET", "/api/projects/" + project, bearer, nil},
		{"GET", "/api/projects/" + project + "/getIdFromUserId/alice", key, nil},
		{"GET", "/api/scenes/get-creation-url?projectId=" + project, key, nil},
		{"GET", "/api/scenes/" + scene, key, nil},
		{"GET", "/api/rooms/" + room, key, nil},
		{"GET", "/api/rooms/" + room, bearer, nil},
		{"GET", "/api/rooms/" + room + "/logs", key, nil},
		{"GET", "/api/rooms/" + room + "/infra", bearer, nil},
		{"POST", "/api/rooms", key, roomBody(project, scene, "New")},
		{"POST", "/api/rooms", key, roomBody(ownProject, scene, "New")},
		{"PATCH", "/api/projects/" + project, bearer, form{"name": "changed"}},
		{"PATCH", "/api/rooms/" + room, key, object{"name": "changed"}},
		{"DELETE", "/api/rooms/" + room, key, nil},
		{"DELETE", "/api/scenes/" + scene, key, nil},
		{"DELETE", "/api/projects/" + project, bearer, nil},
	}
}

func TestCredentialsReachObjectsOfAllAccounts(t *testing.T) {
	t.Parallel()
	owner := start(t, emulator.Options{Accounts: []emulator.Account{accountA, accountB}})
	project, scene, room := owner.createObjects()
	other := owner.as(accountB)
	ownProject := other.createProject("Mine")
	for _, path := range []string{"/api/scenes?projectId=" + project, "/api/rooms?projectId=" + project, "/api/rooms?sceneId=" + scene} {
		for _, credential := range []clientCredential{key, bearer} {
			if got := other.send("GET", path, credential, nil).requireStatus(http.StatusOK).at("total"); got != 1.0 {
				t.Errorf("%s: total is %v, want 1", path, got)
			}
		}
	}
	for _, r := range accountRequests(project, scene, room, ownProject) {
		if got := other.send(r.method, r.path, r.credential, r.body); got.status >= 300 {
			t.Errorf("%s %s: status %d with %s", r.method, r.path, got.status, got.raw)
		}
	}
	owner.send("GET", "/api/projects/"+project, key, nil).requireStatus(http.StatusNotFound)
}

func TestProjectListIsPerAccount(t *testing.T) {
	t.Parallel()
	for _, published := range []bool{false, true} {
		owner := start(t, emulator.Options{Accounts: []emulator.Account{accountA, accountB}, Published: published})
		owner.createProject("Fair")
		other := owner.as(accountB)
		ownProject := other.createProject("Mine")
		if got := other.send("GET", "/api/projects", bearer, nil).items("id"); len(got) != 1 || got[0] != ownProject {
			t.Errorf("published %t: projects are %v, want only %v", published, got, ownProject)
		}
	}
}

func TestSeparateAccounts(t *testing.T) {
	t.Parallel()
	owner := start(t, emulator.Options{Accounts: []emulator.Account{accountA, accountB}, SeparateAccounts: true})
	if owner.account != accountA {
		t.Fatalf("the credentials are %+v, want the first account's", owner.account)
	}
	project, scene, room := owner.createObjects()
	other := owner.as(accountB)
	ownProject := other.createProject("Mine")
	for _, r := range accountRequests(project, scene, room, ownProject) {
		if got := other.send(r.method, r.path, r.credential, r.body); got.status != http.StatusNotFound {
			t.Errorf("%s %s: status %d, want 404", r.method, r.path, got.status)
		}
	}
	for _, path := range []string{"/api/scenes?projectId=" + project, "/api/rooms?projectId=" + project, "/api/rooms?sceneId=" + scene} {
		if got := other.send("GET", path, key, nil).requireStatus(http.StatusOK).at("total"); got != 0.0 {
			t.Errorf("%s: total is %v, want 0", path, got)
		}
	}
	if got := owner.send("GET", "/api/rooms/"+room, key, nil).text("name"); got != "Main Hall" {
		t.Errorf("the owner's room has the name %q", got)
	}
}

// TestTierLimitsOfTheProjectAccount creates rooms in a project of another account, whose tier has limits.
func TestTierLimitsOfTheProjectAccount(t *testing.T) {
	t.Parallel()
	limited := accountA
	limited.MaxRooms, limited.MaxRoomSize = 1, 50
	owner := start(t, emulator.Options{Accounts: []emulator.Account{limited, accountB}})
	project := owner.createProject("Fair")
	scene := owner.createScene(project, "Lobby")
	other := owner.as(accountB)
	large := roomBody(project, scene, "Large")
	large["size"] = 51
	other.send("POST", "/api/rooms", key, large).checkError(http.StatusBadRequest, "Room size cannot exceed 50 for this tier.")
	room := other.createRoom(project, scene, "First")
	other.send("POST", "/api/rooms", key, roomBody(project, scene, "Second")).checkError(http.StatusBadRequest, "Cannot create more than 1 rooms for this tier.")
	other.send("PATCH", "/api/rooms/"+room, key, object{"size": 51}).checkError(http.StatusBadRequest, "Room size cannot exceed 50 for this tier.")
}

func TestSetAccountReplacesKey(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Accounts: []emulator.Account{accountA}})
	id := c.send("GET", "/auth/profile", bearer, nil).text("id")
	c.requireNoError(c.SetAccount(emulator.Account{Email: "A@Example.com", APIKey: "new-key"}))
	c.send("GET", "/api/rooms?projectId="+missingUUID, key, nil).checkError(http.StatusUnauthorized, "Invalid api key.")
	profile := c.send("GET", "/auth/profile", bearer, nil).requireStatus(http.StatusOK)
	if profile.text("id") != id || profile.text("apiKey") != "new-key" {
		t.Errorf("the account is %s, want %s with the new key", profile.raw, id)
	}
	if got := c.Credentials(); got.APIKey != "new-key" || got.Password != accountA.Password {
		t.Errorf("credentials are %+v", got)
	}
	c.as(c.Credentials()).send("GET", "/api/rooms?projectId="+missingUUID, key, nil).requireStatus(http.StatusOK)
}

func TestSetAccountAddsAnAccount(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Accounts: []emulator.Account{accountA}})
	c.requireNoError(c.SetAccount(accountB))
	other := c.as(accountB)
	if other.send("GET", "/auth/profile", bearer, nil).text("id") == c.send("GET", "/auth/profile", bearer, nil).text("id") {
		t.Error("the second account has the id of the first")
	}
	if got := c.Credentials(); got != accountA {
		t.Errorf("credentials are %+v, want the first account's", got)
	}
}

func TestAPIKeyIsUnique(t *testing.T) {
	t.Parallel()
	same := accountB
	same.APIKey = accountA.APIKey
	want := "accounts a@example.com and b@example.com have the same API key; each account needs its own"
	if _, err := emulator.New(emulator.Options{Accounts: []emulator.Account{accountA, same}}); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("two accounts in the options: %v", err)
	}
	c := start(t, emulator.Options{Accounts: []emulator.Account{accountA, accountB}})
	if err := c.SetAccount(same); err == nil || err.Error() != want {
		t.Errorf("a changed account: %v", err)
	}
	c.as(accountB).send("GET", "/api/rooms?projectId="+missingUUID, key, nil).requireStatus(http.StatusOK)
}

func TestLoginIgnoresCaseOfEmail(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Accounts: []emulator.Account{accountA}})
	c.send("POST", "/auth/login", noCredential, object{"email": "A@EXAMPLE.COM", "password": accountA.Password}).requireStatus(http.StatusCreated)
}
