package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

var (
	ours   = emulator.Account{Email: "a@example.com", Password: "a", APIKey: "key-a"}
	theirs = emulator.Account{Email: "b@example.com", Password: "b", APIKey: "key-b"}
)

// request is a call that a test makes.
type request struct {
	method, path string
	as           credential
	body         any
}

// accountRequests are calls on the objects of one account, those that delete them last. The last room would be created in
// the project mine.
func accountRequests(project, scene, room, mine string) []request {
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
		{"POST", "/api/rooms", key, roomBody(project, scene, "theirs")},
		{"POST", "/api/rooms", key, roomBody(mine, scene, "theirs")},
		{"PATCH", "/api/projects/" + project, bearer, form{"name": "changed"}},
		{"PATCH", "/api/rooms/" + room, key, object{"name": "changed"}},
		{"DELETE", "/api/rooms/" + room, key, nil},
		{"DELETE", "/api/scenes/" + scene, key, nil},
		{"DELETE", "/api/projects/" + project, bearer, nil},
	}
}

func TestAnyCredentialReachesEveryAccountsObjects(t *testing.T) {
	t.Parallel()
	owner := start(t, emulator.Options{Accounts: []emulator.Account{ours, theirs}})
	project, scene, room := owner.stage()
	stranger := owner.as(theirs)
	mine := stranger.project("Mine")
	for _, path := range []string{"/api/scenes?projectId=" + project, "/api/rooms?projectId=" + project, "/api/rooms?sceneId=" + scene} {
		for _, as := range []credential{key, bearer} {
			if got := stranger.send("GET", path, as, nil).want(http.StatusOK).at("total"); got != 1.0 {
				t.Errorf("%s: total is %v, want 1", path, got)
			}
		}
	}
	for _, r := range accountRequests(project, scene, room, mine) {
		if got := stranger.send(r.method, r.path, r.as, r.body); got.status >= 300 {
			t.Errorf("%s %s: status %d with %s", r.method, r.path, got.status, got.raw)
		}
	}
	owner.send("GET", "/api/projects/"+project, key, nil).want(http.StatusNotFound)
}

func TestListOfProjectsIsOfTheAccount(t *testing.T) {
	t.Parallel()
	for _, published := range []bool{false, true} {
		owner := start(t, emulator.Options{Accounts: []emulator.Account{ours, theirs}, Published: published})
		owner.project("Fair")
		stranger := owner.as(theirs)
		mine := stranger.project("Mine")
		if got := stranger.send("GET", "/api/projects", bearer, nil).items("id"); len(got) != 1 || got[0] != mine {
			t.Errorf("published %t: projects are %v, want %v alone", published, got, mine)
		}
	}
}

func TestSeparateAccountsReachOnlyTheirOwnObjects(t *testing.T) {
	t.Parallel()
	owner := start(t, emulator.Options{Accounts: []emulator.Account{ours, theirs}, SeparateAccounts: true})
	if owner.account != ours {
		t.Fatalf("the credentials are %+v, want the first account's", owner.account)
	}
	project, scene, room := owner.stage()
	stranger := owner.as(theirs)
	mine := stranger.project("Mine")
	for _, r := range accountRequests(project, scene, room, mine) {
		if got := stranger.send(r.method, r.path, r.as, r.body); got.status != http.StatusNotFound {
			t.Errorf("%s %s: status %d, want 404", r.method, r.path, got.status)
		}
	}
	for _, path := range []string{"/api/scenes?projectId=" + project, "/api/rooms?projectId=" + project, "/api/rooms?sceneId=" + scene} {
		if got := stranger.send("GET", path, key, nil).want(http.StatusOK).at("total"); got != 0.0 {
			t.Errorf("%s: total is %v, want 0", path, got)
		}
	}
	if got := owner.send("GET", "/api/rooms/"+room, key, nil).text("name"); got != "Main Hall" {
		t.Errorf("the owner's room has the name %q", got)
	}
}

// TestRoomBelongsToTheAccountOfItsProject creates a room in another account's project: the tier of that account counts.
func TestRoomBelongsToTheAccountOfItsProject(t *testing.T) {
	t.Parallel()
	limited := ours
	limited.MaxRooms, limited.MaxRoomSize = 1, 50
	owner := start(t, emulator.Options{Accounts: []emulator.Account{limited, theirs}})
	project := owner.project("Fair")
	scene := owner.scene(project, "Lobby")
	stranger := owner.as(theirs)
	large := roomBody(project, scene, "Large")
	large["size"] = 51
	stranger.send("POST", "/api/rooms", key, large).refuses(http.StatusBadRequest, "Room size cannot exceed 50 for this tier.")
	room := stranger.room(project, scene, "First")
	stranger.send("POST", "/api/rooms", key, roomBody(project, scene, "Second")).refuses(http.StatusBadRequest, "Cannot create more than 1 rooms for this tier.")
	stranger.send("PATCH", "/api/rooms/"+room, key, object{"size": 51}).refuses(http.StatusBadRequest, "Room size cannot exceed 50 for this tier.")
}

func TestSetAccountReplacesTheKeyAndKeepsTheTokens(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{Accounts: []emulator.Account{ours}})
	id := s.send("GET", "/auth/profile", bearer, nil).text("id")
	s.must(s.SetAccount(emulator.Account{Email: "A@Example.com", APIKey: "new-key"}))
	s.send("GET", "/api/rooms?projectId="+missingUUID, key, nil).refuses(http.StatusUnauthorized, "Invalid api key.")
	profile := s.send("GET", "/auth/profile", bearer, nil).want(http.StatusOK)
	if profile.text("id") != id || profile.text("apiKey") != "new-key" {
		t.Errorf("the account is %s, want %s with the new key", profile.raw, id)
	}
	if got := s.Credentials(); got.APIKey != "new-key" || got.Password != ours.Password {
		t.Errorf("credentials are %+v", got)
	}
	s.as(s.Credentials()).send("GET", "/api/rooms?projectId="+missingUUID, key, nil).want(http.StatusOK)
}

func TestSetAccountAddsAnAccount(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{Accounts: []emulator.Account{ours}})
	s.must(s.SetAccount(theirs))
	other := s.as(theirs)
	if other.send("GET", "/auth/profile", bearer, nil).text("id") == s.send("GET", "/auth/profile", bearer, nil).text("id") {
		t.Error("the second account has the id of the first")
	}
	if got := s.Credentials(); got != ours {
		t.Errorf("credentials are %+v, want the first account's", got)
	}
}

func TestAPIKeyIsOfOneAccount(t *testing.T) {
	t.Parallel()
	same := theirs
	same.APIKey = ours.APIKey
	want := "accounts a@example.com and b@example.com have the same API key"
	if _, err := emulator.New(emulator.Options{Accounts: []emulator.Account{ours, same}}); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("two accounts in the options: %v", err)
	}
	s := start(t, emulator.Options{Accounts: []emulator.Account{ours, theirs}})
	if err := s.SetAccount(same); err == nil || err.Error() != want {
		t.Errorf("a changed account: %v", err)
	}
	s.as(theirs).send("GET", "/api/rooms?projectId="+missingUUID, key, nil).want(http.StatusOK)
}

func TestEmailAddressIgnoresCaseAtLogin(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{Accounts: []emulator.Account{ours}})
	s.send("POST", "/auth/login", nobody, object{"email": "A@EXAMPLE.COM", "password": ours.Password}).want(http.StatusCreated)
}

// missingUUID is an id that no object has.
const missingUUID = "11111111-1111-4111-8111-111111111111"
