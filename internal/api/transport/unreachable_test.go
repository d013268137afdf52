package transport_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// Once a call has found no server in all its attempts, the others try once, until somebody gets an answer.
func TestUnreachableServerIsWaitedForOnce(t *testing.T) {
	t.Parallel()
	server, err := faultserver.Start(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Stop() })
	endpoint, err := transport.ParseEndpoint(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	client := transport.New(transport.Config{Service: "Example", Endpoint: endpoint, MaxRetries: 2, RetryWait: time.Microsecond})
	attempts := func() int {
		_, err := client.Do(t.Context(), &transport.Request{Method: http.MethodPost, Path: "/"})
		failure, ok := errors.AsType[*transport.Error](err)
		if !ok {
			return 0 // it was answered
		}
		return failure.Attempts
	}
	down := []int{3, 1, 1}
	for round := range 2 {
		client.Close() // a kept connection would be reset instead of refused
		server.Stop()
		for i, want := range down {
			if got := attempts(); got != want {
				t.Errorf("round %d, call %d: tried %d times, want %d", round, i, got, want)
			}
		}
		if err := server.Resume(); err != nil {
			t.Fatal(err)
		}
		if got := attempts(); got != 0 {
			t.Errorf("round %d: no answer after %d attempts", round, got)
		}
	}
}
