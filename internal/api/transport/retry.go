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
	// maxWait bounds the wait that doubles from repetition to repetition.
	maxWait = 30 * time.Second
	// maxRetryAfter bounds the wait that a service asks for by Retry-After; beyond it the call fails at once, since
	// the person at the terminal can decide better.
	maxRetryAfter = 2 * time.Minute
)

// checkRetry decides whether to repeat a request. What was refused before it did anything is always repeated: no
// connection, 429, and 503 with Retry-After. What may have been carried out (a lost or cut answer, 408, any other 5xx)
// is repeated only where doing it twice does no harm.
func (a *attempts) checkRetry(_ context.Context, response *http.Response, err error) (bool, error) {
	if failure, ok := errors.AsType[*proxyError](err); ok {
		return failure.passes && !a.client.unreachable.Load(), err // the service did not see the request
	}
	switch {
	case err != nil && a.progress != connected, err == nil && isRefused(response):
		// The service did nothing.
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
	if wait, asked := retryAfter(response.Header.Get("Retry-After"), time.Now()); asked && wait > maxRetryAfter {
		a.excessiveWait = wait
		return false, nil
	}
	return true, nil
}

// isRefused says that the service turned the request away before doing anything.
func isRefused(response *http.Response) bool {
	return response.StatusCode == http.StatusTooManyRequests ||
		response.StatusCode == http.StatusServiceUnavailable && response.Header.Get("Retry-After") != ""
}

// isServerError says that the status tells of a passing fault, and not whether the request was carried out.
func isServerError(status int) bool {
	return status == http.StatusRequestTimeout ||
		status >= http.StatusInternalServerError && status != http.StatusNotImplemented
}

// isTransientFault reports whether the client of the service recognizes the response as a transient fault.
func (a *attempts) isTransientFault(response *http.Response) bool {
	recognize := a.request.TransientFault
	return recognize != nil && response.StatusCode >= http.StatusBadRequest && recognize(response.StatusCode, a.body)
}

// isTransientError says that a failed round trip may succeed another time.
func isTransientError(err error) bool {
	var dns *net.DNSError
	unknownHost := errors.As(err, &dns) && dns.IsNotFound
	return !unknownHost && !errors.Is(err, ErrResponseTooLarge) && !isTLSError(err)
}

// backoff is the wait before a repetition: one that doubles each time, up to maximum, and never less than Retry-After
// asks for. Up to half as much again is added by chance, so that many waiting clients do not come back at the same
// moment. Five repetitions from one second wait 31 seconds at the least, which outlasts a restart of the service.
func backoff(minimum, maximum time.Duration, attempt int, response *http.Response) time.Duration {
	own := maximum
	if minimum < maximum>>attempt {
		own = minimum << attempt
	}
	wait := own
	if response != nil {
		if asked, ok := retryAfter(response.Header.Get("Retry-After"), time.Now()); ok {
			wait = max(own, asked)
		}
	}
	return wait + time.Duration(rand.Int64N(int64(own)/2+1)) //nolint:gosec // chance is enough here
}

// retryAfter reads the header of that name: whole seconds, or a date, from which now is taken. A negative number is no
// wait at all, and neither is a date in the past, which comes of clocks that differ.
func retryAfter(header string, now time.Time) (time.Duration, bool) {
	header = strings.TrimSpace(header)
	seconds, err := strconv.ParseInt(header, 10, 64)
	if err == nil || errors.Is(err, strconv.ErrRange) { // beyond the range, it is the end of the range
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
