package transport

import (
	"context"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// call is what is known of a request over all its attempts. It travels in the request's context, through the libraries
// that repeat and redirect.
type call struct {
	request *Request
	// attempts is how often the request was tried.
	attempts int
	// progress is how far the last attempt came.
	progress progress
	// ambiguous says that an attempt may have been carried out although no answer says so. No later attempt takes that
	// back.
	ambiguous bool
	// unreachable is the client's.
	unreachable *atomic.Bool
	// askedToWait is the wait that the service asked for, where it was too long to be waited for; else 0.
	askedToWait time.Duration
}

// progress is how far an attempt came.
type progress int

const (
	// idle means that no connection was asked for. An error at this point says that such a request cannot be sent.
	idle progress = iota
	// connecting means that there was no connection yet: the service cannot have seen the request.
	connecting
	// connected means that the request may have been sent, all of it or a part.
	connected
)

type callKey struct{}

func withCall(ctx context.Context, c *call) context.Context {
	ctx = context.WithValue(ctx, callKey{}, c)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		// Also where net/http tries a second connection, which it does only if nothing was written to the first.
		GetConn: func(string) { c.progress = connecting },
		GotConn: func(httptrace.GotConnInfo) { c.progress = connected },
	})
}

// callOf is the call that withCall put into the context: all requests of this package have one.
func callOf(ctx context.Context) *call {
	return ctx.Value(callKey{}).(*call) //nolint:forcetypeassert // no other type is ever put there
}
