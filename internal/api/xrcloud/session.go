package xrcloud

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// session holds the bearer token. A token of the configuration is used as it is; else one is got by logging in when it
// is first needed, renewed once for all calls that find it expired, and got anew when it cannot be renewed.
type session struct {
	// turn is held by whoever looks at or changes what follows; a channel, since waiting must end with the context.
	turn    chan struct{}
	access  string
	refresh string
	refused error // of the login; the password will not get better by trying again
	failed  error // of the last login that got no token for another reason
	fixed   bool
	// failures counts those, so that who waited for one knows it.
	failures atomic.Int64
}

type tokens struct {
	AccessToken  string `json:"accessToken"`
	RefreshToken string `json:"refreshToken"`
}

func newSession(config Config) *session {
	return &session{turn: make(chan struct{}, 1), access: config.AccessToken, fixed: config.AccessToken != ""}
}

func (s *session) renewable() bool { return !s.fixed }

// token gives the bearer token to use. A caller whose token was refused names it as expired.
func (s *session) token(ctx context.Context, c *Client, expired string) (string, error) {
	if s.fixed {
		return s.access, nil
	}
	failures := s.failures.Load()
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return "", fmt.Errorf("the call ended while it waited for another one to log in: %w", ctx.Err())
	}
	if s.refused != nil {
		return "", s.refused
	}
	if s.access != "" && s.access != expired {
		return s.access, nil
	}
	if s.failures.Load() != failures {
		return "", s.failed // while this call waited: one more try each would make a long queue of them
	}
	got, err := s.renew(ctx, c)
	if err != nil {
		if ctx.Err() == nil { // else it is the call that ended, and not the login that failed
			s.failed = err
			s.failures.Add(1)
		}
		return "", err
	}
	c.transport.Secrets.Add(got.AccessToken, got.RefreshToken)
	s.access, s.refresh = got.AccessToken, got.RefreshToken
	return s.access, nil
}

func (s *session) renew(ctx context.Context, c *Client) (tokens, error) {
	if s.refresh != "" {
		used := s.refresh
		s.refresh = "" // it is dead after its first use, whether or not an answer comes
		got, err := c.authenticate(ctx, "/auth/refresh", map[string]string{"refreshToken": used})
		if err == nil {
			return got, nil
		}
		if ctx.Err() != nil {
			return tokens{}, err
		}
	}
	got, err := c.authenticate(ctx, "/auth/login", map[string]string{"email": c.config.Email, "password": c.config.Password})
	if transport.ReasonOf(err) == transport.Unauthorized {
		if failure, ok := errors.AsType[*transport.Error](err); ok {
			failure.Message = strings.TrimSuffix(failure.Message, ".") + ", logging in as " + c.config.Email
		}
		s.refused = err
	}
	return got, err
}

// authenticate asks for tokens. Logging in may be repeated; a refresh token is dead after its first use, so that a lost
// answer is not asked for again.
func (c *Client) authenticate(ctx context.Context, path string, body any) (tokens, error) {
	request := &transport.Request{Method: http.MethodPost, Path: path, Idempotent: path == "/auth/login"}
	if err := request.JSON(body); err != nil {
		return tokens{}, err
	}
	response, err := c.transport.Do(ctx, request)
	if err != nil {
		return tokens{}, err
	}
	if response.Status >= 400 {
		return tokens{}, c.nameCredential(bearerOnly, apiError(request, response))
	}
	var got tokens
	if err := response.Decode(&got); err != nil {
		return tokens{}, err
	}
	if got.AccessToken == "" {
		return tokens{}, response.UnexpectedError("it has no accessToken")
	}
	return got, nil
}
