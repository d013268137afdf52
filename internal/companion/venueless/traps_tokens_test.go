package venueless_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// claims verifies a token and gives what it holds.
func claims(t *testing.T, token string) jwt.MapClaims {
	t.Helper()
	claims := jwt.MapClaims{}
	if _, err := jwt.ParseWithClaims(token, claims, func(*jwt.Token) (any, error) { return []byte(secret), nil }, jwt.WithValidMethods([]string{"HS256"})); err != nil {
		t.Fatal(err)
	}
	return claims
}

func trapTokens(t *testing.T, s service) {
	t.Helper()
	s.SetNow(func() time.Time { return time.Now().Add(-30 * time.Second) })
	s.call(t).MustApply(s.call(t).Absent(kind), acctest.Values{"name": "Hall"})
	got := claims(t, strings.TrimPrefix(s.server.Requests(http.MethodPost, "")[0].Header.Get("Authorization"), "Bearer "))
	if traits, ok := got["traits"].([]any); !ok || len(traits) != 1 || traits[0] != "apiuser" {
		t.Errorf("the traits of a call are %v", got["traits"])
	}
	pass, complaints := s.call(t).OpenEphemeral("xrcloud_venueless_token", acctest.Values{"uid": "ada"})
	none(t, complaints)
	if traits, ok := claims(t, pass.Attribute(t, "token"))["traits"].([]any); !ok || len(traits) != 0 {
		t.Error("a person without traits has a token without the claim")
	}
}

func trapForbidden(t *testing.T, s service) {
	t.Helper()
	made := s.call(t).MustApply(s.call(t).Absent(kind), acctest.Values{"name": "Hall"})
	other := s.callWith(t, map[string]any{"world_id": "acc"}, map[string]any{"secret": "another-secret"})
	read, complaints := other.Read(made)
	one(t, complaints, "403", "Check the credential", "Nothing is removed from the state")
	if !read.Value.Equal(made.Value) {
		t.Errorf("the room in the state has become %v", read.Value)
	}
	_, complaints = other.ReadDataSource(kind+"s", acctest.Values{})
	one(t, complaints, "403")
}

func trapNewWorld(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
	config := acctest.Values{"name": "Hall", "world_id": "fresh"}
	planned, complaints := caller.Plan(caller.Absent(kind), config)
	none(t, complaints)
	_, complaints = caller.Apply(caller.Absent(kind), planned, config)
	one(t, complaints, "403", "no token may create rooms", `the role "apiuser"`)
}

func trapUnknownWorld(t *testing.T, s service) {
	t.Helper()
	made := s.call(t).MustApply(s.call(t).Absent(kind), acctest.Values{"name": "Hall"})
	made.Value = with(t, made.Value, acctest.Values{"world_id": "nope"})
	read, complaints := s.call(t).Read(made)
	one(t, complaints, "error at world_id", "no such world")
	if !read.Value.Equal(made.Value) {
		t.Errorf("the room in the state has become %v", read.Value)
	}
}

// creator calls with a trait that may create rooms and use the API, but sees no room that is not granted to it.
func (s service) creator(t *testing.T) *acctest.ProtocolClient {
	t.Helper()
	s.patch(t, "/api/v1/worlds/acc/", `{"trait_grants":{"apiuser":["apiuser"],"scheduleuser":["creator"],"room_creator":["creator"]}}`)
	traits := tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, "creator")})
	return s.callWith(t, map[string]any{"world_id": "acc"}, map[string]any{"secret": secret, "traits": traits})
}

// patch sends what the client never would.
func (s service) patch(t *testing.T, path, body string) {
	t.Helper()
	if status := s.send(t, path, body); status != http.StatusOK {
		t.Fatal(status)
	}
}

// send sends a PATCH, and returns the status of the answer.
func (s service) send(t *testing.T, path, body string) int {
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

func trapInvisible(t *testing.T, s service) {
	t.Helper()
	creator := s.creator(t)
	config := acctest.Values{"name": "Hall"}
	made := creator.MustApply(creator.Absent(kind), config)
	read, complaints := creator.Read(made)
	one(t, complaints, "The room exists, but not where the token may see it", `the role "apiuser"`)
	if !read.Value.Equal(made.Value) {
		t.Errorf("the room in the state has become %v", read.Value)
	}
	_, complaints = creator.Apply(made, creator.Absent(kind), nil)
	one(t, complaints, "Cannot delete", "The room exists")
	if got := s.only(t).ID; got != made.Attribute(t, "id") {
		t.Errorf("the room is now %s", got)
	}

	// Really gone, to the same token.
	if err := s.client.DeleteRoom(t.Context(), "", made.Attribute(t, "id")); err != nil {
		t.Fatal(err)
	}
	read, complaints = creator.Read(made)
	one(t, complaints, "warning: Venueless room not found", made.Attribute(t, "id"))
	if !read.Value.IsNull() {
		t.Errorf("the room in the state is still %v", read.Value)
	}
}

func trapWorldSecrets(t *testing.T, s service) {
	t.Helper()
	world, complaints := s.call(t).ReadDataSource("xrcloud_venueless_world", acctest.Values{})
	none(t, complaints)
	if world.Attribute(t, "id") != "acc" || world.Attribute(t, "title") != "Acceptance" || world.Attribute(t, "domain") != "acc.example.org" {
		t.Errorf("the world is %v", world.Value)
	}
	if strings.Contains(world.Value.String(), secret) {
		t.Error("the world's secret is in the state")
	}
	_, complaints = s.call(t).ReadDataSource("xrcloud_venueless_world", acctest.Values{"id": "nope"})
	one(t, complaints, "error at id", "no such world")
	_, complaints = s.call(t).ReadDataSource("xrcloud_venueless_room", acctest.Values{"id": uuid.NewString()})
	one(t, complaints, "404")
	for _, request := range s.server.Requests("", "^/api/v1/worlds/[a-z]+/$") {
		if request.Method != http.MethodGet {
			t.Errorf("a world was sent %s", request.Method)
		}
	}
}
