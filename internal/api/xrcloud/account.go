package xrcloud

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"sync/atomic"

	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/sync/semaphore"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/account"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// profile is what the service says of the account that a bearer token belongs to.
type profile struct {
	ID     string `json:"id"`
	Email  string `json:"email"`
	APIKey string `json:"apiKey"`
}

func (p profile) problem() string {
	if p.ID == "" {
		return "it has no id"
	}
	return ""
}

// profileQuestion is asked once for all requests of a client: each run asks at most one.
type profileQuestion struct {
	lock   *semaphore.Weighted
	answer atomic.Pointer[profileAnswer]
}

type profileAnswer struct {
	profile profile
	err     error
}

func newProfileQuestion() *profileQuestion { return &profileQuestion{lock: semaphore.NewWeighted(1)} }

// WithBearer returns a client of the same service that sends the bearer token with every request, also where the API key
// would do: a check before a request that takes the token alone must be made with that token, too.
func (c *Client) WithBearer() *Client {
	view := *c
	view.bearer = true
	return &view
}

// Account returns what is known, without a request, of the account behind the credential that most requests are sent
// with: the API key or, without one, the bearer token. What the service has told is added to what the credential says
// itself, and replaces none of it: an object may be on record with the credential's names alone.
func (c *Client) Account() account.Account {
	who := c.transport.Account()
	byKey := c.config.APIKey != "" && !c.bearer
	answer := c.profile.answer.Load()
	told := answer != nil && answer.err == nil && (!byKey || answer.profile.APIKey == c.config.APIKey)
	if told {
		who = who.With(account.ID, answer.profile.ID).With(account.Email, answer.profile.Email).With(account.APIKey, answer.profile.APIKey)
	}
	if byKey {
		who = who.With(account.APIKey, c.config.APIKey)
	}
	if byKey && !told { // the bearer token may be of another account
		return who
	}
	return who.With(account.Email, cmp.Or(c.config.Email, c.named.Email)).
		With(account.Subject, cmp.Or(c.named.AdminID, c.named.Subject)).With(account.Token, c.config.AccessToken)
}

// AskAccount is Account after the service was asked for the account of the bearer token, if there is one. The service
// tells it to nobody else, see GET /auth/profile. An API key and a bearer token of two accounts are an error. Otherwise
// a service that does not answer is none: the account is then what is known without it.
func (c *Client) AskAccount(ctx context.Context) (account.Account, error) {
	if !c.HasBearer() {
		return c.Account(), nil
	}
	answer, err := c.askProfile(ctx)
	if err != nil {
		return c.Account(), err
	}
	if key := answer.profile.APIKey; key != "" && c.config.APIKey != "" && key != c.config.APIKey {
		return c.Account(), c.mixedAccounts()
	}
	return c.Account(), nil
}

// askProfile asks for the profile once. Only a request that was cancelled is sent again.
func (c *Client) askProfile(ctx context.Context) (*profileAnswer, error) {
	if answer := c.profile.answer.Load(); answer != nil {
		return answer, nil
	}
	if err := c.profile.lock.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer c.profile.lock.Release(1)
	if answer := c.profile.answer.Load(); answer != nil {
		return answer, nil
	}
	var answer profileAnswer
	answer.err = c.call(ctx, bearerOnly, &transport.Request{Method: http.MethodGet, Path: "/auth/profile", Idempotent: true}, &answer.profile)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c.transport.Secrets.Add(answer.profile.APIKey)
	c.profile.answer.Store(&answer)
	return &answer, nil
}

// CheckMixed returns an error if an API key and a bearer token are configured that belong to two accounts. It asks for the
// account only if there are both.
func (c *Client) CheckMixed(ctx context.Context) error {
	if c.config.APIKey == "" {
		return nil
	}
	return c.checkMixed(ctx)
}

// checkMixed refuses a write if an API key and a bearer token of two accounts are configured: half of the requests would go
// to either account. Nothing else that is wrong with the profile keeps a write from being sent.
func (c *Client) checkMixed(ctx context.Context) error {
	if _, err := c.AskAccount(ctx); transport.ReasonOf(err) == transport.ConflictingConfig {
		return err
	}
	return nil
}

func (c *Client) mixedAccounts() error {
	bearer := "email"
	if c.config.AccessToken != "" {
		bearer = "access_token"
	}
	return c.transport.NotSentError(&transport.Request{Method: http.MethodGet, Path: "/auth/profile"}, transport.ConflictingConfig,
		fmt.Sprintf("%s and %s belong to two different accounts. Some requests would go to one account and some to the other. "+
			"Use the credentials of one account, or remove one of the two.", c.source("api_key"), c.source(bearer)))
}

// source returns where a setting comes from, in the words of messages.
func (c *Client) source(setting string) string {
	if source := c.config.Sources[setting]; source != "" {
		return source
	}
	return setting
}

// tokenClaims are whom a bearer token was issued for. Servers name adminId and email; sub is the standard's name.
type tokenClaims struct {
	AdminID string `json:"adminId"`
	Email   string `json:"email"`
	jwt.RegisteredClaims
}

// readClaims returns what a bearer token says of its account, as far as it is a JSON web token. Its signature is not
// checked: the service refuses a token that says something wrong.
func readClaims(token string) tokenClaims {
	var read tokenClaims
	if _, _, err := jwt.NewParser().ParseUnverified(token, &read); err != nil {
		return tokenClaims{}
	}
	return read
}
