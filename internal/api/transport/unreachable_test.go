package transport_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// After a request could not connect in all of its attempts, other requests are not retried until a request gets a response.
func TestUnreachableServerIsRetriedByOneRequest(t *testing.T) {
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
			return 0 // it got a response
		}
		return failure.Attempts
	}
	down := []int{3, 1, 1}
	for round := range 2 {
		client.Close() // an idle connection would be reset instead of refused
		server.Stop()
		for i, want := range down {
			if got := attempts(); got != want {
				t.Errorf("round %d, request %d: %d attempts, want %d", round, i, got, want)
			}
		}
		if err := server.Resume(); err != nil {
			t.Fatal(err)
		}
		if got := attempts(); got != 0 {
			t.Errorf("round %d: no response after %d attempts", round, got)
		}
	}
}
