package vcs_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

const key = "secret-of-the-customer"

// start starts the stand-in service and gives a client of it that repeats a request once.
func start(t *testing.T, options emulator.Options) (*vcs.Client, *faultserver.Server) {
	t.Helper()
	options.APIKey = key
	server, err := faultserver.Start(emulator.New(options))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return connect(t, server, key), server
}

func connect(t *testing.T, server *faultserver.Server, key string) *vcs.Client {
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

// reply makes the service answer everything with a status and a JSON body.
func reply(status int, body string) faultserver.Fault {
	return faultserver.Fault{Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: body}
}

// failed checks that err is a failure for a reason, and gives its message.
func failed(t *testing.T, err error, reason transport.Reason) string {
	t.Helper()
	var failure *transport.Error
	if !errors.As(err, &failure) || failure.Reason != reason {
		t.Fatalf("the error is %v for the reason %d, want the reason %d", err, transport.ReasonOf(err), reason)
	}
	return failure.Message
}

// Without the settings that it needs, a client sends nothing.
func TestConfigIsCheckedBeforeRequests(t *testing.T) {
	t.Parallel()
	client := vcs.New(vcs.Config{Transport: transport.Config{Check: func(need transport.Need) *transport.ConfigError {
		return &transport.ConfigError{Detail: "Set the " + string(need) + "."}
	}}})
	_, err := client.Room(t.Context(), "RO-1")
	if message := failed(t, err, transport.NotConfigured); !strings.Contains(message, "Set the credential.") {
		t.Errorf("a request fails with %q", message)
	}
	if err := client.CheckConfig(vcs.NeedCredential); err == nil || err.Error() != "Set the credential." {
		t.Errorf("the check of the configuration gives %v", err)
	}
}
