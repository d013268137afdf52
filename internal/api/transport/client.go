// Package transport is the HTTP client of all services. It limits the requests in flight, their time and the size of their
// responses, retries requests if that is safe, and keeps secrets out of logs and errors. It knows nothing of Terraform and
// of any particular service.
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

// idleTimeout is how long an idle connection is kept. The XRCLOUD server closes idle connections after 5 s. A client that keeps
// them longer sends requests on closed connections.
const idleTimeout = 4 * time.Second

// Config is the configuration of a Client.
type Config struct {
	// Service is the name of the service, for messages.
	Service string
	// Endpoint is the base URL of the service, see ParseEndpoint. Paths of requests are appended to its path. It is nil if the
	// endpoint is missing or unknown until apply: Check then refuses every request.
	Endpoint *url.URL
	// EndpointOrigin is a sentence that says where the endpoint comes from, for messages; or "".
	EndpointOrigin string
	// CredentialSource says where the credential of all requests comes from, for messages, such as "the argument vcs.api_key".
	CredentialSource string
	// UserAgent is sent with each request.
	UserAgent string
	// SignatureHeader is a header with a new signature in each request, or "". Requests that differ only in it are equal.
	SignatureHeader string
	// RootCAs are the certificates to trust; nil means the system's.
	RootCAs *x509.CertPool
	// RequestTimeout is the maximum time of an HTTP request, from connecting to the last byte of the response; 0 means no
	// maximum.
	RequestTimeout time.Duration
	// MaxRetries is the maximum number of retries of a request.
	MaxRetries int
	// RetryWait is the wait before the first retry. It doubles with each retry. 0 means one second.
	RetryWait time.Duration
	// MaxConcurrent is the maximum number of requests in flight; 0 means no maximum.
	MaxConcurrent int
	// Check, if set, returns an error if the configuration lacks a setting that a request needs.
	Check func(Need) *ConfigError
	// AcceptAccountChange makes Account equal to every other account, because the user confirmed the change.
	AcceptAccountChange bool
	// Secrets are removed from all messages. More can be added to Client.Secrets.
	Secrets []string
	// Log, if set, is called for each attempt. It never gets headers, bodies or query values.
	Log func(ctx context.Context, message string, fields map[string]any)
}

// Client sends requests to one service. It is safe for concurrent use.
type Client struct {
	// Secrets are the values that messages must not show.
	Secrets *Secrets

	config    Config
	transport *http.Transport
	// sem limits how many requests are in flight; nil means no limit.
	sem *semaphore.Weighted
	// reads are the reads in flight that can share their responses.
	reads SharedRequest[*Response]
	// finishedWrites is the number of requests that may have changed the service, see readKey.
	finishedWrites atomic.Int64
	// unreachable is true after a request could not connect in all of its attempts, until another request gets a response.
	// Meanwhile requests are not retried: hundreds of requests that each wait for a server that is down would take hours.
	unreachable atomic.Bool
}

// New returns a client. It sends no request.
func New(config Config) *Client {
	if config.Endpoint == nil {
		config.Endpoint = &url.URL{}
	}
	if config.RetryWait <= 0 {
		config.RetryWait = defaultWait
	}
	transport := http.DefaultTransport.(*http.Transport).Clone() //nolint:forcetypeassert // its type is documented
	useProxy(transport, http.ProxyFromEnvironment)
	transport.IdleConnTimeout = idleTimeout
	transport.MaxIdleConns = 0 // no maximum besides that of the only host
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

// Account returns the account at the endpoint, without a name: the client of the service adds the names.
func (c *Client) Account() account.Account {
	current := account.New(c.config.Service, c.config.Endpoint)
	if c.config.AcceptAccountChange {
		return current.Accepting()
	}
	return current
}

// Close closes idle connections.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

// Request is a request to an API.
type Request struct {
	Method string
	// Path is escaped and begins with a slash; it is appended to the endpoint.
	Path   string
	Query  url.Values
	Header http.Header
	// ObjectID is the ID of the object that the response must have, or empty. A faulty cache or proxy can respond with another object.
	ObjectID string
	// Body is sent with the content type ContentType.
	Body        []byte
	ContentType string
	// Idempotent is true if executing the request twice has the same effect as once. Then it is retried even if it may have
	// been executed. Set it for every GET, and for PATCH and DELETE if the service guarantees it.
	Idempotent bool
	// Shared is true for a GET that may share its response with equal ones that are in flight at the same time. Leave it false if
	// the response has a value that is new in each response and that the caller returns, or if the request creates something.
	Shared bool
	// TransientFault, if set, reports whether a response with an error status is due to a transient fault of the service,
	// although the status does not say so. Such a response is treated like a 5xx.
	TransientFault func(status int, body []byte) bool
}

// JSON sets the body of the request to value.
func (r *Request) JSON(value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode the body of %s %s: %w", r.Method, r.Path, err)
	}
	r.Body, r.ContentType = body, "application/json"
	return nil
}

// Response is a complete response with any status but a redirect. Callers must not change it, see Request.Shared.
type Response struct {
	Status int
	Header http.Header
	Body   []byte

	attempts *attempts
}

// send is Do for a request whose response is not shared.
func (c *Client) send(ctx context.Context, request *Request) (*Response, error) {
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

// Body is the decoded body of a successful response.
type Body interface {
	// Validate returns an error if the body lacks a field that every such response of the service has. The error is a clause about
	// the body, such as "it has no id".
	Validate() error
}

// Object is a Body with one object. Decode compares its ID with Request.ObjectID.
type Object interface {
	Body
	ObjectID() string
}

// ValidateEach validates the objects of a list, which kind names as in "a room".
func ValidateEach[T Body](kind string, list []T) error {
	for _, object := range list {
		if err := object.Validate(); err != nil {
			return fmt.Errorf("%s in it is invalid: %w", kind, err)
		}
	}
	return nil
}

// Decode decodes a JSON response into body and validates it. Pass nil for a request whose response has no body. If the body
// is not JSON, is JSON of another form, is invalid, has another object than Request.ObjectID, or exists although body is nil, the
// error is an UnexpectedError: the HTML page of a proxy, for example, does not mean that the request was executed.
func (r *Response) Decode(body Body) error {
	switch {
	case body == nil && len(r.Body) == 0:
		return nil
	case body == nil || !r.IsJSON():
		return r.UnexpectedError("")
	}
	if err := json.Unmarshal(r.Body, body); err != nil {
		return r.UnexpectedError(decodeProblem(err))
	}
	if err := body.Validate(); err != nil {
		return r.UnexpectedError(err.Error())
	}
	want := r.attempts.request.ObjectID
	if object, ok := body.(Object); ok && want != "" && object.ObjectID() != want {
		return r.UnexpectedError("it has another object than the requested one")
	}
	return nil
}

// IsJSON reports whether the content type of the response is JSON.
func (r *Response) IsJSON() bool {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && (media == "application/json" || strings.HasSuffix(media, "+json"))
}

// decodeProblem says why JSON cannot be decoded, without showing a part of it.
func decodeProblem(err error) string {
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		found := kind.Value
		if strings.HasPrefix(found, "number ") {
			found = "number" // the rest is the number itself
		}
		problem := fmt.Sprintf("%s in place of %s", found, kind.Type)
		if kind.Field != "" {
			problem += fmt.Sprintf(", in the field %q", kind.Field)
		}
		return problem
	}
	if _, ok := errors.AsType[*json.SyntaxError](err); ok {
		return "it is incomplete or invalid JSON"
	}
	return "it has a value of an unexpected type"
}
