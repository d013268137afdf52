package venueless_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

const tokenKind = "xrcloud_venueless_token"

func TestToken(t *testing.T) {
	t.Parallel()
	acctest.RequireEphemeral(t)
	s := start(t)
	seen := func(name string, check func(string) error) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("echo.seen", tfjsonpath.New("data").AtMapKey(name), knownvalue.StringFunc(check))
	}
	var token string
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.config(`
ephemeral "xrcloud_venueless_token" "ada" {
  uid     = "ada"
  traits  = ["speaker"]
  profile = jsonencode({ display_name = "Ada" })
  ttl     = "8h"
  domain  = "fair.example.org"
}

provider "echo" {
  data = ephemeral.xrcloud_venueless_token.ada
}

resource "echo" "seen" {}
`),
			ConfigStateChecks: []statecheck.StateCheck{
				seen("token", func(text string) error {
					token = text
					if got := claims(t, text); got["uid"] != "ada" || fmt.Sprint(got["traits"]) != "[speaker]" || fmt.Sprint(got["profile"]) != "map[display_name:Ada]" {
						return fmt.Errorf("the token holds %v", got)
					}
					return nil
				}),
				seen("login_url", func(text string) error {
					if want := "https://fair.example.org/#token=" + token; text != want {
						return fmt.Errorf("got %s, want %s", text, want)
					}
					return nil
				}),
				seen("expires_at", func(text string) error {
					expires, err := time.Parse(time.RFC3339, text)
					if in := time.Until(expires); err != nil || in > 8*time.Hour || in < 8*time.Hour-5*time.Minute {
						return fmt.Errorf("it expires at %s", text)
					}
					return nil
				}),
			},
		}},
	})
	if sent := len(s.server.Requests("", "")); sent > 0 {
		t.Errorf("%d requests were sent", sent)
	}
}

// TestTokenLetsIn holds that the service takes such a token, and until when.
func TestTokenLetsIn(t *testing.T) {
	t.Parallel()
	s := start(t)
	pass, complaints := s.call(t).OpenEphemeral(tokenKind, acctest.Values{"uid": "bot", "traits": []string{"apiuser"}})
	none(t, complaints)
	if want := s.server.URL() + "/#token=" + pass.Attribute(t, "token"); pass.Attribute(t, "login_url") != want {
		t.Errorf("login at %s, want %s", pass.Attribute(t, "login_url"), want)
	}
	bot := s.callWith(t, map[string]any{"world_id": "acc", "token": pass.Attribute(t, "token")}, nil)
	for ahead, problems := range map[time.Duration]int{59 * time.Minute: 0, 61 * time.Minute: 1} {
		s.SetNow(func() time.Time { return time.Now().Add(ahead) })
		if _, complaints := bot.ReadDataSource(kind+"s", acctest.Values{}); len(complaints) != problems {
			t.Errorf("after %v: %q", ahead, complaints)
		}
	}
	for _, request := range s.server.Requests(http.MethodGet, "") {
		if request.Header.Get("Authorization") != "Bearer "+pass.Attribute(t, "token") {
			t.Error("another token was sent than the given one")
		}
	}
}

func TestTokenProblems(t *testing.T) {
	t.Parallel()
	s := start(t)
	for name, test := range map[string]struct {
		config acctest.Values
		says   string
	}{
		"empty uid":      {acctest.Values{"uid": ""}, "error at uid"},
		"long uid":       {acctest.Values{"uid": strings.Repeat("\u00e4", 201)}, "error at uid"},
		"NUL in uid":     {acctest.Values{"uid": "a\x00"}, "error at uid"},
		"NUL in traits":  {acctest.Values{"uid": "ada", "traits": []string{"a\x00"}}, "error at traits"},
		"no traits":      {acctest.Values{"uid": "ada", "traits": nil}, "warning at traits"},
		"broken profile": {acctest.Values{"uid": "ada", "profile": "hunter2"}, "JSON object"},
		"a list":         {acctest.Values{"uid": "ada", "profile": "[]"}, "JSON object"},
		"a URL":          {acctest.Values{"uid": "ada", "domain": "https://fair.example.org"}, "must be a domain alone"},
	} {
		if _, set := test.config["traits"]; !set {
			test.config["traits"] = []string{}
		}
		complaints := s.call(t).ValidateEphemeral(tokenKind, test.config)
		one(t, complaints, test.says)
		if strings.Contains(strings.Join(complaints, ""), "hunter2") {
			t.Errorf("%s: %q", name, complaints)
		}
	}
	none(t, s.call(t).ValidateEphemeral(tokenKind, acctest.Values{"uid": strings.Repeat("\u00e4", 200), "traits": acctest.Unknown}))
	for _, ttl := range []string{"", "soon", "0s", "-1h", "8"} {
		_, complaints := s.call(t).OpenEphemeral(tokenKind, acctest.Values{"uid": "ada", "ttl": ttl})
		one(t, complaints, "error at ttl", "must be a time span")
	}
	_, complaints := s.callWith(t, map[string]any{"token": "x"}, nil).OpenEphemeral(tokenKind, acctest.Values{"uid": "ada"})
	one(t, complaints, "Cannot sign a Venueless token", "XRCLOUD_VENUELESS_JWT_SECRET")
}
