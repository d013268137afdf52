package vcs_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

const apiKey = "secret-of-the-customer"

// startService starts the emulated service and returns a client that retries a request once.
func startService(t *testing.T, options emulator.Options) (*vcs.Client, *faultserver.Server) {
	t.Helper()
	options.APIKey = apiKey
	service, err := emulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	server, err := faultserver.Start(service)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return newClient(t, server, apiKey), server
}

func newClient(t *testing.T, server *faultserver.Server, key string) *vcs.Client {
	t.Helper()
	endpoint, err := transport.ParseEndpoint(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	client := vcs.New(vcs.Config{APIKey: key, Transport: transport.Config{
		Endpoint: endpoint, RequestTimeout: 10 * time.Second, MaxRetries: 1, RetryWait: time.Millisecond,
	}})
	t.Cleanup(client.Close)
	return client
}

// jsonResponse is a fault that responds to every request with a JSON body.
func jsonResponse(status int, body string) faultserver.Fault {
	return faultserver.Fault{Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: body}
}

// requireReason fails the test unless err has a reason, and returns its message.
func requireReason(t *testing.T, err error, reason transport.Reason) string {
	t.Helper()
	failure, ok := errors.AsType[*transport.Error](err)
	if !ok || failure.Reason != reason {
		t.Fatalf("the error is %v for the reason %d, want the reason %d", err, transport.ReasonOf(err), reason)
	}
	return failure.Message
}

// createRooms creates n rooms.
func createRooms(t *testing.T, client *vcs.Client, n int) {
	t.Helper()
	for i := range n {
		if _, err := client.CreateRoom(t.Context(), vcs.RoomInput{Name: fmt.Sprintf("Room %03d", i)}); err != nil {
			t.Fatal(err)
		}
	}
}
