package venueless_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

const (
	secret    = "the-world-secret"
	roomsPath = "^/api/v1/worlds/acc/rooms/$"
	roomPath  = "^/api/v1/worlds/acc/rooms/[0-9a-f-]{36}/$"
	hall      = "xrcloud_venueless_room.hall"
)

// service is a stand-in on the network, with another person's hand on it.
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
	server, err := faultserver.Start(s.Service)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	endpoint, err := transport.ParseEndpoint(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	s.server = server
	s.client = venueless.New(venueless.Config{WorldID: "acc", JWT: venueless.JWT{Secret: secret}, Transport: transport.Config{
		Endpoint: endpoint, RequestTimeout: time.Minute, UserAgent: "test",
	}})
	t.Cleanup(s.client.Close)
	return s
}

// config is a configuration with the provider set up for the world "acc", and nothing of XRCLOUD.
func (s service) config(body string) string {
	return acctest.Config(s.section("world_id = \"acc\"\n jwt {\n secret = \""+secret+"\"\n }"), body)
}

// section is the provider's section with other arguments beside the server.
func (s service) section(arguments string) string {
	return fmt.Sprintf("venueless {\n base_url = %q\n %s\n}", s.server.URL(), arguments)
}

// room is the configuration of the room "hall" with some arguments.
func (s service) room(arguments string) string {
	return s.config("resource \"xrcloud_venueless_room\" \"hall\" {\n" + arguments + "\n}\n")
}

// make makes a room outside Terraform.
func (s service) make(t *testing.T, room venueless.Room) venueless.Room {
	t.Helper()
	room.ID = uuid.NewString()
	if room.ModuleConfig == nil {
		room.ModuleConfig = []venueless.Module{}
	}
	if room.TraitGrants == nil {
		room.TraitGrants = venueless.TraitGrants{}
	}
	made, err := s.client.CreateRoom(t.Context(), "", room)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// all are the rooms of the world "acc".
func (s service) all(t *testing.T) []venueless.Room {
	t.Helper()
	rooms, err := s.client.List(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	return rooms
}

// only is the one room of the world "acc".
func (s service) only(t *testing.T) venueless.Room {
	t.Helper()
	rooms := s.all(t)
	if len(rooms) != 1 {
		t.Fatalf("there are %d rooms instead of one", len(rooms))
	}
	return rooms[0]
}

const kind = "xrcloud_venueless_room"

// call calls a provider that is set up for the world "acc".
func (s service) call(t *testing.T) *acctest.ProtocolClient {
	t.Helper()
	return s.callWith(t, map[string]any{"world_id": "acc"}, map[string]any{"secret": secret})
}

// callWith calls a provider with other arguments of the section beside the server, and of its jwt, which nil leaves out.
func (s service) callWith(t *testing.T, section, jwt map[string]any) *acctest.ProtocolClient {
	t.Helper()
	section = maps.Clone(section)
	section["base_url"] = s.server.URL()
	section["jwt"] = object(jwtType, jwt)
	return acctest.NewProtocolClient(t, acctest.Values{"venueless": object(sectionType, section)})
}

// listing serves the first page of one list of rooms and the others of another, as a database may that is asked for equal
// rooms in some order. All other requests go to a handler.
func listing(t *testing.T, other http.Handler, first, rest []venueless.Room) *faultserver.Server {
	t.Helper()
	lists := regexp.MustCompile(roomsPath)
	server, err := faultserver.Start(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || !lists.MatchString(r.URL.Path) {
			other.ServeHTTP(w, r)
			return
		}
		rooms, number := rest, 1
		if asked, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil {
			number = asked
		} else {
			rooms = first
		}
		page := map[string]any{"count": len(rooms), "next": nil, "results": rooms[(number-1)*50 : min(number*50, len(rooms))]}
		if number*50 < len(rooms) {
			page["next"] = "more"
		}
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(page); err != nil {
			t.Error(err)
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server
}

// spoilList answers each request for the list of rooms with this body.
func (s service) spoilList(body string) {
	s.server.Inject(faultserver.Fault{Method: http.MethodGet, Path: roomsPath, Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: body})
}

var (
	jwtType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"secret": tftypes.String, "issuer": tftypes.String, "audience": tftypes.String, "ttl": tftypes.String,
		"traits": tftypes.List{ElementType: tftypes.String},
	}}
	sectionType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"base_url": tftypes.String, "world_id": tftypes.String, "token": tftypes.String, "jwt": jwtType, "ca_certificate": tftypes.String,
		"request_timeout": tftypes.String, "max_retries": tftypes.Number, "max_concurrent_requests": tftypes.Number,
	}}
	moduleType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"type": tftypes.String, "config": tftypes.String}}
)

// object makes a nested object. What is not named is null, and so is the whole where values are nil.
func object(kind tftypes.Object, values map[string]any) tftypes.Value {
	if values == nil {
		return tftypes.NewValue(kind, nil)
	}
	attributes := map[string]tftypes.Value{}
	for name, of := range kind.AttributeTypes {
		value, whole := values[name].(tftypes.Value)
		if !whole {
			value = tftypes.NewValue(of, values[name])
		}
		attributes[name] = value
	}
	return tftypes.NewValue(kind, attributes)
}

// modules is the argument module_config: a type and a config in turn, which nil leaves out.
func modules(typesAndConfigs ...any) tftypes.Value {
	list := []tftypes.Value{}
	for pair := range slices.Chunk(typesAndConfigs, 2) {
		list = append(list, object(moduleType, map[string]any{"type": pair[0], "config": pair[1]}))
	}
	return tftypes.NewValue(tftypes.List{ElementType: moduleType}, list)
}

// one fails unless there is one complaint, and it says something.
func one(t *testing.T, complaints []string, contains ...string) {
	t.Helper()
	if len(complaints) != 1 || slices.ContainsFunc(contains, func(text string) bool { return !strings.Contains(complaints[0], text) }) {
		t.Errorf("the complaints are %q, want one with %q", complaints, contains)
	}
}

// none fails if there is a complaint.
func none(t *testing.T, complaints []string) {
	t.Helper()
	if len(complaints) > 0 {
		t.Fatalf("the complaints are %q", complaints)
	}
}
