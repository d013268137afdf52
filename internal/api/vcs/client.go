// Package vcs is a typed client for the rooms API of VCS Realtime. The service's published page is all that is known of
// it; where that contradicts itself or is silent, the client is ready for each of the ways.
package vcs

import (
	"context"
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/account"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// Config says where the service is and who calls it.
type Config struct {
	// APIKey is sent with every request.
	APIKey string
	// Transport says how requests are sent. The endpoint has no default: each customer of the service has a domain of its own.
	Transport transport.Config
}

// NeedCredential is what every request needs: an endpoint and an API key.
const NeedCredential transport.Need = "credential"

// Client calls the service. It may be used by several goroutines.
type Client struct {
	config    Config
	transport *transport.Client
}

// New returns a client. It sends nothing.
func New(config Config) *Client {
	config.Transport.Service = "VCS"
	config.Transport.Secrets = []string{config.APIKey}
	return &Client{config: config, transport: transport.New(config.Transport)}
}

// Close closes the connections that no call uses.
func (c *Client) Close() { c.transport.Close() }

// Account returns the account that requests are sent for, without a request: the service cannot be asked who it is.
func (c *Client) Account() account.Account {
	return c.transport.Account().With(account.APIKey, c.config.APIKey)
}

// FetchAccount is Account: the service has no request that returns more.
func (c *Client) FetchAccount(context.Context) (account.Account, error) { return c.Account(), nil }

// CheckConfig returns nil if the configuration has all that a request needs, and otherwise a *transport.ConfigError.
func (c *Client) CheckConfig(need transport.Need) error {
	return c.transport.CheckConfig(need, c.config.APIKey != "")
}

// send sends a request with the API key.
func (c *Client) send(ctx context.Context, request *transport.Request) (*transport.Response, error) {
	if err := c.CheckConfig(NeedCredential); err != nil {
		return nil, c.transport.NotSentError(request, transport.NotConfigured, err.Error())
	}
	request.Header = http.Header{"X-Vcs-Token": {c.config.APIKey}}
	return c.transport.Do(ctx, request)
}

// answer is what the service sends when it does what was asked for.
type answer interface {
	// problem says what an answer of the service would have and this one lacks, or "".
	problem() string
	// tokens are the rights to join rooms that came with it.
	tokens() []string
}

// read reads an answer into result. The room tokens in it are secrets from then on.
func (c *Client) read(request *transport.Request, response *transport.Response, result answer) error {
	if err := refusal(request, response); err != nil {
		return err
	}
	if err := response.Decode(result); err != nil {
		return err
	}
	c.transport.Secrets.Add(result.tokens()...)
	if problem := result.problem(); problem != "" {
		return response.UnexpectedError(problem)
	}
	return nil
}
