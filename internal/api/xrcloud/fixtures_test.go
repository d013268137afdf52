package xrcloud_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// service is an emulator behind a fault server.
type service struct {
	*emulator.Service
	*faultserver.Server
	account emulator.Account
}

func startService(tb testing.TB, options emulator.Options) *service {
	tb.Helper()
	e, err := emulator.New(options)
	if err != nil {
		tb.Fatal(err)
	}
	server, err := faultserver.Start(e)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(server.Stop)
	return &service{e, server, e.Credentials()}
}

// clock is the clock of a service. It shows the real time until advance changes it.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

func (c *clock) advance(d time.Duration) { c.ahead.Add(int64(d)) }

// clientWithAllCredentials returns a client with an API key and a login.
func (s *service) clientWithAllCredentials(tb testing.TB) *xrcloud.Client {
	tb.Helper()
	return newClient(tb, s.URL(), xrcloud.Config{APIKey: s.account.APIKey, Email: s.account.Email, Password: s.account.Password})
}

// clientWithLogin returns a client with an e-mail address and a password.
func (s *service) clientWithLogin(tb testing.TB) *xrcloud.Client {
	tb.Helper()
	return newClient(tb, s.URL(), xrcloud.Config{Email: s.account.Email, Password: s.account.Password})
}

// newToken returns a new bearer token.
func (s *service) newToken(tb testing.TB) string {
	tb.Helper()
	client := s.clientWithLogin(tb)
	if _, err := xrcloud.Collect(client.Projects(tb.Context(), "")); err != nil {
		tb.Fatal(err)
	}
	seen := s.Requests(http.MethodGet, "^/api/projects$")
	return seen[len(seen)-1].Header.Get("Authorization")[len("Bearer "):]
}

// apiRequests returns the requests that the service received, except those for tokens and profiles.
func (s *service) apiRequests() []faultserver.Request { return s.Requests("", "^/api/") }

// newClient returns a client with almost no wait before retries.
func newClient(tb testing.TB, url string, config xrcloud.Config) *xrcloud.Client {
	tb.Helper()
	endpoint, err := transport.ParseEndpoint(url)
	if err != nil {
		tb.Fatal(err)
	}
	config.Transport = transport.Config{
		Endpoint: endpoint, UserAgent: "test/1", RequestTimeout: time.Minute, RetryWait: time.Microsecond, MaxRetries: config.Transport.MaxRetries,
		Check: config.Transport.Check,
	}
	client := xrcloud.New(config)
	tb.Cleanup(client.Close)
	return client
}

// newClientWithResponse returns a client of a server that sends the same response to each request.
func newClientWithResponse(tb testing.TB, status int, contentType, body string) *xrcloud.Client {
	tb.Helper()
	return newClientWithHandler(tb, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body)) // fails if the client disconnects
	})
}

// newClientWithHandler returns a client of a server with a handler.
func newClientWithHandler(tb testing.TB, handler http.HandlerFunc) *xrcloud.Client {
	tb.Helper()
	return newClientWithConfig(tb, xrcloud.Config{AccessToken: "bearer-of-the-test"}, handler)
}

// newClientWithConfig returns a client of a server with a handler, with the given credentials.
func newClientWithConfig(tb testing.TB, config xrcloud.Config, handler http.HandlerFunc) *xrcloud.Client {
	tb.Helper()
	server := httptest.NewServer(handler)
	tb.Cleanup(server.Close)
	return newClient(tb, server.URL, config)
}

// fixture has the objects that a test begins with. Another client has created them.
type fixture struct {
	project xrcloud.Project
	scene   string
	room    xrcloud.Room
}

func (s *service) createFixture(tb testing.TB) fixture {
	tb.Helper()
	client := s.clientWithAllCredentials(tb)
	f := fixture{project: createProject(tb, client, "Fair", nil)}
	f.scene = s.publishScene(tb, f.project.ID, "Lobby", "admin")
	f.room = createRoom(tb, client, f, "Hall")
	return f
}

