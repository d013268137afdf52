package xrcloud

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/account"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// profile is the account that a bearer token belongs to.
type profile struct {
	ID     string `json:"id"`
	Email  string `json:"email"`
	APIKey string `json:"apiKey"`
}

func (p profile) Validate() error {
	if p.ID == "" {
		return errors.New("it has no id")
	}
	return nil
}

const profilePath = "/auth/profile"

// profileCache has the result of GET /auth/profile, which a client requests at most once.
type profileCache struct {
	requests transport.SharedRequest[*profileResult]
	result   atomic.Pointer[profileResult]
}

type profileResult struct {
	profile profile
	err     error
}

// WithBearer returns a client of the same service that sends the bearer token with every request, even if the request
// accepts an API key. It is for checks before a request that accepts a bearer token only: both must use the same account.
func (c *Client) WithBearer() *Client {
	view := *c
	view.bearer = true
	return &view
}

// Account returns the account of the credential, without a request: of the API key or, without one, of the bearer token. It has
// the names in the credential, and those in its profile if that was requested before. The latter do not replace the former,
// because an object may be recorded with the former alone.
func (c *Client) Account() account.Account {
	current := c.transport.Account()
	byKey := c.config.APIKey != "" && !c.bearer
	result := c.profile.result.Load()
	hasProfile := result != nil && result.err == nil && (!byKey || result.profile.APIKey == c.config.APIKey)
	if hasProfile {
		current = current.With(account.ID, result.profile.ID).With(account.Email, result.profile.Email).With(account.APIKey, result.profile.APIKey)
	}
	if byKey {
		current = current.With(account.APIKey, c.config.APIKey)
	}
	if byKey && !hasProfile { // the bearer token may belong to another account
		return current
	}
	return current.With(account.Email, cmp.Or(c.config.Email, c.tokenClaims.Email)).
		With(account.Subject, cmp.Or(c.tokenClaims.AdminID, c.tokenClaims.Subject)).With(account.Token, c.config.AccessToken)
}

// FetchAccount requests the profile of the bearer token, if there is one, and then returns Account. Only a bearer token has a
// profile. An API key and a bearer token of two accounts are an error. If the request for the profile fails, the account has
// only the names that are known without it, and the error is nil.
func (c *Client) FetchAccount(ctx context.Context) (account.Account, error) {
	if !c.HasBearer() {
		return c.Account(), nil
	}
	result, err := c.fetchProfile(ctx)
	if err != nil {
		return c.Account(), err
	}
	if key := result.profile.APIKey; key != "" && c.config.APIKey != "" && key != c.config.APIKey {
		return c.Account(), c.twoAccountsError()
	}
	return c.Account(), nil
}

// fetchProfile returns the profile, or the error of its request. Only a cancelled request is sent again.
func (c *Client) fetchProfile(ctx context.Context) (*profileResult, error) {
	if result := c.profile.result.Load(); result != nil {
		return result, nil
	}
	return c.profile.requests.Do(ctx, "", func() (*profileResult, error) {
		if result := c.profile.result.Load(); result != nil {
			return result, nil
		}
		var result profileResult
		result.err = c.call(ctx, bearerOnly, &transport.Request{Method: http.MethodGet, Path: profilePath, Idempotent: true}, &result.profile)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c.transport.Secrets.Add(result.profile.APIKey)
		c.profile.result.Store(&result)
		return &result, nil
	})
}

// CheckOneAccount returns an error if the configured API key and bearer token belong to two accounts: some requests would go to
// one account and some to the other. It sends a request only if both are configured.
func (c *Client) CheckOneAccount(ctx context.Context) error {
	if c.config.APIKey == "" {
		return nil
	}
	return c.fetchOneAccount(ctx)
}

// fetchOneAccount fetches the account of the bearer token. It returns an error if the API key belongs to another account, and
// ignores all other failures.
func (c *Client) fetchOneAccount(ctx context.Context) error {
	if _, err := c.FetchAccount(ctx); transport.ReasonOf(err) == transport.ConflictingConfig {
		return err
	}
	return nil
}

func (c *Client) twoAccountsError() error {
	bearer := "email"
	if c.config.AccessToken != "" {
		bearer = "access_token"
	}
	return c.transport.RequestError(&transport.Request{Method: http.MethodGet, Path: profilePath}, transport.ConflictingConfig,
		fmt.Sprintf("%s and %s belong to two different accounts. Some requests would go to one account and some to the other. "+
			"Use the credentials of one account, or remove one of the two.", c.source("api_key"), c.source(bearer)))
}

// source returns where a setting comes from, for messages.
func (c *Client) source(setting string) string {
	return cmp.Or(c.config.Sources[setting], setting)
}

// tokenClaims are the claims of a bearer token that identify its account. Servers issue adminId and email; sub is the
// standard claim.
type tokenClaims struct {
	AdminID string `json:"adminId"`
	Email   string `json:"email"`
	jwt.RegisteredClaims
}

// parseTokenClaims returns the claims of a bearer token. They are empty if the token is not a JSON web token. The signature
// is not verified, because the service does that.
func parseTokenClaims(token string) tokenClaims {
	var claims tokenClaims
	if _, _, err := jwt.NewParser().ParseUnverified(token, &claims); err != nil {
		return tokenClaims{}
	}
	return claims
}
