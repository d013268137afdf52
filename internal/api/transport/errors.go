package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// Reason says what kind of failure an Error is, independent of the service.
type Reason int

// The reasons. Only Gone says that the thing asked for does not exist; no other one may make anybody forget it.
const (
	// Failed is everything without a reason of its own, such as a request that cannot be sent at all.
	Failed Reason = iota
	// NotConfigured means that nothing was sent, since the client lacks a setting.
	NotConfigured
	// ConflictingConfig means that nothing was sent, since the client's settings contradict each other.
	ConflictingConfig
	// NoResponse means that no complete answer came: no connection, a reset, a cut body, a timeout.
	NoResponse
	// UnexpectedResponse means that something answered that is not the service's API: HTML, a redirect, JSON of another shape.
	UnexpectedResponse
	// UnknownRoute means that the server knows no such path: a wrong endpoint, or a service too old or too new.
	UnknownRoute
	// NotFound means that the service itself says that the thing does not exist.
	NotFound
	// Unauthorized means that the service refused the credential (401) or the right to this call (403).
	Unauthorized
	// Invalid means that the service refused what was sent (400, 409, 413, 415, 422).
	Invalid
	// RateLimited means that the service still refused to answer so many requests (429) after all repetitions.
	RateLimited
	// ServerError means that the service answered 5xx or 408 after all repetitions.
	ServerError
	// ProxyFailed means that a forward proxy refused the request or could not be reached. The service did not see it.
	ProxyFailed
)

// FieldError is what a service says against one field of a request, by the API's own name for it.
type FieldError struct {
	Field   string
	Message string
	// Missing is the kind of object that the field refers to and that does not exist, such as "scene".
	Missing string
	// Conflict is the object that has the value of the field already, if the service allows each value once.
	Conflict *ConflictingObject
}

// ConflictingObject is an object that another one cannot be created beside. ID and Name are empty if the client cannot find
// it.
type ConflictingObject struct {
	// Kind is the kind of object, such as "project".
	Kind string
	ID   string
	Name string
}

