package xrcloud_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// service is the emulator behind a network.
type service struct {
	*emulator.Service
	*faultserver.Server
	account emulator.Account
}

func start(tb testing.TB, options emulator.Options) *service {
	tb.Helper()
	e, err := emulator.New(options)
	if err != nil {
		tb.Fatal(err)
	}
	server, err := faultserver.Start(e)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		server.Stop()
		if err := e.Close(); err != nil {
			tb.Error(err)
		}
	})
	return &service{e, server, e.Credentials()}
}

// everything is a client with an api key and a password.
func (s *service) everything(tb testing.TB) *xrcloud.Client {
	tb.Helper()
	return connect(tb, s.URL(), xrcloud.Config{APIKey: s.account.APIKey, Email: s.account.Email, Password: s.account.Password})
}

// login is a client with a password alone.
func (s *service) login(tb testing.TB) *xrcloud.Client {
	tb.Helper()
	return connect(tb, s.URL(), xrcloud.Config{Email: s.account.Email, Password: s.account.Password})
}

// token is a fresh bearer token.
func (s *service) token(tb testing.TB) string {
	tb.Helper()
	client := s.login(tb)
	if _, err := xrcloud.Collect(client.Projects(tb.Context(), "")); err != nil {
		tb.Fatal(err)
	}
	seen := s.Requests(http.MethodGet, "^/api/projects$")
	return seen[len(seen)-1].Header.Get("Authorization")[len("Bearer "):]
}

// called are the requests that the service saw, but for those about tokens.
func (s *service) called() []faultserver.Request { return s.Requests("", "^/api/") }

// connect makes a client that does not linger.
func connect(tb testing.TB, url string, config xrcloud.Config) *xrcloud.Client {
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

// answering is a client of something that gives the same answer to everything.
func answering(tb testing.TB, status int, contentType, body string) *xrcloud.Client {
	tb.Helper()
	return asking(tb, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body)) // a client that has gone is none of the server's business
	})
}

// asking is a client of a hand-made service.
func asking(tb testing.TB, handler http.HandlerFunc) *xrcloud.Client {
	tb.Helper()
	return connectTo(tb, xrcloud.Config{AccessToken: "bearer-of-the-test"}, handler)
}

// connectTo is a client of a hand-made service, with credentials of choice.
func connectTo(tb testing.TB, config xrcloud.Config, handler http.HandlerFunc) *xrcloud.Client {
	tb.Helper()
	server := httptest.NewServer(handler)
	tb.Cleanup(server.Close)
	return connect(tb, server.URL, config)
}

// world is what the emulator is filled with for a test, made as another person.
type world struct {
	project xrcloud.Project
	scene   string
	room    xrcloud.Room
}

func (s *service) world(tb testing.TB) world {
	tb.Helper()
	client := s.everything(tb)
	w := world{project: newProject(tb, client, "Fair", nil)}
	w.scene = s.publish(tb, w.project.ID, "Lobby", "admin")
	w.room = newRoom(tb, client, w, "Hall")
	return w
}

