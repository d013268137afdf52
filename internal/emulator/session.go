package emulator

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
)

// refreshLifetime is how long a refresh token holds.
const refreshLifetime = 14 * 24 * time.Hour

// session is one token that the service has given out.
type session struct {
	Token     string
	AccountID string
	// Refresh tokens buy a new pair, once; the others open the API.
	Refresh   bool
	ExpiresAt time.Time
}

func (s session) key() string { return s.Token }

// tokenPair is the answer to a login.
type tokenPair struct {
	AccessToken  string `json:"accessToken"`
	RefreshToken string `json:"refreshToken"`
}

// authenticate finds out whose request it is. An Authorization header counts before an api key, even when it is bad.
func (c *call) authenticate(by access) error {
	authorization, key := c.request.Header.Get("Authorization"), c.request.Header.Get("X-XRCLOUD-API-KEY")
	switch {
	case by == anyone:
		return nil
	case authorization != "":
		token, bearer := strings.CutPrefix(authorization, "Bearer ")
		s, known := c.sessions.rows[token]
		if !bearer || !known || s.Refresh || !c.clock().Before(s.ExpiresAt) {
			return refused()
		}
		c.account = c.accounts.rows[s.AccountID]
		return nil
	case key == "":
		return unauthorized("Authorization header is required.")
	case by == bearerOnly:
		return unauthorized("API key is not allowed for this route.")
	}
	owners := c.accounts.where(func(a account) bool { return a.APIKey == key })
	if len(owners) == 0 {
		return unauthorized("Invalid api key.")
	}
	c.account = owners[0]
	return nil
}

func login(c *call) (answer, error) {
	email, _ := c.object()["email"].(string)
	password, _ := c.object()["password"].(string)
	if email == "" || password == "" {
		return answer{}, refused()
	}
	owners := c.accounts.where(func(a account) bool { return strings.EqualFold(a.Email, email) && a.Password == password })
	if len(owners) == 0 {
		return answer{}, unauthorized("Invalid credentials.")
	}
	return c.newPair(owners[0].ID)
}

func refresh(c *call) (answer, error) {
	token, _ := c.object()["refreshToken"].(string)
	s, known := c.sessions.rows[token]
	if !known || !s.Refresh || !c.clock().Before(s.ExpiresAt) {
		return answer{}, unauthorized("Refresh failed.")
	}
	return c.newPair(s.AccountID)
}

// newPair gives out an access and a refresh token. An account has one refresh token: whoever logs in or refreshes makes
// the one of everybody else useless. Access tokens stay valid until they expire.
func (c *call) newPair(accountID string) (answer, error) {
	now := c.clock()
	for _, old := range c.sessions.where(func(s session) bool {
		return s.AccountID == accountID && (s.Refresh || now.After(s.ExpiresAt))
	}) {
		remove(c.tx, c.sessions, old)
	}
	access := session{AccountID: accountID, ExpiresAt: now.Add(c.options.TokenLifetime)}
	renewal := session{AccountID: accountID, ExpiresAt: now.Add(refreshLifetime), Refresh: true}
	for _, s := range []*session{&access, &renewal} {
		token, err := newToken(*s, c.accounts.rows[accountID].Email, now)
		if err != nil {
			return answer{}, err
		}
		s.Token = token
		put(c.tx, c.sessions, *s)
	}
	return answer{status: http.StatusCreated, value: tokenPair{AccessToken: access.Token, RefreshToken: renewal.Token}}, nil
}

// newToken makes a token in the form of a JWT with the claims of the real service, so that clients which look into it find
// the account, which is no "sub", and the time of expiry. It is valid because it is known, not because it is signed: the
// signature is random.
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

func profile(c *call) (answer, error) {
	return answer{status: http.StatusOK, value: map[string]string{
		"id": c.account.ID, "email": c.account.Email, "name": "ops", "apiKey": c.account.APIKey,
	}}, nil
}
