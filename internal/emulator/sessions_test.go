package emulator_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

func TestBearerTokenExpires(t *testing.T) {
	t.Parallel()
	for name, lifetime := range map[string]time.Duration{"by default": 0, "as set": 90 * time.Second} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := newClock()
			c := start(t, emulator.Options{Now: now.now, TokenLifetime: lifetime})
			if lifetime == 0 {
				lifetime = time.Hour
			}
			now.advance(lifetime - time.Millisecond)
			c.send("GET", "/api/projects", bearer, nil).requireStatus(http.StatusOK)
			now.advance(time.Millisecond)
			expired := c.send("GET", "/api/projects", bearer, nil)
			if want := `{"statusCode":401,"message":"Unauthorized"}`; expired.status != http.StatusUnauthorized || expired.raw != want {
				t.Errorf("got %d %s, want 401 %s", expired.status, expired.raw, want)
			}
			c.as(c.account).send("GET", "/api/projects", bearer, nil).requireStatus(http.StatusOK)
		})
	}
}

func TestRefreshTokenWorksOnce(t *testing.T) {
	t.Parallel()
	now := newClock()
	c := start(t, emulator.Options{Now: now.now})
	first := c.login()
	now.advance(2 * time.Hour)
	second := c.send("POST", "/auth/refresh", noCredential, object{"refreshToken": first.text("refreshToken")}).requireStatus(http.StatusCreated)
	c.token = second.text("accessToken")
	c.send("GET", "/api/projects", bearer, nil).requireStatus(http.StatusOK)
	c.send("POST", "/auth/refresh", noCredential, object{"refreshToken": first.text("refreshToken")}).checkError(http.StatusUnauthorized, "Refresh failed.")

	now.advance(14 * 24 * time.Hour)
	c.send("POST", "/auth/refresh", noCredential, object{"refreshToken": second.text("refreshToken")}).checkError(http.StatusUnauthorized, "Refresh failed.")
}

// TestAccountHasOneRefreshToken logs in twice. The second login invalidates the refresh token of the first.
func TestAccountHasOneRefreshToken(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Accounts: []emulator.Account{accountA, accountB}})
	refresh := func(pair response) response {
		return c.send("POST", "/auth/refresh", noCredential, object{"refreshToken": pair.text("refreshToken")})
	}
	first, second := c.login(), c.login()
	c.as(accountB)
	refresh(first).checkError(http.StatusUnauthorized, "Refresh failed.")
	third := refresh(second).requireStatus(http.StatusCreated)
	refresh(second).checkError(http.StatusUnauthorized, "Refresh failed.")
	refresh(third).requireStatus(http.StatusCreated)
	for _, pair := range []response{first, second, third} {
		c.token = pair.text("accessToken")
		c.send("GET", "/api/projects", bearer, nil).requireStatus(http.StatusOK)
	}
}

func TestRevokeTokens(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	pair := c.login()
	c.token = pair.text("accessToken")
	c.requireNoError(c.RevokeTokens())
	c.send("GET", "/api/projects", bearer, nil).checkError(http.StatusUnauthorized, "Unauthorized")
	c.send("POST", "/auth/refresh", noCredential, object{"refreshToken": pair.text("refreshToken")}).checkError(http.StatusUnauthorized, "Refresh failed.")
	c.token = c.login().text("accessToken")
	c.send("GET", "/api/projects", bearer, nil).requireStatus(http.StatusOK)
}

// TestTokenClaims checks the claims of the real service. There is no "sub".
func TestTokenClaims(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Accounts: []emulator.Account{accountA}})
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(c.token, ".")[1])
	c.requireNoError(err)
	var claims map[string]any
	c.requireNoError(json.Unmarshal(payload, &claims))
	if id := c.send("GET", "/auth/profile", bearer, nil).text("id"); claims["adminId"] != id || claims["email"] != accountA.Email || claims["sub"] != nil {
		t.Errorf("claims are %v, want account %s", claims, id)
	}
}

func TestTokenTypes(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	pair := c.login()
	c.send("POST", "/auth/refresh", noCredential, object{"refreshToken": pair.text("accessToken")}).checkError(http.StatusUnauthorized, "Refresh failed.")
	c.token = pair.text("refreshToken")
	c.send("GET", "/api/projects", bearer, nil).checkError(http.StatusUnauthorized, "Unauthorized")
}
