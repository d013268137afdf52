// Package whiteboard is a typed client for the rooms of Agora Interactive Whiteboard. It also signs the tokens with which
// people join rooms.
package whiteboard

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/account"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// DefaultEndpoint is the endpoint of the service, for all regions.
const DefaultEndpoint = "https://api.netless.link"

// requestTokenLifespan is the lifespan of the token that is signed for a request.
const requestTokenLifespan = 10 * time.Minute

// tokenHeader is the header of the token.
const tokenHeader = "Token"

// Config is the configuration of a Client.
type Config struct {
	// AccessKey and SecretKey are the key pair of a whiteboard project. Each request has a new token that is signed with it.
	AccessKey string
	SecretKey string
	// SDKToken is the token of all requests, for use without a key pair. The client never renews it.
	SDKToken string
	// Region is the default region of requests, see Regions.
	Region string
	// Transport has the endpoint, and configures how requests are sent.
	Transport transport.Config
}

// The needs of requests: a credential, and a default region for requests without a region. Signing an SDK token needs the key pair.
const (
	NeedCredential transport.Need = "credential"
	NeedRegion     transport.Need = "region"
	NeedKeyPair    transport.Need = "key pair"
)

// Client sends requests to the service. It is safe for concurrent use.
type Client struct {
	config    Config
	transport *transport.Client
}

// New returns a client. It sends no request.
func New(config Config) *Client {
	config.Transport.Service, config.Transport.SignatureHeader = "Agora Interactive Whiteboard", tokenHeader
	config.Transport.Secrets = []string{config.SecretKey, config.AccessKey, config.SDKToken}
	if configured := config.Transport.Endpoint; configured != nil {
		// The documented base URL ends with the version. The paths of the requests begin with it.
		endpoint := *configured
		endpoint.Path = strings.TrimSuffix(endpoint.Path, "/v5")
		config.Transport.Endpoint = &endpoint
	}
	return &Client{config: config, transport: transport.New(config.Transport)}
}

// Close closes idle connections.
func (c *Client) Close() { c.transport.Close() }

// Account returns the account of the credential, without a request: the whiteboard project of the key pair. An SDK token
// contains the access key of the pair that signed it.
func (c *Client) Account() account.Account {
	key := c.config.AccessKey
	if c.config.SDKToken != "" {
		key = accessKeyOf(c.config.SDKToken)
	}
	return c.transport.Account().With(account.APIKey, key).With(account.Token, c.config.SDKToken)
}

// Region returns the default region, or "" if it is not configured or unknown until apply.
func (c *Client) Region() string { return c.config.Region }

// CheckConfig returns nil if the configuration has all that a request needs, and otherwise a *transport.ConfigError.
func (c *Client) CheckConfig(need transport.Need) error {
	return c.transport.CheckConfig(need, c.hasKeyPair() || c.config.SDKToken != "" && need != NeedKeyPair)
}

func (c *Client) hasKeyPair() bool { return c.config.AccessKey != "" && c.config.SecretKey != "" }

// needOf returns the need of a request to a region. An empty region is the default region.
func needOf(region string) transport.Need {
	if region == "" {
		return NeedRegion
	}
	return NeedCredential
}

// call sends a request to a region and decodes the response into result. An empty region is the configured region.
func (c *Client) call(ctx context.Context, region string, request *transport.Request, result transport.Body) error {
	response, err := c.send(ctx, region, request)
	if err != nil {
		return err
	}
	return c.decode(request, response, result)
}

// send sends a request with a token.
func (c *Client) send(ctx context.Context, region string, request *transport.Request) (*transport.Response, error) {
	if err := c.CheckConfig(needOf(region)); err != nil {
		return nil, c.transport.RequestError(request, transport.NotConfigured, err.Error())
	}
	request.Header = http.Header{}
	request.Header.Set(tokenHeader, c.requestToken())
	request.Header.Set("region", cmp.Or(region, c.config.Region))
	request.ContentType = "application/json"
	return c.transport.Do(ctx, request)
}

// requestToken returns the token that a request is sent with.
func (c *Client) requestToken() string {
	if c.config.SDKToken != "" {
		return c.config.SDKToken
	}
	return c.sign("", Admin, requestTokenLifespan).Value
}

// decode decodes a response into result.
func (c *Client) decode(request *transport.Request, response *transport.Response, result transport.Body) error {
	if response.Status >= 400 {
		return c.apiError(request, response)
	}
	return response.Decode(&unwrappedBody{result})
}

// unwrappedBody decodes the inner body of a response in either form: the documentation shows bodies as
// {"status":…,"body":…}, and the service sends the inner body alone.
type unwrappedBody struct{ transport.Body }

// ObjectID returns the ID of the object in the inner body, or "" if there is none.
func (p *unwrappedBody) ObjectID() string {
	if object, ok := p.Body.(transport.Object); ok {
		return object.ObjectID()
	}
	return ""
}

func (p *unwrappedBody) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(innerBody(data), p.Body)
}

// innerBody returns the inner body of a response in either form.
func innerBody(data []byte) []byte {
	var wrapped struct {
		Body json.RawMessage `json:"body"`
	}
	if err := json.Unmarshal(data, &wrapped); err == nil && wrapped.Body != nil {
		return wrapped.Body
	}
	return data
}
