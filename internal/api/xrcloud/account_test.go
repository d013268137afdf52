package xrcloud_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/account"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

var (
	firstAccount  = emulator.Account{Email: "one@example.com", Password: "first-password", APIKey: "first-key"}
	secondAccount = emulator.Account{Email: "two@example.com", Password: "second-password", APIKey: "second-key"}
)

func startWithTwoAccounts(t *testing.T) *service {
	t.Helper()
	return start(t, emulator.Options{Accounts: []emulator.Account{firstAccount, secondAccount}})
}

// logIn returns a bearer token of the account.
func (s *service) logIn(t *testing.T, of emulator.Account) string {
	t.Helper()
	owner := *s
	owner.account = of
	return owner.token(t)
}

func ask(t *testing.T, client *xrcloud.Client) account.Account {
	t.Helper()
	who, err := client.FetchAccount(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return who
}

// The same account by API key, by e-mail address and by access token is one account; two accounts are two, whatever the
// credentials, and so is one account of two servers.
func TestAskAccountIsTheSameForEveryCredential(t *testing.T) {
	t.Parallel()
	s, other := startWithTwoAccounts(t), startWithTwoAccounts(t)
	clients := func(s *service, of emulator.Account) map[string]*xrcloud.Client {
		return map[string]*xrcloud.Client{
			"key":           connect(t, s.URL(), xrcloud.Config{APIKey: of.APIKey}),
			"login":         connect(t, s.URL(), xrcloud.Config{Email: of.Email, Password: of.Password}),
			"token":         connect(t, s.URL(), xrcloud.Config{AccessToken: s.logIn(t, of)}),
			"key and login": connect(t, s.URL(), xrcloud.Config{APIKey: of.APIKey, Email: of.Email, Password: of.Password}),
		}
	}
	one, two, elsewhere := clients(s, firstAccount), clients(s, secondAccount), clients(other, firstAccount)
	for name, client := range one {
		who := ask(t, client)
		for otherName, otherClient := range one {
			if got := ask(t, otherClient).Compare(who); got != account.Same {
				t.Errorf("%s and %s of one account: %d", name, otherName, got)
			}
			if got := ask(t, two[otherName]).Compare(who); got != account.Different {
				t.Errorf("%s and %s of two accounts: %d", name, otherName, got)
			}
			if got := ask(t, elsewhere[otherName]).Compare(who); got != account.Different {
				t.Errorf("%s and %s of two servers: %d", name, otherName, got)
			}
		}
	}
}

// An account costs one request, and only where an answer depends on it.
func TestAskAccountAsksOnce(t *testing.T) {
	t.Parallel()
	s := startWithTwoAccounts(t)
	client := connect(t, s.URL(), xrcloud.Config{Email: firstAccount.Email, Password: firstAccount.Password})
	newProject(t, client, "Event", nil)
	for range 3 {
		newProject(t, client, "Event", nil)
		ask(t, client.WithBearer())
		_ = client.Account()
	}
	if asked := s.Requests(http.MethodGet, "^/auth/profile$"); len(asked) != 1 {
		t.Errorf("asked %d times", len(asked))
	}
}

// A read never asks, and neither does a client whose credential already names the account.
func TestReadsAndAPIKeysDoNotAskForTheAccount(t *testing.T) {
	t.Parallel()
	s := startWithTwoAccounts(t)
	w := s.world(t)
	before := len(s.Requests(http.MethodGet, "^/auth/profile$"))
	login := connect(t, s.URL(), xrcloud.Config{Email: firstAccount.Email, Password: firstAccount.Password})
	if _, err := login.Room(t.Context(), w.room.ID); err != nil {
		t.Fatal(err)
	}
	key := connect(t, s.URL(), xrcloud.Config{APIKey: firstAccount.APIKey})
	if err := key.DeleteRoom(t.Context(), w.room.ID); err != nil {
		t.Fatal(err)
	}
	ask(t, key)
	if asked := s.Requests(http.MethodGet, "^/auth/profile$"); len(asked) != before {
		t.Errorf("asked %d times", len(asked)-before)
	}
}

// An API key and a bearer token of two accounts are refused before anything is written, and both sources are named.
func TestCredentialsOfTwoAccountsAreRefusedBeforeAWrite(t *testing.T) {
	t.Parallel()
	s := startWithTwoAccounts(t)
	client := connect(t, s.URL(), xrcloud.Config{
		APIKey: secondAccount.APIKey, Email: firstAccount.Email, Password: firstAccount.Password,
		Sources: map[string]string{"api_key": "the environment variable XRCLOUD_API_KEY", "email": "the argument email"},
	})
	_, _, err := client.CreateProject(t.Context(), xrcloud.ProjectInput{Name: "Event", Favicon: image, Logo: image})
	if transport.ReasonOf(err) != transport.ConflictingConfig {
		t.Fatalf("got %v", err)
	}
	for _, part := range []string{"the environment variable XRCLOUD_API_KEY", "the argument email", "two different accounts"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is missing in %v", part, err)
		}
	}
	if sent := s.Requests(http.MethodPost, "^/api/"); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}

