package world_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// The types of objects.
const (
	project        = "xrcloud_project"
	scene          = "xrcloud_scene"
	room           = "xrcloud_room"
	venuelessRoom  = "xrcloud_venueless_room"
	vcsRoom        = "xrcloud_vcs_room"
	whiteboardRoom = "xrcloud_whiteboard_room"
)

func TestMain(m *testing.M) {
	world.UseNetwork()
	os.Exit(m.Run())
}

// inBubble runs a test with a world. It fails if anything of the world remains after its end.
func inBubble(t *testing.T, options world.Options, run func(c client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, options)
		run(c)
		c.http.CloseIdleConnections()
		c.Close()
		synctest.Wait()
		if open := c.Connections(); open != 0 {
			t.Errorf("%d connections are open after Close", open)
		}
	})
}

// client is a client of the services of a world, with the user agent of the provider and the credentials of account 0.
type client struct {
	*world.World
	T    testing.TB
	http *http.Client
}

func newClient(tb testing.TB, options world.Options) client {
	tb.Helper()
	w, err := world.New(options)
	if err != nil {
		tb.Fatal(err)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone() //nolint:forcetypeassert // its type is documented
	return client{World: w, T: tb, http: &http.Client{Transport: transport, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}}
}

// response is what a client received.
type response struct {
	status int
	body   string
	err    error
}

func (r response) field(tb testing.TB, name string) string {
	tb.Helper()
	var fields map[string]any
	if err := json.Unmarshal([]byte(r.body), &fields); err != nil {
		tb.Fatalf("status %d, error %v, body %q: %v", r.status, r.err, r.body, err)
	}
	text, _ := fields[name].(string)
	return text
}

// call sends a request to XRCLOUD with the API key.
func (c client) call(method, path, body string) response {
	c.T.Helper()
	return c.callService("xrcloud", method, path, body)
}

// callService sends a request to a service.
func (c client) callService(service, method, path, body string) response {
	c.T.Helper()
	return c.callWithToken(service, c.serviceToken(service), method, path, body)
}

// serviceToken returns what a client of a service authenticates with.
func (c client) serviceToken(service string) string {
	c.T.Helper()
	arguments := c.Arguments(0)
	section, _ := arguments[service].(map[string]any)
	switch service {
	case "venueless":
		secret := section["jwt"].(map[string]any)["secret"].(string) //nolint:forcetypeassert // it panics
		claims := jwt.MapClaims{"iss": "any", "aud": "venueless", "traits": []string{"apiuser"}}
		token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(secret))
		if err != nil {
			c.T.Fatal(err)
		}
		return "Bearer " + token
	case "vcs":
		return section["api_key"].(string) //nolint:forcetypeassert // it panics
	case "whiteboard":
		body := fmt.Sprintf(`{"accessKey":%q,"secretAccessKey":%q,"role":"admin"}`, section["access_key"], section["secret_key"])
		got := c.callWithToken(service, "", http.MethodPost, "/v5/tokens/teams", body)
		return strings.Trim(got.body, `"`)
	default:
		return arguments["api_key"].(string) //nolint:forcetypeassert // it panics
	}
}

// callWithToken sends a request to a service with a token, as the provider does.
func (c client) callWithToken(service, token, method, path, body string) response {
	c.T.Helper()
	r, err := http.NewRequestWithContext(c.T.Context(), method, c.endpoint(service)+path, strings.NewReader(body))
	if err != nil {
		c.T.Fatal(err)
	}
	r.Header.Set("User-Agent", "terraform-provider-xrcloud/test")
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("region", "us-sv")
	r.Header.Set(map[string]string{"xrcloud": "X-Xrcloud-Api-Key", "venueless": "Authorization", "vcs": "X-Vcs-Token", "whiteboard": "token"}[service], token)
	answer, err := c.http.Do(r)
	if err != nil {
		return response{err: err}
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	for _, name := range []string{"Location", "Retry-After"} {
		if value := answer.Header.Get(name); value != "" {
			content = append(content, "\n"+name+": "+value+"\n"...)
		}
	}
	return response{answer.StatusCode, string(content), err}
}

func (c client) endpoint(service string) string {
	arguments := c.Arguments(0)
	url := arguments["endpoint"]
	switch service {
	case "venueless":
		url = arguments["venueless"].(map[string]any)["base_url"] //nolint:forcetypeassert // it panics
	case "vcs", "whiteboard":
		url = arguments[service].(map[string]any)["endpoint"] //nolint:forcetypeassert // it panics
	}
	return url.(string) //nolint:forcetypeassert // it panics
}
