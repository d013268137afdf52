// Package venueless is a typed client for the rooms of a Venueless server. It also signs the tokens with which programs and
// people log in.
//
// The published documentation of the API is older than the servers. Rooms have trait_grants instead of permission_config,
// and no domain. This client follows the servers.
package venueless

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/account"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// Config is the configuration of a Client.
type Config struct {
	// WorldID is the default world of requests.
	WorldID string
	// Token is a JSON web token that another program signed. It is never renewed.
	Token string
	// JWT signs the tokens of requests if Token is empty.
	JWT JWT
	// Transport has the endpoint, and configures how requests are sent.
	Transport transport.Config
}

// JWT has the settings with which tokens are signed.
type JWT struct {
	// Secret is one of the JWT_secrets in the configuration of the world.
	Secret string
	// Issuer and Audience belong to the secret. They default to the values of a new world.
	Issuer   string
	Audience string
	// Traits are the traits of the tokens of requests; nil is DefaultTrait. The world must grant a role that may use the
	// API to one of them.
	Traits []string
	// TTL is the validity of the tokens of requests, at least MinTTL; 0 is DefaultTTL.
	TTL time.Duration
}

// The defaults are the values of a new world.
const (
	DefaultIssuer   = "any"
	DefaultAudience = "venueless"
	DefaultTrait    = "apiuser"
	DefaultTTL      = 10 * time.Minute
)

// MinTTL is the shortest validity of the tokens of requests. It leaves time for retries, and for a difference between the
// clocks of client and server.
const MinTTL = time.Minute

// The needs of requests: a credential, and a default world for requests without a world. Both include the endpoint. Signing a
// token for a person needs the secret, and the endpoint if the request has no domain.
const (
	NeedCredential transport.Need = "credential"
	NeedWorld      transport.Need = "world"
	NeedSecret     transport.Need = "secret"
	NeedLoginURL   transport.Need = "login URL"
)

// Client sends requests to the service. It is safe for concurrent use.
type Client struct {
	config    Config
	transport *transport.Client
	// expires is when the configured token expires, see expiryOf.
	expires time.Time
	signed  signedToken
}

// New returns a client. It sends no request.
func New(config Config) *Client {
	config.Transport.Service = "Venueless"
	config.Transport.Secrets = []string{config.Token, config.JWT.Secret}
	config.JWT.Issuer = cmp.Or(config.JWT.Issuer, DefaultIssuer)
	config.JWT.Audience = cmp.Or(config.JWT.Audience, DefaultAudience)
	config.JWT.TTL = cmp.Or(config.JWT.TTL, DefaultTTL)
	if config.JWT.Traits == nil {
		config.JWT.Traits = []string{DefaultTrait}
	}
	return &Client{config: config, transport: transport.New(config.Transport), expires: expiryOf(config.Token)}
}

// Close closes idle connections.
func (c *Client) Close() { c.transport.Close() }

// Account returns the account of the credential, without a request. A world is not an account: each object names its
// world, and the server refuses a token of another world.
func (c *Client) Account() account.Account {
	configured := c.transport.Account()
	return configured.With(account.Server, configured.Origin)
}

// WorldID returns the default world, or "" if it is not configured or unknown until apply.
func (c *Client) WorldID() string { return c.config.WorldID }

// CheckConfig returns nil if the configuration has all that a request needs, and otherwise a *transport.ConfigError.
func (c *Client) CheckConfig(need transport.Need) error {
	usesToken := need == NeedCredential || need == NeedWorld
	return c.transport.CheckConfig(need, c.config.JWT.Secret != "" || usesToken && c.config.Token != "")
}

// needOf returns the need of a request in a world. An empty worldID is the default world.
func needOf(worldID string) transport.Need {
	if worldID == "" {
		return NeedWorld
	}
	return NeedCredential
}

// WorldIDForm is a sentence that describes world IDs.
const WorldIDForm = "A world ID consists of letters, digits, dots, dashes and underscores, such as \"fair\": it is not a URL or a path."

var worldIDPattern = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]*$`)

// IsWorldID reports whether text has the form of a world ID. With any other text, a path leads to the web app of the server,
// or to another world.
func IsWorldID(text string) bool { return worldIDPattern.MatchString(text) }

// worldPath returns the path of a world. An empty worldID is the default world.
//
// Each path of the API ends with a slash. Without it, the server does not refuse the request: its web app responds with HTML.
func (c *Client) worldPath(worldID string) string {
	return "/api/v1/worlds/" + url.PathEscape(cmp.Or(worldID, c.config.WorldID)) + "/"
}

// call sends a request to a path of a world and decodes the response into result, see transport.Response.Decode. An
// empty worldID is the default world.
func (c *Client) call(ctx context.Context, worldID string, request *transport.Request, result transport.Body) error {
	response, err := c.send(ctx, worldID, request)
	if err != nil {
		return err
	}
	return c.decode(response, result)
}

// send sends a request with a token.
func (c *Client) send(ctx context.Context, worldID string, request *transport.Request) (*transport.Response, error) {
	err := c.CheckConfig(needOf(worldID))
	if worldID = cmp.Or(worldID, c.config.WorldID); err == nil && !IsWorldID(worldID) {
		err = fmt.Errorf("%q is not a world ID. %s", worldID, WorldIDForm)
	}
	if err != nil {
		return nil, c.transport.RequestError(request, transport.NotConfigured, err.Error())
	}
	token, err := c.token()
	if err != nil {
		return nil, err
	}
	request.Header = http.Header{"Authorization": {"Bearer " + token}}
	return c.transport.Do(ctx, request)
}

// decode decodes a response into result.
func (c *Client) decode(response *transport.Response, result transport.Body) error {
	if response.Status >= 400 {
		failure := apiError(response)
		if why := c.explainRefusal(response); why != "" && failure.Reason == transport.Unauthorized {
			failure.Message += " " + why
		}
		return failure
	}
	return response.Decode(result)
}

// callWorld sends a request to a path that every world has. A 404 means that the world does not exist.
func (c *Client) callWorld(ctx context.Context, worldID string, request *transport.Request, result transport.Body) error {
	err := c.call(ctx, worldID, request, result)
	if failure, ok := errors.AsType[*transport.Error](err); ok && failure.Reason == transport.UnknownRoute {
		failure.Message += " There is no such world on this server."
		failure.Fields = []transport.FieldError{{Field: "world_id", Message: failure.Message}}
	}
	return err
}
