package emulator_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// clock is a time that a test moves on.
type clock struct{ nanoseconds atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.nanoseconds.Store(time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC).UnixNano())
	return c
}

func (c *clock) now() time.Time { return time.Unix(0, c.nanoseconds.Load()) }

func (c *clock) pass(d time.Duration) { c.nanoseconds.Add(int64(d)) }

func TestBearerTokenExpires(t *testing.T) {
	t.Parallel()
	for name, lifetime := range map[string]time.Duration{"by default": 0, "as set": 90 * time.Second} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := newClock()
			s := start(t, emulator.Options{Now: now.now, TokenLifetime: lifetime})
			if lifetime == 0 {
				lifetime = time.Hour
			}
			now.pass(lifetime - time.Millisecond)
			s.send("GET", "/api/projects", bearer, nil).want(http.StatusOK)
			now.pass(time.Millisecond)
			expired := s.send("GET", "/api/projects", bearer, nil)
			if want := `{"statusCode":401,"message":"Unauthorized"}`; expired.status != http.StatusUnauthorized || expired.raw != want {
				t.Errorf("got %d %s, want 401 %s", expired.status, expired.raw, want)
			}
			s.as(s.account).send("GET", "/api/projects", bearer, nil).want(http.StatusOK)
		})
	}
}

func TestRefreshTokenWorksOnce(t *testing.T) {
	t.Parallel()
	now := newClock()
	s := start(t, emulator.Options{Now: now.now})
	first := s.login()
	now.pass(2 * time.Hour)
	second := s.send("POST", "/auth/refresh", nobody, object{"refreshToken": first.text("refreshToken")}).want(http.StatusCreated)
	s.token = second.text("accessToken")
	s.send("GET", "/api/projects", bearer, nil).want(http.StatusOK)
	s.send("POST", "/auth/refresh", nobody, object{"refreshToken": first.text("refreshToken")}).refuses(http.StatusUnauthorized, "Refresh failed.")

	now.pass(14 * 24 * time.Hour)
	s.send("POST", "/auth/refresh", nobody, object{"refreshToken": second.text("refreshToken")}).refuses(http.StatusUnauthorized, "Refresh failed.")
}

// TestAccountHasOneRefreshToken logs in from two sides: the later one makes the refresh token of the earlier one useless.
func TestAccountHasOneRefreshToken(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{Accounts: []emulator.Account{ours, theirs}})
	refresh := func(pair reply) reply {
		return s.send("POST", "/auth/refresh", nobody, object{"refreshToken": pair.text("refreshToken")})
	}
	first, second := s.login(), s.login()
	s.as(theirs)
	refresh(first).refuses(http.StatusUnauthorized, "Refresh failed.")
	third := refresh(second).want(http.StatusCreated)
	refresh(second).refuses(http.StatusUnauthorized, "Refresh failed.")
	refresh(third).want(http.StatusCreated)
	for _, pair := range []reply{first, second, third} {
		s.token = pair.text("accessToken")
		s.send("GET", "/api/projects", bearer, nil).want(http.StatusOK)
	}
}

// TestTokenNamesItsAccount reads the claims that the real service puts in: there is no "sub".
func TestTokenNamesItsAccount(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{Accounts: []emulator.Account{ours}})
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(s.token, ".")[1])
	s.must(err)
	var claims map[string]any
	s.must(json.Unmarshal(payload, &claims))
	if id := s.send("GET", "/auth/profile", bearer, nil).text("id"); claims["adminId"] != id || claims["email"] != ours.Email || claims["sub"] != nil {
		t.Errorf("claims are %v, want account %s", claims, id)
	}
}

func TestTokensAreNotInterchangeable(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	pair := s.login()
	s.send("POST", "/auth/refresh", nobody, object{"refreshToken": pair.text("accessToken")}).refuses(http.StatusUnauthorized, "Refresh failed.")
	s.token = pair.text("refreshToken")
	s.send("GET", "/api/projects", bearer, nil).refuses(http.StatusUnauthorized, "Unauthorized")
}

func TestLabelsAreEachAccountsOwn(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{Accounts: []emulator.Account{
		{Email: "a@example.com", Password: "a", APIKey: "key-a"}, {Email: "b@example.com", Password: "b", APIKey: "key-b"},
	}})
	labelled := form{"name": "n", "label": "fair", "favicon": "@a.ico", "logo": "@b.png"}
	s.send("POST", "/api/projects", bearer, labelled).want(http.StatusCreated)
	other := s.as(emulator.Account{Email: "b@example.com", Password: "b", APIKey: "key-b"})
	other.send("POST", "/api/projects", bearer, labelled).want(http.StatusCreated)
	other.send("POST", "/api/projects", bearer, labelled).refuses(http.StatusConflict, "Project with label fair already exists")
}
