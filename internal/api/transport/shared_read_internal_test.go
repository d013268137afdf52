package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// readService counts the reads that it receives. It responds with the number of the read when proceed is closed.
type readService struct {
	reads   atomic.Int64
	proceed chan struct{}
	status  int
}

func (s *readService) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		return
	}
	number := s.reads.Add(1)
	<-s.proceed
	w.WriteHeader(s.status)
	_, _ = fmt.Fprint(w, number)
}

// requireReads fails the test unless the service has received this number of reads when all goroutines wait.
func (s *readService) requireReads(t *testing.T, want int64) {
	t.Helper()
	synctest.Wait()
	if got := s.reads.Load(); got != want {
		t.Errorf("%d reads were sent, want %d", got, want)
	}
}

// testSharedReads runs a test with a client of a readService. After the test, the service responds, and all requests that were sent with
// read must succeed.
func testSharedReads(t *testing.T, test func(t *testing.T, client *Client, service *readService, read func(*Request))) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		service := &readService{proceed: make(chan struct{}), status: http.StatusOK}
		client, _ := newClientOnNetwork(t, Config{SignatureHeader: "Token"}, service.ServeHTTP)
		errs := make(chan error)
		sent := 0
		test(t, client, service, func(request *Request) {
			sent++
			go func() {
				_, err := client.Do(t.Context(), request)
				errs <- err
			}()
			synctest.Wait()
		})
		close(service.proceed)
		for range sent {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
	})
}

func newSharedRead() *Request {
	return &Request{Method: http.MethodGet, Path: "/rooms/1", Query: url.Values{"take": {"1"}}, Header: http.Header{"Region": {"eu"}}, Shared: true}
}

func TestEqualReadsShareAResponse(t *testing.T) {
	t.Parallel()
	testSharedReads(t, func(t *testing.T, _ *Client, service *readService, read func(*Request)) {
		t.Helper()
		for i := range 10 {
			request := newSharedRead()
			request.Header.Set("Token", fmt.Sprint("signature ", i))
			read(request)
		}
		service.requireReads(t, 1)
	})
}

func TestDifferentReadsShareNoResponse(t *testing.T) {
	t.Parallel()
	testSharedReads(t, func(t *testing.T, _ *Client, service *readService, read func(*Request)) {
		t.Helper()
		for _, change := range []func(*Request){
			func(*Request) {},
			func(r *Request) { r.Path = "/rooms/2" },
			func(r *Request) { r.Query = nil },
			func(r *Request) { r.Header.Set("Authorization", "Bearer other") },
			func(r *Request) { r.Header.Set("Region", "sg") },
			func(r *Request) { r.Shared = false },
			func(r *Request) { r.Shared = false },
		} {
			request := newSharedRead()
			change(request)
			read(request)
		}
		service.requireReads(t, 7)
	})
}

// A read after a write must see its result, so it does not share the response to a read that began before the end of the write.
func TestReadsBeforeAndAfterAWriteShareNoResponse(t *testing.T) {
	t.Parallel()
	testSharedReads(t, func(t *testing.T, client *Client, service *readService, read func(*Request)) {
		t.Helper()
		read(newSharedRead())
		if _, err := client.Do(t.Context(), &Request{Method: http.MethodPost, Path: "/rooms"}); err != nil {
			t.Fatal(err)
		}
		read(newSharedRead())
		read(newSharedRead())
		service.requireReads(t, 2)
	})
}

func TestReadAfterAnotherSharesNoResponse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := &readService{proceed: make(chan struct{}), status: http.StatusOK}
		close(service.proceed)
		client, _ := newClientOnNetwork(t, Config{}, service.ServeHTTP)
		for _, want := range []string{"1", "2"} {
			if response, err := client.Do(t.Context(), newSharedRead()); err != nil || string(response.Body) != want {
				t.Errorf("got %v, %v, want %s", response, err, want)
			}
		}
	})
}

// Callers add to the errors that they get, each to its own.
func TestErrorOfASharedReadIsNotShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _ := newClientOnNetwork(t, Config{}, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
		errs := make(chan error)
		for range 2 {
			go func() {
				_, err := client.Do(t.Context(), newSharedRead())
				errs <- err
			}()
		}
		first, _ := errors.AsType[*Error](<-errs)
		second, _ := errors.AsType[*Error](<-errs)
		if first == nil || second == nil || first == second || first.Reason != NoResponse || second.Reason != NoResponse {
			t.Errorf("got the errors %v (%p) and %v (%p)", first, first, second, second)
		}
	})
}

func TestCancelledSharedRead(t *testing.T) {
	t.Parallel()
	testSharedReads(t, func(t *testing.T, client *Client, service *readService, read func(*Request)) {
		t.Helper()
		ctx, cancel := context.WithCancel(t.Context())
		cancelled := make(chan error, 1)
		go func() {
			_, err := client.Do(ctx, newSharedRead())
			cancelled <- err
		}()
		synctest.Wait()
		read(newSharedRead())
		service.requireReads(t, 1)
		cancel()
		err := <-cancelled
		if failure, ok := errors.AsType[*Error](err); !ok || failure.Reason != NoResponse || !errors.Is(err, context.Canceled) {
			t.Errorf("the cancelled read returned %v", err)
		}
		service.requireReads(t, 2) // the other caller sends it again
	})
}
