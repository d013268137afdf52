package vcs_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

const (
	apiKey   = "key-of-the-customer"
	roomType = "xrcloud_vcs_room"
	// roomAddress is the address of the room in the configurations of tests.
	roomAddress = roomType + ".hall"
)

// service is the emulated VCS for one test.
type service struct {
	*emulator.Service
	*acctest.Clock

	server *faultserver.Server
	// apiClient reads and changes the service outside Terraform.
	apiClient *api.Client
}

func startService(t *testing.T, options emulator.Options) *service {
	t.Helper()
	clock := acctest.NewStoppedClock(time.Date(2022, 4, 8, 13, 44, 28, 429e6, time.UTC))
	options.APIKey, options.Now = apiKey, clock.Now
	vcs := acctest.Must(emulator.New(options))
	server := acctest.StartServer(t, vcs)
	endpoint, err := transport.ParseEndpoint(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	client := api.New(api.Config{APIKey: apiKey, Transport: transport.Config{Endpoint: endpoint, RequestTimeout: time.Minute}})
	t.Cleanup(client.Close)
	return &service{Service: vcs, Clock: clock, server: server, apiClient: client}
}

// config returns a configuration with a provider for the service.
func (s *service) config(body string) string {
	return acctest.Config(fmt.Sprintf("vcs {\n endpoint = %q\n api_key = %q\n}", s.server.URL(), apiKey), body)
}

// roomConfig returns a configuration with a provider for the service and one room.
func (s *service) roomConfig(arguments string) string { return s.config(roomBlock(arguments)) }

// importConfig is roomConfig with an import block for the room.
func (s *service) importConfig(id, arguments string) string {
	return s.roomConfig(arguments) + fmt.Sprintf("\nimport {\n  to = %s\n  id = %q\n}\n", roomAddress, id)
}

func roomBlock(arguments string) string {
	return fmt.Sprintf("\nresource %q \"hall\" {\n%s\n}\n", roomType, arguments)
}

// protocolClient returns a client of a provider for the service.
func (s *service) protocolClient(t *testing.T) *acctest.ProtocolClient {
	t.Helper()
	return s.protocolClientWithKey(t, apiKey)
}

func (s *service) protocolClientWithKey(t *testing.T, key string) *acctest.ProtocolClient {
	t.Helper()
	return acctest.NewProtocolClient(t, acctest.Values{"vcs": acctest.Values{"endpoint": s.server.URL(), "api_key": key}})
}

// rooms returns all rooms of the service, oldest first.
func (s *service) rooms(t *testing.T) []api.Room {
	t.Helper()
	rooms, err := api.Collect(s.apiClient.Rooms(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return rooms
}

// onlyRoom returns the room of the service, which must be its only one.
func (s *service) onlyRoom(t *testing.T) api.Room {
	t.Helper()
	rooms := s.rooms(t)
	if len(rooms) != 1 {
		t.Fatalf("the service has %d rooms: %v", len(rooms), rooms)
	}
	return rooms[0]
}

// createRoom creates a room outside Terraform.
func (s *service) createRoom(t *testing.T, input api.RoomInput) api.Room {
	t.Helper()
	room, err := s.apiClient.CreateRoom(t.Context(), input)
	if err != nil {
		t.Fatal(err)
	}
	return room
}

// upgradeRoom upgrades a room to SFU and refreshes it.
func (s *service) upgradeRoom(t *testing.T, client *acctest.ProtocolClient, room acctest.Object) acctest.Object {
	t.Helper()
	if err := s.Upgrade(room.Attribute(t, "id")); err != nil {
		t.Fatal(err)
	}
	read, problems := client.Read(room)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return read
}

// serviceWithRoom is a service, and one room in the state of a provider for the service.
type serviceWithRoom struct {
	*service

	client *acctest.ProtocolClient
	config acctest.Values
	room   acctest.Object
}

// startWithRoom starts a service and creates a room with the arguments of config.
func startWithRoom(t *testing.T, options emulator.Options, config acctest.Values) *serviceWithRoom {
	t.Helper()
	s := &serviceWithRoom{service: startService(t, options), config: acctest.Values{"conference_type": "MESH"}}
	maps.Copy(s.config, config)
	s.client = s.protocolClient(t)
	s.room = s.client.MustApply(s.client.Absent(roomType), s.config)
	s.server.Reset()
	return s
}

// importRoom imports a room without reading it.
func (s *service) importRoom(t *testing.T, id string) *serviceWithRoom {
	t.Helper()
	client := s.protocolClient(t)
	room, problems := client.ImportByIdentityID(roomType, id)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return &serviceWithRoom{service: s, client: client, room: room}
}

// requireEmptyPlan fails the test unless a refresh succeeds and the plan after it is empty.
func (s *serviceWithRoom) requireEmptyPlan(t *testing.T) {
	t.Helper()
	read, problems := s.client.Read(s.room)
	if len(problems) > 0 || read.Value.IsNull() {
		t.Fatalf("read %v: %v", read.Value, problems)
	}
	planned, problems := s.client.Plan(read, s.config)
	if len(problems) > 0 || !planned.Value.Equal(read.Value) {
		t.Errorf("the plan is not empty: %v\n%v\n%v", problems, read.Value, planned.Value)
	}
}

// requireKept fails the test unless a refresh fails with an error that contains want, and keeps the room in the state.
func (s *serviceWithRoom) requireKept(t *testing.T, client *acctest.ProtocolClient, want string) {
	t.Helper()
	read, problems := client.Read(s.room)
	if len(problems) != 1 || !strings.HasPrefix(problems[0], "error") || !strings.Contains(problems[0], want) {
		t.Errorf("the problems are %v, want %q", problems, want)
	}
	if !read.Value.Equal(s.room.Value) {
		t.Errorf("the state is now %v", read.Value)
	}
}

// requireRemoved fails the test unless a refresh removes the room from the state, with a warning that contains want.
func (s *serviceWithRoom) requireRemoved(t *testing.T, want string) {
	t.Helper()
	read, problems := s.client.Read(s.room)
	if len(problems) != 1 || !strings.HasPrefix(problems[0], "warning: VCS room not found") || !strings.Contains(problems[0], want) {
		t.Errorf("the problems are %v, want %q", problems, want)
	}
	if !read.Value.IsNull() || read.ID(t) != s.room.ID(t) {
		t.Errorf("the state is %v with the identity %q", read.Value, read.ID(t))
	}
}

// planAndApply creates a room and returns the diagnostics of the plan or of the apply.
func planAndCreateRoom(client *acctest.ProtocolClient, config acctest.Values) (acctest.Object, []string) {
	planned, problems := client.Plan(client.Absent(roomType), config)
	if len(problems) > 0 {
		return planned, problems
	}
	return client.Apply(client.Absent(roomType), planned, config)
}

// jsonResponse is a fault that responds to matching requests with a JSON body.
func jsonResponse(method, path string, status int, body string) faultserver.Fault {
	fault := acctest.JSONResponse(status, body)
	fault.Method, fault.Path = method, path
	return fault
}
