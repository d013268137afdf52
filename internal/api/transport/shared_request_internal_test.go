package transport

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// sentRequest is a request of a test: it ends after a minute, or with its context.
type sentRequest struct {
	ctx   context.Context
	value string
	err   error
	sent  int
}

func (s *sentRequest) send() (string, error) {
	s.sent++
	select {
	case <-time.After(time.Minute):
		return s.value, s.err
	case <-s.ctx.Done():
		return "", s.ctx.Err()
	}
}

type sharedResult struct {
	value string
	err   error
	after time.Duration
}

// callShared calls Do in a goroutine of its own, and returns when it waits for the response.
func callShared(shared *SharedRequest[string], request *sentRequest) <-chan sharedResult {
	results := make(chan sharedResult, 1)
	started := time.Now()
	go func() {
		value, err := shared.Do(request.ctx, "key", request.send)
		results <- sharedResult{value, err, time.Since(started)}
	}()
	synctest.Wait()
	return results
}

func TestSharedRequestIsSentOnce(t *testing.T) {
	t.Parallel()
	failure := errors.New("failed")
	for name, want := range map[string]sharedResult{"value": {value: "token"}, "error": {err: failure}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var shared SharedRequest[string]
				request := &sentRequest{ctx: t.Context(), value: want.value, err: want.err}
				var all []<-chan sharedResult
				for range 10 {
					all = append(all, callShared(&shared, request))
				}
				for _, results := range all {
					if got := <-results; got.value != want.value || !errors.Is(got.err, want.err) {
						t.Errorf("got %+v", got)
					}
				}
				if request.sent != 1 {
					t.Errorf("sent %d times", request.sent)
				}
			})
		})
	}
}

// The cancellation of the caller that sent the request does not fail the others: one of them sends it again.
func TestSharedRequestIsSentAgainIfItsSenderIsCancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var shared SharedRequest[string]
		ctx, cancel := context.WithCancel(t.Context())
		first := callShared(&shared, &sentRequest{ctx: ctx})
		other := &sentRequest{ctx: t.Context(), value: "token"}
		second, third := callShared(&shared, other), callShared(&shared, other)
		cancel()
		if got := <-first; !errors.Is(got.err, context.Canceled) {
			t.Errorf("the cancelled caller got %+v", got)
		}
		for _, results := range []<-chan sharedResult{second, third} {
			if got := <-results; got.value != "token" || got.err != nil {
				t.Errorf("another caller got %+v", got)
			}
		}
		if other.sent != 1 {
			t.Errorf("sent %d times after the cancellation", other.sent)
		}
	})
}

func TestWaitForSharedRequestEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var shared SharedRequest[string]
		first := callShared(&shared, &sentRequest{ctx: t.Context(), value: "token"})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		waiting := &sentRequest{ctx: ctx}
		if got := <-callShared(&shared, waiting); !errors.Is(got.err, context.DeadlineExceeded) || got.after != time.Second || waiting.sent != 0 {
			t.Errorf("got %+v, sent %d times", got, waiting.sent)
		}
		if got := <-first; got.value != "token" || got.err != nil {
			t.Errorf("the sender got %+v", got)
		}
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		never := &sentRequest{ctx: cancelled}
		if got := <-callShared(&shared, never); !errors.Is(got.err, context.Canceled) || never.sent != 0 {
			t.Errorf("a caller that is already cancelled got %+v, sent %d times", got, never.sent)
		}
	})
}
