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

const tokenType = "xrcloud_venueless_token"

func TestToken(t *testing.T) {
	t.Parallel()
	acctest.RequireEphemeral(t)
	s := newFixture(t)
	attribute := func(name string, check func(string) error) statecheck.StateCheck {
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
				attribute("token", func(text string) error {
					token = text
					if got := parseClaims(t, text); got["uid"] != "ada" || fmt.Sprint(got["traits"]) != "[speaker]" || fmt.Sprint(got["profile"]) != "map[display_name:Ada]" {
						return fmt.Errorf("the claims are %v", got)
					}
					return nil
				}),
				attribute("login_url", func(text string) error {
					if want := "https://fair.example.org/#token=" + token; text != want {
						return fmt.Errorf("got %s, want %s", text, want)
					}
					return nil
				}),
				attribute("expires_at", func(text string) error {
					expires, err := time.Parse(time.RFC3339, text)
					if ttl := time.Until(expires); err != nil || ttl > 8*time.Hour || ttl < 8*time.Hour-5*time.Minute {
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

// TestTokenIsAccepted requires that the service accepts a token until it expires.
func TestTokenIsAccepted(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	token, diags := s.protocolClient(t).OpenEphemeral(tokenType, acctest.Values{"uid": "bot", "traits": []string{"apiuser"}})
	requireNoDiagnostics(t, diags)
	if want := s.server.URL() + "/#token=" + token.Attribute(t, "token"); token.Attribute(t, "login_url") != want {
		t.Errorf("login at %s, want %s", token.Attribute(t, "login_url"), want)
	}
	bot := s.protocolClientWith(t, map[string]any{"world_id": "acc", "token": token.Attribute(t, "token")}, nil)
	for elapsed, errors := range map[time.Duration]int{59 * time.Minute: 0, 61 * time.Minute: 1} {
		s.SetNow(func() time.Time { return time.Now().Add(elapsed) })
		if _, diags := bot.ReadDataSource(roomType+"s", acctest.Values{}); len(diags) != errors {
			t.Errorf("after %v: %q", elapsed, diags)
		}
	}
	for _, request := range s.server.Requests(http.MethodGet, "") {
		if request.Header.Get("Authorization") != "Bearer "+token.Attribute(t, "token") {
			t.Error("a request did not have the configured token")
		}
	}
}

func TestInvalidTokenArguments(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	for name, test := range map[string]struct {
		config acctest.Values
		want   string
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
		diags := s.protocolClient(t).ValidateEphemeral(tokenType, test.config)
		requireOneDiagnostic(t, diags, test.want)
		if strings.Contains(strings.Join(diags, ""), "hunter2") {
			t.Errorf("%s: %q", name, diags)
		}
	}
	requireNoDiagnostics(t, s.protocolClient(t).ValidateEphemeral(tokenType, acctest.Values{"uid": strings.Repeat("\u00e4", 200), "traits": acctest.Unknown}))
	for ttl, want := range map[string]string{
		"":     "not a valid Go Time Duration",
		"soon": "not a valid Go Time Duration",
		"8":    "not a valid Go Time Duration",
		"0s":   "must be a positive duration",
		"-1h":  "must be a positive duration",
	} {
		config := acctest.Values{"uid": "ada", "traits": []string{}, "ttl": ttl}
		requireOneDiagnostic(t, s.protocolClient(t).ValidateEphemeral(tokenType, config), "error at ttl", want)
		_, diags := s.protocolClient(t).OpenEphemeral(tokenType, config)
		requireOneDiagnostic(t, diags, "error at ttl", want)
	}
	requireNoDiagnostics(t, s.protocolClient(t).ValidateEphemeral(tokenType, acctest.Values{"uid": "ada", "traits": []string{}, "ttl": acctest.Unknown}))
	_, diags := s.protocolClientWith(t, map[string]any{"token": "x"}, nil).OpenEphemeral(tokenType, acctest.Values{"uid": "ada"})
	requireOneDiagnostic(t, diags, "Cannot sign Venueless token", "XRCLOUD_VENUELESS_JWT_SECRET")
}
