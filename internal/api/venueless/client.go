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
	"slices"
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
	// Unknown names the settings whose values are not known yet, as messages call them: "venueless.world_id", with
	// "base_url" for the endpoint and "jwt.secret" for that of JWT, or "venueless" for all. Nothing can be called before
	// all are known, except that calls that name a world can do without WorldID.
	Unknown []string
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

// Client calls the server. It may be used by several goroutines.
type Client struct {
	config    Config
	transport *transport.Client
	pass      tokenCache
	given     givenToken
}

// New makes a client without calling anything. Only a CA certificate that holds none is an error.
func New(config Config) (*Client, error) {
	config.Transport.Service = "Venueless"
	config.Transport.Secrets = []string{config.Token, config.JWT.Secret}
	config.JWT.Issuer = cmp.Or(config.JWT.Issuer, DefaultIssuer)
	config.JWT.Audience = cmp.Or(config.JWT.Audience, DefaultAudience)
	config.JWT.TTL = cmp.Or(config.JWT.TTL, DefaultTTL)
	if config.JWT.Traits == nil {
		config.JWT.Traits = []string{DefaultTrait}
	}
	if config.Transport.Endpoint == nil {
		config.Transport.Endpoint = &url.URL{} // missing or unknown, and then every call ends before it is sent
	}
	stack, err := transport.New(config.Transport)
	if err != nil {
		return nil, err
	}
	return &Client{config: config, transport: stack, given: readToken(config.Token)}, nil
}

// Close closes the connections that no call uses.
func (c *Client) Close() { c.transport.Close() }

// Account returns the account that requests are sent for, without a request. Worlds are not accounts: each object says which
// one it is in, and a token of another world is refused.
func (c *Client) Account() account.Account {
	who := c.transport.Account()
	return who.With(account.Server, who.Origin)
}

// AskAccount is Account: the server cannot tell more.
func (c *Client) AskAccount(context.Context) (account.Account, error) { return c.Account(), nil }

// WorldID is the world of the calls that name none: "" where there is none, or where it is not known yet.
func (c *Client) WorldID() string { return c.config.WorldID }

// Missing says what the configuration lacks for a call in a world, which is "" for the configured one, or what is wrong
// with it. It gives "" where nothing is missing, or where that is not known yet.
func (c *Client) Missing(worldID string) string {
	switch {
	case c.config.Transport.Endpoint.Host == "" && !c.waits("base_url"):
		return "The provider does not know the Venueless server. Set base_url in the provider's block venueless (or XRCLOUD_VENUELESS_BASE_URL in the environment)."
	case c.config.Token == "" && c.config.JWT.Secret == "" && !c.waits("token", "jwt", "jwt.secret"):
		return "The provider has no credential for Venueless. Set secret in the block jwt of the provider's block venueless " +
			"(or XRCLOUD_VENUELESS_JWT_SECRET in the environment), or token (or XRCLOUD_VENUELESS_TOKEN)."
	case worldID == "" && c.config.WorldID == "" && !c.waits("world_id"):
		return "Neither this nor the provider's block venueless names a world. Set world_id here, or there for all (or XRCLOUD_VENUELESS_WORLD_ID in the environment)."
	case (worldID == "" || worldID == c.config.WorldID) && c.config.WorldID != "" && !IsWorldID(c.config.WorldID):
		return fmt.Sprintf("world_id in the provider's block venueless (or XRCLOUD_VENUELESS_WORLD_ID in the environment) is %q. %s", c.config.WorldID, worldIDForm)
	case c.config.Token == "" && c.config.JWT.TTL < MinTTL && !c.waits("jwt", "jwt.ttl"):
		return fmt.Sprintf("jwt.ttl in the provider's block venueless (or XRCLOUD_VENUELESS_JWT_TTL in the environment) is %s. Set it to %s or more: a shorter token expires before the server has read it.",
			c.config.JWT.TTL, MinTTL)
	case c.config.Token != "" && c.given.lacksTraits:
		return "The token in the provider's block venueless (or XRCLOUD_VENUELESS_TOKEN in the environment) has no claim \"traits\" with a list, and the server breaks on such a token. " +
			`Sign one with the claim, such as "traits": ["apiuser"].`
	}
	return ""
}

const worldIDForm = "A world ID consists of letters, digits, dots, dashes and underscores, such as \"fair\": it is not a URL or a path."

var worldIDPattern = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]*$`)

// IsWorldID says whether text has the form of a world ID. Paths with other texts lead elsewhere: to the web app of the
// server, or to another world.
func IsWorldID(text string) bool { return worldIDPattern.MatchString(text) }

// section is what messages call the place of all settings.
const section = "venueless"

// waits says whether one of some settings has no value yet.
func (c *Client) waits(settings ...string) bool {
	return slices.Contains(c.config.Unknown, section) || slices.ContainsFunc(settings, func(setting string) bool {
		return slices.Contains(c.config.Unknown, section+"."+setting)
	})
}

// problem says which setting keeps a call from being sent, or "".
func (c *Client) problem(worldID string) string {
	var unknown []string
	for _, setting := range c.config.Unknown {
		if setting != section+".world_id" || worldID == "" {
			unknown = append(unknown, setting)
		}
	}
	if len(unknown) > 0 {
		return transport.UnknownSettings(unknown)
	}
	if worldID != "" && !IsWorldID(worldID) {
		return fmt.Sprintf("%q is not a world ID. %s", worldID, worldIDForm)
	}
	return c.Missing(worldID)
}

// answer is a JSON answer that can tell whether it is what the server sends.
type answer interface {
	// problem says what an answer of the server would have and this one lacks, or "".
	problem() string
}

// call sends a request to a path of a world and reads the answer into result, unless that is nil.
//
// Each path ends with a slash, without which the server does not refuse the call: its web app answers in HTML.
func (c *Client) call(ctx context.Context, worldID, path string, request *transport.Request, result answer) error {
	problem := c.problem(worldID)
	if worldID == "" {
		worldID = c.config.WorldID
	}
	request.Path = "/api/v1/worlds/" + url.PathEscape(worldID) + path
	if problem != "" {
		return c.transport.NotSentError(request, transport.NotConfigured, problem)
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
