package acctest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// TestForeign holds that nothing leaves the state when a credential of another account, or another server of the same
// service, says that it does not exist. What is really gone still does, whoever looks.
func TestForeign(t *testing.T) {
	t.Parallel()
	for kind, values := range map[string]func(*faultHarness) acctest.Values{
		"xrcloud_project": projectArguments("New"),
		"xrcloud_room":    roomArguments("Hall"),
		"xrcloud_scene":   sceneArguments(true),
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			s := newFaultHarness(t, false)
			other := newFaultHarness(t, false)
			made := s.client.MustApply(s.client.Absent(kind), values(s))
			read, problems := other.client.Read(made)
			text := strings.Join(problems, "\n")
			if read.Value.IsNull() || !strings.HasPrefix(text, "error: Cannot tell whether the ") || !strings.Contains(text, "terraform state rm") {
				t.Errorf("with another server: %v, %s", read.Value, text)
			}
			if read, problems = s.client.Read(read); read.Value.IsNull() || len(problems) > 0 {
				t.Errorf("back again: %v, %v", read.Value, problems)
			}
		})
	}
}

// TestForeignAccount is the same with two accounts of one server, and with two credentials of one account.
func TestForeignAccount(t *testing.T) {
	t.Parallel()
	one := emulator.Account{Email: "one@example.com", Password: "first-password", APIKey: "first-key"}
	two := emulator.Account{Email: "two@example.com", Password: "second-password", APIKey: "second-key"}
	s := &faultHarness{Service: acctest.StartEmulator(t, emulator.Options{Accounts: []emulator.Account{one, two}, SeparateAccounts: true})}
	s.project = s.CreateProject(t, "Fair").ID
	s.scene = s.PublishScene(t, s.project, "Lobby")
	call := func(arguments acctest.Values) *acctest.ProtocolClient {
		arguments["endpoint"] = s.Server.URL()
		return acctest.NewProtocolClient(t, arguments)
	}
	key := call(acctest.Values{"api_key": one.APIKey})
	room := key.MustApply(key.Absent("xrcloud_room"), roomArguments("Hall")(s))
	read, problems := call(acctest.Values{"api_key": two.APIKey}).Read(room)
	if read.Value.IsNull() || len(onlyErrors(problems)) != 1 {
		t.Errorf("with another account: %v, %v", read.Value, problems)
	}
	login := call(acctest.Values{"email": one.Email, "password": one.Password})
	if read, problems = login.Read(room); read.Value.IsNull() || len(problems) > 0 {
		t.Errorf("with another credential of the same account: %v, %v", read.Value, problems)
	}
	if err := s.Client.DeleteRoom(t.Context(), room.ID(t)); err != nil {
		t.Fatal(err)
	}
	if read, problems = login.Read(room); !read.Value.IsNull() || len(onlyErrors(problems)) > 0 {
		t.Errorf("gone, and its project there: %v, %v", read.Value, problems)
	}
}

// After an API key was changed, or the server has moved, a person says once that the account is the same. From then on the
// new one is on record.
func TestAcceptedAccountChange(t *testing.T) {
	t.Parallel()
	own := emulator.Account{Email: "own@example.com", Password: "own-password", APIKey: "own-api-key"}
	s := &faultHarness{Service: acctest.StartEmulator(t, emulator.Options{Accounts: []emulator.Account{own}})}
	s.project = s.CreateProject(t, "Fair").ID
	s.scene = s.PublishScene(t, s.project, "Lobby")
	call := func(key string, accept bool) *acctest.ProtocolClient {
		return acctest.NewProtocolClient(t, acctest.Values{"endpoint": s.Server.URL(), "api_key": key, "accept_account_change": accept})
	}
	before := call(own.APIKey, false)
	room := before.MustApply(before.Absent("xrcloud_room"), roomArguments("Hall")(s))

	own.APIKey = "new-api-key"
	if err := s.Emulator.SetAccount(own); err != nil {
		t.Fatal(err)
	}
	after := call(own.APIKey, false)
	room, problems := after.Read(room)
	if room.Value.IsNull() || len(problems) != 1 || !strings.HasPrefix(problems[0], "warning: Object of another account: ") {
		t.Errorf("a read with the new key says %q", problems)
	}
	if _, problems = after.Plan(room, nil); len(onlyErrors(problems)) != 1 || !strings.Contains(problems[0], "XRCLOUD_ACCEPT_ACCOUNT_CHANGE=true") {
		t.Errorf("a deletion with the new key says %q", problems)
	}
	room, problems = call(own.APIKey, true).Read(room)
	if room.Value.IsNull() || len(problems) > 0 {
		t.Errorf("a read that accepts the new key says %q", problems)
	}
	if gone := after.MustApply(room, nil); !gone.Value.IsNull() {
		t.Errorf("the room is still there: %v", gone.Value)
	}
}

