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

// attempts is what is known of a request over all its repetitions.
type attempts struct {
	request *Request
	count   int
	// ambiguous says that the last attempt may have been carried out although no answer says so.
	ambiguous bool
}

type attemptsKey struct{}

// checkRetry decides whether to repeat a request. What was refused before it did anything is always repeated: no
// connection, 429, and 503 with Retry-After. What may have been carried out (a lost or cut answer, 408, 500, 502, 503,
// 504) is repeated only where doing it twice does no harm.
func checkRetry(ctx context.Context, response *http.Response, err error) (bool, error) {
	attempts, _ := ctx.Value(attemptsKey{}).(*attempts)
	attempts.ambiguous = false
	switch {
	case err != nil && neverSent(err):
		return transient(err) && ctx.Err() == nil, err
	case err == nil && refused(response):
		wait, asked := retryAfter(response.Header.Get("Retry-After"), time.Now())
		return !asked || wait <= maxRetryAfter, nil
	case err == nil && !troubled(response.StatusCode):
		return false, nil
	}
	attempts.ambiguous = attempts.request.Method != http.MethodGet
	return attempts.request.Repeatable && transient(err) && ctx.Err() == nil, err
}

// refused says that the service turned the request away before doing anything.
func refused(response *http.Response) bool {
	return response.StatusCode == http.StatusTooManyRequests ||
		response.StatusCode == http.StatusServiceUnavailable && response.Header.Get("Retry-After") != ""
}

// troubled says that the status tells of a passing fault, and not whether the request was carried out.
func troubled(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// transient says that a failed round trip may succeed another time.
func transient(err error) bool {
	var dns *net.DNSError
	unknownHost := errors.As(err, &dns) && dns.IsNotFound
	return !unknownHost && !errors.Is(err, errAnswerTooLarge) && !isTLSError(err)
}

// neverSent says that no connection came about, so that the service cannot have seen the request.
func neverSent(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial" || isTLSError(err)
}

// backoff is the wait before a repetition: what Retry-After asks for, else a wait that doubles each time, up to
// maximum, and half as much again by chance, so that many waiting clients do not come back at the same moment. Five
// repetitions from one second wait 31 seconds at the least, which outlasts a restart of the service.
func backoff(minimum, maximum time.Duration, attempt int, response *http.Response) time.Duration {
	if response != nil {
		if wait, ok := retryAfter(response.Header.Get("Retry-After"), time.Now()); ok {
			return min(wait, maxRetryAfter)
		}
	}
	wait := maximum
	if attempt < 16 { // beyond, the shift could overflow, and the maximum is long reached
		wait = min(minimum<<attempt, maximum)
	}
	return wait + time.Duration(rand.Int64N(int64(wait)/2+1)) //nolint:gosec // chance is enough here
}

// retryAfter reads the header of that name: whole seconds, or a date, from which now is taken. A negative wait is none
// at all.
func retryAfter(header string, now time.Time) (time.Duration, bool) {
	header = strings.TrimSpace(header)
	if header == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseInt(header, 10, 64); err == nil {
		if seconds < 0 {
			return 0, false
		}
		const most = int64(365 * 24 * time.Hour / time.Second) // keeps the product from overflowing
		return time.Duration(min(seconds, most)) * time.Second, true
	}
	date, err := http.ParseTime(header)
	if err != nil {
		return 0, false
	}
	return max(date.Sub(now), 0), true
}
