//nolint:paralleltest // these tests set the environment of the process
package provider_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	venuelessapi "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	venuelessTexts = tftypes.List{ElementType: tftypes.String}
	venuelessJWT   = tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"secret": tftypes.String, "issuer": tftypes.String, "audience": tftypes.String, "ttl": tftypes.String, "traits": venuelessTexts,
	}}
	venuelessSection = tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"base_url": tftypes.String, "world_id": tftypes.String, "token": tftypes.String, "jwt": venuelessJWT, "ca_certificate": tftypes.String,
		"request_timeout": tftypes.String, "max_retries": tftypes.Number, "max_concurrent_requests": tftypes.Number,
	}}
)

// objectValue returns an object of a type. Arguments that are not in the block are null.
func objectValue(kind tftypes.Object, arguments block) tftypes.Value {
	values := map[string]tftypes.Value{}
	for name, of := range kind.AttributeTypes {
		value, isValue := arguments[name].(tftypes.Value)
		if !isValue {
			value = tftypes.NewValue(of, arguments[name])
		}
		values[name] = value
	}
	return tftypes.NewValue(kind, values)
}

// venuelessClient configures a provider with a block venueless, unless it is nil, and environment variables, and returns its client.
func venuelessClient(t *testing.T, arguments any, environment map[string]string) (*venuelessapi.Client, diag.Diagnostics) {
	t.Helper()
	outer := block{}
	switch arguments := arguments.(type) {
	case block:
		var values map[string]tftypes.Value
		if err := objectValue(venuelessSection, arguments).As(&values); err != nil {
			t.Fatal(err)
		}
		outer["venueless"] = values
	case string:
		outer["venueless"] = arguments
	}
	_, resp := configure(t, outer, environment)
	var diags diag.Diagnostics
	client := tfkit.ClientFrom[*venuelessapi.Client](resp.DataSourceData, &diags)
	if client == nil || diags.HasError() {
		t.Fatalf("there is no client: %v", diags)
	}
	t.Cleanup(client.Close)
	return client, resp.Diagnostics
}

