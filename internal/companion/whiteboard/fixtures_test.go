package whiteboard_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

const (
	roomType      = "xrcloud_whiteboard_room"
	roomTokenType = "xrcloud_whiteboard_room_token"
	sdkTokenType  = "xrcloud_whiteboard_sdk_token"
	// roomAddress is the address of the room in the configurations of tests.
	roomAddress = roomType + ".board"
	// missingUUID is a UUID that no room has.
	missingUUID = "ffffffffffffffffffffffffffffffff"
)

var keyPair = emulator.App{AccessKey: "key-of-the-project", SecretKey: "secret-of-the-project", UUID: "app-1"}

// service is the emulated whiteboard service for one test.
type service struct {
	*emulator.Service

	server *faultserver.Server
}

func startService(t *testing.T, options emulator.Options) *service {
	t.Helper()
	options.Apps = append([]emulator.App{keyPair}, options.Apps...)
	whiteboard := acctest.Must(emulator.New(options))
	server := acctest.StartServer(t, whiteboard)
	return &service{Service: whiteboard, server: server}
}

// config returns a configuration with a provider for the service, with the key pair and the region us-sv.
func (s *service) config(body string) string {
	return s.configWith(fmt.Sprintf("access_key = %q\n secret_key = %q\n region = \"us-sv\"", keyPair.AccessKey, keyPair.SecretKey), body)
}

// configWith returns a configuration with a provider that has these arguments and the endpoint in its block whiteboard.
func (s *service) configWith(arguments, body string) string {
	return acctest.Config(fmt.Sprintf("whiteboard {\n endpoint = %q\n %s\n}", s.server.URL(), arguments), body)
}

// roomConfig returns a configuration with a provider for the service and one room.
func (s *service) roomConfig(arguments string) string { return s.config(roomBlock(arguments)) }

func roomBlock(arguments string) string {
	return fmt.Sprintf("\nresource %q \"board\" {\n%s\n}\n", roomType, arguments)
}

// protocolClient returns a client of a provider for the service, with the key pair and the region us-sv.
func (s *service) protocolClient(t *testing.T) *acctest.ProtocolClient {
	t.Helper()
	return s.protocolClientWith(t, acctest.Values{"access_key": keyPair.AccessKey, "secret_key": keyPair.SecretKey, "region": "us-sv"})
}

// protocolClientWith returns a client of a provider that has these arguments and the endpoint in its block whiteboard.
func (s *service) protocolClientWith(t *testing.T, arguments acctest.Values) *acctest.ProtocolClient {
	t.Helper()
	arguments["endpoint"] = s.server.URL()
	return acctest.NewProtocolClient(t, acctest.Values{"whiteboard": arguments})
}

// createRoom creates a room with a provider for the service.
func (s *service) createRoom(t *testing.T, config acctest.Values) (*acctest.ProtocolClient, acctest.Object) {
	t.Helper()
	client := s.protocolClient(t)
	room := client.MustApply(client.Absent(roomType), config)
	return client, room
}

// openToken opens an ephemeral token and returns its claims.
func (s *service) openToken(t *testing.T, kind string, config acctest.Values) url.Values {
	t.Helper()
	opened, problems := s.protocolClient(t).OpenEphemeral(kind, config)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return decodeToken(t, opened.Attribute(t, "token"))
}

// signSDKToken returns an SDK token that is valid for an hour.
func (s *service) signSDKToken(t *testing.T, role api.Role) string {
	t.Helper()
	return api.Sign(keyPair.AccessKey, keyPair.SecretKey, api.Claims{Role: role, ExpiresAt: time.Now().Add(time.Hour), Nonce: "n"})
}

// apiClientWithToken returns a client of the service outside Terraform, to try a token.
func (s *service) apiClientWithToken(t *testing.T, token string) *api.Client {
	t.Helper()
	endpoint, err := transport.ParseEndpoint(s.server.URL())
	if err != nil {
		t.Fatal(err)
	}
	client := api.New(api.Config{SDKToken: token, Transport: transport.Config{Endpoint: endpoint, RequestTimeout: time.Minute}})
	t.Cleanup(client.Close)
	return client
}

// onlyRoom returns the room of a region, which must be its only one.
func (s *service) onlyRoom(t *testing.T, region string) emulator.Room {
	t.Helper()
	rooms := s.Rooms(region)
	if len(rooms) != 1 {
		t.Fatalf("%s has %d rooms: %+v", region, len(rooms), rooms)
	}
	return rooms[0]
}

// requireRooms checks how many rooms a region has, and how many of them are disabled.
func (s *service) requireRooms(region string, all, disabled int) resource.TestCheckFunc {
	return func(*terraform.State) error {
		rooms := s.Rooms(region)
		banned := 0
		for _, room := range rooms {
			if room.IsBan {
				banned++
			}
		}
		if len(rooms) != all || banned != disabled {
			return fmt.Errorf("%s has %d rooms, %d of them disabled; want %d and %d", region, len(rooms), banned, all, disabled)
		}
		return nil
	}
}

// requireProblems fails the test unless there is one problem for each string, which contains it.
func requireProblems(t *testing.T, problems []string, want ...string) {
	t.Helper()
	if len(problems) != len(want) {
		t.Fatalf("the problems are %q, want %d", problems, len(want))
	}
	for i, problem := range problems {
		if !strings.Contains(problem, want[i]) {
			t.Errorf("the problem is %q, want %q", problem, want[i])
		}
	}
}

// jsonHeader is the header of a response with a JSON body.
var jsonHeader = http.Header{"Content-Type": {"application/json"}}
