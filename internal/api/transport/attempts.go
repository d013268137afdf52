package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"slices"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// maxResponse is the maximum size of a response body, in bytes. The largest legitimate response is the log of a room, which
// has no pages: 64 MiB are about 200 000 entries.
const maxResponse = 64 << 20

// ErrResponseTooLarge is wrapped by the error of a request whose response body was larger than maxResponse.
var ErrResponseTooLarge = fmt.Errorf("the response is larger than %d MiB", maxResponse>>20)

var (
	errRequestTimeout = errors.New("no complete response in time")
	errBodyCut        = errors.New("the connection broke in the middle of the response")
)

// attempts sends one Request: the first attempt, its retries and the redirects that are followed. Each Request has a
// retryablehttp.Client of its own, because the decision to retry depends on what happened to this Request so far. The
// hooks of that client are methods of attempts, and attempts is the http.RoundTripper below it.
type attempts struct {
	client  *Client
	request *Request

	// count is the number of HTTP requests, including followed redirects.
	count int
	// progress is how far the last attempt got.
	progress progress
	// ambiguous is true if any attempt may have been executed although its response does not say so.
	ambiguous bool
	// excessiveWait is the wait that the service requested by Retry-After, if it is longer than maxRetryAfter.
	excessiveWait time.Duration
	// body is the body of the last response.
	body []byte
}

// progress is how far an attempt got.
type progress int

const (
	// idle means that no connection was requested. An error at this point says that the request cannot be sent at all.
	idle progress = iota
	// connecting means that no connection was established yet: the service cannot have received the request.
	connecting
	// connected means that the request may have been sent, at least in part.
	connected
)

// send sends an HTTP request until it succeeds or a retry cannot help. The body of the response is a.body.
func (a *attempts) send(request *retryablehttp.Request) (*http.Response, error) {
	client := &retryablehttp.Client{
		HTTPClient:   &http.Client{Transport: a, CheckRedirect: checkRedirect},
		RetryMax:     a.client.config.MaxRetries,
		RetryWaitMin: a.client.config.RetryWait,
		RetryWaitMax: maxWait,
		CheckRetry:   a.checkRetry,
		Backoff:      backoff,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	return client.Do(request)
}

// RoundTrip includes reading the whole body: until then the request is in flight, and its timeout runs. Therefore a
// body that is cut off is a failed round trip, like any other lost response.
func (a *attempts) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx := request.Context()
	a.progress, a.body = idle, nil
	if sem := a.client.sem; sem != nil {
		if err := sem.Acquire(ctx, 1); err != nil {
			return nil, err
		}
		defer sem.Release(1)
	}
	a.count++
	started := time.Now()
	response, err := a.roundTrip(ctx, request)
	if log := a.client.config.Log; log != nil {
		log(ctx, "HTTP request", a.logFields(request, response, err, time.Since(started)))
	}
	return response, err
}

func (a *attempts) CloseIdleConnections() { a.client.Close() }

func (a *attempts) roundTrip(ctx context.Context, request *http.Request) (*http.Response, error) {
	if timeout := a.client.config.RequestTimeout; timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, timeout, errRequestTimeout)
		defer cancel()
	}
	response, err := a.client.transport.RoundTrip(request.WithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		// GetConn is also called when net/http replaces a broken connection, which it does only if nothing was written to it.
		GetConn: func(string) { a.progress = connecting },
		GotConn: func(httptrace.GotConnInfo) { a.progress = connected },
	})))
	if err != nil {
		return nil, timeoutOr(ctx, a.client.toProxyError(request, nil, err))
	}
	defer response.Body.Close()
	if err := a.client.toProxyError(request, response, nil); err != nil {
		return nil, err
	}
	if response.ContentLength > maxResponse {
		return nil, ErrResponseTooLarge
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxResponse+1))
	if err != nil {
		return nil, timeoutOr(ctx, fmt.Errorf("%w: %w", errBodyCut, err))
	}
	if len(body) > maxResponse {
		return nil, ErrResponseTooLarge
	}
	a.body, response.Body = body, http.NoBody
	if _, err := response.Location(); err != nil {
		response.Header.Del("Location") // the error of http.Client would quote a header that it cannot parse
	}
	return response, nil
}

// timeoutOr returns errRequestTimeout if the timeout of this attempt caused err, and otherwise err.
func timeoutOr(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), errRequestTimeout) {
		return errRequestTimeout
	}
	return err
}

// logFields describes a round trip without secrets: it has the names of query parameters, but no values, headers or bodies.
func (a *attempts) logFields(request *http.Request, response *http.Response, err error, took time.Duration) map[string]any {
	scrub := a.client.Secrets.Scrub
	fields := map[string]any{
		"service": a.client.config.Service, "method": request.Method, "path": scrub(request.URL.EscapedPath()),
		"attempt": a.count, "duration_ms": took.Milliseconds(),
	}
	if query := request.URL.Query(); len(query) > 0 {
		names := make([]string, 0, len(query))
		for name := range query {
			names = append(names, name)
		}
		slices.Sort(names)
		fields["query_parameters"] = names
	}
	if err != nil {
		fields["problem"] = scrub(describe(err))
	} else {
		fields["status"] = response.StatusCode
	}
	return fields
}
