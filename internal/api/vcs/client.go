// Package vcs is a typed client for the rooms API of VCS Realtime. The service's published page is all that is known of
// it; where that contradicts itself or is silent, the client is ready for each of the ways.
package vcs

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/account"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// Config says where the service is and who calls it.
type Config struct {
	// APIKey is sent with every call.
	APIKey string
	// Unknown names the settings whose values are not known yet, as messages call them. No call is sent while there are any.
	Unknown []string
	// Transport says how requests are sent. There is no endpoint that could stand for one that it lacks: every customer of
	// the service has a domain of their own.
	Transport transport.Config
}

// Client calls the service. It may be used by several goroutines.
type Client struct {
	config    Config
	transport *transport.Client
}

// New makes a client without calling anything.
func New(config Config) (*Client, error) {
	config.Transport.Service = "VCS"
	config.Transport.Secrets = []string{config.APIKey}
	endpoint := config.Transport.Endpoint
	if endpoint == nil {
		config.Transport.Endpoint = &url.URL{} // then every call ends before it is sent
	}
	stack, err := transport.New(config.Transport)
	if err != nil {
		return nil, err
	}
	config.Transport.Endpoint = endpoint
	return &Client{config: config, transport: stack}, nil
}

// Close closes the connections that no call uses.
func (c *Client) Close() { c.transport.Close() }

// Account returns the account that requests are sent for, without a request: the service cannot be asked who it is.
func (c *Client) Account() account.Account {
	return c.transport.Account().With(account.APIKey, c.config.APIKey)
}

// AskAccount is Account: the service cannot tell more.
func (c *Client) AskAccount(context.Context) (account.Account, error) { return c.Account(), nil }

// Problem says which settings are missing for calls, or "" where none is, or where that is not known yet.
func (c *Client) Problem() string {
	if len(c.config.Unknown) > 0 {
		return ""
	}
	var missing []string
	if c.config.Transport.Endpoint == nil {
		missing = append(missing, "vcs.domain (or XRCLOUD_VCS_DOMAIN in the environment)")
	}
	if c.config.APIKey == "" {
		missing = append(missing, "vcs.api_key (or XRCLOUD_VCS_API_KEY in the environment)")
	}
	if len(missing) == 0 {
		return ""
	}
	return fmt.Sprintf("VCS needs the block vcs { } in the provider's configuration. Set %s.", strings.Join(missing, " and "))
}

// send sends a request with the API key.
func (c *Client) send(ctx context.Context, request *transport.Request) (*transport.Response, error) {
	problem := c.Problem()
	if len(c.config.Unknown) > 0 {
		problem = transport.UnknownSettings(c.config.Unknown)
	}
	if problem != "" {
		return nil, c.transport.NotSentError(request, transport.NotConfigured, problem)
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
