package xrcloud_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

func TestEachRequestSendsOneCredential(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	key := xrcloud.Config{APIKey: s.account.APIKey}
	bearer := xrcloud.Config{AccessToken: "set for each service"}
	login := xrcloud.Config{Email: s.account.Email, Password: s.account.Password}
	keyAndBearer, keyAndLogin := bearer, login
	keyAndBearer.APIKey, keyAndLogin.APIKey = s.account.APIKey, s.account.APIKey
	for _, c := range []struct {
		name   string
		config xrcloud.Config
		sent   map[accepts]string // nothing for a request that is not sent
	}{
		{"key", key, map[accepts]string{acceptsAny: "key", acceptsBearerFirst: "key"}},
		{"token", bearer, map[accepts]string{acceptsAny: "bearer", acceptsBearerFirst: "bearer", acceptsBearer: "bearer"}},
		{"login", login, map[accepts]string{acceptsAny: "bearer", acceptsBearerFirst: "bearer", acceptsBearer: "bearer"}},
		{"key and token", keyAndBearer, map[accepts]string{acceptsAny: "key", acceptsBearerFirst: "bearer", acceptsBearer: "bearer"}},
		{"key and login", keyAndLogin, map[accepts]string{acceptsAny: "key", acceptsBearerFirst: "bearer", acceptsBearer: "bearer"}},
		{"email without password", xrcloud.Config{Email: s.account.Email}, nil},
		{"none", xrcloud.Config{}, nil},
	} {
		for _, m := range methods {
			t.Run(c.name+"/"+m.name, func(t *testing.T) {
				t.Parallel()
				s := startService(t, emulator.Options{Accounts: []emulator.Account{s.account}})
				f := s.createFixture(t)
				config := c.config
				if config.AccessToken != "" {
					config.AccessToken = s.newToken(t)
				}
				s.Reset()
				err := m.run(t.Context(), newClient(t, s.URL(), config), f.project.ID, f.scene, f.room.ID)
				want, sends := c.sent[m.accepts]
				if !sends {
					if transport.ReasonOf(err) != transport.NotConfigured || len(s.Requests("", "")) > 0 {
						t.Fatalf("want an error and no request, got %v after %d requests", err, len(s.Requests("", "")))
					}
					if text := err.Error(); !strings.Contains(text, "There is no credential for this request.") {
						t.Errorf("the message is %s", text)
					}
					return
				}
				refused := m.accepts == acceptsBearerFirst && want == "key" // by measured servers
				if (err != nil) != refused {
					t.Fatal(err)
				}
				if len(s.apiRequests()) == 0 {
					t.Fatal("nothing was sent")
				}
				for _, request := range s.apiRequests() {
					if got := sentCredentials(request.Header); !slices.Equal(got, []string{want}) {
						t.Errorf("%s %s has %v, want %s alone", request.Method, request.Path, got, want)
					}
				}
			})
		}
	}
}

// sentCredentials returns the credentials of a request.
func sentCredentials(header http.Header) []string {
	var found []string
	for range header.Values("X-Xrcloud-Api-Key") {
		found = append(found, "key")
	}
	for range header.Values("Authorization") {
		found = append(found, "bearer")
	}
	return found
}

// A service of the published form accepts the API key for the list of projects. Other services refuse it.
func TestListProjectsWithAPIKey(t *testing.T) {
	t.Parallel()
	for _, published := range []bool{true, false} {
		t.Run(fmt.Sprint("published=", published), func(t *testing.T) {
			t.Parallel()
			s := startService(t, emulator.Options{Published: published})
			project := createProject(t, s.clientWithAllCredentials(t), "Fair", nil)
			client := newClient(t, s.URL(), xrcloud.Config{APIKey: s.account.APIKey, Transport: transport.Config{
				Check: func(need transport.Need) *transport.ConfigError {
					if need == xrcloud.NeedBearer {
						return &transport.ConfigError{Detail: "Set access_token, or email and password."}
					}
					return nil
				},
			}})
			projects, err := xrcloud.Collect(client.Projects(t.Context(), ""))
			if published {
				if err != nil || len(projects) != 1 || projects[0] != project {
					t.Fatalf("want the one project, got %v, %v", projects, err)
				}
				return
			}
			if failed := requireError(t, err); failed.Reason != transport.Unauthorized || !strings.Contains(failed.Missing.Detail, "access_token") ||
				!strings.Contains(failed.Missing.Detail, "email and password") {
				t.Errorf("want an error that says how to set a bearer token, got %v", failed)
			}
		})
	}
}

