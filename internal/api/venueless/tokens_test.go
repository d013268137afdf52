package venueless_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
)

// parseClaims verifies a token and returns its claims.
func parseClaims(t *testing.T, token string) jwt.MapClaims {
	t.Helper()
	claims := jwt.MapClaims{}
	if _, err := jwt.ParseWithClaims(token, claims, func(*jwt.Token) (any, error) { return []byte(secret), nil }, jwt.WithValidMethods([]string{"HS256"})); err != nil {
		t.Fatal(err)
	}
	return claims
}

func TestIssueToken(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	before := time.Now()
	token, err := s.client.IssueToken(venueless.Person{UID: "ada", TTL: time.Hour, Profile: []byte(`{"display_name":"Ada"}`)}, "")
	if err != nil {
		t.Fatal(err)
	}
	claims := parseClaims(t, token.Token)
	issued, expires := int64(claims["iat"].(float64)), int64(claims["exp"].(float64)) //nolint:forcetypeassert // a panic fails the test
	if age := before.Unix() - issued; age < 59 || age > 60 {
		t.Errorf("iat is %d s ago, want a minute", age)
	}
	if token.ExpiresAt.Unix() != expires || expires-before.Unix() < 3600 || expires-before.Unix() > 3630 {
		t.Errorf("expires at %v, exp is %d", token.ExpiresAt, expires)
	}
	delete(claims, "iat")
	delete(claims, "exp")
	want := jwt.MapClaims{"iss": "any", "aud": "venueless", "uid": "ada", "traits": []any{}, "profile": map[string]any{"display_name": "Ada"}}
	if difference := cmp.Diff(want, claims); difference != "" {
		t.Error(difference)
	}
	if want := s.server.URL() + "/#token=" + token.Token; token.LoginURL != want {
		t.Errorf("login at %s, want %s", token.LoginURL, want)
	}

	other := newClient(t, nil, venueless.Config{JWT: venueless.JWT{Secret: secret, Issuer: "me", Audience: "them"}})
	token, err = other.IssueToken(venueless.Person{UID: "ada", Traits: []string{"speaker"}, TTL: time.Minute}, "fair.example.org")
	if err != nil {
		t.Fatal(err)
	}
	claims = parseClaims(t, token.Token)
	if claims["iss"] != "me" || claims["aud"] != "them" || fmt.Sprint(claims["traits"]) != "[speaker]" || claims["profile"] != nil {
		t.Errorf("claims %v", claims)
	}
	if want := "https://fair.example.org/#token=" + token.Token; token.LoginURL != want {
		t.Errorf("login at %s, want %s", token.LoginURL, want)
	}
}

// TestRequestTokens requires that the server accepts the tokens of requests, also if its clock is behind, and that requests share
// a token.
func TestRequestTokens(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.SetNow(func() time.Time { return time.Now().Add(-30 * time.Second) })
	for range 2 {
		s.createRoom(t, venueless.Room{})
	}
	sent := s.server.Requests("POST", roomsPath)
	if sent[0].Header.Get("Authorization") != sent[1].Header.Get("Authorization") {
		t.Error("the requests have different tokens")
	}
	claims := parseClaims(t, strings.TrimPrefix(sent[0].Header.Get("Authorization"), "Bearer "))
	if fmt.Sprint(claims["traits"]) != "[apiuser]" {
		t.Errorf("traits %v", claims["traits"])
	}
}

// TestConfigIsCheckedBeforeRequests requires that a client without a setting that it needs sends no request.
func TestConfigIsCheckedBeforeRequests(t *testing.T) {
	t.Parallel()
	client := newClient(t, nil, venueless.Config{WorldID: "acc", JWT: venueless.JWT{Secret: secret}, Transport: transport.Config{
		Check: func(need transport.Need) *transport.ConfigError {
			return &transport.ConfigError{Detail: "Set the " + string(need) + "."}
		},
	}})
	person := venueless.Person{UID: "ada", TTL: time.Hour}
	for name, request := range map[string]struct {
		send func() error
		want string
	}{
		"configured world":     {func() error { _, err := client.List(t.Context(), ""); return err }, "Set the world."},
		"named world":          {func() error { _, err := client.List(t.Context(), "other"); return err }, "Set the credential."},
		"token for a domain":   {func() error { _, err := client.IssueToken(person, "a.example.org"); return err }, "Set the secret."},
		"token without domain": {func() error { _, err := client.IssueToken(person, ""); return err }, "Set the login URL."},
	} {
		if err := request.send(); transport.ReasonOf(err) != transport.NotConfigured || !strings.Contains(err.Error(), request.want) {
			t.Errorf("%s: got %v, want %q", name, err, request.want)
		}
	}
}

// TestConfiguredTokens sends requests with configured tokens, and requires that LacksTraits reports the tokens on which the server fails.
func TestConfiguredTokens(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	for name, test := range map[string]struct {
		token        string
		lacksTraits  bool
		requestError string
	}{
		"wrong token":               {"x", false, "Invalid token."},
		"token without traits":      {signToken(t, jwt.MapClaims{"iss": "any", "aud": "venueless"}), true, "500"},
		"token with a single trait": {signToken(t, jwt.MapClaims{"traits": "apiuser"}), true, "Invalid token."},
		"token with a list":         {signToken(t, jwt.MapClaims{"iss": "any", "aud": "venueless", "traits": []string{"apiuser"}}), false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := venueless.LacksTraits(test.token); got != test.lacksTraits {
				t.Errorf("LacksTraits returns %t", got)
			}
			client := newClient(t, s.server, venueless.Config{Token: test.token, WorldID: "acc"})
			if err := client.CheckConfig(venueless.NeedWorld); err != nil {
				t.Error(err)
			}
			_, err := client.List(t.Context(), "")
			if (err == nil) != (test.requestError == "") || err != nil && !strings.Contains(err.Error(), test.requestError) {
				t.Errorf("got %v, want %q", err, test.requestError)
			}
		})
	}
}

