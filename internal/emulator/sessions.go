package emulator

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// refreshLifetime is how long a refresh token is valid.
const refreshLifetime = 14 * 24 * time.Hour

// session is a token that the service has issued.
type session struct {
	Token     string
	AccountID string
	// Refresh is true for a refresh token, which can be exchanged once for a new pair. Other tokens are bearer tokens.
	Refresh   bool
	ExpiresAt time.Time
}

func (s session) Key() string { return s.Token }

// tokenPair is the response to a login.
type tokenPair struct {
	AccessToken  string `json:"accessToken"`
	RefreshToken string `json:"refreshToken"`
}

func login(c *call) (*httpapi.Response, error) {
	email, _ := c.object()["email"].(string)
	password, _ := c.object()["password"].(string)
	if email == "" || password == "" {
		return nil, invalidToken()
	}
	owners := c.accounts.Where(func(a account) bool { return strings.EqualFold(a.Email, email) && a.Password == password })
	if len(owners) == 0 {
		return nil, unauthorized("Invalid credentials.")
	}
	return c.issueTokens(owners[0].ID)
}

func refresh(c *call) (*httpapi.Response, error) {
	token, _ := c.object()["refreshToken"].(string)
	s, known := c.sessions.Get(token)
	if !known || !s.Refresh || !c.clock().Before(s.ExpiresAt) {
		return nil, unauthorized("Refresh failed.")
	}
	return c.issueTokens(s.AccountID)
}

// issueTokens issues a bearer token and a refresh token. An account has one refresh token: a login or refresh invalidates
// the previous one. Bearer tokens stay valid until they expire.
func (c *call) issueTokens(accountID string) (*httpapi.Response, error) {
	now := c.clock()
	for _, old := range c.sessions.Where(func(s session) bool {
		return s.AccountID == accountID && (s.Refresh || now.After(s.ExpiresAt))
	}) {
		c.sessions.Remove(c.Tx, old.Token)
	}
	access := session{AccountID: accountID, ExpiresAt: now.Add(c.options.TokenLifetime)}
	refresh := session{AccountID: accountID, ExpiresAt: now.Add(refreshLifetime), Refresh: true}
	for _, s := range []*session{&access, &refresh} {
		token, err := newToken(*s, c.accountByID(accountID).Email, now)
		if err != nil {
			return nil, err
		}
		s.Token = token
		c.sessions.Put(c.Tx, *s)
	}
	return httpapi.JSON(http.StatusCreated, tokenPair{AccessToken: access.Token, RefreshToken: refresh.Token}), nil
}

// RevokeTokens invalidates all bearer tokens and refresh tokens, as the operator of the service does by changing the key that signs
// them.
func (s *Service) RevokeTokens() error {
	return s.update(func(t *tx) error {
		for _, issued := range t.sessions.Where(func(session) bool { return true }) {
			t.sessions.Remove(t.Tx, issued.Token)
		}
		return nil
	})
}

// newToken returns a JWT with the claims of the real service, so that clients can decode the account, which is not in
// "sub", and the time of expiry. The signature is random: the service looks tokens up, and verifies no signatures.
func newToken(s session, email string, now time.Time) (string, error) {
	claims, err := json.Marshal(map[string]any{
		"adminId": s.AccountID, "email": email, "jti": uuid.NewString(), "iat": now.Unix(), "exp": s.ExpiresAt.Unix(),
	})
	if err != nil {
		return "", err
	}
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode(claims) + "." + encode([]byte(rand.Text())), nil
}