func TestHasBearer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		config xrcloud.Config
		want   bool
	}{
		"token":       {xrcloud.Config{AccessToken: "t"}, true},
		"login":       {xrcloud.Config{Email: "e", Password: "p"}, true},
		"key":         {xrcloud.Config{APIKey: "k"}, false},
		"nothing":     {xrcloud.Config{}, false},
		"email alone": {xrcloud.Config{Email: "e"}, false},
	} {
		if got := newClient(t, "https://example.com", c.config).HasBearer(); got != c.want {
			t.Errorf("%s: got %t", name, got)
		}
	}
}

// A request fails only if a setting is missing that it needs.
func TestConfigIsCheckedBeforeRequests(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	f := s.createFixture(t)
	token := s.newToken(t)
	for _, missing := range []transport.Need{"", xrcloud.NeedCredential, xrcloud.NeedBearer} {
		t.Run("missing "+string(missing), func(t *testing.T) {
			t.Parallel()
			client := newClient(t, s.URL(), xrcloud.Config{APIKey: s.account.APIKey, AccessToken: token, Transport: transport.Config{
				Check: func(need transport.Need) *transport.ConfigError {
					if need == missing {
						return &transport.ConfigError{Detail: "Set the " + string(need) + "."}
					}
					return nil
				},
			}})
			_, read := client.Project(t.Context(), f.project.ID)
			_, infra := client.RoomProject(t.Context(), f.room.ID)
			for need, err := range map[transport.Need]error{xrcloud.NeedCredential: read, xrcloud.NeedBearer: infra} {
				switch {
				case need != missing:
					if err != nil {
						t.Error(err)
					}
				case transport.ReasonOf(err) != transport.NotConfigured || !strings.Contains(err.Error(), "Set the "+string(need)+"."):
					t.Errorf("got %v", err)
				}
			}
		})
	}
}

// The error of a rejected credential says where the credential comes from, and when it expired.
func TestUnauthorizedNamesCredentialSource(t *testing.T) {
	t.Parallel()
	const room = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
	sources := map[string]string{
		"api_key": "the environment variable XRCLOUD_API_KEY", "access_token": "the argument access_token", "email": "the argument email", "password": "the argument password",
	}
	expired := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	token := func(expires time.Time) string {
		signed, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.RegisteredClaims{ExpiresAt: jwt.NewNumericDate(expires)}).SignedString([]byte("a-secret"))
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	for name, c := range map[string]struct {
		config  xrcloud.Config
		want    string
		expired time.Time
	}{
		"key":           {xrcloud.Config{APIKey: "wrong-key"}, sources["api_key"], time.Time{}},
		"unknown token": {xrcloud.Config{AccessToken: "wrong-token"}, sources["access_token"], time.Time{}},
		"valid token":   {xrcloud.Config{AccessToken: token(time.Now().Add(time.Hour))}, sources["access_token"], time.Time{}},
		"expired token": {xrcloud.Config{AccessToken: token(expired)}, sources["access_token"], expired},
		"login":         {xrcloud.Config{Email: "nobody@example.com", Password: "wrong-password"}, "the argument email and the argument password", time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startServiceWithTwoAccounts(t)
			s.Inject(faultserver.Fault{Status: http.StatusUnauthorized, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"statusCode":401,"message":"Unauthorized"}`})
			c.config.Sources = sources
			_, err := newClient(t, s.URL(), c.config).Room(t.Context(), room)
			failed := requireError(t, err)
			if failed.Reason != transport.Unauthorized || failed.CredentialSource != c.want || !failed.CredentialExpired.Equal(c.expired) {
				t.Errorf("got the credential %q, expired at %s; want %q, %s", failed.CredentialSource, failed.CredentialExpired, c.want, c.expired)
			}
		})
	}
}
