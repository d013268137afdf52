// Package whiteboard is a typed client for the rooms of Agora Interactive Whiteboard, and signs the tokens that open
// them.
package whiteboard

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/account"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// DefaultEndpoint is the service itself, for all of its regions.
const DefaultEndpoint = "https://api.netless.link"

// callLifespan is how long the tokens hold that are signed for single calls.
const callLifespan = 10 * time.Minute

// Config says where the service is and who calls it.
type Config struct {
	// AccessKey and SecretKey are the key pair of a whiteboard project. With them each call gets a token of its own.
	AccessKey string
	SecretKey string
	// SDKToken is a token from elsewhere, for use without a key pair. It is never renewed.
	SDKToken string
	// Region is the data center of the rooms that name none, see Regions.
	Region string
	// Transport says how requests are sent.
	Transport transport.Config
}

// What requests need of the configuration: a credential, and a region if they name none. Signing an SDK token needs the key pair.
const (
	NeedCredential transport.Need = "credential"
	NeedRegion     transport.Need = "region"
	NeedKeyPair    transport.Need = "key pair"
)

// Client calls the service. It may be used by several goroutines.
type Client struct {
	config    Config
	transport *transport.Client
}

// New returns a client. It sends nothing.
func New(config Config) *Client {
	config.Transport.Service = "Agora Interactive Whiteboard"
	config.Transport.Secrets = []string{config.SecretKey, config.AccessKey, config.SDKToken}
	if configured := config.Transport.Endpoint; configured != nil {
		// The published base URL ends with the version, which is part of each path here.
		endpoint := *configured
		endpoint.Path = strings.TrimSuffix(endpoint.Path, "/v5")
		config.Transport.Endpoint = &endpoint
	}
	return &Client{config: config, transport: transport.New(config.Transport)}
}

// Close closes the connections that no call uses.
func (c *Client) Close() { c.transport.Close() }

// Account returns the account that requests are sent for, without a request: the whiteboard project of the key pair. An SDK
// token has the access key that it was signed for in it.
func (c *Client) Account() account.Account {
	key := c.config.AccessKey
	if c.config.SDKToken != "" {
		key = signedFor(c.config.SDKToken)
	}
	return c.transport.Account().With(account.APIKey, key).With(account.Token, c.config.SDKToken)
}

// FetchAccount is Account: the service has no request that returns more.
func (c *Client) FetchAccount(context.Context) (account.Account, error) { return c.Account(), nil }

// Region is the data center of the rooms that name none: "" where there is none, or where it is not known yet.
func (c *Client) Region() string { return c.config.Region }

// CheckConfig returns nil if the configuration has all that a request needs, and otherwise a *transport.ConfigError.
func (c *Client) CheckConfig(need transport.Need) error {
	return c.transport.CheckConfig(need, c.hasKeys() || c.config.SDKToken != "" && need != NeedKeyPair)
}

// needOf returns what a request to a region needs.
func needOf(region string) transport.Need {
	if region == "" {
		return NeedRegion
	}
	return NeedCredential
}

// payload reads an answer of the API. The published page writes answers down as {"status":…,"body":…}, while what is
// sent is the body alone; both are read.
type payload[T any] struct{ value T }

func (p *payload[T]) UnmarshalJSON(data []byte) error {
	var wrapped struct {
		Body json.RawMessage `json:"body"`
	}
	if err := json.Unmarshal(data, &wrapped); err == nil && wrapped.Body != nil {
		data = wrapped.Body
	}
	return json.Unmarshal(data, &p.value)
}

// call sends a request to a region, or that of the configuration where it is empty, and reads the answer.
func call[T any](ctx context.Context, c *Client, region string, request *transport.Request) (result T, response *transport.Response, err error) {
	if err := c.CheckConfig(needOf(region)); err != nil {
		return result, nil, c.transport.NotSentError(request, transport.NotConfigured, err.Error())
	}
	request.Header = http.Header{}
	request.Header.Set("token", c.callToken())
	request.Header.Set("region", cmp.Or(region, c.config.Region))
	request.ContentType = "application/json"
	response, err = c.transport.Do(ctx, request)
	if err != nil {
		return result, nil, err
	}
	if response.Status >= 400 {
		return result, response, c.apiError(request, response)
	}
	var answer payload[T]
	err = response.Decode(&answer)
	return answer.value, response, err
}

// callToken is the token that a call is sent with.
func (c *Client) callToken() string {
	if c.config.SDKToken != "" {
		return c.config.SDKToken
	}
	return c.sign("", Admin, callLifespan).Value
}

// apiError reads an answer with a status of failure. None of them is Gone: the service says "not found" of rooms as a
// wrong server may say it of anything, see confirmNotFound.
func (c *Client) apiError(request *transport.Request, response *transport.Response) error {
	var body payload[struct {
		Message string `json:"message"`
	}]
	if !response.IsJSON() {
		return response.UnexpectedError("")
	}
	if err := json.Unmarshal(response.Body, &body); err != nil || body.value.Message == "" {
		return response.UnexpectedError("it gives no reason")
	}
	message := body.value.Message
	switch {
	case response.Status == http.StatusUnauthorized && c.config.SDKToken == "":
		message = fmt.Sprintf("%s (the token was signed here for %v: a clock that is wrong makes it worthless, too)", message, callLifespan)
	case response.Status == http.StatusForbidden && request.Method == http.MethodPatch && c.config.SDKToken != "":
		message += " (it takes an SDK token of the role admin to disable and enable rooms)"
	}
	return response.Error(message)
}