func (s *service) publishScene(tb testing.TB, projectID, name, creator string) string {
	tb.Helper()
	id, err := s.PublishScene(projectID, name, creator)
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

var image = &xrcloud.File{Name: "image.png", Content: []byte("picture")}

func createProject(tb testing.TB, client *xrcloud.Client, name string, label *string) xrcloud.Project {
	tb.Helper()
	project, _, err := client.CreateProject(tb.Context(), xrcloud.ProjectInput{Name: name, Label: label, Favicon: image, Logo: image})
	if err != nil {
		tb.Fatal(err)
	}
	return project
}

func createRoom(tb testing.TB, client *xrcloud.Client, f fixture, name string) xrcloud.Room {
	tb.Helper()
	room, _, err := client.CreateRoom(tb.Context(), xrcloud.RoomInput{
		ProjectID: f.project.ID, SceneID: f.scene, Name: name, ReturnURL: "https://example.com/bye", Size: 10,
	})
	if err != nil {
		tb.Fatal(err)
	}
	return room
}

// accepts says which credentials a method needs.
type accepts int

const (
	acceptsAny accepts = iota
	acceptsBearer
	acceptsBearerFirst
)

// method is a method of the client that sends requests.
type method struct {
	name    string
	accepts accepts
	// ids are the IDs among its arguments: p of a project, s of a scene, r of a room.
	ids string
	// empty is true if the body of the response is empty.
	empty bool
	run   func(ctx context.Context, c *xrcloud.Client, project, scene, room string) error
}

var methods = []method{
	{"Projects", acceptsBearerFirst, "", false, func(ctx context.Context, c *xrcloud.Client, _, _, _ string) error {
		_, err := xrcloud.Collect(c.Projects(ctx, ""))
		return err
	}},
	{"Project", acceptsAny, "p", false, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		_, err := c.Project(ctx, project)
		return err
	}},
	{"CreateProject", acceptsBearer, "", false, func(ctx context.Context, c *xrcloud.Client, _, _, _ string) error {
		_, _, err := c.CreateProject(ctx, xrcloud.ProjectInput{Name: "Fair", Favicon: image, Logo: image})
		return err
	}},
	{"UpdateProject", acceptsBearer, "p", false, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		_, err := c.UpdateProject(ctx, project, xrcloud.ProjectInput{Name: "Fair"})
		return err
	}},
	{"EnsureUser", acceptsAny, "p", false, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		_, err := c.EnsureUser(ctx, project, "alice")
		return err
	}},
	{"Scenes", acceptsAny, "p", false, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		_, err := xrcloud.Collect(c.Scenes(ctx, project, "", ""))
		return err
	}},
	{"Scene", acceptsAny, "s", false, func(ctx context.Context, c *xrcloud.Client, _, scene, _ string) error {
		_, err := c.Scene(ctx, scene)
		return err
	}},
	{"SceneModificationURL", acceptsAny, "s", false, func(ctx context.Context, c *xrcloud.Client, _, scene, _ string) error {
		_, err := c.SceneModificationURL(ctx, scene)
		return err
	}},
	{"SceneInProject", acceptsAny, "p", false, func(ctx context.Context, c *xrcloud.Client, project, scene, _ string) error {
		_, err := c.SceneInProject(ctx, scene, project)
		return err
	}},
	{"SceneCreationURL", acceptsAny, "p", false, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		_, err := c.SceneCreationURL(ctx, project, "", "")
		return err
	}},
	{"RoomsOfProject", acceptsAny, "p", false, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		_, err := xrcloud.Collect(c.RoomsOfProject(ctx, project, ""))
		return err
	}},
	{"RoomsOfScene", acceptsAny, "s", false, func(ctx context.Context, c *xrcloud.Client, _, scene, _ string) error {
		_, err := xrcloud.Collect(c.RoomsOfScene(ctx, scene, ""))
		return err
	}},
	{"Room", acceptsAny, "r", false, func(ctx context.Context, c *xrcloud.Client, _, _, room string) error {
		_, err := c.Room(ctx, room)
		return err
	}},
	{"RoomForVisitor", acceptsAny, "r", false, func(ctx context.Context, c *xrcloud.Client, _, _, room string) error {
		_, err := c.RoomForVisitor(ctx, room, xrcloud.Visitor{DisplayName: "Alice"})
		return err
	}},
	{"RoomProject", acceptsBearer, "r", false, func(ctx context.Context, c *xrcloud.Client, _, _, room string) error {
		_, err := c.RoomProject(ctx, room)
		return err
	}},
	{"RoomInProject", acceptsAny, "pr", false, func(ctx context.Context, c *xrcloud.Client, project, _, room string) error {
		_, err := c.RoomInProject(ctx, room, project)
		return err
	}},
	{"RoomLogs", acceptsAny, "r", false, func(ctx context.Context, c *xrcloud.Client, _, _, room string) error {
		_, err := c.RoomLogs(ctx, room)
		return err
	}},
	{"CreateRoom", acceptsAny, "ps", false, func(ctx context.Context, c *xrcloud.Client, project, scene, _ string) error {
		_, _, err := c.CreateRoom(ctx, xrcloud.RoomInput{ProjectID: project, SceneID: scene, Name: "Hall", ReturnURL: "https://example.com/", Size: 1})
		return err
	}},
	{"UpdateRoom", acceptsAny, "r", false, func(ctx context.Context, c *xrcloud.Client, _, _, room string) error {
		name := "Hall"
		_, err := c.UpdateRoom(ctx, room, xrcloud.RoomChange{Name: &name})
		return err
	}},
	{"DeleteRoom", acceptsAny, "r", true, func(ctx context.Context, c *xrcloud.Client, _, _, room string) error {
		return c.DeleteRoom(ctx, room)
	}},
	{"DeleteScene", acceptsAny, "s", true, func(ctx context.Context, c *xrcloud.Client, _, scene, _ string) error {
		return c.DeleteScene(ctx, scene)
	}},
	{"DeleteProject", acceptsBearer, "p", true, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		return c.DeleteProject(ctx, project)
	}},
}

// Several tests run for each method, so the table must have them all.
func TestMethodTableIsComplete(t *testing.T) {
	t.Parallel()
	client := reflect.TypeFor[*xrcloud.Client]()
	// These send no requests, or only those for the account.
	others := []string{"Account", "FetchAccount", "CheckConfig", "CheckOneAccount", "Close", "HasBearer", "WithBearer"}
	for exported := range client.Methods() {
		name := exported.Name
		known := slices.ContainsFunc(methods, func(m method) bool { return m.name == name })
		if known == slices.Contains(others, name) {
			t.Errorf("the method %s is missing in the table, or in the list of other methods", name)
		}
	}
}

// requireError returns the *transport.Error that err is.
func requireError(tb testing.TB, err error) *transport.Error {
	tb.Helper()
	failed, ok := errors.AsType[*transport.Error](err)
	if !ok {
		tb.Fatalf("want a *transport.Error, got %T: %v", err, err)
	}
	return failed
}

// requireCreationProblem fails unless an error is a *transport.CreationError about a room, for this reason.
func requireCreationProblem(tb testing.TB, err error, want transport.CreationProblem) {
	tb.Helper()
	if failed, ok := errors.AsType[*transport.CreationError](err); !ok || failed.Problem != want || failed.Kind != "room" {
		tb.Errorf("want a creation error with the problem %d, got %T: %v", want, err, err)
	}
}