// Requests have the settings of the configuration, or else of the environment.
func TestVenuelessSettings(t *testing.T) {
	var sent *http.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent = r
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprint(w, `{"count":0,"next":null,"results":[]}`) // the client reads the response
	}))
	t.Cleanup(server.Close)
	from := func(pairs ...string) map[string]string {
		environment := map[string]string{"XRCLOUD_VENUELESS_BASE_URL": server.URL, "XRCLOUD_VENUELESS_WORLD_ID": "env"}
		for i := 0; i < len(pairs); i += 2 {
			environment["XRCLOUD_VENUELESS_"+pairs[i]] = pairs[i+1]
		}
		return environment
	}
	traits := func(texts ...any) tftypes.Value {
		values := []tftypes.Value{}
		for _, text := range texts {
			values = append(values, tftypes.NewValue(tftypes.String, text))
		}
		return tftypes.NewValue(venuelessTexts, values)
	}
	jwtBlock := func(arguments block) block { return block{"jwt": objectValue(venuelessJWT, arguments)} }
	const signed = "any venueless [apiuser] 10m0s"
	for _, c := range []struct {
		name        string
		section     any
		environment map[string]string
		// sent is the token or its claims, as describeToken returns them. An empty world means "env". problem is empty if no error is wanted.
		sent, world, problem string
	}{
		{"token of the environment", nil, from("TOKEN", "env-token"), "env-token", "", ""},
		{"token of the configuration", block{"token": "token"}, from("TOKEN", "env-token", "JWT_SECRET", "env-secret"), "token", "", ""},
		{"secret of the environment", nil, from("JWT_SECRET", "env-secret"), "env-secret " + signed, "", ""},
		{"secret of the configuration", jwtBlock(block{"secret": "secret"}), from("JWT_SECRET", "env-secret", "TOKEN", "env-token"), "secret " + signed, "", ""},
		{"block jwt without a secret", jwtBlock(block{"issuer": "i"}), from("JWT_SECRET", "env-secret", "TOKEN", "env-token"), "env-secret i venueless [apiuser] 10m0s", "", ""},
		{"all of the environment", nil, from("JWT_SECRET", "k3y", "JWT_ISSUER", "i", "JWT_AUDIENCE", "a", "JWT_TRAITS", "t, u", "JWT_TTL", "2m"), "k3y i a [t u] 2m0s", "", ""},
		{
			"all of the configuration",
			jwtBlock(block{"secret": "k3y", "issuer": "i", "audience": "a", "traits": traits("t", "u"), "ttl": "2m"}),
			from("JWT_SECRET", "x", "JWT_ISSUER", "x", "JWT_AUDIENCE", "x", "JWT_TRAITS", "x", "JWT_TTL", "1h"), "k3y i a [t u] 2m0s", "", "",
		},
		{"world of the configuration", block{"world_id": "config"}, from("TOKEN", "env-token"), "env-token", "config", ""},
		{"token and secret of the environment", nil, from("TOKEN", "env-token", "JWT_SECRET", "env-secret"), "", "", "Remove the environment variable XRCLOUD_VENUELESS_TOKEN, or else the environment variable XRCLOUD_VENUELESS_JWT_SECRET."},
		{"invalid duration", nil, from("JWT_SECRET", "k3y", "JWT_TTL", "soon"), "", "", "XRCLOUD_VENUELESS_JWT_TTL must be a duration"},
		{"secret with a line break", nil, from("JWT_SECRET", "k3y\n"), "", "", "has a line break"},
		{"empty secret", jwtBlock(block{"secret": ""}), from(), "", "", "venueless.jwt.secret is an empty string"},
		{"URL without scheme", nil, from("TOKEN", "env-token", "BASE_URL", "event.example.com"), "", "", "XRCLOUD_VENUELESS_BASE_URL is \"event.example.com\", which has no scheme. Did you mean \"https://event.example.com\"?"},
		{"unknown block", unknown, from("TOKEN", "env-token"), "", "", "unknown until apply: venueless."},
		{"unknown URL", block{"base_url": tftypes.UnknownValue}, from("TOKEN", "env-token"), "", "", "unknown until apply: venueless.base_url."},
		{"unknown world", block{"world_id": tftypes.UnknownValue}, from("TOKEN", "env-token"), "", "", "unknown until apply: venueless.world_id."},
		{"unknown jwt", block{"jwt": tftypes.NewValue(venuelessJWT, tftypes.UnknownValue)}, from("TOKEN", "x"), "", "", "unknown until apply: venueless.jwt."},
		{"unknown secret", jwtBlock(block{"secret": tftypes.UnknownValue}), from("JWT_SECRET", "x"), "", "", "unknown until apply: venueless.jwt.secret."},
		{"unknown trait", jwtBlock(block{"secret": "k3y", "traits": traits("t", tftypes.UnknownValue)}), from(), "", "", "unknown until apply: venueless.jwt.traits."},
		{"unknown traits", jwtBlock(block{"secret": "k3y", "traits": tftypes.NewValue(venuelessTexts, tftypes.UnknownValue)}), from(), "", "", "unknown until apply: venueless.jwt.traits."},
		{"unknown token", block{"token": tftypes.UnknownValue}, from("JWT_SECRET", "x"), "", "", "unknown until apply: venueless.token."},
	} {
		t.Run(c.name, func(t *testing.T) {
			client, diags := venuelessClient(t, c.section, c.environment)
			_, err := client.List(t.Context(), "")
			got := fmt.Sprint(err, diags)
			if c.problem != "" {
				if !strings.Contains(got, c.problem) {
					t.Errorf("want %q, got %s", c.problem, got)
				}
				return
			}
			if err != nil || len(withoutShortCredentials(diags)) > 0 {
				t.Fatal(got)
			}
			world := "env"
			if c.world != "" {
				world = c.world
			}
			if want := "/api/v1/worlds/" + world + "/rooms/"; sent.URL.Path != want {
				t.Errorf("the path is %s, want %s", sent.URL.Path, want)
			}
			if got := describeToken(t, strings.TrimPrefix(sent.Header.Get("Authorization"), "Bearer "), c.sent); got != c.sent {
				t.Errorf("sent %s, want %s", got, c.sent)
			}
		})
	}
}

// describeToken returns a token that the provider did not sign, or the secret and the claims of one that it signed. The secret is the first word
// of want.
func describeToken(t *testing.T, token, want string) string {
	t.Helper()
	if !strings.Contains(token, ".") {
		return token
	}
	secret, _, _ := strings.Cut(want, " ")
	claims := jwt.MapClaims{}
	if _, err := jwt.ParseWithClaims(token, claims, func(*jwt.Token) (any, error) { return []byte(secret), nil }); err != nil {
		t.Fatal(err)
	}
	expires, err := claims.GetExpirationTime()
	if err != nil {
		t.Fatal(err)
	}
	issued, err := claims.GetIssuedAt()
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(secret, " ", claims["iss"], " ", claims["aud"], " ", claims["traits"], " ", expires.Sub(issued.Time)-time.Minute)
}
