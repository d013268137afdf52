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

func startServiceWithTwoAccounts(t *testing.T) *service {
	t.Helper()
	return startService(t, emulator.Options{Accounts: []emulator.Account{firstAccount, secondAccount}})
}

// issueToken returns a bearer token of an account.
func (s *service) issueToken(t *testing.T, of emulator.Account) string {
	t.Helper()
	owner := *s
	owner.account = of
	return owner.newToken(t)
}

func fetchAccount(t *testing.T, client *xrcloud.Client) account.Account {
	t.Helper()
	current, err := client.FetchAccount(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return current
}

// One account has the same identity by API key, by e-mail address and by access token. Two accounts are different with any
// credentials, and so are the accounts of two servers.
func TestFetchAccountIsTheSameForEveryCredential(t *testing.T) {
	t.Parallel()
	s, other := startServiceWithTwoAccounts(t), startServiceWithTwoAccounts(t)
	clients := func(s *service, of emulator.Account) map[string]*xrcloud.Client {
		return map[string]*xrcloud.Client{
			"key":           newClient(t, s.URL(), xrcloud.Config{APIKey: of.APIKey}),
			"login":         newClient(t, s.URL(), xrcloud.Config{Email: of.Email, Password: of.Password}),
			"token":         newClient(t, s.URL(), xrcloud.Config{AccessToken: s.issueToken(t, of)}),
			"key and login": newClient(t, s.URL(), xrcloud.Config{APIKey: of.APIKey, Email: of.Email, Password: of.Password}),
		}
	}
	one, two, elsewhere := clients(s, firstAccount), clients(s, secondAccount), clients(other, firstAccount)
	for name, client := range one {
		current := fetchAccount(t, client)
		for otherName, otherClient := range one {
			if got := fetchAccount(t, otherClient).Compare(current); got != account.Same {
				t.Errorf("%s and %s of one account: %d", name, otherName, got)
			}
			if got := fetchAccount(t, two[otherName]).Compare(current); got != account.Different {
				t.Errorf("%s and %s of two accounts: %d", name, otherName, got)
			}
			if got := fetchAccount(t, elsewhere[otherName]).Compare(current); got != account.Different {
				t.Errorf("%s and %s of two servers: %d", name, otherName, got)
			}
		}
	}
}

// Before the account is fetched, an API key beside a login or a token is only known by the key: the other credential may belong to another
// account.
func TestAccountOfTwoCredentialsIsThatOfTheKey(t *testing.T) {
	t.Parallel()
	s := startServiceWithTwoAccounts(t)
	login := newClient(t, s.URL(), xrcloud.Config{Email: secondAccount.Email, Password: secondAccount.Password}).Account()
	client := newClient(t, s.URL(), xrcloud.Config{APIKey: firstAccount.APIKey, Email: secondAccount.Email, Password: secondAccount.Password})
	if client.Account().Compare(login) == account.Same {
		t.Error("the account is that of the login")
	}
	own := newClient(t, s.URL(), xrcloud.Config{APIKey: firstAccount.APIKey, Email: firstAccount.Email, Password: firstAccount.Password})
	fetchAccount(t, own)
	if own.Account().Compare(newClient(t, s.URL(), xrcloud.Config{Email: firstAccount.Email, Password: firstAccount.Password}).Account()) != account.Same {
		t.Error("the account is not known by its login once it was fetched")
	}
}

// The account is fetched at most once.
func TestFetchAccountSendsOneRequest(t *testing.T) {
	t.Parallel()
	s := startServiceWithTwoAccounts(t)
	client := newClient(t, s.URL(), xrcloud.Config{Email: firstAccount.Email, Password: firstAccount.Password})
	createProject(t, client, "Event", nil)
	for range 3 {
		createProject(t, client, "Event", nil)
		fetchAccount(t, client.WithBearer())
		_ = client.Account()
	}
	if sent := s.Requests(http.MethodGet, "^/auth/profile$"); len(sent) != 1 {
		t.Errorf("%d requests", len(sent))
	}
}

// A read does not need the account, and an API key identifies it without a request.
func TestReadsAndAPIKeysDoNotFetchTheAccount(t *testing.T) {
	t.Parallel()
	s := startServiceWithTwoAccounts(t)
	f := s.createFixture(t)
	before := len(s.Requests(http.MethodGet, "^/auth/profile$"))
	login := newClient(t, s.URL(), xrcloud.Config{Email: firstAccount.Email, Password: firstAccount.Password})
	if _, err := login.Room(t.Context(), f.room.ID); err != nil {
		t.Fatal(err)
	}
	key := newClient(t, s.URL(), xrcloud.Config{APIKey: firstAccount.APIKey})
	if err := key.DeleteRoom(t.Context(), f.room.ID); err != nil {
		t.Fatal(err)
	}
	fetchAccount(t, key)
	if sent := s.Requests(http.MethodGet, "^/auth/profile$"); len(sent) != before {
		t.Errorf("%d requests", len(sent)-before)
	}
}

// An API key and a bearer token of two accounts are an error before a write is sent. The error names both sources.
func TestCredentialsOfTwoAccountsAreRefusedBeforeWrite(t *testing.T) {
	t.Parallel()
	s := startServiceWithTwoAccounts(t)
	client := newClient(t, s.URL(), xrcloud.Config{
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

// WithBearer does not change the client that it is called on.
func TestWithBearerSendsTheBearerTokenAlone(t *testing.T) {
	t.Parallel()
	s := startServiceWithTwoAccounts(t)
	f := s.createFixture(t)
	client := s.clientWithAllCredentials(t)
	if _, err := client.WithBearer().Room(t.Context(), f.room.ID); err != nil {
		t.Fatal(err)
	}
	seen := s.Requests(http.MethodGet, "^/api/rooms/")
	header := seen[len(seen)-1].Header
	if header.Get("X-Xrcloud-Api-Key") != "" || !strings.HasPrefix(header.Get("Authorization"), "Bearer ") {
		t.Errorf("sent %v", header)
	}
	if _, err := client.Room(t.Context(), f.room.ID); err != nil {
		t.Fatal(err)
	}
	seen = s.Requests(http.MethodGet, "^/api/rooms/")
	if header := seen[len(seen)-1].Header; header.Get("X-Xrcloud-Api-Key") == "" {
		t.Error("the client no longer sends its API key")
	}
}

// Older services do not have /auth/profile. A failed request for the profile does not prevent a write.
func TestWriteSucceedsIfTheAccountCannotBeFetched(t *testing.T) {
	t.Parallel()
	for name, status := range map[string]int{"unknown route": http.StatusNotFound, "unauthorized": http.StatusUnauthorized, "server error": http.StatusInternalServerError} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newClientWithHandler(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				if r.URL.Path == "/auth/profile" {
					w.WriteHeader(status)
					_, _ = fmt.Fprintf(w, `{"message":"Cannot GET /auth/profile","statusCode":%d}`, status) // fails if the client disconnects
					return
				}
				w.WriteHeader(http.StatusCreated)
				_, _ = w.Write([]byte(`{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b","name":"Event"}`)) // fails if the client disconnects
			})
			if _, _, err := client.CreateProject(t.Context(), xrcloud.ProjectInput{Name: "Event", Favicon: image, Logo: image}); err != nil {
				t.Error(err)
			}
			if got := fetchAccount(t, client).Compare(fetchAccount(t, client)); got != account.Same {
				t.Errorf("the same token has another account: %d", got)
			}
		})
	}
}

// Concurrent callers share one request, even after a caller was cancelled.
func TestConcurrentFetchAccountSendsOneRequest(t *testing.T) {
	t.Parallel()
	s := startServiceWithTwoAccounts(t)
	client := newClient(t, s.URL(), xrcloud.Config{APIKey: firstAccount.APIKey, Email: firstAccount.Email, Password: firstAccount.Password})
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := client.FetchAccount(cancelled); err == nil {
		t.Error("a cancelled caller gets an account")
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
	if sent := s.Requests(http.MethodGet, "^/auth/profile$"); len(sent) != 1 {
		t.Errorf("%d requests", len(sent))
	}
}
