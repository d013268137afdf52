package storage_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// options are those of all services.
type options struct {
	xrcloud    emulator.Options
	vcs        vcs.Options
	whiteboard whiteboard.Options
	venueless  venueless.Options
}

// services are all services with one data file.
type services struct {
	db         *storage.DB
	xrcloud    *emulator.Service
	vcs        *vcs.Service
	whiteboard *whiteboard.Service
	venueless  *venueless.Service
}

func newServices(path string, with options) (*services, error) {
	db, err := storage.Open(path)
	if err != nil {
		return nil, err
	}
	with.xrcloud.DB, with.vcs.DB, with.whiteboard.DB, with.venueless.DB = db, db, db, db
	with.xrcloud.SeedScenes = []string{"Lobby"}
	s := &services{db: db}
	s.xrcloud, err = emulator.New(with.xrcloud)
	if err == nil {
		s.vcs, err = vcs.New(with.vcs)
	}
	if err == nil {
		s.whiteboard, err = whiteboard.New(with.whiteboard)
	}
	if err == nil {
		s.venueless, err = venueless.New(with.venueless)
	}
	if err == nil {
		err = db.StartSaving()
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// startServices starts all services and a client with their credentials. The data file is closed when the test ends.
func startServices(t *testing.T, path string, with options) (*services, *client) {
	t.Helper()
	s, err := newServices(path, with)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.db.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, &client{t: t, credentials: s.credentials(), send: func(service string, r *http.Request) (*http.Response, error) {
		recorder := httptest.NewRecorder()
		s.handlers()[service].ServeHTTP(recorder, r)
		return recorder.Result(), nil
	}}
}

func (s *services) handlers() map[string]http.Handler {
	return map[string]http.Handler{"xrcloud": s.xrcloud, "vcs": s.vcs, "whiteboard": s.whiteboard, "venueless": s.venueless}
}

func (s *services) credentials() credentials {
	token, err := s.venueless.Token()
	if err != nil {
		panic(err)
	}
	return credentials{s.xrcloud.Credentials(), s.vcs.APIKey(), s.whiteboard.Credentials(), s.venueless.Credentials(), token}
}

// credentials are those of all services.
type credentials struct {
	XRCLOUD    emulator.Account
	VCS        string
	Whiteboard whiteboard.App
	Venueless  venueless.Credentials
	// Token is one for Venueless. It is a new one at each start.
	Token string
}

// client sends requests to all services, in this process or in another.
type client struct {
	t *testing.T
	credentials
	send func(service string, r *http.Request) (*http.Response, error)
	// The client gets the others from the services.
	bearer, project, scene, sdkToken string
}

// try sends a request with the credentials of the service.
func (c *client) try(service, method, path, body string) (status int, content string, err error) {
	r, err := http.NewRequestWithContext(c.t.Context(), method, "http://example.com"+path, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	r.RequestURI = r.URL.RequestURI()
	r.Header.Set("Content-Type", "application/json")
	switch service {
	case "xrcloud":
		if strings.HasPrefix(body, "--") {
			r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		}
		if c.bearer != "" {
			r.Header.Set("Authorization", "Bearer "+c.bearer)
		}
	case "vcs":
		r.Header.Set("X-Vcs-Token", c.VCS)
	case "whiteboard":
		r.Header.Set("region", "eu")
		r.Header.Set("token", c.sdkToken)
	case "venueless":
		r.Header.Set("Authorization", "Bearer "+c.Token)
	}
	response, err := c.send(service, r)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	return response.StatusCode, string(read), err
}

// require sends a request and ends the test unless it succeeds.
func (c *client) require(service, method, path, body string) string {
	c.t.Helper()
	status, content, err := c.try(service, method, path, body)
	if err != nil || status >= 300 {
		c.t.Fatalf("%s: %s %s %s: status %d, %v: %s", service, method, path, body, status, err, content)
	}
	return content
}

// prepare logs in and creates what rooms need.
func (c *client) prepare() {
	c.t.Helper()
	login, err := json.Marshal(map[string]string{"email": c.XRCLOUD.Email, "password": c.XRCLOUD.Password})
	if err != nil {
		c.t.Fatal(err)
	}
	c.bearer = field(c.t, c.require("xrcloud", "POST", "/auth/login", string(login)), "accessToken")
	const part = "--b\r\nContent-Disposition: form-data; name="
	c.project = field(c.t, c.require("xrcloud", "POST", "/api/projects", part+"\"name\"\r\n\r\nFair\r\n"+part+"\"favicon\"; filename=\"a.ico\"\r\n\r\nicon\r\n"+
		part+"\"logo\"; filename=\"b.png\"\r\n\r\nlogo\r\n--b--\r\n"), "id")
	c.scene = field(c.t, c.require("xrcloud", "GET", "/api/scenes?projectId="+c.project, ""), "items", "0", "id")
	c.sdkToken = strings.Trim(c.require("whiteboard", "POST", "/v5/tokens/teams",
		`{"accessKey":"`+c.Whiteboard.AccessKey+`","secretAccessKey":"`+c.Whiteboard.SecretKey+`","role":"admin"}`), `"`)
}

// rooms are the requests to the rooms of each service.
func (c *client) rooms() map[string]rooms {
	return map[string]rooms{
		"xrcloud": {
			path: "/api/rooms", body: `{"projectId":"` + c.project + `","sceneId":"` + c.scene + `","name":"Hall","size":10,"returnUrl":"https://example.com"}`,
			id: []string{"id"}, list: "/api/rooms?projectId=" + c.project,
		},
		"vcs":        {path: "/api/realtime/room", body: `{"name":"Hall"}`, id: []string{"room", "id"}, list: "/api/realtime/room?numberOfRecords=100"},
		"whiteboard": {path: "/v5/rooms", body: `{"isRecord":true}`, id: []string{"uuid"}, list: "/v5/rooms"},
		"venueless":  {path: "/api/v1/worlds/event/rooms/", body: `{"name":"Hall"}`, id: []string{"id"}, list: "/api/v1/worlds/event/rooms/"},
	}
}

type rooms struct {
	path, body string
	id         []string
	list       string
}

// room returns the path of a room.
func (r rooms) room(id string) string {
	if strings.HasSuffix(r.path, "/") {
		return r.path + id + "/"
	}
	return r.path + "/" + id
}

// field returns a text in a JSON value.
func field(t *testing.T, content string, path ...string) string {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(content), &value); err != nil {
		t.Fatalf("%v in %s", err, content)
	}
	for _, name := range path {
		switch inner := value.(type) {
		case map[string]any:
			value = inner[name]
		case []any:
			value = inner[0]
		}
	}
	text, ok := value.(string)
	if !ok {
		t.Fatalf("%s has no text at %q", content, path)
	}
	return text
}
