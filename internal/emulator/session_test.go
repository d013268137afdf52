package emulator_test

import (
	"net/http"
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
