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

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

const (
	secret      = "the-world-secret"
	roomsPath   = "^/api/v1/worlds/acc/rooms/$"
	roomPath    = "^/api/v1/worlds/acc/rooms/[0-9a-f-]{36}/$"
	hallAddress = "xrcloud_venueless_room.hall"
)

// fixture is an emulated server, with a client that changes its world "acc" outside Terraform.
type fixture struct {
	*emulator.Service
	server *faultserver.Server
	client *api.Client
}

func newFixture(t *testing.T) fixture {
	t.Helper()
	s := fixture{Service: acctest.Must(emulator.New(emulator.Options{Worlds: []emulator.World{
		{ID: "acc", Title: "Acceptance", Domain: "acc.example.org", Secret: secret, Grants: emulator.APIUserGrants()},
		{ID: "other", Secret: secret, Grants: emulator.APIUserGrants()},
		{ID: "fresh", Secret: secret},
	}}))}
	server := acctest.StartServer(t, s.Service)
	endpoint, err := transport.ParseEndpoint(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	s.server = server
	s.client = api.New(api.Config{WorldID: "acc", JWT: api.JWT{Secret: secret}, Transport: transport.Config{
		Endpoint: endpoint, RequestTimeout: time.Minute, UserAgent: "test",
	}})
	t.Cleanup(s.client.Close)
	return s
}

// config returns a configuration with a provider for the world "acc", without settings for XRCLOUD.
func (s fixture) config(body string) string {
	return acctest.Config(s.providerBlock("world_id = \"acc\"\n jwt {\n secret = \""+secret+"\"\n }"), body)
}

// providerBlock returns the provider's block venueless with the URL of the server and other arguments.
func (s fixture) providerBlock(arguments string) string {
	return fmt.Sprintf("venueless {\n base_url = %q\n %s\n}", s.server.URL(), arguments)
}

// hallConfig returns the configuration of the room "hall".
func (s fixture) hallConfig(arguments string) string {
	return s.config("resource \"xrcloud_venueless_room\" \"hall\" {\n" + arguments + "\n}\n")
}

// createRoom creates a room outside Terraform.
func (s fixture) createRoom(t *testing.T, room api.Room) api.Room {
	t.Helper()
	room.ID = uuid.NewString()
	if room.ModuleConfig == nil {
		room.ModuleConfig = []api.Module{}
	}
	if room.TraitGrants == nil {
		room.TraitGrants = api.TraitGrants{}
	}
	created, err := s.client.CreateRoom(t.Context(), "", room)
	if err != nil {
		t.Fatal(err)
	}
	return created
}

// rooms returns the rooms of the world "acc".
func (s fixture) rooms(t *testing.T) []api.Room {
	t.Helper()
	rooms, err := s.client.List(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	return rooms
}

// onlyRoom returns the only room of the world "acc".
func (s fixture) onlyRoom(t *testing.T) api.Room {
	t.Helper()
	rooms := s.rooms(t)
	if len(rooms) != 1 {
		t.Fatalf("there are %d rooms instead of one", len(rooms))
	}
	return rooms[0]
}

const roomType = "xrcloud_venueless_room"

// protocolClient returns a client of a provider for the world "acc".
func (s fixture) protocolClient(t *testing.T) *acctest.ProtocolClient {
	t.Helper()
	return s.protocolClientWith(t, map[string]any{"world_id": "acc"}, map[string]any{"secret": secret})
}

// protocolClientWith returns a client of a provider with other arguments in its blocks venueless and jwt. A nil jwt is omitted.
func (s fixture) protocolClientWith(t *testing.T, section, jwt map[string]any) *acctest.ProtocolClient {
	t.Helper()
	section = maps.Clone(section)
	section["base_url"] = s.server.URL()
	section["jwt"] = newObject(jwtType, jwt)
	return acctest.NewProtocolClient(t, acctest.Values{"venueless": newObject(sectionType, section)})
}

// startListServer starts a server that takes the first page of rooms from one list and all other pages from another, like a
// database that returns equal rooms in any order. It passes all other requests to a handler.
func startListServer(t *testing.T, other http.Handler, first, rest []api.Room) *faultserver.Server {
	t.Helper()
	lists := regexp.MustCompile(roomsPath)
	return acctest.StartServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || !lists.MatchString(r.URL.Path) {
			other.ServeHTTP(w, r)
			return
		}
		rooms, number := rest, 1
		if requested, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil {
			number = requested
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
}

// injectList makes the server respond to each request for the list of rooms with this body.
func (s fixture) injectList(body string) {
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

// newObject returns a nested object. Attributes without a value are null, and so is the object if values is nil.
func newObject(objectType tftypes.Object, values map[string]any) tftypes.Value {
	if values == nil {
		return tftypes.NewValue(objectType, nil)
	}
	attributes := map[string]tftypes.Value{}
	for name, attributeType := range objectType.AttributeTypes {
		value, isValue := values[name].(tftypes.Value)
		if !isValue {
			value = tftypes.NewValue(attributeType, values[name])
		}
		attributes[name] = value
	}
	return tftypes.NewValue(objectType, attributes)
}

// modules returns a value for module_config from alternating types and configs. A nil config is omitted.
func modules(typesAndConfigs ...any) tftypes.Value {
	list := []tftypes.Value{}
	for pair := range slices.Chunk(typesAndConfigs, 2) {
		list = append(list, newObject(moduleType, map[string]any{"type": pair[0], "config": pair[1]}))
	}
	return tftypes.NewValue(tftypes.List{ElementType: moduleType}, list)
}

// requireOneDiagnostic fails unless there is exactly one diagnostic, and it contains all strings.
func requireOneDiagnostic(t *testing.T, diags []string, contains ...string) {
	t.Helper()
	if len(diags) != 1 || slices.ContainsFunc(contains, func(text string) bool { return !strings.Contains(diags[0], text) }) {
		t.Errorf("got diagnostics %q, want one with %q", diags, contains)
	}
}

// requireNoDiagnostics fails if there is a diagnostic.
func requireNoDiagnostics(t *testing.T, diags []string) {
	t.Helper()
	if len(diags) > 0 {
		t.Fatalf("got diagnostics %q", diags)
	}
}

// lastBody returns the fields of the body of the last request with a method.
func (s fixture) lastBody(t *testing.T, method string) map[string]json.RawMessage {
	t.Helper()
	requests := s.server.Requests(method, "")
	if len(requests) == 0 {
		t.Fatalf("no %s was sent", method)
	}
	var body map[string]json.RawMessage
	if err := json.Unmarshal(requests[len(requests)-1].Body, &body); err != nil {
		t.Fatal(err)
	}
	return body
}

// requireStable fails unless a refresh changes nothing in the state and the plan after it is empty.
func requireStable(t *testing.T, client *acctest.ProtocolClient, created acctest.Object, config acctest.Values) acctest.Object {
	t.Helper()
	read := client.MustRead(created)
	if !read.Value.Equal(created.Value) {
		t.Errorf("the state is %v, after a refresh %v", created.Value, read.Value)
	}
	client.RequireEmptyPlan(read, config)
	return read
}

// withStrings returns an object with other values for attributes that are strings.
func withStrings(t *testing.T, value tftypes.Value, values acctest.Values) tftypes.Value {
	t.Helper()
	var attributes map[string]tftypes.Value
	if err := value.As(&attributes); err != nil {
		t.Fatal(err)
	}
	for name, value := range values {
		attributes[name] = tftypes.NewValue(attributes[name].Type(), value)
	}
	return tftypes.NewValue(value.Type(), attributes)
}

// withAttribute returns an object with another value for an attribute.
func withAttribute(t *testing.T, value tftypes.Value, name string, by tftypes.Value) tftypes.Value {
	t.Helper()
	var attributes map[string]tftypes.Value
	if err := value.As(&attributes); err != nil {
		t.Fatal(err)
	}
	attributes[name] = by
	return tftypes.NewValue(value.Type(), attributes)
}

// parseClaims verifies a token and returns its claims.
func parseClaims(t *testing.T, token string) jwt.MapClaims {
	t.Helper()
	claims := jwt.MapClaims{}
	if _, err := jwt.ParseWithClaims(token, claims, func(*jwt.Token) (any, error) { return []byte(secret), nil }, jwt.WithValidMethods([]string{"HS256"})); err != nil {
		t.Fatal(err)
	}
	return claims
}

// creatorClient returns a client of a provider whose token may create rooms, but sees no room that is not granted to it.
func (s fixture) creatorClient(t *testing.T) *acctest.ProtocolClient {
	t.Helper()
	s.mustPatch(t, "/api/v1/worlds/acc/", `{"trait_grants":{"apiuser":["apiuser"],"scheduleuser":["creator"],"room_creator":["creator"]}}`)
	traits := tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, "creator")})
	return s.protocolClientWith(t, map[string]any{"world_id": "acc"}, map[string]any{"secret": secret, "traits": traits})
}

// mustPatch sends a PATCH that the API client would not send.
func (s fixture) mustPatch(t *testing.T, path, body string) {
	t.Helper()
	if status := s.patch(t, path, body); status != http.StatusOK {
		t.Fatal(status)
	}
}

// patch sends a PATCH, and returns the status of the response.
func (s fixture) patch(t *testing.T, path, body string) int {
	t.Helper()
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"iss": "any", "aud": "venueless", "traits": []string{"apiuser"}}).SignedString([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPatch, s.server.URL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := (&http.Client{}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}
