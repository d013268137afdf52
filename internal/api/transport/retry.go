package transport

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	defaultWait = time.Second
	// maxWait is the maximum of the wait that doubles with each retry.
	maxWait = 30 * time.Second
	// maxRetryAfter is the longest wait by Retry-After that is kept. If a service requests a longer one, the request fails at
	// once, so that the user can decide.
	maxRetryAfter = 2 * time.Minute
)

// checkRetry reports whether to retry a request. A request that was not executed is always retried: no connection, 429, and
// 503 with Retry-After. A request that may have been executed (a lost response, 408, any other 5xx) is retried only if it is
// idempotent.
func (a *attempts) checkRetry(_ context.Context, response *http.Response, err error) (bool, error) {
	if failure, ok := errors.AsType[*proxyError](err); ok {
		return failure.isTransient() && !a.client.unreachable.Load(), err // the service did not receive the request
	}
	switch {
	case err != nil && a.progress != connected, err == nil && isRefused(response):
		// The request was not executed.
	case err != nil, isServerError(response.StatusCode), a.isTransientFault(response):
		a.ambiguous = a.request.Method != http.MethodGet
		if !a.request.Idempotent {
			return false, err
		}
	default:
		return false, nil
	}
	if err != nil {
		hopeless := a.progress == connecting && a.client.unreachable.Load()
		return a.progress != idle && !hopeless && isTransientError(err), err
	}
	if wait, ok := retryAfter(response.Header.Get("Retry-After"), time.Now()); ok && wait > maxRetryAfter {
		a.excessiveWait = wait
		return false, nil
	}
	return true, nil
}

// isRefused reports whether the service did not execute the request because of its load.
func isRefused(response *http.Response) bool {
	return response.StatusCode == http.StatusTooManyRequests ||
		response.StatusCode == http.StatusServiceUnavailable && response.Header.Get("Retry-After") != ""
}

// isServerError reports whether the status means a transient fault. The request may have been executed.
func isServerError(status int) bool {
	return status == http.StatusRequestTimeout ||
		status >= http.StatusInternalServerError && status != http.StatusNotImplemented
}

// isTransientFault reports whether the client of the service recognizes the response as a transient fault.
func (a *attempts) isTransientFault(response *http.Response) bool {
	recognize := a.request.TransientFault
	return recognize != nil && response.StatusCode >= http.StatusBadRequest && recognize(response.StatusCode, a.body)
}

// isTransientError reports whether a retry of a failed round trip may succeed.
func isTransientError(err error) bool {
	dns, isDNS := errors.AsType[*net.DNSError](err)
	unknownHost := isDNS && dns.IsNotFound
	return !unknownHost && !errors.Is(err, ErrResponseTooLarge) && !isTLSError(err)
}

// backoff returns the wait before a retry. It doubles with each attempt up to maximum, and is never shorter than Retry-After. A
// random part of up to half of it is added, so that waiting clients do not retry at the same moment. Five retries from one
// second wait at least 31 seconds, which is longer than a restart of the service.
func backoff(minimum, maximum time.Duration, attempt int, response *http.Response) time.Duration {
	doubled := maximum
	if minimum < maximum>>attempt {
		doubled = minimum << attempt
	}
	wait := doubled
	if response != nil {
		if requested, ok := retryAfter(response.Header.Get("Retry-After"), time.Now()); ok {
			wait = max(doubled, requested)
		}
	}
	return wait + time.Duration(rand.Int64N(int64(doubled)/2+1)) //nolint:gosec // not used for security
}

// Wait waits as long as before a retry: attempt 0 is before the first one. It returns the error of the context if that ends
// first.
func (c *Client) Wait(ctx context.Context, attempt int) error {
	timer := time.NewTimer(backoff(c.config.RetryWait, maxWait, attempt, nil))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// MaxRetries returns the maximum number of retries of a request.
func (c *Client) MaxRetries() int { return c.config.MaxRetries }

// retryAfter parses the header Retry-After: whole seconds, or a date, from which now is subtracted. A negative number is not a
// wait, nor is a date in the past, which two clocks that differ can cause.
func retryAfter(header string, now time.Time) (time.Duration, bool) {
	header = strings.TrimSpace(header)
	seconds, err := strconv.ParseInt(header, 10, 64)
	if err == nil || errors.Is(err, strconv.ErrRange) { // out of range, seconds is the end of the range
		const most = int64(365 * 24 * time.Hour / time.Second) // keeps the product from overflowing
		return time.Duration(min(seconds, most)) * time.Second, seconds >= 0
	}
	date, err := http.ParseTime(header)
	if err != nil {
		return 0, false
	}
	wait := date.Sub(now)
	return wait, wait >= 0
}
