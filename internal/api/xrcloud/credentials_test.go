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
					if text := err.Error(); !strings.Contains(text, "access_token") || !strings.Contains(text, "email and password") {
						t.Errorf("the message names no way out: %s", text)
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
			client := connect(t, s.URL(), xrcloud.Config{APIKey: s.account.APIKey})
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

func TestBearerProblem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		config  xrcloud.Config
		has     bool
		problem string
	}{
		{"token", xrcloud.Config{AccessToken: "t"}, true, ""},
		{"login", xrcloud.Config{Email: "e", Password: "p"}, true, ""},
		{"key", xrcloud.Config{APIKey: "k"}, false, "takes no API key for this, only a bearer token"},
		{"unknown key", xrcloud.Config{Unknown: []string{"api_key"}}, false, "takes no API key for this, only a bearer token"},
		{"nothing", xrcloud.Config{}, false, "This needs a bearer token"},
		{"email alone", xrcloud.Config{Email: "e"}, false, "This needs a bearer token"},
		{"unknown token", xrcloud.Config{APIKey: "k", Unknown: []string{"access_token"}}, false, ""},
		{"unknown email", xrcloud.Config{Password: "p", Unknown: []string{"email"}}, false, ""},
		{"unknown password", xrcloud.Config{Email: "e", Unknown: []string{"password"}}, false, ""},
		{"unknown endpoint", xrcloud.Config{AccessToken: "t", Unknown: []string{"endpoint"}}, true, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			client := connect(t, "https://example.com", c.config)
			if client.HasBearer() != c.has {
				t.Errorf("HasBearer: want %t", c.has)
			}
			got := client.BearerProblem()
			if (got == "") != (c.problem == "") || !strings.Contains(got, c.problem) {
				t.Errorf("want %q, got %q", c.problem, got)
			}
			if got != "" && (!strings.Contains(got, "access_token") || !strings.Contains(got, "email and password")) {
				t.Errorf("the message does not name the arguments that would help: %s", got)
			}
		})
	}
}

// A call fails only for the lack of a setting that it cannot do without.
func TestUnknownSettings(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	w := s.world(t)
	token := s.token(t)
	for _, c := range []struct {
		name        string
		config      xrcloud.Config
		read, infra string // what the error of a call that takes any credential, or a bearer token, says; "" for none
	}{
		{
			"endpoint",
			xrcloud.Config{APIKey: s.account.APIKey, AccessToken: token, Unknown: []string{"endpoint"}},
			"not known yet: endpoint.", "not known yet: endpoint.",
		},
		{"key beside a token", xrcloud.Config{AccessToken: token, Unknown: []string{"api_key"}}, "", ""},
		{
			"token beside a key",
			xrcloud.Config{APIKey: s.account.APIKey, Unknown: []string{"access_token"}},
			"", "not known yet: access_token.",
		},
		{
			"password beside a key",
			xrcloud.Config{APIKey: s.account.APIKey, Email: s.account.Email, Unknown: []string{"password"}},
			"", "not known yet: password.",
		},
		{"key alone", xrcloud.Config{Unknown: []string{"api_key"}}, "not known yet: api_key.", "takes no API key for this"},
		{
			"everything",
			xrcloud.Config{Unknown: []string{"api_key", "endpoint", "email", "password"}},
			"not known yet: endpoint, api_key, email, password.", "not known yet: endpoint, email, password.",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			client := connect(t, s.URL(), c.config)
			_, read := client.Project(t.Context(), w.project.ID)
			_, infra := client.RoomProject(t.Context(), w.room.ID)
			for _, got := range []struct {
				err  error
				want string
			}{{read, c.read}, {infra, c.infra}} {
				switch {
				case got.want == "":
					if got.err != nil {
						t.Error(got.err)
					}
				case transport.ReasonOf(got.err) != transport.NotConfigured || !strings.Contains(got.err.Error(), got.want):
					t.Errorf("want that it is %s, got %v", got.want, got.err)
				}
			}
		})
	}
}
