// Package transport is the one HTTP stack of all services that the provider talks to: it limits how many requests are
// under way, bounds their time and the size of their answers, repeats what is safe to repeat, and keeps secrets out of
// logs and errors. It knows nothing of Terraform and nothing of any one service.
package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"golang.org/x/sync/semaphore"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/account"
)

// idleTimeout is how long an unused connection is kept. The XRCLOUD server closes idle connections after 5 s, and a
// client that keeps them longer meets resets.
const idleTimeout = 4 * time.Second

// Config is what a Client is made from.
type Config struct {
	// Service is the service's name as users know it, for messages.
	Service string
	// Endpoint is the base URL of the service, see ParseEndpoint. Paths of requests are appended to its path. It is nil if the
	// endpoint is missing or unknown until apply: Check then refuses every request.
	Endpoint *url.URL
	// EndpointOrigin is a sentence that says where the endpoint comes from, for messages.
	EndpointOrigin string
	// CredentialSource says where the credential of all requests comes from, for messages: "the argument vcs.api_key".
	CredentialSource string
	// UserAgent is sent with each request.
	UserAgent string
	// RootCAs are the certificates to trust; nil means those of the system.
	RootCAs *x509.CertPool
	// RequestTimeout bounds one HTTP request, from connecting to the last byte read; 0 means no bound.
	RequestTimeout time.Duration
	// Proxy returns the proxy of a request, or nil; if it is not set, the environment names the proxy.
	Proxy func(*http.Request) (*url.URL, error)
	// MaxRetries is how often a request is repeated at the most; 0 turns retries off.
	MaxRetries int
	// RetryWait is the wait before the first repetition; it doubles with each further one. 0 means one second.
	RetryWait time.Duration
	// MaxConcurrent is how many requests may be under way at once; 0 means no limit.
	MaxConcurrent int
	// Check returns what the configuration lacks for a request, or nil. If Check is not set, nothing is missing.
	Check func(Need) *ConfigError
	// AcceptAccountChange makes Account the same as any other one, because the user says so.
	AcceptAccountChange bool
	// Secrets are scrubbed from all messages; more can be added later with Client.Secrets.
	Secrets []string
	// Log, if set, is told of each attempt. It is never given headers, bodies or query values.
	Log func(ctx context.Context, message string, fields map[string]any)
}

// Client sends requests to one service. It may be used by several goroutines.
type Client struct {
	// Secrets are the values that no message may show.
	Secrets *Secrets

	config    Config
	transport *http.Transport
	// sem limits how many requests are in flight; nil means no limit.
	sem *semaphore.Weighted
	// unreachable is true after a request could not connect in all of its attempts, until another request gets a response.
	// Meanwhile requests are not retried: hundreds of requests that each wait for a server that is down would take hours.
	unreachable atomic.Bool
}

// New returns a client. It sends nothing.
func New(config Config) *Client {
	if config.Endpoint == nil {
		config.Endpoint = &url.URL{}
	}
	if config.Proxy == nil {
		config.Proxy = http.ProxyFromEnvironment
	}
	if config.RetryWait <= 0 {
		config.RetryWait = defaultWait
	}
	transport := http.DefaultTransport.(*http.Transport).Clone() //nolint:forcetypeassert // its type is documented
	useProxy(transport, config.Proxy)
	transport.IdleConnTimeout = idleTimeout
	transport.MaxIdleConnsPerHost = max(config.MaxConcurrent, http.DefaultMaxIdleConnsPerHost)
	if config.RootCAs != nil {
		transport.TLSClientConfig = &tls.Config{RootCAs: config.RootCAs, MinVersion: tls.VersionTLS12}
	}
	client := &Client{config: config, transport: transport, Secrets: &Secrets{}}
	client.Secrets.Add(config.Secrets...)
	if config.MaxConcurrent > 0 {
		client.sem = semaphore.NewWeighted(int64(config.MaxConcurrent))
	}
	return client
}

// Service is the service's name as users know it.
func (c *Client) Service() string { return c.config.Service }

