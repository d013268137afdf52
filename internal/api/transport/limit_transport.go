package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"golang.org/x/sync/semaphore"
)

// maxResponse bounds how much of an answer is read, in bytes. The largest honest answer is the log of a room, which
// comes in one piece: 64 MiB hold some 200 000 entries.
const maxResponse = 64 << 20

// ErrResponseTooLarge is wrapped by the error of a call whose answer was larger than maxResponse.
var ErrResponseTooLarge = fmt.Errorf("the answer is larger than %d MiB", maxResponse>>20)

// limitTransport is a round trip to the last byte of the answer: within it a request holds its place among those under way,
// and its time runs. A body that is cut off is thereby a failed round trip, like any other lost answer.
type limitTransport struct {
	next    *http.Transport
	sem     *semaphore.Weighted // nil for no limit
	timeout time.Duration
	log     func(ctx context.Context, message string, fields map[string]any)
	service string
	secrets *Secrets
}

func newLimitTransport(next *http.Transport, config Config, secrets *Secrets) *limitTransport {
	e := &limitTransport{next: next, timeout: config.RequestTimeout, log: config.Log, service: config.Service, secrets: secrets}
	if config.MaxConcurrent > 0 {
		e.sem = semaphore.NewWeighted(int64(config.MaxConcurrent))
	}
	return e
}

func (e *limitTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx := request.Context()
	call := callOf(ctx)
	call.progress = idle
	if e.sem != nil {
		if err := e.sem.Acquire(ctx, 1); err != nil {
			return nil, err
		}
		defer e.sem.Release(1)
	}
	call.attempts++
	started := time.Now()
	response, err := e.roundTrip(ctx, request)
	if e.log != nil {
		e.log(ctx, "HTTP request", e.logFields(request, response, err, call.attempts, time.Since(started)))
	}
	return response, err
}

// CloseIdleConnections is what http.Client looks for to close them.
func (e *limitTransport) CloseIdleConnections() { e.next.CloseIdleConnections() }

func (e *limitTransport) roundTrip(ctx context.Context, request *http.Request) (*http.Response, error) {
	if e.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, e.timeout, errRequestTimeout)
		defer cancel()
	}
	response, err := e.next.RoundTrip(request.WithContext(ctx))
	if err != nil {
		return nil, timeoutOr(ctx, e.proxyFailed(request, nil, err))
	}
	defer response.Body.Close()
	if err := e.proxyFailed(request, response, nil); err != nil {
		return nil, err
	}
	if response.ContentLength > maxResponse {
		return nil, ErrResponseTooLarge
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxResponse+1))
	if err != nil {
		return nil, timeoutOr(ctx, fmt.Errorf("%w: %w", errCut, err))
	}
	if len(body) > maxResponse {
		return nil, ErrResponseTooLarge
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	if _, err := response.Location(); err != nil {
		response.Header.Del("Location") // http.Client would quote what it cannot read, with all that is in it
	}
	return response, nil
}

var (
	errRequestTimeout = errors.New("no complete answer in time")
	errCut            = errors.New("the connection broke in the middle of the answer")
)

// timeoutOr is errRequestTimeout where the bound on this request ended it, and err where anything else did.
func timeoutOr(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), errRequestTimeout) {
		return errRequestTimeout
	}
	return err
}

// logFields tells of a round trip without anything that could be secret: names of query parameters, no values, and
// neither headers nor bodies.
func (e *limitTransport) logFields(request *http.Request, response *http.Response, err error, attempt int, took time.Duration) map[string]any {
	fields := map[string]any{
		"service": e.service, "method": request.Method, "path": e.secrets.Scrub(request.URL.EscapedPath()),
		"attempt": attempt, "duration_ms": took.Milliseconds(),
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
		fields["problem"] = e.secrets.Scrub(describe(err))
	} else {
		fields["status"] = response.StatusCode
	}
	return fields
}
