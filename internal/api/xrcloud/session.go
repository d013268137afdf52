package xrcloud

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// session provides the bearer token. A configured token is used as it is. Otherwise the session logs in when a request first
// needs a token. If the service rejects the token as expired, the session refreshes it, or logs in again if that fails.
// Concurrent requests share one login or refresh, and its error.
type session struct {
	// configured is the access token of the configuration, which is never renewed.
	configured string
	renewals   transport.SharedRequest[string]
	// refreshToken is used by one renewal at a time. The service accepts it once.
	refreshToken string

	mu sync.Mutex // guards the fields below
	// accessToken is "" before the first login and during each renewal.
	accessToken string
	// rejected is the error of a login with a wrong password. No other login is sent after it.
	rejected error
}

type tokens struct {
	AccessToken  string `json:"accessToken"`
	RefreshToken string `json:"refreshToken"`
}

func (t tokens) Validate() error {
	if t.AccessToken == "" {
		return errors.New("it has no accessToken")
	}
	return nil
}

const (
	loginPath   = "/auth/login"
	refreshPath = "/auth/refresh"
)

func (s *session) isRenewable() bool { return s.configured == "" }

// token returns a valid bearer token. Callers pass the token that the service rejected, if any, so that it is not returned
// again.
func (s *session) token(ctx context.Context, c *Client, expired string) (string, error) {
	if !s.isRenewable() {
		return s.configured, nil
	}
	if token, err := s.currentToken(expired); token != "" || err != nil {
		return token, err
	}
	token, err := s.renewals.Do(ctx, "", func() (string, error) { return s.renew(ctx, c, expired) })
	if ctx.Err() != nil {
		return "", fmt.Errorf("the request ended while it waited for another one to log in: %w", ctx.Err())
	}
	return token, err
}

// currentToken returns the access token, or "" if it has expired or was not requested yet.
func (s *session) currentToken(expired string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rejected != nil || s.accessToken == expired {
		return "", s.rejected
	}
	return s.accessToken, nil
}

func (s *session) set(accessToken string, rejected error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accessToken, s.rejected = accessToken, rejected
}

// renew returns a new access token, unless another renewal has already replaced the expired one.
func (s *session) renew(ctx context.Context, c *Client, expired string) (string, error) {
	if token, err := s.currentToken(expired); token != "" || err != nil {
		return token, err
	}
	s.set("", nil)
	renewed, err := s.refreshOrLogIn(ctx, c)
	if transport.ReasonOf(err) == transport.Unauthorized {
		s.set("", err)
	}
	if err != nil {
		return "", err
	}
	c.transport.Secrets.Add(renewed.AccessToken, renewed.RefreshToken)
	s.refreshToken = renewed.RefreshToken
	s.set(renewed.AccessToken, nil)
	return renewed.AccessToken, nil
}

func (s *session) refreshOrLogIn(ctx context.Context, c *Client) (tokens, error) {
	if used := s.refreshToken; used != "" {
		s.refreshToken = "" // the service accepts it once, even if its response is lost
		renewed, err := c.requestTokens(ctx, refreshPath, map[string]string{"refreshToken": used})
		if err == nil {
			return renewed, nil
		}
		if ctx.Err() != nil {
			return tokens{}, ctx.Err()
		}
	}
	renewed, err := c.requestTokens(ctx, loginPath, map[string]string{"email": c.config.Email, "password": c.config.Password})
	if failure, ok := errors.AsType[*transport.Error](err); ok && failure.Reason == transport.Unauthorized {
		failure.Message = strings.TrimSuffix(failure.Message, ".") + ", logging in as " + c.config.Email
	}
	return renewed, err
}

// requestTokens sends a login or a refresh. A login is retried after a lost response. A refresh is not, because the service
// accepts a refresh token once. The error is never ambiguous: it becomes the error of a request that was not sent, and a caller
// that creates an object would otherwise search for it.
func (c *Client) requestTokens(ctx context.Context, path string, body any) (tokens, error) {
	request := &transport.Request{Method: http.MethodPost, Path: path, Idempotent: path == loginPath}
	if err := request.JSON(body); err != nil {
		return tokens{}, err
	}
	var received tokens
	response, err := c.transport.Do(ctx, request)
	if err == nil {
		err = c.decode(bearerOnly, request, response, &received)
	}
	if failure, ok := errors.AsType[*transport.Error](err); ok {
		failure.Ambiguous = false
	}
	return received, err
}
