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
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/standin"
)

// service is the emulator behind a network.
type service struct {
	*emulator.Emulator
	*standin.Server
	account emulator.Account
}

func start(t testing.TB, options emulator.Options) *service {
	t.Helper()
	e, err := emulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	server, err := standin.Start(e)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Stop()
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return &service{e, server, e.Credentials()}
}

// everything is a client with an api key and a password.
func (s *service) everything(t testing.TB) *xrcloud.Client {
	t.Helper()
	return connect(t, s.URL(), xrcloud.Config{APIKey: s.account.APIKey, Email: s.account.Email, Password: s.account.Password})
}

// login is a client with a password alone.
func (s *service) login(t testing.TB) *xrcloud.Client {
	t.Helper()
	return connect(t, s.URL(), xrcloud.Config{Email: s.account.Email, Password: s.account.Password})
}

// token is a fresh bearer token.
func (s *service) token(t testing.TB) string {
	t.Helper()
	client := s.login(t)
	if _, err := xrcloud.All(client.Projects(t.Context(), "")); err != nil {
		t.Fatal(err)
	}
	seen := s.Requests(http.MethodGet, "^/api/projects$")
	return seen[len(seen)-1].Header.Get("Authorization")[len("Bearer "):]
}

// called are the requests that the service saw, but for those about tokens.
func (s *service) called() []standin.Request { return s.Requests("", "^/api/") }

// connect makes a client that does not linger.
func connect(t testing.TB, url string, config xrcloud.Config) *xrcloud.Client {
	t.Helper()
	endpoint, err := transport.ParseEndpoint(url)
	if err != nil {
		t.Fatal(err)
	}
	config.Transport = transport.Config{
		Endpoint: endpoint, UserAgent: "test/1", RequestTimeout: time.Minute, RetryWait: time.Microsecond, MaxRetries: config.Transport.MaxRetries,
	}
	client, err := xrcloud.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// answering is a client of something that gives the same answer to everything.
func answering(t testing.TB, status int, contentType, body string) *xrcloud.Client {
	t.Helper()
	return asking(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body)) // a client that has gone is none of the server's business
	})
}

// asking is a client of a hand-made service.
func asking(t testing.TB, handler http.HandlerFunc) *xrcloud.Client {
	t.Helper()
	return connectTo(t, xrcloud.Config{AccessToken: "bearer-of-the-test"}, handler)
}

// connectTo is a client of a hand-made service, with credentials of choice.
func connectTo(t testing.TB, config xrcloud.Config, handler http.HandlerFunc) *xrcloud.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return connect(t, server.URL, config)
}

// world is what the emulator is filled with for a test, made as another person.
type world struct {
	project xrcloud.Project
	scene   string
	room    xrcloud.Room
}

func (s *service) world(t testing.TB) world {
	t.Helper()
	client := s.everything(t)
	w := world{project: newProject(t, client, "Fair", nil)}
	w.scene = s.publish(t, w.project.ID, "Lobby", "admin")
	w.room = newRoom(t, client, w, "Hall")
	return w
}

func (s *service) publish(t testing.TB, projectID, name, creator string) string {
	t.Helper()
	id, err := s.PublishScene(projectID, name, creator)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

var image = &xrcloud.File{Name: "image.png", Content: []byte("picture")}

func newProject(t testing.TB, client *xrcloud.Client, name string, label *string) xrcloud.Project {
	t.Helper()
	project, _, err := client.CreateProject(t.Context(), xrcloud.ProjectInput{Name: name, Label: label, Favicon: image, Logo: image})
	if err != nil {
		t.Fatal(err)
	}
	return project
}

func newRoom(t testing.TB, client *xrcloud.Client, w world, name string) xrcloud.Room {
	t.Helper()
	room, _, err := client.CreateRoom(t.Context(), xrcloud.RoomInput{
		ProjectID: w.project.ID, SceneID: w.scene, Name: name, ReturnURL: "https://example.com/bye", Size: 10,
	})
	if err != nil {
		t.Fatal(err)
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
		_, err := xrcloud.All(c.Projects(ctx, ""))
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
	{"UserOf", takesAny, "p", false, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		_, err := c.UserOf(ctx, project, "alice")
		return err
	}},
	{"Scenes", takesAny, "p", false, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		_, err := xrcloud.All(c.Scenes(ctx, project, "", ""))
		return err
	}},
	{"Scene", takesAny, "s", false, func(ctx context.Context, c *xrcloud.Client, _, scene, _ string) error {
		_, err := c.Scene(ctx, scene)
		return err
	}},
	{"SceneCreationURL", takesAny, "p", false, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		_, err := c.SceneCreationURL(ctx, project, "", "")
		return err
	}},
	{"RoomsOfProject", takesAny, "p", false, func(ctx context.Context, c *xrcloud.Client, project, _, _ string) error {
		_, err := xrcloud.All(c.RoomsOfProject(ctx, project, ""))
		return err
	}},
	{"RoomsOfScene", takesAny, "s", false, func(ctx context.Context, c *xrcloud.Client, _, scene, _ string) error {
		_, err := xrcloud.All(c.RoomsOfScene(ctx, scene, ""))
		return err
	}},
	{"Room", takesAny, "r", false, func(ctx context.Context, c *xrcloud.Client, _, _, room string) error {
		_, err := c.Room(ctx, room)
		return err
	}},
	{"RoomFor", takesAny, "r", false, func(ctx context.Context, c *xrcloud.Client, _, _, room string) error {
		_, err := c.RoomFor(ctx, room, xrcloud.Visitor{DisplayName: "Alice"})
		return err
	}},
	{"RoomProject", takesBearer, "r", false, func(ctx context.Context, c *xrcloud.Client, _, _, room string) error {
		_, err := c.RoomProject(ctx, room)
		return err
	}},
	{"RoomInProject", takesAny, "p", false, func(ctx context.Context, c *xrcloud.Client, project, _, room string) error {
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
	silent := []string{"BearerProblem", "Close", "HasBearer"} // these call nothing
	for i := range client.NumMethod() {
		name := client.Method(i).Name
		known := slices.ContainsFunc(methods, func(m method) bool { return m.name == name })
		if known == slices.Contains(silent, name) {
			t.Errorf("the table of methods and the client disagree about %s", name)
		}
	}
}

// failure is the *transport.Error that err is.
func failure(t testing.TB, err error) *transport.Error {
	t.Helper()
	var failed *transport.Error
	if !errors.As(err, &failed) {
		t.Fatalf("want a *transport.Error, got %T: %v", err, err)
	}
	return failed
}
