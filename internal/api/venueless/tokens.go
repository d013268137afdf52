package venueless

import (
	"encoding/json"
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// clockSkew is how long before now a token claims to be made: the server refuses one from its own future.
const clockSkew = time.Minute

// Person is somebody who enters a world by a token.
type Person struct {
	// UID is the caller's own id of the person, by which the server knows them again.
	UID string
	// Traits decide what the person may do, by the roles that the world and its rooms give to them.
	Traits []string
	// Profile is a JSON object that sets the person's profile, such as {"display_name": "Ada"}; nil sets none.
	Profile json.RawMessage
	// TTL is how long the token lets the person in.
	TTL time.Duration
}

// LoginToken is what lets a person in.
type LoginToken struct {
	Token string
	// LoginURL opens the world in a browser as the person.
	LoginURL  string
	ExpiresAt time.Time
}

// IssueToken makes a pass for a person to the world at a domain, or to the one at the server's base URL where that is "".
// It calls nothing.
func (c *Client) IssueToken(person Person, domain string) (LoginToken, error) {
	need := NeedSecret
	if domain == "" {
		need = NeedLoginURL
	}
	if err := c.CheckConfig(need); err != nil {
		return LoginToken{}, c.transport.NotSentError(&transport.Request{}, transport.NotConfigured, err.Error())
	}
	login := url.URL{Scheme: "https", Host: domain, Path: "/"}
	if domain == "" {
		login.Scheme, login.Host = c.config.Transport.Endpoint.Scheme, c.config.Transport.Endpoint.Host
		login.Path = c.config.Transport.Endpoint.Path + "/"
	}
	claims := jwt.MapClaims{"uid": person.UID}
	if person.Profile != nil {
		claims["profile"] = person.Profile
	}
	token, expires, err := c.sign(person.Traits, person.TTL, claims)
	login.Fragment = "token=" + token
	return LoginToken{Token: token, LoginURL: login.String(), ExpiresAt: expires}, err
}

// sign makes a token. It always has traits: the server falls over tokens without.
func (c *Client) sign(traits []string, ttl time.Duration, claims jwt.MapClaims) (string, time.Time, error) {
	now := time.Now()
	expires := now.Add(ttl)
	claims["iss"], claims["aud"] = c.config.JWT.Issuer, c.config.JWT.Audience
	claims["iat"], claims["exp"] = now.Add(-clockSkew).Unix(), expires.Unix()
	claims["traits"] = append([]string{}, traits...)
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(c.config.JWT.Secret))
	if err != nil {
		return "", time.Time{}, fmt.Errorf("sign a token: %w", err)
	}
	c.transport.Secrets.Add(token)
	return token, expires, nil
}

// tokenCache is the token that calls are sent with, where it is signed here.
type tokenCache struct {
	mu      sync.Mutex
	token   string
	renewal time.Time
}

// token gives the token to call with. One that is signed here is used for half of its time.
func (c *Client) token() (string, error) {
	if c.config.Token != "" {
		return c.config.Token, nil
	}
	c.pass.mu.Lock()
	defer c.pass.mu.Unlock()
	if now := time.Now(); !now.Before(c.pass.renewal) {
		token, _, err := c.sign(c.config.JWT.Traits, c.config.JWT.TTL, jwt.MapClaims{})
		if err != nil {
			return "", err
		}
		c.pass.token, c.pass.renewal = token, now.Add(c.config.JWT.TTL/2)
	}
	return c.pass.token, nil
}
