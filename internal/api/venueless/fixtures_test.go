package venueless_test

import (
	"errors"
	"io"
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

// fixture is an emulated server, with a client that has the secret of its world "acc".
type fixture struct {
	*emulator.Service
	server *faultserver.Server
	client *venueless.Client
}

func newFixture(t *testing.T) fixture {
	t.Helper()
	emulated, err := emulator.New(emulator.Options{Worlds: []emulator.World{
		{ID: "acc", Title: "Acceptance", Domain: "acc.example.org", Secret: secret, Grants: emulator.APIUserGrants()},
		{ID: "other", Secret: secret, Grants: emulator.APIUserGrants()},
		{ID: "fresh", Secret: secret},
	}})
	if err != nil {
		t.Fatal(err)
	}
	s := fixture{Service: emulated}
	s.server = startServer(t, s.Service)
	s.client = newClient(t, s.server, venueless.Config{WorldID: "acc", JWT: venueless.JWT{Secret: secret}})
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

// newClient returns a client of a server. MaxRetries defaults to 2.
func newClient(t *testing.T, server *faultserver.Server, config venueless.Config) *venueless.Client {
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

// createRoom creates a room with a new ID.
func (s fixture) createRoom(t *testing.T, room venueless.Room) venueless.Room {
	t.Helper()
	created, err := s.client.CreateRoom(t.Context(), "", completeRoom(room))
	if err != nil {
		t.Fatal(err)
	}
	return created
}

// completeRoom returns a room with the required fields and a new ID.
func completeRoom(room venueless.Room) venueless.Room {
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

func (s fixture) countRooms(t *testing.T) int {
	t.Helper()
	rooms, err := s.client.List(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	return len(rooms)
}

// requireError fails the test unless err has a reason and contains a string.
func requireError(t *testing.T, err error, reason transport.Reason, contains string) {
	t.Helper()
	if failure, ok := errors.AsType[*transport.Error](err); !ok || failure.Reason != reason || !strings.Contains(err.Error(), contains) {
		t.Errorf("got %v (reason %v), want reason %v and %q", err, transport.ReasonOf(err), reason, contains)
	}
}

const chat = "chat.native"

func modules(types ...string) []venueless.Module {
	list := []venueless.Module{}
	for _, moduleType := range types {
		list = append(list, venueless.Module{Type: moduleType, Config: []byte("{}")})
	}
	return list
}

// creatorClient returns a client that may create rooms, but sees no room that is not granted to it.
func (s fixture) creatorClient(t *testing.T) *venueless.Client {
	t.Helper()
	s.sendRequest(t, http.MethodPatch, "/api/v1/worlds/acc/", `{"trait_grants":{"apiuser":["apiuser"],"scheduleuser":[["creator","schedule-update"]],"room_creator":["creator"]}}`)
	return newClient(t, s.server, venueless.Config{WorldID: "acc", JWT: venueless.JWT{Secret: secret, Traits: []string{"creator"}}})
}

// sendRequest sends a request that the client would not send, with the token of its first request, and returns the response.
func (s fixture) sendRequest(t *testing.T, method, path, body string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, s.server.URL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", s.server.Requests("POST", "")[0].Header.Get("Authorization"))
	response, err := (&http.Client{}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
