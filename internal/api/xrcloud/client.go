// Package xrcloud is a typed client for the XRCLOUD API v1.1, including the requests that the server software supports
// although they are not published. If the published form of a response differs from the form that servers send, the client
// reads both.
package xrcloud

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// DefaultEndpoint is the hosted service.
const DefaultEndpoint = "https://api.xrcloud.app"

// Config is the configuration of a Client. In messages, settings have the names of these fields in snake case, such as
// "api_key".
type Config struct {
	// APIKey is sent with every request that accepts it.
	APIKey string
	// AccessToken is a bearer token that was issued elsewhere. It is never renewed.
	AccessToken string
	// Email and Password are sent to log in when a request first needs a bearer token, and again when it expires.
	Email    string
	Password string
	// Sources says where each setting comes from, for messages, such as "the argument api_key".
	Sources map[string]string
	// Transport has the endpoint, and configures how requests are sent.
	Transport transport.Config
}

// What requests need of the configuration: any credential, or a bearer token. Both need the endpoint.
const (
	NeedCredential transport.Need = "credential"
	NeedBearer     transport.Need = "bearer token"
)

// Client sends requests to the service. It is safe for concurrent use.
type Client struct {
	config    Config
	transport *transport.Client
	session   *session
	objects   *knownObjects
	profile   *profileCache
	scenes    *sceneCache
	// tokenClaims are the claims of the configured access token.
	tokenClaims tokenClaims
	// bearer makes every request use the bearer token, see WithBearer.
	bearer bool
}

// New returns a client. It sends no request.
func New(config Config) *Client {
	config.Transport.Service = "XRCLOUD"
	config.Transport.Secrets = []string{config.APIKey, config.AccessToken, config.Password}
	return &Client{
		config:    config,
		transport: transport.New(config.Transport),
		session:   &session{configured: config.AccessToken},
		objects:   &knownObjects{},
		profile:   &profileCache{},
		scenes:    &sceneCache{},

		tokenClaims: parseTokenClaims(config.AccessToken),
	}
}

// Close closes idle connections.
func (c *Client) Close() { c.transport.Close() }

// credential says which credentials a request accepts.
type credential int

const (
	// anyCredential accepts the API key or a bearer token. The API key is sent if it is configured.
	anyCredential credential = iota
	// bearerOnly accepts a bearer token only. The service rejects an API key with 401, see keyNotAllowed.
	bearerOnly
	// bearerFirst is bearerOnly on measured servers, while the published documentation says that it accepts an API key. The
	// API key is sent only if no bearer token is configured.
	bearerFirst
)

// HasBearer reports whether a bearer token is configured, or the login that returns one.
func (c *Client) HasBearer() bool {
	return c.config.AccessToken != "" || c.config.Email != "" && c.config.Password != ""
}

// CheckConfig returns nil if the configuration has all that a request needs, and otherwise a *transport.ConfigError.
func (c *Client) CheckConfig(need transport.Need) error {
	return c.transport.CheckConfig(need, c.HasBearer() || c.config.APIKey != "" && need != NeedBearer)
}

// need returns the need of a request that accepts the credential.
func (accepted credential) need() transport.Need {
	if accepted == bearerOnly {
		return NeedBearer
	}
	return NeedCredential
}

// call sends a request with one of the credentials that it accepts, and decodes the response into result.
func (c *Client) call(ctx context.Context, accepted credential, request *transport.Request, result transport.Body) error {
	if c.bearer {
		accepted = bearerOnly
	}
	if err := c.CheckConfig(accepted.need()); err != nil {
		return c.transport.RequestError(request, transport.NotConfigured, err.Error())
	}
	if request.Method != http.MethodGet && c.HasBearer() {
		// The account is needed even without an API key: its names are recorded with what the request creates.
		if err := c.fetchOneAccount(ctx); err != nil {
			return err
		}
	}
	request.TransientFault = isMissingLinks
	response, err := c.send(ctx, accepted, request)
	if err != nil {
		return err
	}
	if err := c.decode(accepted, request, response, result); err != nil {
		return err
	}
	c.objects.record(result)
	return nil
}

// send sends a request. If the service rejects the bearer token, the request is sent once more with a new one: a 401 means
// that the request was not executed, so any method can be retried.
func (c *Client) send(ctx context.Context, accepted credential, request *transport.Request) (*transport.Response, error) {
	if request.Header == nil {
		request.Header = http.Header{}
	}
	if c.sendsKey(accepted) {
		request.Header.Set("X-XRCLOUD-API-KEY", c.config.APIKey)
		return c.transport.Do(ctx, request)
	}
	expired := ""
	for {
		token, err := c.session.token(ctx, c, expired)
		if err != nil {
			return nil, err
		}
		request.Header.Set("Authorization", "Bearer "+token)
		response, err := c.transport.Do(ctx, request)
		if err != nil || response.Status != http.StatusUnauthorized || !c.session.isRenewable() || expired != "" {
			return response, err
		}
		expired = token
	}
}

// decode decodes a response into result. Pass nil if the response has no body.
func (c *Client) decode(accepted credential, request *transport.Request, response *transport.Response, result transport.Body) error {
	if response.Status >= 400 {
		return c.nameCredential(accepted, apiError(request, response))
	}
	return response.Decode(result)
}

// sendsKey reports whether a request is sent with the API key. Otherwise it is sent with the bearer token.
func (c *Client) sendsKey(accepted credential) bool {
	return c.config.APIKey != "" && (accepted == anyCredential || accepted == bearerFirst && !c.HasBearer())
}

// nameCredential adds to the error of a request where its credential comes from, and when the credential expired.
func (c *Client) nameCredential(accepted credential, err error) error {
	failure, ok := errors.AsType[*transport.Error](err)
	switch {
	case !ok:
	case c.sendsKey(accepted):
		failure.CredentialSource = c.source("api_key")
		if failure.Need == NeedBearer {
			failure.Missing, _ = errors.AsType[*transport.ConfigError](c.CheckConfig(NeedBearer))
		}
	case c.config.AccessToken != "":
		failure.CredentialSource = c.source("access_token")
		if expires := c.tokenClaims.ExpiresAt; expires != nil && expires.Before(time.Now()) {
			failure.CredentialExpired = expires.Time
		}
	default:
		failure.CredentialSource = c.source("email") + " and " + c.source("password")
	}
	return err
}

func requireID(id string) error {
	if !transport.IsUUID(id) {
		return errors.New("it has no id")
	}
	return nil
}

// checkID rejects an ID of another form before the request is sent. The service responds to it with 500 instead of "not
// found".
func (c *Client) checkID(request *transport.Request, field, id string) error {
	if transport.IsUUID(id) {
		return nil
	}
	return c.invalidFieldError(request, field, fmt.Sprintf("%q is not a UUID in lower case", id))
}

// invalidFieldError is the error of a request that is not sent because one of its fields is invalid.
func (c *Client) invalidFieldError(request *transport.Request, field, message string) error {
	failure := c.transport.RequestError(request, transport.Invalid, message)
	failure.Fields = []transport.FieldError{{Field: field, Message: failure.Message}}
	return failure
}