// Account returns the account at the service's endpoint, without a name: only the service's own client knows one.
func (c *Client) Account() account.Account {
	who := account.New(c.config.Service, c.config.Endpoint)
	if c.config.AcceptAccountChange {
		return who.Accepting()
	}
	return who
}

// Close closes the connections that no request uses.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

// Request is one call of an API.
type Request struct {
	Method string
	// Path is escaped and begins with a slash; it is appended to the endpoint.
	Path   string
	Query  url.Values
	Header http.Header
	// Body is sent with the content type Type.
	Body        []byte
	ContentType string
	// Idempotent says that doing it twice is the same as doing it once, so that it may be repeated when nobody knows
	// whether it was carried out. Set it on every GET, and on PATCH and DELETE where the service makes it true.
	Idempotent bool
	// TransientFault, if set, reports whether an answer with a status of failure tells of a passing fault of the service,
	// although its status does not say so. Such an answer is treated like a 5xx.
	TransientFault func(status int, body []byte) bool
}

// JSON makes value the request's body.
func (r *Request) JSON(value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode the body of %s %s: %w", r.Method, r.Path, err)
	}
	r.Body, r.ContentType = body, "application/json"
	return nil
}

// Response is a complete answer with any status.
type Response struct {
	Status int
	Header http.Header
	Body   []byte

	attempts *attempts
}

// Do sends a request, again where that helps and does no harm, and reads the whole answer. An error is always an
// *Error; an answer with any status but a redirect is none.
func (c *Client) Do(ctx context.Context, request *Request) (*Response, error) {
	attempts := &attempts{client: c, request: request}
	target := strings.TrimSuffix(c.config.Endpoint.String(), "/") + request.Path
	if len(request.Query) > 0 {
		target += "?" + request.Query.Encode()
	}
	var body any // an empty []byte in it would be a body of unknown length
	if len(request.Body) > 0 {
		body = request.Body
	}
	wire, err := retryablehttp.NewRequestWithContext(ctx, request.Method, target, body)
	if err != nil {
		return nil, attempts.error(err)
	}
	maps.Copy(wire.Header, request.Header)
	wire.Header.Set("User-Agent", c.config.UserAgent)
	wire.Header.Set("Accept", "application/json")
	if request.ContentType != "" {
		wire.Header.Set("Content-Type", request.ContentType)
	}
	received, err := attempts.send(wire)
	if err != nil {
		if attempts.progress == connecting && attempts.count > c.config.MaxRetries {
			c.unreachable.Store(true)
		}
		return nil, attempts.error(err)
	}
	defer received.Body.Close()
	c.unreachable.Store(false)
	response := &Response{Status: received.StatusCode, Header: received.Header, Body: attempts.body, attempts: attempts}
	if response.Status >= 300 && response.Status < 400 {
		return nil, response.redirected(received)
	}
	return response, nil
}

// Decode reads a JSON answer into value. What is not JSON, or of another shape, is an *Error with UnexpectedResponse.
func (r *Response) Decode(value any) error {
	if !r.IsJSON() {
		return r.UnexpectedError("")
	}
	if err := json.Unmarshal(r.Body, value); err != nil {
		return r.UnexpectedError(decodeProblem(err))
	}
	return nil
}

// IsJSON says whether the answer calls itself JSON.
func (r *Response) IsJSON() bool {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && (media == "application/json" || strings.HasSuffix(media, "+json"))
}

// decodeProblem says what is wrong with a JSON text without showing any of it.
func decodeProblem(err error) string {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind):
		found := kind.Value
		if strings.HasPrefix(found, "number ") {
			found = "number" // the rest is the number itself
		}
		problem := fmt.Sprintf("%s in place of %s", found, kind.Type)
		if kind.Field != "" {
			problem += fmt.Sprintf(", in the field %q", kind.Field)
		}
		return problem
	case errors.As(err, new(*json.SyntaxError)):
		return "it is cut off or broken JSON"
	}
	return "it has a value of another form than expected"
}
