package whiteboard_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

const (
	kind = "xrcloud_whiteboard_room"
	// board is the room that configurations of tests declare.
	board = kind + ".board"
	// unused is the uuid of no room.
	unused = "ffffffffffffffffffffffffffffffff"
)

var app = emulator.App{AccessKey: "key-of-the-project", SecretKey: "secret-of-the-project", UUID: "app-1"}

// service is the whiteboard service behind a test.
type service struct {
	*emulator.Service
	server *faultserver.Server
}

func start(t *testing.T, options emulator.Options) service {
	t.Helper()
	options.Apps = append([]emulator.App{app}, options.Apps...)
	s := service{Service: emulator.New(options)}
	server, err := faultserver.Start(s.Service)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	s.server = server
	return s
}

// config is a configuration with the provider set up for the service, with the key pair and the region us-sv.
func (s service) config(body string) string {
	return s.configAs(fmt.Sprintf("access_key = %q\n secret_key = %q\n region = \"us-sv\"", app.AccessKey, app.SecretKey), body)
}

func (s service) configAs(arguments, body string) string {
	return acctest.Config(fmt.Sprintf("whiteboard {\n endpoint = %q\n %s\n}", s.server.URL(), arguments), body)
}

// board is the configuration of one room.
func (s service) board(arguments string) string { return s.config(room(arguments)) }

func room(arguments string) string {
	return fmt.Sprintf("\nresource %q \"board\" {\n%s\n}\n", kind, arguments)
}

// call calls a provider that is set up as in config.
func (s service) call(t *testing.T) *acctest.ProtocolClient {
	t.Helper()
	return s.callAs(t, map[string]any{"access_key": app.AccessKey, "secret_key": app.SecretKey, "region": "us-sv"})
}

// callAs calls a provider that has these arguments in its section, beside the endpoint.
func (s service) callAs(t *testing.T, arguments map[string]any) *acctest.ProtocolClient {
	t.Helper()
	arguments["endpoint"] = s.server.URL()
	section := map[string]tftypes.Value{}
	for name, of := range map[string]tftypes.Type{
		"access_key": tftypes.String, "secret_key": tftypes.String, "sdk_token": tftypes.String, "region": tftypes.String, "endpoint": tftypes.String, "ca_certificate": tftypes.String,
		"request_timeout": tftypes.String, "max_retries": tftypes.Number, "max_concurrent_requests": tftypes.Number,
	} {
		section[name] = tftypes.NewValue(of, arguments[name])
	}
	return acctest.NewProtocolClient(t, acctest.Values{"whiteboard": section})
}

// only is the one room of a region.
func (s service) only(t *testing.T, region string) emulator.Room {
	t.Helper()
	rooms := s.Rooms(region)
	if len(rooms) != 1 {
		t.Fatalf("there are %d rooms in %s: %+v", len(rooms), region, rooms)
	}
	return rooms[0]
}

// sdkToken is an SDK token from elsewhere, for an hour.
func (s service) sdkToken(t *testing.T, role api.Role) string {
	t.Helper()
	return api.Sign(app.AccessKey, app.SecretKey, api.Claims{Role: role, ExpiresAt: time.Now().Add(time.Hour), Nonce: "n"})
}

// as makes a client that has a token, to see what the token is good for.
func (s service) as(t *testing.T, token string) *api.Client {
	t.Helper()
	endpoint, err := transport.ParseEndpoint(s.server.URL())
	if err != nil {
		t.Fatal(err)
	}
	client := api.New(api.Config{SDKToken: token, Transport: transport.Config{Endpoint: endpoint, RequestTimeout: time.Minute}})
	t.Cleanup(client.Close)
	return client
}
