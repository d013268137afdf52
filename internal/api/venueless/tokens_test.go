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

// read verifies a token and gives its claims.
func read(t *testing.T, token string) jwt.MapClaims {
	t.Helper()
	claims := jwt.MapClaims{}
	if _, err := jwt.ParseWithClaims(token, claims, func(*jwt.Token) (any, error) { return []byte(secret), nil }, jwt.WithValidMethods([]string{"HS256"})); err != nil {
		t.Fatal(err)
	}
	return claims
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	s := start(t)
	before := time.Now()
	pass, err := s.client.IssueToken(venueless.Person{UID: "ada", TTL: time.Hour, Profile: []byte(`{"display_name":"Ada"}`)}, "")
	if err != nil {
		t.Fatal(err)
	}
	claims := read(t, pass.Token)
	issued, expires := int64(claims["iat"].(float64)), int64(claims["exp"].(float64)) //nolint:forcetypeassert // a panic says enough
	if ahead := before.Unix() - issued; ahead < 59 || ahead > 60 {
		t.Errorf("the token claims to be made %d s ago, want a minute", ahead)
	}
	if pass.ExpiresAt.Unix() != expires || expires-before.Unix() < 3600 || expires-before.Unix() > 3630 {
		t.Errorf("it expires %v, and says %d", pass.ExpiresAt, expires)
	}
	delete(claims, "iat")
	delete(claims, "exp")
	want := jwt.MapClaims{"iss": "any", "aud": "venueless", "uid": "ada", "traits": []any{}, "profile": map[string]any{"display_name": "Ada"}}
	if difference := cmp.Diff(want, claims); difference != "" {
		t.Error(difference)
	}
	if want := s.server.URL() + "/#token=" + pass.Token; pass.LoginURL != want {
		t.Errorf("login at %s, want %s", pass.LoginURL, want)
	}

	other := connect(t, nil, venueless.Config{JWT: venueless.JWT{Secret: secret, Issuer: "me", Audience: "them"}})
	pass, err = other.IssueToken(venueless.Person{UID: "ada", Traits: []string{"speaker"}, TTL: time.Minute}, "fair.example.org")
	if err != nil {
		t.Fatal(err)
	}
	claims = read(t, pass.Token)
	if claims["iss"] != "me" || claims["aud"] != "them" || fmt.Sprint(claims["traits"]) != "[speaker]" || claims["profile"] != nil {
		t.Errorf("claims %v", claims)
	}
	if want := "https://fair.example.org/#token=" + pass.Token; pass.LoginURL != want {
		t.Errorf("login at %s, want %s", pass.LoginURL, want)
	}
}

// TestCallTokens holds that the server takes the tokens of calls, also if its clock is late, and that they are renewed.
func TestCallTokens(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.SetNow(func() time.Time { return time.Now().Add(-30 * time.Second) })
	for range 2 {
		s.create(t, venueless.Room{})
	}
	sent := s.server.Requests("POST", roomsPath)
	if sent[0].Header.Get("Authorization") != sent[1].Header.Get("Authorization") {
		t.Error("each call has a token of its own")
	}
	claims := read(t, strings.TrimPrefix(sent[0].Header.Get("Authorization"), "Bearer "))
	if fmt.Sprint(claims["traits"]) != "[apiuser]" {
		t.Errorf("traits %v", claims["traits"])
	}
}

