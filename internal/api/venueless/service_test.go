package venueless_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

const (
	secret    = "the-world-secret"
	roomsPath = "^/api/v1/worlds/acc/rooms/$"
	roomPath  = "^/api/v1/worlds/acc/rooms/[0-9a-f-]{36}/$"
)

// service is a stand-in on the network, with a client that has the secret of its world "acc".
type service struct {
	*emulator.Service
	server *faultserver.Server
	client *venueless.Client
}

func start(t *testing.T) service {
	t.Helper()
	s := service{Service: emulator.New(emulator.Options{Worlds: []emulator.World{
		{ID: "acc", Title: "Acceptance", Domain: "acc.example.org", Secret: secret, Grants: emulator.APIUserGrants()},
		{ID: "other", Secret: secret, Grants: emulator.APIUserGrants()},
		{ID: "fresh", Secret: secret},
	}})}
	s.server = serve(t, s.Service)
	s.client = connect(t, s.server, venueless.Config{WorldID: "acc", JWT: venueless.JWT{Secret: secret}})
	return s
}

func serve(t *testing.T, handler http.Handler) *faultserver.Server {
	t.Helper()
	server, err := faultserver.Start(handler)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server
}

// connect makes a client of a server. MaxRetries is 2 unless the settings say otherwise.
func connect(t *testing.T, server *faultserver.Server, config venueless.Config) *venueless.Client {
	t.Helper()
	if server != nil {
		endpoint, err := transport.ParseEndpoint(server.URL())
		if err != nil {
			t.Fatal(err)
		}
		config.Transport.Endpoint = endpoint
	}
	config.Transport.RetryWait = time.Millisecond
	if config.Transport.MaxRetries == 0 {
		config.Transport.MaxRetries = 2
	}
	client := venueless.New(config)
	t.Cleanup(client.Close)
	return client
}

// create makes a room with a new id.
func (s service) create(t *testing.T, room venueless.Room) venueless.Room {
	t.Helper()
	made, err := s.client.CreateRoom(t.Context(), "", with(room))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// with gives a room what every one has.
func with(room venueless.Room) venueless.Room {
	room.ID = uuid.NewString()
	if room.Name == "" {
		room.Name = "Hall"
	}
	if room.ModuleConfig == nil {
		room.ModuleConfig = []venueless.Module{}
	}
	if room.TraitGrants == nil {
		room.TraitGrants = venueless.TraitGrants{}
	}
	return room
}

func (s service) count(t *testing.T) int {
	t.Helper()
	rooms, err := s.client.List(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	return len(rooms)
}

// expect fails unless an error has a reason and says something.
func expect(t *testing.T, err error, reason transport.Reason, contains string) {
	t.Helper()
	var failure *transport.Error
	if !errors.As(err, &failure) || failure.Reason != reason || !strings.Contains(err.Error(), contains) {
		t.Errorf("got %v (reason %v), want reason %v and %q", err, transport.ReasonOf(err), reason, contains)
	}
}

const chat = "chat.native"

func modules(kinds ...string) []venueless.Module {
	list := []venueless.Module{}
	for _, kind := range kinds {
		list = append(list, venueless.Module{Type: kind, Config: []byte("{}")})
	}
	return list
}
