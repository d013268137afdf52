package whiteboard_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// service is the emulated whiteboard service, with a client that has its key pair.
type service struct {
	*emulator.Service

	server *faultserver.Server
	client *whiteboard.Client
}

var keyPair = emulator.App{AccessKey: "the-access-key", SecretKey: "the-secret-key", UUID: "app-1"}

func startService(t *testing.T, options emulator.Options) service {
	t.Helper()
	options.Apps = []emulator.App{keyPair}
	emulated, err := emulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	s := service{Service: emulated}
	s.server = startServer(t, s.Service)
	s.client = s.newClient(t, whiteboard.Config{AccessKey: keyPair.AccessKey, SecretKey: keyPair.SecretKey})
	return s
}

func startServer(t *testing.T, handler http.Handler) *faultserver.Server {
	t.Helper()
	server, err := faultserver.Start(handler)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server
}

// newClient returns a client of the service with this configuration.
func (s service) newClient(t *testing.T, config whiteboard.Config) *whiteboard.Client {
	t.Helper()
	if config.Transport.Endpoint == nil {
		endpoint, err := transport.ParseEndpoint(s.server.URL())
		if err != nil {
			t.Fatal(err)
		}
		config.Transport.Endpoint = endpoint
	}
	config.Transport.MaxRetries, config.Transport.RetryWait = 2, time.Millisecond
	client := whiteboard.New(config)
	t.Cleanup(client.Close)
	return client
}

// jsonHeader is the header of a response with a JSON body.
var jsonHeader = http.Header{"Content-Type": {"application/json"}}

// requireError fails the test unless err has a reason and contains a string.
func requireError(t *testing.T, err error, reason transport.Reason, contains string) {
	t.Helper()
	failure, ok := errors.AsType[*transport.Error](err)
	if !ok || failure.Reason != reason || !strings.Contains(err.Error(), contains) {
		t.Errorf("got %v (reason %v), want reason %v and %q", err, transport.ReasonOf(err), reason, contains)
	}
}

// missingUUID is a UUID that no room has.
const missingUUID = "ffffffffffffffffffffffffffffffff"
