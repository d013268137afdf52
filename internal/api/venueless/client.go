// Package venueless is a typed client for the rooms of a Venueless server, and signs the tokens that let programs and
// people in.
//
// The published page of the API is older than the servers: rooms have trait_grants instead of permission_config, and no
// domain. This client speaks as the servers do.
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

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/account"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// Config says where the server is and who calls it.
type Config struct {
	// WorldID is the world of the calls that name none.
	WorldID string
	// Token is a JSON web token from elsewhere. It is never renewed.
	Token string
	// JWT signs a token for each stretch of calls, in place of Token.
	JWT JWT
	// Transport says how requests are sent.
	Transport transport.Config
}

// JWT is what tokens are signed with: one of the secrets in the configuration of the world.
type JWT struct {
	Secret string
	// Issuer and Audience are those that go with the secret; "" are those of a new world.
	Issuer   string
	Audience string
	// Traits are those of the tokens that this client calls with; nil is "apiuser". The world must give a role that may
	// use the API to one of them.
	Traits []string
	// TTL is how long the tokens are valid that this client calls with; 0 is DefaultTTL, and MinTTL the least.
	TTL time.Duration
}

// What a new world, and one whose operator follows the server's names, takes.
const (
	DefaultIssuer   = "any"
	DefaultAudience = "venueless"
	DefaultTrait    = "apiuser"
	DefaultTTL      = 10 * time.Minute
)

// MinTTL is the shortest time for which the tokens of calls may be valid. Within it a call is repeated, and the clocks of
// client and server differ.
const MinTTL = time.Minute

// What requests need of the configuration: an endpoint and a credential, and a world if they name none. Signing a token
// for a person needs the secret, and the endpoint if no domain is named.
const (
	NeedCredential transport.Need = "credential"
	NeedWorld      transport.Need = "world"
	NeedSecret     transport.Need = "secret"
	NeedLoginURL   transport.Need = "login URL"
)

// Client calls the server. It may be used by several goroutines.
type Client struct {
	config    Config
	transport *transport.Client
	pass      tokenCache
	given     givenToken
}

// New returns a client. It sends nothing.
func New(config Config) *Client {
	config.Transport.Service = "Venueless"
	config.Transport.Secrets = []string{config.Token, config.JWT.Secret}
	config.JWT.Issuer = cmp.Or(config.JWT.Issuer, DefaultIssuer)
	config.JWT.Audience = cmp.Or(config.JWT.Audience, DefaultAudience)
	config.JWT.TTL = cmp.Or(config.JWT.TTL, DefaultTTL)
	if config.JWT.Traits == nil {
		config.JWT.Traits = []string{DefaultTrait}
	}
	return &Client{config: config, transport: transport.New(config.Transport), given: readToken(config.Token)}
}

// Close closes the connections that no call uses.
func (c *Client) Close() { c.transport.Close() }

// Account returns the account that requests are sent for, without a request. Worlds are not accounts: each object says which
// one it is in, and a token of another world is refused.
func (c *Client) Account() account.Account {
	who := c.transport.Account()
	return who.With(account.Server, who.Origin)
}

// FetchAccount is Account: the server has no request that returns more.
func (c *Client) FetchAccount(context.Context) (account.Account, error) { return c.Account(), nil }

// WorldID is the world of the calls that name none: "" where there is none, or where it is not known yet.
func (c *Client) WorldID() string { return c.config.WorldID }

// CheckConfig returns nil if the configuration has all that a request needs, and otherwise a *transport.ConfigError.
func (c *Client) CheckConfig(need transport.Need) error {
	usesToken := need == NeedCredential || need == NeedWorld
	if err := c.transport.CheckConfig(need, c.config.JWT.Secret != "" || usesToken && c.config.Token != ""); err != nil {
		return err
	}
	if usesToken && c.config.Token != "" && c.given.lacksTraits {
		return &transport.ConfigError{Detail: fmt.Sprintf("The token from %s has no claim \"traits\" with a list, and the server fails on such a token. "+
			`Sign a token with that claim, such as "traits": ["apiuser"].`, cmp.Or(c.config.Transport.CredentialSource, "the configuration"))}
	}
	return nil
}

// needOf returns what a request in a world needs. An empty worldID is the configured world.
func needOf(worldID string) transport.Need {
	if worldID == "" {
		return NeedWorld
	}
	return NeedCredential
}

// WorldIDForm is a sentence that describes world IDs.
const WorldIDForm = "A world ID consists of letters, digits, dots, dashes and underscores, such as \"fair\": it is not a URL or a path."

var worldIDPattern = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]*$`)

// IsWorldID says whether text has the form of a world ID. Paths with other texts lead elsewhere: to the web app of the
// server, or to another world.
func IsWorldID(text string) bool { return worldIDPattern.MatchString(text) }

// answer is a JSON answer that can tell whether it is what the server sends.
type answer interface {
	// problem says what an answer of the server would have and this one lacks, or "".
	problem() string
}

// call sends a request to a path of a world and reads the answer into result, unless that is nil.
//
// Each path ends with a slash, without which the server does not refuse the call: its web app answers in HTML.
func (c *Client) call(ctx context.Context, worldID, path string, request *transport.Request, result answer) error {
	err := c.CheckConfig(needOf(worldID))
	worldID = cmp.Or(worldID, c.config.WorldID)
	request.Path = "/api/v1/worlds/" + url.PathEscape(worldID) + path
	if err == nil && !IsWorldID(worldID) {
		err = fmt.Errorf("%q is not a world ID. %s", worldID, WorldIDForm)
	}
	if err != nil {
		return c.transport.NotSentError(request, transport.NotConfigured, err.Error())
	}
	token, err := c.token()
	if err != nil {
		return err
	}
	request.Header = http.Header{"Authorization": {"Bearer " + token}}
	response, err := c.transport.Do(ctx, request)
	if err != nil {
		return err
	}
	if response.Status >= 400 {
		failure := apiError(response)
		if hint := c.refusalHint(response); hint != "" && failure.Reason == transport.Unauthorized {
			failure.Message += " " + hint
		}
		return failure
	}
	if result == nil {
		return nil
	}
	if err := response.Decode(result); err != nil {
		return err
	}
	if problem := result.problem(); problem != "" {
		return response.UnexpectedError(problem)
	}
	return nil
}

// callWorld calls a path that is there in every world.
func (c *Client) callWorld(ctx context.Context, worldID, path string, request *transport.Request, result answer) error {
	err := c.call(ctx, worldID, path, request, result)
	if failure, ok := errors.AsType[*transport.Error](err); ok && failure.Reason == transport.UnknownRoute {
		failure.Message += " There is no such world on this server."
		failure.Fields = []transport.FieldError{{Field: "world_id", Message: failure.Message}}
	}
	return err
}

// IsID says whether text has the form of the server's ids: a UUID in lower case, with dashes.
func IsID(text string) bool {
	id, err := uuid.Parse(text)
	return err == nil && id.String() == text
}
