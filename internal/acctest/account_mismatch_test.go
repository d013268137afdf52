package acctest_test

import (
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// TestForeign holds that nothing leaves the state when a credential of another account, or another server of the same
// service, says that it does not exist. What is really gone still does, whoever looks.
func TestForeign(t *testing.T) {
	t.Parallel()
	for kind, values := range map[string]func(*stage) acctest.Values{
		"xrcloud_project": projectNamed("New"),
		"xrcloud_room":    roomNamed("Hall"),
		"xrcloud_scene":   adopted(true),
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, false)
			other := newStage(t, false)
			made := s.caller.Do(s.caller.None(kind), values(s))
			read, problems := other.caller.Read(made)
			text := strings.Join(problems, "\n")
			if read.Value.IsNull() || !strings.HasPrefix(text, "error: Cannot tell whether the ") || !strings.Contains(text, "terraform state rm") {
				t.Errorf("with another server: %v, %s", read.Value, text)
			}
			if read, problems = s.caller.Read(read); read.Value.IsNull() || len(problems) > 0 {
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
	s := &stage{Service: acctest.StartEmulator(t, emulator.Options{Accounts: []emulator.Account{one, two}, SeparateAccounts: true})}
	s.project = s.Project(t, "Fair").ID
	s.scene = s.Scene(t, s.project, "Lobby")
	call := func(arguments acctest.Values) *acctest.Caller {
		arguments["endpoint"] = s.Server.URL()
		return acctest.NewCaller(t, arguments)
	}
	key := call(acctest.Values{"api_key": one.APIKey})
	room := key.Do(key.None("xrcloud_room"), roomNamed("Hall")(s))
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
