package venueless_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

const (
	roomsPath = "/api/v1/worlds/acc/rooms/"
	roomID    = "11111111-2222-4333-8444-555555555555"
	secret    = "recording-secret"
)

// claims are the claims of tokens, by the names that the recordings have for them.
var claims = map[string]jwt.MapClaims{
	"apiuser":  {"iss": "any", "aud": "venueless", "traits": []string{"apiuser"}},
	"schedule": {"iss": "any", "aud": "venueless", "traits": []string{"schedule-update"}},
	"noapi":    {"iss": "any", "aud": "venueless", "traits": []string{"admin"}},
	"noiss":    {"aud": "venueless", "traits": []string{"apiuser"}},
	"noaud":    {"iss": "any", "traits": []string{"apiuser"}},
	"notraits": {"iss": "any", "aud": "venueless"},
}

func signToken(t *testing.T, claims jwt.MapClaims) string {
	t.Helper()
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// client sends requests to a server.
type client struct {
	t      *testing.T
	server *httptest.Server
}

// start starts a server. By default it has one world, "acc", with the grants of API users.
func start(t *testing.T, options venueless.Options) (*client, *venueless.Service) {
	t.Helper()
	if len(options.Worlds) == 0 {
		options.Worlds = []venueless.World{{ID: "acc", Secret: secret, Grants: venueless.APIUserGrants()}}
	}
	service, err := venueless.New(options)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	return &client{t: t, server: server}, service
}

type response struct {
	status  int
	header  http.Header
	content string
}

// send sends a request. token is the name of claims, a token, or empty.
func (c *client) send(method, path, token, body, contentType string) response {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.server.URL+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	if claims, ok := claims[token]; ok {
		request.Header.Set("Authorization", "Bearer "+signToken(c.t, claims))
	} else if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	got, err := c.server.Client().Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer got.Body.Close()
	content, err := io.ReadAll(got.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return response{got.StatusCode, got.Header, string(content)}
}

// sendJSON sends a JSON body with the token of an API user.
func (c *client) sendJSON(method, path, body string) (int, string) {
	c.t.Helper()
	got := c.send(method, path, "apiuser", body, "application/json")
	return got.status, got.content
}

// requireStatus sends a JSON body with the token of an API user, and ends the test unless the response has the status.
func (c *client) requireStatus(status int, method, path, body string) string {
	c.t.Helper()
	got, content := c.sendJSON(method, path, body)
	if got != status {
		c.t.Fatalf("%s %s %s: status %d, want %d: %s", method, path, body, got, status, content)
	}
	return content
}

// listRooms returns the names and IDs of the rooms on the first page.
func (c *client) listRooms() []string {
	c.t.Helper()
	var got struct {
		Results []struct {
			ID   string `json:"id"`
			Name string `json:"name"`
		} `json:"results"`
	}
	if err := json.Unmarshal([]byte(c.requireStatus(http.StatusOK, "GET", roomsPath, "")), &got); err != nil {
		c.t.Fatal(err)
	}
	var all []string
	for _, room := range got.Results {
		all = append(all, room.Name+" "+room.ID)
	}
	return all
}