func (s *service) publish(tb testing.TB, projectID, name, creator string) string {
	tb.Helper()
	id, err := s.PublishScene(projectID, name, creator)
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

var image = &xrcloud.File{Name: "image.png", Content: []byte("picture")}

func newProject(tb testing.TB, client *xrcloud.Client, name string, label *string) xrcloud.Project {
	tb.Helper()
	project, _, err := client.CreateProject(tb.Context(), xrcloud.ProjectInput{Name: name, Label: label, Favicon: image, Logo: image})
	if err != nil {
		tb.Fatal(err)
	}
	return project
}

func newRoom(tb testing.TB, client *xrcloud.Client, w world, name string) xrcloud.Room {
	tb.Helper()
	room, _, err := client.CreateRoom(tb.Context(), xrcloud.RoomInput{
		ProjectID: w.project.ID, SceneID: w.scene, Name: name, ReturnURL: "https://example.com/bye", Size: 10,
	})
	if err != nil {
		tb.Fatal(err)
	}
	return room
}

// takes says which credentials a method needs.
type takes int

const (
	takesAny takes = iota
	takesBearer
	takesBearerFirst
)

// method is one method of the client that calls the service.
type method struct {
	name  string
	takes takes
	// ids are those that it is given: p for a project's, s for a scene's, r for a room's.
	ids string
	// empty says that the service answers it with nothing.
	empty bool
	run   func(ctx context.Context, c *xrcloud.Client, project, scene, room string) error
}

var methods = []method{
	{"Projects", takesBearerFirst, "", false, func(ctx context.Context, c *xrcloud.Client, _, _, _ string) error {
		_, err := xrcloud.Collect(c.Projects(ctx, ""))
		return err
	}},
	{"Project", takesAny, "p", false, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		_, err := c.Project(ctx, project)
		return err
	}},
	{"CreateProject", takesBearer, "", false, func(ctx context.Context, c *xrcloud.Client, _, _, _ string) error {
		_, _, err := c.CreateProject(ctx, xrcloud.ProjectInput{Name: "Fair", Favicon: image, Logo: image})
		return err
	}},
	{"UpdateProject", takesBearer, "p", false, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		_, err := c.UpdateProject(ctx, project, xrcloud.ProjectInput{Name: "Fair"})
		return err
	}},
	{"EnsureUser", takesAny, "p", false, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		_, err := c.EnsureUser(ctx, project, "alice")
		return err
	}},
	{"Scenes", takesAny, "p", false, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		_, err := xrcloud.Collect(c.Scenes(ctx, project, "", ""))
		return err
	}},
	{"Scene", takesAny, "s", false, func(ctx context.Context, c *xrcloud.Client, _, scene, _ string) error {
		_, err := c.Scene(ctx, scene)
		return err
	}},
	{"SceneInProject", takesAny, "p", false, func(ctx context.Context, c *xrcloud.Client, project, scene, _ string) error {
		_, err := c.SceneInProject(ctx, scene, project)
		return err
	}},
	{"SceneCreationURL", takesAny, "p", false, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		_, err := c.SceneCreationURL(ctx, project, "", "")
		return err
	}},
	{"RoomsOfProject", takesAny, "p", false, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		_, err := xrcloud.Collect(c.RoomsOfProject(ctx, project, ""))
		return err
	}},
	{"RoomsOfScene", takesAny, "s", false, func(ctx context.Context, c *xrcloud.Client, _, scene, _ string) error {
		_, err := xrcloud.Collect(c.RoomsOfScene(ctx, scene, ""))
		return err
	}},
	{"Room", takesAny, "r", false, func(ctx context.Context, c *xrcloud.Client, _, _, room string) error {
		_, err := c.Room(ctx, room)
		return err
	}},
	{"RoomForVisitor", takesAny, "r", false, func(ctx context.Context, c *xrcloud.Client, _, _, room string) error {
		_, err := c.RoomForVisitor(ctx, room, xrcloud.Visitor{DisplayName: "Alice"})
		return err
	}},
	{"RoomProject", takesBearer, "r", false, func(ctx context.Context, c *xrcloud.Client, _, _, room string) error {
		_, err := c.RoomProject(ctx, room)
		return err
	}},
	{"RoomInProject", takesAny, "pr", false, func(ctx context.Context, c *xrcloud.Client, project, _, room string) error {
		_, err := c.RoomInProject(ctx, room, project)
		return err
	}},
	{"RoomLogs", takesAny, "r", false, func(ctx context.Context, c *xrcloud.Client, _, _, room string) error {
		_, err := c.RoomLogs(ctx, room)
		return err
	}},
	{"CreateRoom", takesAny, "ps", false, func(ctx context.Context, c *xrcloud.Client, project, scene, _ string) error {
		_, _, err := c.CreateRoom(ctx, xrcloud.RoomInput{ProjectID: project, SceneID: scene, Name: "Hall", ReturnURL: "https://example.com/", Size: 1})
		return err
	}},
	{"UpdateRoom", takesAny, "r", false, func(ctx context.Context, c *xrcloud.Client, _, _, room string) error {
		name := "Hall"
		_, err := c.UpdateRoom(ctx, room, xrcloud.RoomChange{Name: &name})
		return err
	}},
	{"DeleteRoom", takesAny, "r", true, func(ctx context.Context, c *xrcloud.Client, _, _, room string) error {
		return c.DeleteRoom(ctx, room)
	}},
	{"DeleteScene", takesAny, "s", true, func(ctx context.Context, c *xrcloud.Client, _, scene, _ string) error {
		return c.DeleteScene(ctx, scene)
	}},
	{"DeleteProject", takesBearer, "p", true, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		return c.DeleteProject(ctx, project)
	}},
}

// The tables of this package are only as good as methods is complete.
func TestMethodsAreAllMethods(t *testing.T) {
	t.Parallel()
	client := reflect.TypeFor[*xrcloud.Client]()
	// These send nothing, or nothing that the caller asks for.
	silent := []string{"Account", "FetchAccount", "CheckConfig", "CheckOneAccount", "Close", "HasBearer", "WithBearer"}
	for offered := range client.Methods() {
		name := offered.Name
		known := slices.ContainsFunc(methods, func(m method) bool { return m.name == name })
		if known == slices.Contains(silent, name) {
			t.Errorf("the table of methods and the client disagree about %s", name)
		}
	}
}

// failure is the *transport.Error that err is.
func failure(tb testing.TB, err error) *transport.Error {
	tb.Helper()
	var failed *transport.Error
	if !errors.As(err, &failed) {
		tb.Fatalf("want a *transport.Error, got %T: %v", err, err)
	}
	return failed
}
