package transport

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func newGet() *Request {
	return &Request{Method: http.MethodGet, Path: "/", Idempotent: true}
}

// A service that restarts refuses connections for some seconds. Five retries take longer than that.
func TestRetriesOutlastRestart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _ := newClientOnNetwork(t, Config{MaxRetries: 5}, respondOK)
		dial := client.transport.DialContext
		started := time.Now()
		client.transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			if time.Since(started) < 31*time.Second {
				return nil, &net.OpError{Op: "dial", Err: errors.New("refused")}
			}
			return dial(ctx, network, address)
		}
		if _, err := client.Do(t.Context(), &Request{Method: http.MethodPost, Path: "/"}); err != nil {
			t.Errorf("after %v: %v", time.Since(started), err)
		}
		if took := time.Since(started); took > 47*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

func TestRetryAfterDelaysRetry(t *testing.T) {
	t.Parallel()
	for name, header := range map[string]func() string{
		"seconds": func() string { return "90" },
		"date":    func() string { return time.Now().Add(90 * time.Second).UTC().Format(http.TimeFormat) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var at []time.Time
				client, _ := newClientOnNetwork(t, Config{MaxRetries: 1}, func(w http.ResponseWriter, _ *http.Request) {
					if at = append(at, time.Now()); len(at) == 1 {
						w.Header().Set("Retry-After", header())
						w.WriteHeader(http.StatusTooManyRequests)
					}
				})
				response, err := client.Do(t.Context(), newGet())
				if err != nil || response.Status != http.StatusOK {
					t.Fatalf("got %v, %v", response, err)
				}
				if wait := at[1].Sub(at[0]); wait < 90*time.Second || wait > 91*time.Second {
					t.Errorf("waited %v, want 90 s and up to half a second more", wait)
				}
			})
		})
	}
}

func TestCancelBeforeRetry(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client, _ := newClientOnNetwork(t, Config{MaxRetries: 5}, func(w http.ResponseWriter, _ *http.Request) {
					w.WriteHeader(http.StatusTooManyRequests)
				})
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(500*time.Millisecond, cancel)
				started := time.Now()
				_, err := client.Do(ctx, &Request{Method: method, Path: "/"})
				if !errors.Is(err, context.Canceled) || IsAmbiguous(err) || ReasonOf(err) != NoResponse {
					t.Errorf("got %v, ambiguous %t, want context.Canceled and no ambiguity", err, IsAmbiguous(err))
				}
				if took := time.Since(started); took != 500*time.Millisecond {
					t.Errorf("it took %v", took)
				}
			})
		})
	}
}

func TestCancelDuringRequest(t *testing.T) {
	t.Parallel()
	for method, ambiguous := range map[string]bool{http.MethodGet: false, http.MethodPatch: true, http.MethodPost: true} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client, _ := newClientOnNetwork(t, Config{MaxRetries: 5}, neverRespond)
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				_, err := client.Do(ctx, &Request{Method: method, Path: "/", Idempotent: true})
				failure, ok := errors.AsType[*Error](err)
				if !ok || !errors.Is(err, context.DeadlineExceeded) {
					t.Fatalf("got %v, want context.DeadlineExceeded", err)
				}
				if failure.Ambiguous != ambiguous || failure.Attempts != 1 || !strings.Contains(failure.Message, "deadline of the operation passed") {
					t.Errorf("got %v, ambiguous %t after %d attempts", failure, failure.Ambiguous, failure.Attempts)
				}
			})
		})
	}
}

// A request that times out before it is connected was not executed, so even a POST is retried.
func TestConnectionTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _ := newClientOnNetwork(t, Config{MaxRetries: 2, RequestTimeout: 5 * time.Second}, respondOK)
		client.transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		_, err := client.Do(t.Context(), &Request{Method: http.MethodPost, Path: "/"})
		failure, ok := errors.AsType[*Error](err)
		if !ok || failure.Attempts != 3 || failure.Ambiguous || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %#v, want three attempts and no ambiguity", err)
		}
	})
}