// Error is a call that did not give what was asked for. Its texts show no secrets.
type Error struct {
	Service string
	Method  string
	// Path is without the query, below the Endpoint.
	Path     string
	Endpoint string
	// EndpointOrigin is a sentence that says where the endpoint comes from, or "".
	EndpointOrigin string
	// Credential says where the credential comes from that the request was sent with, such as "the argument api_key", or "".
	CredentialSource string
	// Expired is when that credential expired, as far as it says so itself.
	CredentialExpired time.Time
	// Status is that of the answer; 0 where there was none.
	Status int
	Reason Reason
	// Message says what the service answered, or what kept it from answering.
	Message string
	Fields  []FieldError
	// ExistenceUnknown is true if the service does not find the object, and this credential cannot tell whether it exists.
	ExistenceUnknown bool
	// Ambiguous says that the request may have been carried out.
	Ambiguous bool
	// Attempts is how often it was tried to send the request.
	Attempts int
	// Advice says what to do, if the client knows more than the Reason tells.
	Advice string

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

// Unwrap gives what broke the call below HTTP, if that is known, such as context.Canceled.
func (e *Error) Unwrap() error { return e.cause }

// ReasonOf is the reason of an *Error anywhere in err's chain, and Failed for all other errors.
func ReasonOf(err error) Reason {
	if failure, ok := errors.AsType[*Error](err); ok {
		return failure.Reason
	}
	return Failed
}

// IsNotFound says whether err is the service's own word that the thing does not exist.
func IsNotFound(err error) bool { return ReasonOf(err) == NotFound }

// IsAmbiguous says whether err leaves open whether the request was carried out.
func IsAmbiguous(err error) bool {
	failure, ok := errors.AsType[*Error](err)
	return ok && failure.Ambiguous
}

// NotSentError is the error of a call that was never sent, for the reason that message gives.
func (c *Client) NotSentError(request *Request, reason Reason, message string) *Error {
	failure := c.newError(request)
	failure.Reason, failure.Message = reason, c.Secrets.Scrub(message)
	return failure
}

// Error makes an answer an *Error. The reason follows from the status, and the service's package may mend it where its
// service uses statuses in its own way.
func (r *Response) Error(message string, fields ...FieldError) *Error {
	failure := r.attempts.newError()
	failure.Status, failure.Reason = r.Status, reasonOf(r.Status)
	scrub := r.attempts.client.Secrets.Scrub
	failure.Message = scrub(message)
	if wait := r.attempts.excessiveWait; wait > 0 {
		failure.Message = strings.TrimSpace(fmt.Sprintf("%s (the service asks to wait %s before another try, and no more than %s is waited for)",
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
	return Failed
}

// UnexpectedError is the error of an answer that the service's API does not give, with what is wrong with it if that is known.
func (r *Response) UnexpectedError(problem string) *Error {
	switch r.Status {
	case http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong, http.StatusRequestHeaderFieldsTooLarge:
		return r.Error("the request is too long for the server, or for a proxy in front of it") // which answers before the API could
	}
	what := "an answer that is not JSON"
	switch media := r.Header.Get("Content-Type"); {
	case strings.Contains(media, "html"):
		what = "an HTML page" + pageTitle(r.Body)
	case r.IsJSON():
		what = "JSON that " + r.attempts.client.config.Service + " does not send"
	case media == "" && len(r.Body) == 0:
		what = "an empty answer"
	}
	if problem != "" {
		what += ": " + problem
	}
	failure := r.Error(what)
	// After a status of success, nobody knows what was done; and no 404 of a stranger may pass for "gone".
	failure.Ambiguous = failure.Ambiguous || r.Status < 300 && r.attempts.request.Method != http.MethodGet
	if failure.Reason == Failed || failure.Reason == UnknownRoute || failure.Reason == Invalid {
		failure.Reason = UnexpectedResponse
	}
	return failure
}

var titleElement = regexp.MustCompile(`(?is)<title[^>]*>([^<]{1,100})`)

func pageTitle(body []byte) string {
	if title := titleElement.FindSubmatch(body[:min(len(body), 4096)]); title != nil {
		return fmt.Sprintf(" titled %q", oneLine(string(title[1])))
	}
	return ""
}

// redirected is the error of a redirect that was not followed. Of its target, only what an endpoint is made of is shown.
func (r *Response) redirected(answer *http.Response) *Error {
	what := "a redirect"
	if target, err := answer.Location(); err == nil && target.Host != "" {
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
	if errors.As(err, new(*proxyError)) {
		failure.Reason = ProxyFailed
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

// describe says in plain words what broke a round trip. The texts of net/http hold the whole URL, with its query, and
// are therefore never shown.
func describe(err error) string {
	var dns *net.DNSError
	var op *net.OpError
	var certificate *tls.CertificateVerificationError
	var proxy *proxyError
	switch {
	case errors.As(err, &proxy):
		return proxy.Error()
	case errors.Is(err, errBadProxy):
		return errBadProxy.Error()
	case errors.Is(err, errRequestTimeout):
		return "no complete answer within the request timeout"
	case errors.Is(err, ErrResponseTooLarge):
		return ErrResponseTooLarge.Error()
	case errors.Is(err, context.Canceled):
		return "the call was cancelled"
	case errors.Is(err, context.DeadlineExceeded):
		return "the call's time was up"
	case errors.As(err, &dns):
		return fmt.Sprintf("the host name %q could not be resolved", dns.Name)
	case errors.Is(err, http.ErrSchemeMismatch), errors.As(err, new(tls.RecordHeaderError)):
		return "the server does not speak TLS at this address, although the endpoint begins with https"
	case errors.As(err, &certificate):
		return "the server's certificate is not trusted: " + certificate.Err.Error()
	case errors.Is(err, errCut):
		return errCut.Error()
	case errors.Is(err, syscall.ECONNREFUSED):
		return "the connection was refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "the connection was reset before the answer"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection was closed before the answer"
	case errors.As(err, &op):
		return fmt.Sprintf("the network failed (%s): %v", op.Op, op.Err)
	}
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	return err.Error()
}

// isTLSError says that TLS did not come about, which another try would not change.
func isTLSError(err error) bool {
	return errors.Is(err, http.ErrSchemeMismatch) || errors.As(err, new(tls.RecordHeaderError)) ||
		errors.As(err, new(*tls.CertificateVerificationError))
}
