package transport

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// flood sends n requests at once and gives their errors.
func flood(ctx context.Context, client *Client, n int) <-chan error {
	errs := make(chan error, n)
	for range n {
		go func() {
			_, err := client.Do(ctx, getRequest())
			errs <- err
		}()
	}
	return errs
}

func TestLimitOfRequestsUnderWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const limit, all = 3, 10
		var busy, peak atomic.Int64
		proceed := make(chan struct{})
		client, network := onNetwork(t, Config{MaxConcurrent: limit}, func(http.ResponseWriter, *http.Request) {
			peak.Store(max(peak.Load(), busy.Add(1)))
			<-proceed
			busy.Add(-1)
		})
		errs := flood(t.Context(), client, all)
		synctest.Wait()
		if got := busy.Load(); got != limit {
			t.Errorf("%d requests are under way, want %d", got, limit)
		}
		close(proceed)
		for range all {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		if got := peak.Load(); got != limit {
			t.Errorf("%d requests were under way at once, want %d", got, limit)
		}
		if open := len(network.connections()); open != limit {
			t.Errorf("%d connections are kept for the next requests, want %d", open, limit)
		}
	})
}

func TestNoLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var busy atomic.Int64
		proceed := make(chan struct{})
		client, _ := onNetwork(t, Config{}, func(http.ResponseWriter, *http.Request) {
			busy.Add(1)
			<-proceed
		})
		errs := flood(t.Context(), client, 50)
		synctest.Wait()
		if got := busy.Load(); got != 50 {
			t.Errorf("%d requests are under way, want all 50", got)
		}
		close(proceed)
		for range 50 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
	})
}

// A place is given back however a request ends: else the last of these would wait for ever.
func TestPlacesAreGivenBack(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]http.HandlerFunc{
		"broken":  func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"timeout": hang,
		"status":  func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		"cut": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			w.WriteHeader(http.StatusOK)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client, _ := onNetwork(t, Config{MaxConcurrent: 1, MaxRetries: 3, RequestTimeout: time.Second}, handler)
				errs := flood(t.Context(), client, 3)
				for range 3 {
					if err := <-errs; err != nil && ReasonOf(err) != NoResponse {
						t.Error(err)
					}
				}
			})
		})
	}
}

func TestWaitingForAPlaceEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		proceed := make(chan struct{})
		client, _ := onNetwork(t, Config{MaxConcurrent: 1, MaxRetries: 5}, func(http.ResponseWriter, *http.Request) { <-proceed })
		first := flood(t.Context(), client, 1)
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		waiting := make(chan error, 1)
		go func() {
			_, err := client.Do(ctx, &Request{Method: http.MethodPost, Path: "/"})
			waiting <- err
		}()
		synctest.Wait()
		cancel()
		err := <-waiting
		var failure *Error
		if !errors.As(err, &failure) || !errors.Is(err, context.Canceled) || failure.Reason != NoResponse || failure.Attempts != 0 || failure.Ambiguous {
			t.Errorf("got %#v, want context.Canceled, no attempt and certainty", err)
		}
		close(proceed)
		if err := <-first; err != nil {
			t.Error(err)
		}
	})
}

// An earlier attempt had a connection, but the one that ended had not.
func TestWaitingForAPlaceAgainEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _ := onNetwork(t, Config{MaxConcurrent: 1, MaxRetries: 5, RetryWait: time.Second}, func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost {
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			<-time.After(time.Hour)
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		waiting := make(chan error, 1)
		go func() {
			_, err := client.Do(ctx, &Request{Method: http.MethodPost, Path: "/"})
			waiting <- err
		}()
		synctest.Wait() // it waits for its second attempt now
		other := flood(t.Context(), client, 1)
		if err := <-waiting; !errors.Is(err, context.DeadlineExceeded) || IsAmbiguous(err) {
			t.Errorf("got %v, ambiguous %t, want context.DeadlineExceeded and certainty", err, IsAmbiguous(err))
		}
		if err := <-other; err != nil {
			t.Error(err)
		}
	})
}

func TestWaitBeforeARetryHoldsNoPlace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		refuse := true
		client, _ := onNetwork(t, Config{MaxConcurrent: 1, MaxRetries: 1, RetryWait: time.Minute}, func(w http.ResponseWriter, _ *http.Request) {
			if refuse {
				refuse = false
				w.WriteHeader(http.StatusTooManyRequests)
			}
		})
		first := flood(t.Context(), client, 1)
		synctest.Wait() // it waits for its second attempt now
		started := time.Now()
		if _, err := client.Do(t.Context(), getRequest()); err != nil {
			t.Error(err)
		}
		if took := time.Since(started); took != 0 {
			t.Errorf("the second request waited %v for the first one", took)
		}
		if err := <-first; err != nil {
			t.Error(err)
		}
	})
}