// A request that times out may have been executed. Each retry has the whole timeout.
func TestRequestTimeout(t *testing.T) {
	t.Parallel()
	stall := func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusOK)
		_ = http.NewResponseController(w).Flush()
		neverRespond(w, r)
	}
	for name, handler := range map[string]http.HandlerFunc{"before the response": neverRespond, "in the middle of the response": stall} {
		for _, test := range []struct {
			method    string
			attempts  int
			ambiguous bool
		}{{http.MethodGet, 3, false}, {http.MethodPatch, 3, true}, {http.MethodPost, 1, true}} {
			t.Run(name+"/"+test.method, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					client, _ := newClientOnNetwork(t, Config{MaxRetries: 2, RetryWait: time.Nanosecond, RequestTimeout: time.Minute}, handler)
					started := time.Now()
					_, err := client.Do(t.Context(), &Request{Method: test.method, Path: "/", Idempotent: test.method != http.MethodPost})
					failure, ok := errors.AsType[*Error](err)
					if !ok || failure.Reason != NoResponse || !strings.Contains(failure.Message, "within the request timeout") {
						t.Fatalf("got %v, want a timeout", err)
					}
					if failure.Attempts != test.attempts || failure.Ambiguous != test.ambiguous {
						t.Errorf("got %d attempts, ambiguous %t; want %d, %t", failure.Attempts, failure.Ambiguous, test.attempts, test.ambiguous)
					}
					if errors.Is(err, context.DeadlineExceeded) {
						t.Error("the error is the error of the caller's context")
					}
					if minutes := time.Since(started).Truncate(time.Second).Minutes(); int(minutes) != test.attempts {
						t.Errorf("it took %v minutes, want one for each of %d attempts", minutes, test.attempts)
					}
				})
			})
		}
	}
}

// The timeout of a request does not include the wait for other requests in flight.
func TestRequestTimeoutExcludesWaitForSemaphore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _ := newClientOnNetwork(t, Config{MaxConcurrent: 1, RequestTimeout: time.Minute}, func(http.ResponseWriter, *http.Request) {
			<-time.After(40 * time.Second)
		})
		results := make(chan error, 3)
		for range cap(results) {
			go func() {
				_, err := client.Do(t.Context(), newGet())
				results <- err
			}()
		}
		for range cap(results) {
			if err := <-results; err != nil {
				t.Error(err)
			}
		}
	})
}

// The XRCLOUD server closes idle connections after 5 s. The client must close them first.
func TestIdleConnectionsAreClosedBeforeServerClosesThem(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, network := newClientOnNetwork(t, Config{}, respondOK)
		if _, err := client.Do(t.Context(), newGet()); err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			after time.Duration
			open  int
		}{{3900 * time.Millisecond, 1}, {200 * time.Millisecond, 0}} {
			<-time.After(step.after)
			if open := len(network.connections()); open != step.open {
				t.Errorf("%d connections are open after another %v, want %d", open, step.after, step.open)
			}
		}
	})
}

func TestCloseClosesIdleConnections(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, network := newClientOnNetwork(t, Config{}, respondOK)
		if _, err := client.Do(t.Context(), newGet()); err != nil {
			t.Fatal(err)
		}
		if open := len(network.connections()); open != 1 {
			t.Fatalf("%d connections are open, want 1", open)
		}
		client.Close()
		if open := len(network.connections()); open != 0 {
			t.Errorf("%d connections are open, want none", open)
		}
	})
}

func TestWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _ := newClientOnNetwork(t, Config{MaxRetries: 7}, respondOK)
		if got := client.MaxRetries(); got != 7 {
			t.Errorf("MaxRetries is %d, want 7", got)
		}
		for attempt, least := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
			started := time.Now()
			if err := client.Wait(t.Context(), attempt); err != nil {
				t.Error(err)
			}
			if took := time.Since(started); took < least || took > least*3/2 {
				t.Errorf("wait %d took %v, want %v and up to half as much again", attempt, took, least)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		started := time.Now()
		if err := client.Wait(ctx, 5); !errors.Is(err, context.DeadlineExceeded) || time.Since(started) != time.Millisecond {
			t.Errorf("got %v after %v", err, time.Since(started))
		}
	})
}
