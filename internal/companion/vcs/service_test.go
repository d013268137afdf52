package vcs_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

const (
	key  = "key-of-the-customer"
	kind = "xrcloud_vcs_room"
	// hall is the room that configurations of tests declare.
	hall = kind + ".hall"
)

// service is VCS behind a test.
type service struct {
	*emulator.Service
	*clock

	server *faultserver.Server
	// client is another person's hand on the service.
	client *api.Client
}

// clock is the service's clock, which stands still.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// forward lets time pass.
func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func start(t *testing.T, options emulator.Options) *service {
	t.Helper()
	clock := &clock{now: time.Date(2022, 4, 8, 13, 44, 28, 429e6, time.UTC)}
	options.APIKey, options.Now = key, clock.read
	vcs := emulator.New(options)
	server, err := faultserver.Start(vcs)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	endpoint, err := transport.ParseEndpoint(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	client := api.New(api.Config{APIKey: key, Transport: transport.Config{Endpoint: endpoint, RequestTimeout: time.Minute}})
	t.Cleanup(client.Close)
	return &service{Service: vcs, clock: clock, server: server, client: client}
}

// config is a configuration with the provider set up for the service.
func (s *service) config(body string) string { return s.keyConfig(key, body) }

func (s *service) keyConfig(key, body string) string {
	return acctest.Config(fmt.Sprintf("vcs {\n endpoint = %q\n api_key = %q\n}", s.server.URL(), key), body)
}

// hall is the configuration of one room.
func (s *service) hall(arguments string) string { return s.config(room(arguments)) }

func room(arguments string) string {
	return fmt.Sprintf("\nresource %q \"hall\" {\n%s\n}\n", kind, arguments)
}

// call calls a provider that is set up for the service.
func (s *service) call(t *testing.T) *acctest.ProtocolClient {
	t.Helper()
	return acctest.NewProtocolClient(t, acctest.Values{"vcs": section(map[string]any{"endpoint": s.server.URL(), "api_key": key})})
}

// section is the provider's argument vcs. What is not named is null.
func section(values map[string]any) map[string]tftypes.Value {
	arguments := map[string]tftypes.Value{}
	for name, of := range map[string]tftypes.Type{
		"domain": tftypes.String, "endpoint": tftypes.String, "api_key": tftypes.String, "ca_certificate": tftypes.String, "request_timeout": tftypes.String,
		"max_retries": tftypes.Number, "max_concurrent_requests": tftypes.Number,
	} {
		arguments[name] = tftypes.NewValue(of, values[name])
	}
	return arguments
}

// rooms are all rooms at the service, the oldest first.
func (s *service) rooms(t *testing.T) []api.Room {
	t.Helper()
	rooms, err := s.client.AllRooms(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return rooms
}

// only is the one room at the service.
func (s *service) only(t *testing.T) api.Room {
	t.Helper()
	rooms := s.rooms(t)
	if len(rooms) != 1 {
		t.Fatalf("there are %d rooms: %v", len(rooms), rooms)
	}
	return rooms[0]
}

// make makes a room behind Terraform's back.
func (s *service) make(t *testing.T, input api.RoomInput) api.Room {
	t.Helper()
	made, err := s.client.CreateRoom(t.Context(), input)
	if err != nil {
		t.Fatal(err)
	}
	return made
}