// What a client sends with the bearer token, its view sends so, too.
func TestWithBearerSendsTheBearerTokenAlone(t *testing.T) {
	t.Parallel()
	s := startWithTwoAccounts(t)
	w := s.world(t)
	client := s.everything(t)
	if _, err := client.WithBearer().Room(t.Context(), w.room.ID); err != nil {
		t.Fatal(err)
	}
	seen := s.Requests(http.MethodGet, "^/api/rooms/")
	header := seen[len(seen)-1].Header
	if header.Get("X-Xrcloud-Api-Key") != "" || !strings.HasPrefix(header.Get("Authorization"), "Bearer ") {
		t.Errorf("sent %v", header)
	}
	if _, err := client.Room(t.Context(), w.room.ID); err != nil {
		t.Fatal(err)
	}
	seen = s.Requests(http.MethodGet, "^/api/rooms/")
	if header := seen[len(seen)-1].Header; header.Get("X-Xrcloud-Api-Key") == "" {
		t.Error("the client itself lost its API key")
	}
}

// A service without /auth/profile, as an older one is, or one with trouble there, keeps nothing from being written.
func TestAccountThatCannotBeAskedForKeepsNothingFromBeingWritten(t *testing.T) {
	t.Parallel()
	for name, status := range map[string]int{"no such route": http.StatusNotFound, "refused": http.StatusUnauthorized, "trouble": http.StatusInternalServerError} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := asking(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				if r.URL.Path == "/auth/profile" {
					w.WriteHeader(status)
					_, _ = fmt.Fprintf(w, `{"message":"Cannot GET /auth/profile","statusCode":%d}`, status) // a client that has gone is none of the server's business
					return
				}
				w.WriteHeader(http.StatusCreated)
				_, _ = w.Write([]byte(`{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b","name":"Event"}`)) // likewise
			})
			if _, _, err := client.CreateProject(t.Context(), xrcloud.ProjectInput{Name: "Event", Favicon: image, Logo: image}); err != nil {
				t.Error(err)
			}
			if got := ask(t, client).Compare(ask(t, client)); got != account.Same {
				t.Errorf("the same token is another account: %d", got)
			}
		})
	}
}

// Many requests that ask for the account at once share one question, also if one of them was cancelled before.
func TestAskAccountAsksOnceForManyAtOnce(t *testing.T) {
	t.Parallel()
	s := startWithTwoAccounts(t)
	client := connect(t, s.URL(), xrcloud.Config{APIKey: firstAccount.APIKey, Email: firstAccount.Email, Password: firstAccount.Password})
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := client.FetchAccount(cancelled); err == nil {
		t.Error("a cancelled question has an answer")
	}
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if _, err := client.WithBearer().FetchAccount(t.Context()); err != nil {
				t.Error(err)
			}
			_ = client.Account()
		})
	}
	group.Wait()
	if asked := s.Requests(http.MethodGet, "^/auth/profile$"); len(asked) != 1 {
		t.Errorf("asked %d times", len(asked))
	}
}
