package xrcloud_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

func TestEachCallSendsTheOneCredentialThatFits(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	key := xrcloud.Config{APIKey: s.account.APIKey}
	bearer := xrcloud.Config{AccessToken: "each service's own"}
	login := xrcloud.Config{Email: s.account.Email, Password: s.account.Password}
	keyAndBearer, keyAndLogin := bearer, login
	keyAndBearer.APIKey, keyAndLogin.APIKey = s.account.APIKey, s.account.APIKey
	for _, c := range []struct {
		name   string
		config xrcloud.Config
		sent   map[takes]string // nothing for a call that is not made
	}{
		{"key", key, map[takes]string{takesAny: "key", takesBearerFirst: "key"}},
		{"token", bearer, map[takes]string{takesAny: "bearer", takesBearerFirst: "bearer", takesBearer: "bearer"}},
		{"login", login, map[takes]string{takesAny: "bearer", takesBearerFirst: "bearer", takesBearer: "bearer"}},
		{"key and token", keyAndBearer, map[takes]string{takesAny: "key", takesBearerFirst: "bearer", takesBearer: "bearer"}},
		{"key and login", keyAndLogin, map[takes]string{takesAny: "key", takesBearerFirst: "bearer", takesBearer: "bearer"}},
		{"email without password", xrcloud.Config{Email: s.account.Email}, nil},
		{"none", xrcloud.Config{}, nil},
	} {
		for _, m := range methods {
			t.Run(c.name+"/"+m.name, func(t *testing.T) {
				t.Parallel()
				s := start(t, emulator.Options{Accounts: []emulator.Account{s.account}})
				w := s.world(t)
				config := c.config
				if config.AccessToken != "" {
					config.AccessToken = s.token(t)
				}
				s.Reset()
				err := m.run(t.Context(), connect(t, s.URL(), config), w.project.ID, w.scene, w.room.ID)
				want, sends := c.sent[m.takes]
				if !sends {
					if transport.ReasonOf(err) != transport.NotConfigured || len(s.Requests("", "")) > 0 {
						t.Fatalf("want a refusal and no request, got %v after %d requests", err, len(s.Requests("", "")))
					}
					if text := err.Error(); !strings.Contains(text, "There is no credential for this request.") {
						t.Errorf("the message is %s", text)
					}
					return
				}
				refused := m.takes == takesBearerFirst && want == "key" // by the servers that were measured
				if (err != nil) != refused {
					t.Fatal(err)
				}
				if len(s.called()) == 0 {
					t.Fatal("nothing was sent")
				}
				for _, request := range s.called() {
					if got := credentials(request.Header); !slices.Equal(got, []string{want}) {
						t.Errorf("%s %s came with %v, want %s alone", request.Method, request.Path, got, want)
					}
				}
			})
		}
	}
}

// credentials are all that a request came with.
func credentials(header http.Header) []string {
	var found []string
	for range header.Values("X-Xrcloud-Api-Key") {
		found = append(found, "key")
	}
	for range header.Values("Authorization") {
		found = append(found, "bearer")
	}
	return found
}

// A service of the published form takes the api key for the list of projects, the others refuse it.
func TestProjectListWithAKeyAlone(t *testing.T) {
	t.Parallel()
	for _, published := range []bool{true, false} {
		t.Run(fmt.Sprint("published=", published), func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{Published: published})
			project := newProject(t, s.everything(t), "Fair", nil)
			client := connect(t, s.URL(), xrcloud.Config{APIKey: s.account.APIKey, Transport: transport.Config{
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
			if failed := failure(t, err); failed.Reason != transport.Unauthorized || !strings.Contains(failed.Advice, "access_token") ||
				!strings.Contains(failed.Advice, "email and password") {
				t.Errorf("want a refusal that names the ways to a bearer token, got %v", failed)
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
		if got := connect(t, "https://example.com", c.config).HasBearer(); got != c.want {
			t.Errorf("%s: got %t", name, got)
		}
	}
}

// A request fails only if a setting is missing that it cannot do without.
func TestConfigIsCheckedBeforeRequests(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	w := s.world(t)
	token := s.token(t)
	for _, missing := range []transport.Need{"", xrcloud.NeedCredential, xrcloud.NeedBearer} {
		t.Run("missing "+string(missing), func(t *testing.T) {
			t.Parallel()
			client := connect(t, s.URL(), xrcloud.Config{APIKey: s.account.APIKey, AccessToken: token, Transport: transport.Config{
				Check: func(need transport.Need) *transport.ConfigError {
					if need == missing {
						return &transport.ConfigError{Detail: "Set the " + string(need) + "."}
					}
					return nil
				},
			}})
			_, read := client.Project(t.Context(), w.project.ID)
			_, infra := client.RoomProject(t.Context(), w.room.ID)
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