// TestWorldIDsAreChecked requires an error for an ID that would lead to another path of the server.
func TestWorldIDsAreChecked(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	signed := venueless.JWT{Secret: secret}
	for _, world := range []string{"acc/", "../worlds/acc", "acc?x", "a c", "a%63c", ".."} {
		_, err := newClient(t, s.server, venueless.Config{JWT: signed}).List(t.Context(), world)
		requireError(t, err, transport.NotConfigured, "is not a world ID")
		_, err = newClient(t, s.server, venueless.Config{JWT: signed, WorldID: world}).List(t.Context(), "")
		requireError(t, err, transport.NotConfigured, "is not a world ID")
	}
	named := newClient(t, s.server, venueless.Config{JWT: signed})
	if _, err := named.List(t.Context(), "other"); err != nil {
		t.Errorf("a request that names its world: %v", err)
	}
}

// TestLogsRedactSecrets requires that no secret of a request is logged.
func TestLogsRedactSecrets(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	var logged strings.Builder
	client := newClient(t, s.server, venueless.Config{WorldID: "acc", JWT: venueless.JWT{Secret: secret}, Transport: transport.Config{
		Log: func(_ context.Context, message string, fields map[string]any) { fmt.Fprintln(&logged, message, fields) },
	}})
	room, err := client.CreateRoom(t.Context(), "", completeRoom(venueless.Room{ModuleConfig: []venueless.Module{{Type: "call.zoom", Config: []byte(`{"password":"hunter2"}`)}}}))
	if err != nil {
		t.Fatal(err)
	}
	if err := client.DeleteRoom(t.Context(), "", room.ID); err != nil {
		t.Fatal(err)
	}
	sent := strings.TrimPrefix(s.server.Requests("POST", "")[0].Header.Get("Authorization"), "Bearer ")
	for _, hidden := range []string{secret, sent, "hunter2"} {
		if strings.Contains(logged.String(), hidden) {
			t.Errorf("%q is logged", hidden)
		}
	}
	if !strings.Contains(logged.String(), room.ID) {
		t.Errorf("the requests are not logged: %s", logged.String())
	}
}

// TestErrorsRedactSecrets has a server that echoes the secrets of a request. The error must not contain them.
func TestErrorsRedactSecrets(t *testing.T) {
	t.Parallel()
	var sent string
	server := startServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusForbidden)
		response, _ := json.Marshal(map[string]string{"detail": "no: " + sent + " " + secret}) // strings can be encoded
		_, _ = w.Write(response)                                                               // the client may have closed the connection
	}))
	for name, config := range map[string]venueless.Config{
		"signed": {WorldID: "acc", JWT: venueless.JWT{Secret: secret}}, "given": {WorldID: "acc", Token: "given-token", JWT: venueless.JWT{Secret: secret}},
	} {
		_, err := newClient(t, server, config).World(t.Context(), "")
		if err == nil || strings.Contains(err.Error(), sent) || strings.Contains(err.Error(), secret) || !strings.Contains(err.Error(), "(secret)") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// signToken signs a token with the world's secret, as other programs do.
func signToken(t *testing.T, claims jwt.MapClaims) string {
	t.Helper()
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// TestRefusedTokenExplanation requires that the error says why a token may have been refused, according to the clocks: the server
// does not say why.
func TestRefusedTokenExplanation(t *testing.T) {
	t.Parallel()
	listRefused := func(t *testing.T, ahead time.Duration, config venueless.Config) error {
		t.Helper()
		server := startServer(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Date", time.Now().Add(-ahead).UTC().Format(http.TimeFormat))
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(`{"detail":"Invalid token."}`)) // the client may have closed the connection
		}))
		config.WorldID = "acc"
		_, err := newClient(t, server, config).List(t.Context(), "")
		return err
	}
	expired := venueless.Config{Token: signToken(t, jwt.MapClaims{"traits": []string{"apiuser"}, "exp": 1700000000})}
	valid := venueless.Config{Token: signToken(t, jwt.MapClaims{"traits": []string{"apiuser"}, "exp": time.Now().Add(time.Hour).Unix()})}
	signed := venueless.Config{JWT: venueless.JWT{Secret: secret, TTL: 4 * time.Minute}}
	for name, test := range map[string]struct {
		ahead  time.Duration
		config venueless.Config
		want   string
	}{
		"expired":                       {0, expired, "The token expired at 2023-11-14T22:13:20Z"},
		"not expired":                   {0, valid, ""},
		"expired by the server's clock": {-2 * time.Hour, valid, "The token expired at"},
		"clocks agree":                  {0, signed, ""},
		"clock little ahead":            {30 * time.Second, signed, ""},
		"clock ahead":                   {61 * time.Second, signed, "ahead of the server's"},
		"clock behind":                  {-3 * time.Minute, signed, "behind the server's"},
		"clock little behind":           {-time.Minute, signed, ""},
		"clock ahead, configured token": {time.Hour, valid, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := listRefused(t, test.ahead, test.config)
			requireError(t, err, transport.Unauthorized, "Invalid token.")
			requireError(t, err, transport.Unauthorized, test.want)
			if test.want == "" && (strings.Contains(err.Error(), "clock") || strings.Contains(err.Error(), "expired")) {
				t.Errorf("got %v", err)
			}
		})
	}
}
