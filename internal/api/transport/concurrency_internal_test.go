package transport

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// sendConcurrently sends n requests at the same time and returns their errors.
func sendConcurrently(ctx context.Context, client *Client, n int) <-chan error {
	errs := make(chan error, n)
	for range n {
		go func() {
			_, err := client.Do(ctx, newGet())
			errs <- err
		}()
	}
	return errs
}

func TestMaxConcurrent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const limit, all = 3, 10
		var busy, peak atomic.Int64
		proceed := make(chan struct{})
		client, network := newClientOnNetwork(t, Config{MaxConcurrent: limit}, func(http.ResponseWriter, *http.Request) {
			peak.Store(max(peak.Load(), busy.Add(1)))
			<-proceed
			busy.Add(-1)
		})
		errs := sendConcurrently(t.Context(), client, all)
		synctest.Wait()
		if got := busy.Load(); got != limit {
			t.Errorf("%d requests are in flight, want %d", got, limit)
		}
		close(proceed)
		for range all {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		if got := peak.Load(); got != limit {
			t.Errorf("%d requests were in flight at the same time, want %d", got, limit)
		}
		if open := len(network.connections()); open != limit {
			t.Errorf("%d connections are idle, want %d", open, limit)
		}
	})
}

func TestNoMaxConcurrent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var busy atomic.Int64
		proceed := make(chan struct{})
		client, _ := newClientOnNetwork(t, Config{}, func(http.ResponseWriter, *http.Request) {
			busy.Add(1)
			<-proceed
		})
		errs := sendConcurrently(t.Context(), client, 50)
		synctest.Wait()
		if got := busy.Load(); got != 50 {
			t.Errorf("%d requests are in flight, want all 50", got)
		}
		close(proceed)
		for range 50 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
	})
}

// Connections are reused, also for more concurrent requests than the 100 idle connections that net/http keeps by default.
func TestConnectionsAreReused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const limit = 150
		client, network := newClientOnNetwork(t, Config{MaxConcurrent: limit}, func(http.ResponseWriter, *http.Request) {
			<-time.After(time.Millisecond)
		})
		var dialled atomic.Int64
		client.transport.DialContext = func(ctx context.Context, protocol, address string) (net.Conn, error) {
			dialled.Add(1)
			return network.dial(ctx, protocol, address)
		}
		for range 5 {
			errs := sendConcurrently(t.Context(), client, limit)
			for range limit {
				if err := <-errs; err != nil {
					t.Error(err)
				}
			}
		}
		if got := dialled.Load(); got > limit {
			t.Errorf("%d connections were opened for %d concurrent requests", got, limit)
		}
	})
}

// Each request releases the semaphore, even if it fails. Otherwise the last request would wait forever.
func TestSemaphoreIsReleasedAfterFailures(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]http.HandlerFunc{
		"broken":  func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"timeout": neverRespond,
		"status":  func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		"cut": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			w.WriteHeader(http.StatusOK)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client, _ := newClientOnNetwork(t, Config{MaxConcurrent: 1, MaxRetries: 3, RequestTimeout: time.Second}, handler)
				errs := sendConcurrently(t.Context(), client, 3)
				for range 3 {
					if err := <-errs; err != nil && ReasonOf(err) != NoResponse {
						t.Error(err)
					}
				}
			})
		})
	}
}

func TestWaitForSemaphoreEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		proceed := make(chan struct{})
		client, _ := newClientOnNetwork(t, Config{MaxConcurrent: 1, MaxRetries: 5}, func(http.ResponseWriter, *http.Request) { <-proceed })
		first := sendConcurrently(t.Context(), client, 1)
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
		failure, ok := errors.AsType[*Error](err)
		if !ok || !errors.Is(err, context.Canceled) || failure.Reason != NoResponse || failure.Attempts != 0 || failure.Ambiguous {
			t.Errorf("got %#v, want context.Canceled, no attempt and no ambiguity", err)
		}
		close(proceed)
		if err := <-first; err != nil {
			t.Error(err)
		}
	})
}

// An earlier attempt had a connection, but the attempt that was cancelled had none.
func TestWaitForSemaphoreBeforeRetryEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _ := newClientOnNetwork(t, Config{MaxConcurrent: 1, MaxRetries: 5, RetryWait: time.Second}, func(w http.ResponseWriter, r *http.Request) {
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
		other := sendConcurrently(t.Context(), client, 1)
		if err := <-waiting; !errors.Is(err, context.DeadlineExceeded) || IsAmbiguous(err) {
			t.Errorf("got %v, ambiguous %t, want context.DeadlineExceeded and no ambiguity", err, IsAmbiguous(err))
		}
		if err := <-other; err != nil {
			t.Error(err)
		}
	})
}

func TestSemaphoreIsReleasedBeforeRetry(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		refuse := true
		client, _ := newClientOnNetwork(t, Config{MaxConcurrent: 1, MaxRetries: 1, RetryWait: time.Minute}, func(w http.ResponseWriter, _ *http.Request) {
			if refuse {
				refuse = false
				w.WriteHeader(http.StatusTooManyRequests)
			}
		})
		first := sendConcurrently(t.Context(), client, 1)
		synctest.Wait() // it waits for its second attempt now
		started := time.Now()
		if _, err := client.Do(t.Context(), newGet()); err != nil {
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
