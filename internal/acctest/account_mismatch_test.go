package acctest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// A "not found" of another server is an error, and the object stays in the state.
func TestOtherServerKeepsState(t *testing.T) {
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
			created := s.client.MustApply(s.client.Absent(kind), values(s))
			read, problems := other.client.Read(created)
			text := strings.Join(problems, "\n")
			if read.Value.IsNull() || !strings.HasPrefix(text, "error: Cannot tell whether the ") || !strings.Contains(text, "terraform state rm") {
				t.Errorf("with another server: %v, %s", read.Value, text)
			}
			if read, problems = s.client.Read(read); read.Value.IsNull() || len(problems) > 0 {
				t.Errorf("with the first server: %v, %v", read.Value, problems)
			}
		})
	}
}

// A "not found" of another account of the server is an error, too. Another credential of the same account is accepted.
func TestOtherAccountKeepsState(t *testing.T) {
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
	if read.Value.IsNull() || len(acctest.OnlyErrors(problems)) != 1 {
		t.Errorf("with another account: %v, %v", read.Value, problems)
	}
	login := call(acctest.Values{"email": one.Email, "password": one.Password})
	if read, problems = login.Read(room); read.Value.IsNull() || len(problems) > 0 {
		t.Errorf("with another credential of the same account: %v, %v", read.Value, problems)
	}
	if err := s.Client.DeleteRoom(t.Context(), room.ID(t)); err != nil {
		t.Fatal(err)
	}
	if read, problems = login.Read(room); !read.Value.IsNull() || len(acctest.OnlyErrors(problems)) > 0 {
		t.Errorf("after the room was deleted: %v, %v", read.Value, problems)
	}
}

// After an API key or the URL of a server has changed, accept_account_change confirms once that the account is the same. From then on the
// new account is on record.
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
		t.Errorf("a read with the new key: %q", problems)
	}
	if _, problems = after.Plan(room, nil); len(acctest.OnlyErrors(problems)) != 1 || !strings.Contains(problems[0], "XRCLOUD_ACCEPT_ACCOUNT_CHANGE=true") {
		t.Errorf("the plan of a deletion with the new key: %q", problems)
	}
	room, problems = call(own.APIKey, true).Read(room)
	if room.Value.IsNull() || len(problems) > 0 {
		t.Errorf("a read that accepts the new key: %q", problems)
	}
	if deleted := after.MustApply(room, nil); !deleted.Value.IsNull() {
		t.Errorf("the deletion leaves %v", deleted.Value)
	}
}

// An expired bearer token does not affect requests that an API key can do.
func TestExpiredTokenDoesNotAffectReadsWithKey(t *testing.T) {
	t.Parallel()
	s := &faultHarness{}
	s.Service = acctest.StartEmulator(t, emulator.Options{Now: s.clock.Now})
	s.project = s.CreateProject(t, "Fair").ID
	s.scene = s.PublishScene(t, s.project, "Lobby")
	token := bearerToken(t, s.Service, s.Emulator.Credentials())
	s.clock.Advance(24 * time.Hour)
	client := acctest.NewProtocolClient(t, acctest.Values{"endpoint": s.Server.URL(), "api_key": s.Emulator.Credentials().APIKey, "access_token": token})
	room := client.MustApply(client.Absent("xrcloud_room"), roomArguments("Hall")(s))
	for name, config := range map[string]acctest.Values{
		"by id": {"id": room.Attribute(t, "id")}, "by name": {"scene_id": s.scene, "name": "Hall"},
	} {
		found, problems := client.ReadDataSource("xrcloud_room", config)
		if len(problems) > 0 || found.Attribute(t, "name") != "Hall" || name == "by id" && found.Attribute(t, "project_id") != "null" {
			t.Errorf("%s: found %v: %q", name, found.Value, problems)
		}
	}
	imported := client.MustRead(client.MustImport("xrcloud_room", room.Attribute(t, "id")))
	if name := imported.Attribute(t, "name"); name != "Hall" {
		t.Errorf("the imported room has the name %q", name)
	}
}

// With the API key of one account and the e-mail address of another, nothing is created, and the error names both arguments.
func TestMixedAccountsAreOneError(t *testing.T) {
	t.Parallel()
	one := emulator.Account{Email: "one@example.com", Password: "first-password", APIKey: "first-key"}
	two := emulator.Account{Email: "two@example.com", Password: "second-password", APIKey: "second-key"}
	s := acctest.StartEmulator(t, emulator.Options{Accounts: []emulator.Account{one, two}})
	client := acctest.NewProtocolClient(t, acctest.Values{"endpoint": s.Server.URL(), "api_key": two.APIKey, "email": one.Email, "password": one.Password})
	values := acctest.Values{"name": "Event"}
	planned, problems := client.Plan(client.Absent("xrcloud_project"), values)
	if len(problems) != 1 || !strings.HasPrefix(problems[0], "error: Credentials of two accounts: The argument api_key and the argument email belong to two different accounts.") {
		t.Errorf("the plan: %q", problems)
	}
	created, problems := client.Apply(client.Absent("xrcloud_project"), planned, values)
	if !created.Value.IsNull() || len(problems) != 1 || !strings.HasPrefix(problems[0], "error: Credentials of two accounts: The argument api_key and the argument email belong to two different accounts.") {
		t.Errorf("the apply creates %v: %q", created.Value, problems)
	}
	if sent := s.Server.Requests(http.MethodPost, "^/api/"); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}
