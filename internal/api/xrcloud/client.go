// Package xrcloud is a typed client for all calls of the XRCLOUD API v1.1, and for those that the server software
// answers although they were never published. Where the published form of an answer and the one that servers give
// differ, it reads both.
package xrcloud

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// DefaultEndpoint is the hosted service.
const DefaultEndpoint = "https://api.xrcloud.app"

// Config says where the service is and who calls it. Settings are called by the names of the fields in snake case, as
// in "api_key".
type Config struct {
	// APIKey is sent to every call that takes one.
	APIKey string
	// AccessToken is a bearer token from elsewhere. It is never renewed.
	AccessToken string
	// Email and Password get a bearer token when one is first needed, and again when it expires.
	Email    string
	Password string
	// Sources says where each setting comes from, for messages: "the argument api_key" or "the environment variable
	// XRCLOUD_API_KEY".
	Sources map[string]string
	// Transport says how requests are sent.
	Transport transport.Config
}

// What requests need of the configuration: any credential, or a bearer token. Both need the endpoint.
const (
	NeedCredential transport.Need = "credential"
	NeedBearer     transport.Need = "bearer token"
)

// Client calls the service. It may be used by several goroutines.
type Client struct {
	config    Config
	transport *transport.Client
	session   *session
	claims    *claims
	profile   *profileQuestion
	scenes    *sceneIndex
	// named is what the configured bearer token says of its account.
	named tokenClaims
	// bearer sends the bearer token with every request, see WithBearer.
	bearer bool
}

// New returns a client. It sends nothing.
func New(config Config) *Client {
	config.Transport.Service = "XRCLOUD"
	config.Transport.Secrets = []string{config.APIKey, config.AccessToken, config.Password}
	return &Client{
		config:    config,
		transport: transport.New(config.Transport),
		session:   newSession(config),
		claims:    &claims{},
		profile:   newProfileQuestion(),
		scenes:    &sceneIndex{},
		named:     readClaims(config.AccessToken),
	}
}

// Close closes the connections that no call uses.
func (c *Client) Close() { c.transport.Close() }

// credential says which credentials a call takes.
type credential int

const (
	// anyCredential takes the api key or a bearer token, and is sent the api key where there is one.
	anyCredential credential = iota
	// bearerOnly refuses an api key with 401, see keyRefused.
	bearerOnly
	// bearerFirst is bearerOnly on the servers that were measured, while the published page says that it takes an api
	// key: it is sent the api key only where there is nothing else.
	bearerFirst
)

// HasBearer says whether a bearer token can be had with the settings known now.
func (c *Client) HasBearer() bool {
	return c.config.AccessToken != "" || c.config.Email != "" && c.config.Password != ""
}

// CheckConfig returns nil if the configuration has all that a request needs, and otherwise a *transport.ConfigError.
func (c *Client) CheckConfig(need transport.Need) error {
	return c.transport.CheckConfig(need, c.HasBearer() || c.config.APIKey != "" && need != NeedBearer)
}

// need returns what a request needs that takes a kind of credential.
func (takes credential) need() transport.Need {
	if takes == bearerOnly {
		return NeedBearer
	}
	return NeedCredential
}

// call sends a request with the one credential that fits and reads the answer into result. A nil result is for calls that
// answer nothing.
func (c *Client) call(ctx context.Context, takes credential, request *transport.Request, result answer) error {
	if c.bearer {
		takes = bearerOnly
	}
	if err := c.CheckConfig(takes.need()); err != nil {
		return c.transport.NotSentError(request, transport.NotConfigured, err.Error())
	}
	if request.Method != http.MethodGet && c.HasBearer() {
		if err := c.checkMixed(ctx); err != nil {
			return err
		}
	}
	request.TransientFault = linksIncomplete
	response, err := c.send(ctx, takes, request)
	if err != nil {
		return err
	}
	if response.Status >= 400 {
		return c.nameCredential(takes, apiError(request, response))
	}
	if result == nil {
		if len(response.Body) > 0 {
			return response.UnexpectedError("") // such as the page of a proxy, which has deleted nothing
		}
		return nil
	}
	if err := response.Decode(result); err != nil {
		return err
	}
	if problem := result.problem(); problem != "" {
		return response.UnexpectedError(problem)
	}
	c.claims.see(result)
	return nil
}

// answer is a JSON answer that can tell whether it is what the service sends.
type answer interface {
	// problem says what an answer of the service would have and this one lacks, or "".
	problem() string
}

func withoutID(id string) string {
	if IsID(id) {
		return ""
	}
	return "it has no id"
}

// sendsKey says whether a request is sent with the API key, and with the bearer token otherwise.
func (c *Client) sendsKey(takes credential) bool {
	return c.config.APIKey != "" && (takes == anyCredential || takes == bearerFirst && !c.HasBearer())
}

// nameCredential adds to the refusal of a credential where the credential comes from, and when it expired.
func (c *Client) nameCredential(takes credential, err error) error {
	failure, ok := errors.AsType[*transport.Error](err)
	switch {
	case !ok:
	case c.sendsKey(takes):
		failure.CredentialSource = c.source("api_key")
		if missing := c.CheckConfig(NeedBearer); missing != nil && failure.Message == keyRefused {
			failure.Advice = missing.Error()
		}
	case c.config.AccessToken != "":
		failure.CredentialSource = c.source("access_token")
		if expires := c.named.ExpiresAt; expires != nil && expires.Before(time.Now()) {
			failure.CredentialExpired = expires.Time
		}
	default:
		failure.CredentialSource = c.source("email")
	}
	return err
}

func (c *Client) send(ctx context.Context, takes credential, request *transport.Request) (*transport.Response, error) {
	if request.Header == nil {
		request.Header = http.Header{}
	}
	if c.sendsKey(takes) {
		request.Header.Set("X-XRCLOUD-API-KEY", c.config.APIKey)
		return c.transport.Do(ctx, request)
	}
	token, err := c.session.token(ctx, c, "")
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := c.transport.Do(ctx, request)
	if err != nil || response.Status != http.StatusUnauthorized || !c.session.renewable() {
		return response, err
	}
	// A refused request did nothing, so that it may be sent again whatever it is.
	token, err = c.session.token(ctx, c, token)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	return c.transport.Do(ctx, request)
}

// IsID says whether text has the form of the service's ids: a UUID in lower case, with dashes.
func IsID(text string) bool {
	id, err := uuid.Parse(text)
	return err == nil && id.String() == text
}

// checkID refuses an id of another form before the call, since the service answers it with an error of its own making
// (500) instead of "not found".
func (c *Client) checkID(request *transport.Request, field, id string) error {
	if IsID(id) {
		return nil
	}
	return c.invalid(request, field, fmt.Sprintf("%q is not a UUID in lower case", id))
}

// invalid is the error of a call that is not made because of one of its fields.
func (c *Client) invalid(request *transport.Request, field, problem string) error {
	failure := c.transport.NotSentError(request, transport.Invalid, problem)
	failure.Fields = []transport.FieldError{{Field: field, Message: failure.Message}}
	return failure
}
