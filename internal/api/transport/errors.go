package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// Reason is the kind of failure of an Error, independent of the service.
type Reason int

// The reasons. Only NotFound says that an object does not exist. For every other reason the object must be assumed to exist.
const (
	// Unclassified is the zero value: a failure that has no other reason, such as a request that is not valid HTTP.
	Unclassified Reason = iota
	// NotConfigured means that the configuration lacks a setting. The request was not sent.
	NotConfigured
	// ConflictingConfig means that settings contradict each other. The request was not sent.
	ConflictingConfig
	// NoResponse means that no complete response was received: no connection, a reset, a body that was cut off, or a timeout.
	// The service may have executed the request if the error is Ambiguous.
	NoResponse
	// UnexpectedResponse means that the response is not one of the service's API: HTML, a redirect, or JSON of another form.
	// The endpoint is wrong, or a proxy responded in place of the service.
	UnexpectedResponse
	// UnknownRoute means that the server does not have the path (404). The endpoint is wrong, or the service has another
	// version. It does not mean that the object does not exist.
	UnknownRoute
	// NotFound means that the service says that the object in the path does not exist in this account.
	NotFound
	// Unauthorized means that the service rejected the credential (401), or that the credential does not have the right to the
	// request (403). The request was not executed.
	Unauthorized
	// Invalid means that the service refused the values of the request (400, 409, 413, 415, 422). Fields may say which.
	Invalid
	// RateLimited means that the service refused the request because of too many requests (429), after all retries.
	RateLimited
	// ServerError means that the service or a proxy responded with 5xx or 408, after all retries.
	ServerError
	// ProxyFailed means that a forward proxy refused the request or could not be reached. The service did not receive the
	// request.
	ProxyFailed
)

// FieldError is the message of a service about one field of a request.
type FieldError struct {
	// Field is the API's name of the field, or "" if the message is about no field.
	Field   string
	Message string
	// Missing is the kind of object that the field refers to and that does not exist, such as "scene".
	Missing string
	// Conflict is the object that already has the value of the field, if the service allows each value once.
	Conflict *ConflictingObject
	// TierLimit is the limit of the account's tier that the request exceeds, or nil.
	TierLimit *TierLimit
}

// TierLimit is a limit of an account's tier: for the field that the message is about, or for the number of objects if it is
// about no field.
type TierLimit struct {
	// Objects are the objects that are limited, such as "rooms".
	Objects string
	// Maximum is the largest value of the field, or the largest number of objects.
	Maximum string
}

// ConflictingObject is the object that already has a value. ID and Name are empty if the client cannot find it.
type ConflictingObject struct {
	// Kind is the kind of object, such as "project".
	Kind string
	ID   string
	Name string
}

// Error is the error of a request. It contains no secrets.
type Error struct {
	// Service is the name of the service, see Config.
	Service string
	Method  string
	// Path is below the Endpoint, and without the query.
	Path     string
	Endpoint string
	// EndpointOrigin is a sentence that says where the endpoint comes from, or "".
	EndpointOrigin string
	// CredentialSource says where the credential of the request comes from, such as "the argument api_key", or "".
	CredentialSource string
	// CredentialExpired is when the credential expired; zero if it has not expired or does not say when it expires.
	CredentialExpired time.Time
	// Need is the need of the request if the service does not accept the credential that it was sent with; otherwise "".
	Need Need
	// Missing says which settings for Need are missing from the configuration, or is nil.
	Missing *ConfigError
	// ProxyStatus is the status with which a forward proxy refused the request; otherwise 0.
	ProxyStatus int
	// Status is the status of the response; 0 without a response.
	Status int
	Reason Reason
	// Message is the message of the service, or the reason why no response was received.
	Message string
	// Fields has the messages of the service about fields of the request. Message includes them.
	Fields []FieldError
	// ExistenceUnknown is true if the service does not find the object, and this credential cannot tell whether it exists.
	ExistenceUnknown bool
	// Ambiguous is true if the service may have executed the request.
	Ambiguous bool
	// Attempts is the number of HTTP requests that were sent or tried, including followed redirects.
	Attempts int
	// Creation says what is unknown about the objects that a lost creation may have created, or is nil.
	Creation *CreationError
	// RemovedPart is the part of the object that was removed before a delete that failed, and was not restored, such as "chat
	// module"; or "".
	RemovedPart string

	cause error
}

