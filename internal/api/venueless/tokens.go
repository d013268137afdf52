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

// clockSkew is the time by which the iat claim of a token is in the past: the server refuses a token that was issued in the
// future by its own clock.
const clockSkew = time.Minute

// Person is a person, or a program, that logs in with a token.
type Person struct {
	// UID is an ID that the caller chooses, by which the server recognizes the person.
	UID string
	// Traits determine the roles that the world and its rooms grant to the person.
	Traits []string
	// Profile is a JSON object that sets the person's profile, such as {"display_name": "Ada"}; nil does not set it.
	Profile json.RawMessage
	// TTL is the validity of the token.
	TTL time.Duration
}

// LoginToken is a token with which a person logs in.
type LoginToken struct {
	Token string
	// LoginURL opens the world in a browser and logs the person in.
	LoginURL  string
	ExpiresAt time.Time
}

// IssueToken signs a token with which a person logs in to the world at a domain; "" is the host of the endpoint. It sends no
// request.
func (c *Client) IssueToken(person Person, domain string) (LoginToken, error) {
	need := NeedSecret
	if domain == "" {
		need = NeedLoginURL
	}
	if err := c.CheckConfig(need); err != nil {
		return LoginToken{}, c.transport.RequestError(&transport.Request{}, transport.NotConfigured, err.Error())
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

// sign signs a token and returns the time at which it expires. The token always has the claim traits: without it, the server
// fails.
func (c *Client) sign(traits []string, ttl time.Duration, claims jwt.MapClaims) (string, time.Time, error) {
	now := time.Now()
	expires := now.Add(ttl)
	claims["iss"], claims["aud"] = c.config.JWT.Issuer, c.config.JWT.Audience
	claims["iat"], claims["exp"] = now.Add(-clockSkew).Unix(), expires.Unix()
	claims["traits"] = append([]string{}, traits...)
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(c.config.JWT.Secret))
	if err != nil {
		return "", time.Time{}, fmt.Errorf("sign token: %w", err)
	}
	c.transport.Secrets.Add(token)
	return token, expires, nil
}

// signedToken is the token of requests if the client signs it itself.
type signedToken struct {
	mu      sync.Mutex
	token   string
	renewAt time.Time
}

// token returns the token for a request. A token that the client has signed is used for half of its validity.
func (c *Client) token() (string, error) {
	if c.config.Token != "" {
		return c.config.Token, nil
	}
	c.signed.mu.Lock()
	defer c.signed.mu.Unlock()
	if now := time.Now(); !now.Before(c.signed.renewAt) {
		token, _, err := c.sign(c.config.JWT.Traits, c.config.JWT.TTL, jwt.MapClaims{})
		if err != nil {
			return "", err
		}
		c.signed.token, c.signed.renewAt = token, now.Add(c.config.JWT.TTL/2)
	}
	return c.signed.token, nil
}