// Without the settings that it needs, a client sends nothing.
func TestConfigIsCheckedBeforeRequests(t *testing.T) {
	t.Parallel()
	client := connect(t, nil, venueless.Config{WorldID: "acc", JWT: venueless.JWT{Secret: secret}, Transport: transport.Config{
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

// A token that the server would fail on is refused in the plan and before a request.
func TestConfiguredTokens(t *testing.T) {
	t.Parallel()
	s := start(t)
	for name, test := range map[string]struct {
		token, missing, problem string
	}{
		"wrong token":             {"x", "", "Invalid token."},
		"token without traits":    {signedWith(t, jwt.MapClaims{"iss": "any", "aud": "venueless"}), `"traits"`, `"traits"`},
		"token with a bare trait": {signedWith(t, jwt.MapClaims{"traits": "apiuser"}), `"traits"`, `"traits"`},
		"token with a list":       {signedWith(t, jwt.MapClaims{"iss": "any", "aud": "venueless", "traits": []string{"apiuser"}}), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := connect(t, s.server, venueless.Config{Token: test.token, WorldID: "acc"})
			if err := client.CheckConfig(venueless.NeedWorld); (test.missing == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), test.missing) {
				t.Errorf("the check of the configuration gives %v, want %q", err, test.missing)
			}
			_, err := client.List(t.Context(), "")
			if (err == nil) != (test.problem == "") || err != nil && !strings.Contains(err.Error(), test.problem) {
				t.Errorf("got %v, want %q", err, test.problem)
			}
		})
	}
}

// A text that is not a world ID would lead to another path of the server.
func TestWorldIDsAreChecked(t *testing.T) {
	t.Parallel()
	s := start(t)
	signed := venueless.JWT{Secret: secret}
	for _, world := range []string{"acc/", "../worlds/acc", "acc?x", "a c", "a%63c", ".."} {
		_, err := connect(t, s.server, venueless.Config{JWT: signed}).List(t.Context(), world)
		expect(t, err, transport.NotConfigured, "is not a world ID")
		_, err = connect(t, s.server, venueless.Config{JWT: signed, WorldID: world}).List(t.Context(), "")
		expect(t, err, transport.NotConfigured, "is not a world ID")
	}
	named := connect(t, s.server, venueless.Config{JWT: signed})
	if _, err := named.List(t.Context(), "other"); err != nil {
		t.Errorf("a request that names its world: %v", err)
	}
}

// TestNoSecretIsLogged reads what is logged of calls.
func TestNoSecretIsLogged(t *testing.T) {
	t.Parallel()
	s := start(t)
	var logged strings.Builder
	client := connect(t, s.server, venueless.Config{WorldID: "acc", JWT: venueless.JWT{Secret: secret}, Transport: transport.Config{
		Log: func(_ context.Context, message string, fields map[string]any) { fmt.Fprintln(&logged, message, fields) },
	}})
	room, err := client.CreateRoom(t.Context(), "", with(venueless.Room{ModuleConfig: []venueless.Module{{Type: "call.zoom", Config: []byte(`{"password":"hunter2"}`)}}}))
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
		t.Errorf("nothing of the calls is logged: %s", logged.String())
	}
}

// TestNoSecretIsTold lets the server echo everything that it was sent, and reads all that the client says of it.
func TestNoSecretIsTold(t *testing.T) {
	t.Parallel()
	var sent string
	server := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusForbidden)
		answer, _ := json.Marshal(map[string]string{"detail": "no: " + sent + " " + secret}) // texts can be encoded
		_, _ = w.Write(answer)                                                               // a client that has gone is no concern of the server's
	}))
	for name, config := range map[string]venueless.Config{
		"signed": {WorldID: "acc", JWT: venueless.JWT{Secret: secret}}, "given": {WorldID: "acc", Token: "given-token", JWT: venueless.JWT{Secret: secret}},
	} {
		_, err := connect(t, server, config).World(t.Context(), "")
		if err == nil || strings.Contains(err.Error(), sent) || strings.Contains(err.Error(), secret) || !strings.Contains(err.Error(), "(secret)") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// signedWith signs a token with the world's secret, as other programs do.
func signedWith(t *testing.T, claims jwt.MapClaims) string {
	t.Helper()
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// TestRefusedTokenIsExplained holds that a refusal says what the time shows: the server's own text is always the same.
func TestRefusedTokenIsExplained(t *testing.T) {
	t.Parallel()
	refusing := func(t *testing.T, ahead time.Duration, config venueless.Config) error {
		t.Helper()
		server := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Date", time.Now().Add(-ahead).UTC().Format(http.TimeFormat))
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(`{"detail":"Invalid token."}`)) // a client that has gone is no concern of the server's
		}))
		config.WorldID = "acc"
		_, err := connect(t, server, config).List(t.Context(), "")
		return err
	}
	expired := venueless.Config{Token: signedWith(t, jwt.MapClaims{"traits": []string{"apiuser"}, "exp": 1700000000})}
	valid := venueless.Config{Token: signedWith(t, jwt.MapClaims{"traits": []string{"apiuser"}, "exp": time.Now().Add(time.Hour).Unix()})}
	signed := venueless.Config{JWT: venueless.JWT{Secret: secret, TTL: 4 * time.Minute}}
	for name, test := range map[string]struct {
		ahead  time.Duration
		config venueless.Config
		says   string
	}{
		"expired":             {0, expired, "The token expired at 2023-11-14T22:13:20Z"},
		"not expired":         {0, valid, ""},
		"expired over there":  {-2 * time.Hour, valid, "The token expired at"},
		"clock is right":      {0, signed, ""},
		"clock a bit ahead":   {30 * time.Second, signed, ""},
		"clock ahead":         {61 * time.Second, signed, "ahead of the server's"},
		"clock behind":        {-3 * time.Minute, signed, "behind the server's"},
		"clock a bit behind":  {-time.Minute, signed, ""},
		"a clock of no token": {time.Hour, valid, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := refusing(t, test.ahead, test.config)
			expect(t, err, transport.Unauthorized, "Invalid token.")
			expect(t, err, transport.Unauthorized, test.says)
			if test.says == "" && (strings.Contains(err.Error(), "clock") || strings.Contains(err.Error(), "expired")) {
				t.Errorf("got %v", err)
			}
		})
	}
}