// A bearer token that has expired does not matter to what an API key can do.
func TestExpiredTokenBesideAKeyBreaksNoRead(t *testing.T) {
	t.Parallel()
	clock := &fakeClock{}
	s := &faultHarness{Service: acctest.StartEmulator(t, emulator.Options{Now: clock.now})}
	s.project = s.CreateProject(t, "Fair").ID
	s.scene = s.PublishScene(t, s.project, "Lobby")
	token := bearerToken(t, s.Service, s.Emulator.Credentials())
	clock.advance(24 * time.Hour)
	caller := acctest.NewProtocolClient(t, acctest.Values{"endpoint": s.Server.URL(), "api_key": s.Emulator.Credentials().APIKey, "access_token": token})
	room := caller.MustApply(caller.Absent("xrcloud_room"), roomArguments("Hall")(s))
	for name, config := range map[string]acctest.Values{
		"by id": {"id": room.Attribute(t, "id")}, "by name": {"scene_id": s.scene, "name": "Hall"},
	} {
		found, problems := caller.ReadDataSource("xrcloud_room", config)
		if len(problems) > 0 || found.Attribute(t, "name") != "Hall" || name == "by id" && found.Attribute(t, "project_id") != "null" {
			t.Errorf("%s: found %v and says %q", name, found.Value, problems)
		}
	}
	imported, problems := caller.Import("xrcloud_room", room.Attribute(t, "id"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if read, problems := caller.Read(imported); len(problems) > 0 || read.Attribute(t, "name") != "Hall" {
		t.Errorf("a read after an import says %q", problems)
	}
}

// With a key of one account and an e-mail address of another, nothing is written, and both sources are named.
func TestMixedAccountsAreOneError(t *testing.T) {
	t.Parallel()
	one := emulator.Account{Email: "one@example.com", Password: "first-password", APIKey: "first-key"}
	two := emulator.Account{Email: "two@example.com", Password: "second-password", APIKey: "second-key"}
	s := acctest.StartEmulator(t, emulator.Options{Accounts: []emulator.Account{one, two}})
	caller := acctest.NewProtocolClient(t, acctest.Values{"endpoint": s.Server.URL(), "api_key": two.APIKey, "email": one.Email, "password": one.Password})
	values := acctest.Values{"name": "Event"}
	planned, problems := caller.Plan(caller.Absent("xrcloud_project"), values)
	if len(problems) != 1 || !strings.HasPrefix(problems[0], "error: Credentials of two accounts: The argument api_key and the argument email belong to two different accounts.") {
		t.Errorf("the plan says %q", problems)
	}
	created, problems := caller.Apply(caller.Absent("xrcloud_project"), planned, values)
	if !created.Value.IsNull() || len(problems) != 1 || !strings.HasPrefix(problems[0], "error: Credentials of two accounts: The argument api_key and the argument email belong to two different accounts.") {
		t.Errorf("created %v and says %q", created.Value, problems)
	}
	if sent := s.Server.Requests(http.MethodPost, "^/api/"); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}