func (e *Error) Error() string {
	text := e.Method + " " + e.Path
	if e.Status != 0 {
		text += strings.TrimRight(fmt.Sprintf(": %d %s", e.Status, http.StatusText(e.Status)), " ")
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	return text
}

// Unwrap returns context.Canceled, context.DeadlineExceeded or ErrResponseTooLarge if that caused the error.
func (e *Error) Unwrap() error { return e.cause }

// ReasonOf returns the reason of the *Error in err's chain. For other errors and for nil it is Unclassified.
func ReasonOf(err error) Reason {
	if failure, ok := errors.AsType[*Error](err); ok {
		return failure.Reason
	}
	return Unclassified
}

// IsNotFound reports whether err says that the object does not exist.
func IsNotFound(err error) bool { return ReasonOf(err) == NotFound }

// IsAmbiguous reports whether err is the error of a request that the service may have executed.
func IsAmbiguous(err error) bool {
	failure, ok := errors.AsType[*Error](err)
	return ok && failure.Ambiguous
}

// RequestError returns an error about a request that has no response at fault: the request was not sent, or the responses to
// several requests, such as those for the pages of a list, contradict each other.
func (c *Client) RequestError(request *Request, reason Reason, message string) *Error {
	failure := c.newError(request)
	failure.Reason, failure.Message = reason, c.Secrets.Scrub(message)
	return failure
}

// ListError returns an error about the list at a path as a whole, not about the response to one of its requests.
func (c *Client) ListError(path, message string) *Error {
	return c.RequestError(&Request{Method: http.MethodGet, Path: path}, Unclassified, message)
}

// Error returns the error of a response with the messages of the service. The reason follows from the status. The client of
// the service changes it if the service uses the status in another way: a 404 is UnknownRoute until the client knows that the
// service means the object.
func (r *Response) Error(message string, fields ...FieldError) *Error {
	failure := r.attempts.newError()
	failure.Status, failure.Reason = r.Status, reasonOf(r.Status)
	scrub := r.attempts.client.Secrets.Scrub
	failure.Message = scrub(message)
	if wait := r.attempts.excessiveWait; wait > 0 {
		failure.Message = strings.TrimSpace(fmt.Sprintf("%s (the service requests a wait of %s before a retry, and the provider waits at most %s)",
			failure.Message, wait.Round(time.Second), maxRetryAfter))
	}
	for _, field := range fields {
		field.Field, field.Message = scrub(field.Field), scrub(field.Message)
		failure.Fields = append(failure.Fields, field)
	}
	return failure
}

func reasonOf(status int) Reason {
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return Unauthorized
	case status == http.StatusNotFound:
		return UnknownRoute
	case status == http.StatusTooManyRequests:
		return RateLimited
	case status == http.StatusRequestTimeout, status >= 500:
		return ServerError
	case status >= 400:
		return Invalid
	}
	return Unclassified
}

// UnexpectedError returns the error of a response that is not one of the service's API. problem says what is wrong with it; ""
// if that is unknown. The reason is UnexpectedResponse, unless the status alone is enough for another one. After a write with a
// status of success the error is ambiguous.
func (r *Response) UnexpectedError(problem string) *Error {
	switch r.Status {
	case http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong, http.StatusRequestHeaderFieldsTooLarge:
		return r.Error("the request is too long for the server, or for a proxy in front of it") // which responds in place of the API
	}
	what := "a response that is not JSON"
	switch media := r.Header.Get("Content-Type"); {
	case strings.Contains(media, "html"):
		what = "an HTML page" + pageTitle(r.Body)
	case r.IsJSON():
		what = "JSON that " + r.attempts.client.config.Service + " does not send"
	case media == "" && len(r.Body) == 0:
		what = "an empty response"
	}
	if problem != "" {
		what += ": " + problem
	}
	failure := r.Error(what)
	failure.Ambiguous = failure.Ambiguous || r.Status < 300 && r.attempts.request.Method != http.MethodGet
	if failure.Reason == Unclassified || failure.Reason == UnknownRoute || failure.Reason == Invalid {
		failure.Reason = UnexpectedResponse
	}
	return failure
}

var titlePattern = regexp.MustCompile(`(?is)<title[^>]*>([^<]{1,100})`)

func pageTitle(body []byte) string {
	if title := titlePattern.FindSubmatch(body[:min(len(body), 4096)]); title != nil {
		return fmt.Sprintf(" titled %q", oneLine(string(title[1])))
	}
	return ""
}

// redirected returns the error of a redirect that was not followed. It shows only the scheme and the host of the target.
func (r *Response) redirected(response *http.Response) *Error {
	what := "a redirect"
	if target, err := response.Location(); err == nil && target.Host != "" {
		what = "a redirect to " + target.Scheme + "://" + target.Host
	}
	failure := r.Error(what)
	failure.Reason = UnexpectedResponse
	return failure
}

// error returns the error of a request that got no complete response.
func (a *attempts) error(err error) *Error {
	failure := a.newError()
	failure.Message = a.client.Secrets.Scrub(describe(err))
	for _, cause := range []error{context.Canceled, context.DeadlineExceeded, ErrResponseTooLarge} {
		if errors.Is(err, cause) {
			failure.cause = cause
		}
	}
	if a.progress != idle || failure.cause != nil {
		failure.Reason = NoResponse
	}
	if proxy, ok := errors.AsType[*proxyError](err); ok {
		failure.Reason, failure.ProxyStatus = ProxyFailed, proxy.status
	}
	return failure
}

func (a *attempts) newError() *Error {
	failure := a.client.newError(a.request)
	failure.Attempts, failure.Ambiguous = a.count, a.ambiguous
	return failure
}

func (c *Client) newError(request *Request) *Error {
	return &Error{
		Service: c.config.Service, Method: request.Method, Path: c.Secrets.Scrub(request.Path),
		Endpoint: c.config.Endpoint.String(), EndpointOrigin: c.config.EndpointOrigin, CredentialSource: c.config.CredentialSource,
	}
}
