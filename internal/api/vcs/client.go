// Package vcs is a typed client for the rooms API of VCS Realtime. The published documentation is the only source about the
// service. Where it contradicts itself or is silent, the client accepts every reading.
package vcs

import (
	"context"
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/account"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// Config is the configuration of a Client.
type Config struct {
	// APIKey is sent with every request.
	APIKey string
	// Transport has the endpoint, and configures how requests are sent.
	// The endpoint has no default: each customer of the service has a domain.
	Transport transport.Config
}

// NeedCredential is what every request needs: an endpoint and an API key.
const NeedCredential transport.Need = "credential"

// Client sends requests to the service. It is safe for concurrent use.
type Client struct {
	config    Config
	transport *transport.Client
}

// New returns a client. It sends no request.
func New(config Config) *Client {
	config.Transport.Service = "VCS"
	config.Transport.Secrets = []string{config.APIKey}
	return &Client{config: config, transport: transport.New(config.Transport)}
}

// Close closes idle connections.
func (c *Client) Close() { c.transport.Close() }

// Account returns the account of the credential, without a request: the account of the API key.
func (c *Client) Account() account.Account {
	return c.transport.Account().With(account.APIKey, c.config.APIKey)
}

// CheckConfig returns nil if the configuration has all that a request needs, and otherwise a *transport.ConfigError.
func (c *Client) CheckConfig(need transport.Need) error {
	return c.transport.CheckConfig(need, c.config.APIKey != "")
}

// responseBody is the decoded body of a successful response.
type responseBody interface {
	transport.Body
	// tokens returns the room tokens in the body.
	tokens() []string
}

// call sends a request and decodes the response into result.
func (c *Client) call(ctx context.Context, request *transport.Request, result responseBody) error {
	response, err := c.send(ctx, request)
	if err != nil {
		return err
	}
	return c.decode(request, response, result)
}

// send sends a request with the API key.
func (c *Client) send(ctx context.Context, request *transport.Request) (*transport.Response, error) {
	if err := c.CheckConfig(NeedCredential); err != nil {
		return nil, c.transport.RequestError(request, transport.NotConfigured, err.Error())
	}
	request.Header = http.Header{"X-Vcs-Token": {c.config.APIKey}}
	return c.transport.Do(ctx, request)
}

// decode decodes a response into result. From then on, the room tokens in it are redacted from logs and errors.
func (c *Client) decode(request *transport.Request, response *transport.Response, result responseBody) error {
	if err := apiError(request, response); err != nil {
		return err
	}
	err := response.Decode(result)
	c.transport.Secrets.Add(result.tokens()...)
	return err
}
