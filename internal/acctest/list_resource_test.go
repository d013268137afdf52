package acctest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// listFixture is an account with three pages of projects, scenes and rooms.
type listFixture struct {
	*acctest.Service
	project, scene string
	// configs are configurations that list all objects of a type, and ids their IDs, oldest first.
	configs map[string]acctest.Values
	ids     map[string][]string
}

const listLength = 250

func newListFixture(t *testing.T) listFixture {
	t.Helper()
	c := listFixture{Service: acctest.StartEmulator(t, emulator.Options{}), ids: map[string][]string{}}
	addID := func(kind, id string) { c.ids[kind] = append(c.ids[kind], id) }
	c.project = c.CreateProject(t, "Fair 0").ID
	addID("xrcloud_project", c.project)
	for i := range listLength {
		scene, err := c.Emulator.PublishScene(c.project, fmt.Sprint("Scene ", i), []string{"ada", "eve"}[i%2])
		if err != nil {
			t.Fatal(err)
		}
		addID("xrcloud_scene", scene)
		c.scene = c.ids["xrcloud_scene"][0]
		room, _, err := c.Client.CreateRoom(t.Context(), xrcloud.RoomInput{
			ProjectID: c.project, SceneID: c.scene, Name: fmt.Sprint("Room ", i), ReturnURL: "https://example.com/bye", Size: 7, Tags: []string{"a", fmt.Sprint("t", i%2)},
		})
		if err != nil {
			t.Fatal(err)
		}
		addID("xrcloud_room", room.ID)
		if i > 0 {
			addID("xrcloud_project", c.CreateProject(t, fmt.Sprint("Fair ", i)).ID)
		}
	}
	c.configs = map[string]acctest.Values{
		"xrcloud_project": {}, "xrcloud_scene": {"project_id": c.project}, "xrcloud_room": {"project_id": c.project},
	}
	c.Server.Reset()
	return c
}

// A list is complete and in order, or has a warning that there are more results than the limit. Beyond the limit, only one more result is
// read. A failed request is an error, and never looks like the end of the list.
func TestListResources(t *testing.T) {
	t.Parallel()
	c := newListFixture(t)
	client := c.ProtocolClient(t)
	for kind, config := range c.configs {
		path := "^/api/" + strings.TrimPrefix(kind, "xrcloud_") + "s$"
		for _, q := range []struct{ limit, found, pages int }{{0, listLength, 3}, {5, 5, 1}, {99, 99, 1}, {100, 100, 2}, {101, 101, 2}, {listLength, listLength, 3}, {1000, listLength, 3}} {
			c.Server.Reset()
			found, problems := client.Query(kind, config, int64(q.limit))
			warning := ""
			if q.found < listLength {
				warning = fmt.Sprintf("warning: More results than the limit: The limit is %d, and there are more results. "+
					"To find all of them, set limit to a higher number in the list block. Its default is 100.", q.limit)
			}
			if strings.Join(problems, "\n") != warning || len(found) != q.found {
				t.Errorf("%s: with a limit of %d there are %d results, want %d: %q", kind, q.limit, len(found), q.found, problems)
			}
			for i, result := range found {
				if result.ID(t) != c.ids[kind][i] || result.Attribute(t, "id") != result.ID(t) || result.Name != result.Attribute(t, "name") {
					t.Errorf("%s: result %d is %q with the identity %s, want %s", kind, i, result.Name, result.ID(t), c.ids[kind][i])
				}
			}
			if pages := c.Server.Requests("", path); len(pages) != q.pages || len(c.Server.Requests("", "^/api/")) != q.pages {
				t.Errorf("%s: with a limit of %d, %d pages were read, want %d", kind, q.limit, len(pages), q.pages)
			}
		}
		serverError := acctest.JSONResponse(http.StatusInternalServerError, `{"statusCode":500,"message":"Internal Server Error"}`)
		serverError.Path, serverError.Skip = path, 1
		for name, f := range map[string]struct {
			rule  faultserver.Fault
			found int
			want  string
		}{
			"invalid key":     {acctest.JSONResponse(http.StatusUnauthorized, `{"statusCode":401,"message":"Unauthorized"}`), 0, "responded with 401 Unauthorized"},
			"HTML page":       {acctest.HTMLResponse(http.StatusOK, "<html><title>Sign in</title>"), 0, `an HTML page titled "Sign in"`},
			"empty object":    {acctest.JSONResponse(http.StatusOK, `{}`), 0, "it has no items"},
			"unknown route":   {acctest.JSONResponse(http.StatusNotFound, `{"statusCode":404,"message":"Cannot GET /api"}`), 0, "does not have this route"},
			"error in page 2": {serverError, 100, "responded with 500 Internal Server Error"},
		} {
			f.rule.Path = path
			c.Server.Reset()
			c.Server.Inject(f.rule)
			found, problems := client.Query(kind, config, 0)
			got := strings.Join(problems, "\n")
			if len(found) != f.found || len(problems) != 1 || !strings.HasPrefix(got, "error: Cannot list ") || !strings.Contains(got, f.want) {
				t.Errorf("%s: %s: %d results and\n%s", kind, name, len(found), got)
			}
		}
		c.Server.Reset()
		c.Server.Inject(serverError)
		found, problems := client.Query(kind, config, 100)
		if len(found) != 100 || len(problems) != 1 || !strings.HasPrefix(problems[0], "warning: There may be more results: The limit of 100 is reached, and what follows cannot be read: ") {
			t.Errorf("%s: with an error in the page after the limit: %d results and %q", kind, len(found), problems)
		}
		c.Server.Reset()
	}
}

// A list result has the same values as a read after an import by its identity, so that the generated configuration changes nothing. The only
// exceptions are secrets, which no configuration has.
func TestListResultsEqualReads(t *testing.T) {
	t.Parallel()
	c := newListFixture(t)
	label := "fair"
	if _, err := c.Client.UpdateProject(t.Context(), c.project, xrcloud.ProjectInput{Name: "Fair 0", Label: &label, WebhookURL: new("https://example.com/hook")}); err != nil {
		t.Fatal(err)
	}
	byScene := acctest.Values{"scene_id": c.scene}
	noHostURL := map[string]string{"public_host_url": "null"}
	for _, q := range []struct {
		kind    string
		config  acctest.Values
		differs map[string]string
		client  *acctest.ProtocolClient
	}{
		{"xrcloud_project", acctest.Values{}, nil, c.ProtocolClient(t)},
		{"xrcloud_project", acctest.Values{"label": label}, nil, c.ProtocolClient(t)},
		{"xrcloud_scene", c.configs["xrcloud_scene"], nil, c.ProtocolClient(t)},
		{"xrcloud_room", c.configs["xrcloud_room"], noHostURL, c.ProtocolClient(t)},
		{"xrcloud_room", byScene, noHostURL, c.ProtocolClient(t)},
		{"xrcloud_room", byScene, noHostURL, c.ProtocolClientWithKey(t)},
		{"xrcloud_room", c.configs["xrcloud_room"], noHostURL, c.ProtocolClientWithKey(t)},
	} {
		found, problems := q.client.Query(q.kind, q.config, 0)
		if len(problems) > 0 || len(found) == 0 {
			t.Fatalf("%s: %q", q.kind, problems)
		}
		imported, problems := q.client.ImportListResult(found[0])
		if len(problems) > 0 {
			t.Fatalf("%s: %q", q.kind, problems)
		}
		read := q.client.MustRead(imported)
		differs := map[string]string{}
		diff, err := found[0].Value.Diff(read.Value)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range diff {
			if steps := d.Path.Steps(); len(steps) == 1 {
				name := strings.TrimSuffix(strings.TrimPrefix(fmt.Sprint(steps[0]), "AttributeName(\""), "\")")
				differs[name] = found[0].Attribute(t, name)
			}
		}
		if fmt.Sprint(differs) != fmt.Sprint(q.differs) && len(differs)+len(q.differs) > 0 {
			t.Errorf("%s by %v: the values that differ between the list and the read are %v, want %v", q.kind, q.config, differs, q.differs)
		}
	}
}

// Filters select objects. The display name is the name of an object, or its ID if it has no name.
func TestListResourcesFilter(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{})
	project, other := s.CreateProject(t, "Fair").ID, s.CreateProject(t, "Other").ID
	labelled := "fair"
	if _, err := s.Client.UpdateProject(t.Context(), other, xrcloud.ProjectInput{Label: &labelled}); err != nil { // the service allows a project without a name
		t.Fatal(err)
	}
	scenes := map[string]string{}
	for _, scene := range []struct{ name, creator string }{{"Hall 100%", "ada"}, {"Hall 1000", "eve"}, {"", ""}} {
		id, err := s.Emulator.PublishScene(project, scene.name, scene.creator)
		if err != nil {
			t.Fatal(err)
		}
		scenes[scene.name] = id
	}
	room := func(project, scene, name string, tags ...string) string {
		room, _, err := s.Client.CreateRoom(t.Context(), xrcloud.RoomInput{
			ProjectID: project, SceneID: scene, Name: "x", ReturnURL: "https://example.com/", Size: 1, Tags: tags,
		})
		if err == nil {
			_, err = s.Client.UpdateRoom(t.Context(), room.ID, xrcloud.RoomChange{Name: &name})
		}
		if err != nil {
			t.Fatal(err)
		}
		return room.ID
	}
	room(project, scenes["Hall 100%"], "Keynote", "day 1", "stage")
	room(project, scenes["Hall 1000"], "keynote", "day 2", "stage")
	room(other, scenes["Hall 100%"], "Elsewhere", "stage")
	unnamed := room(project, scenes["Hall 100%"], "")
	client := s.ProtocolClient(t)
	for _, q := range []struct {
		kind   string
		config acctest.Values
		want   string
	}{
		{"xrcloud_project", acctest.Values{}, "Fair|" + other},
		{"xrcloud_project", acctest.Values{"label": "fair"}, other},
		{"xrcloud_project", acctest.Values{"label": "none"}, ""},
		{"xrcloud_scene", acctest.Values{"project_id": project}, "Hall 100%|Hall 1000|" + scenes[""]},
		{"xrcloud_scene", acctest.Values{"project_id": project, "name_contains": "100%"}, "Hall 100%"},
		{"xrcloud_scene", acctest.Values{"project_id": project, "creator": "eve"}, "Hall 1000"},
		{"xrcloud_scene", acctest.Values{"project_id": project, "creator": "admin"}, scenes[""]},
		{"xrcloud_room", acctest.Values{"project_id": project}, "Keynote|keynote|" + unnamed},
		{"xrcloud_room", acctest.Values{"scene_id": scenes["Hall 100%"]}, "Keynote|Elsewhere|" + unnamed},
		{"xrcloud_room", acctest.Values{"project_id": project, "name_contains": "Key"}, "Keynote"},
		{"xrcloud_room", acctest.Values{"project_id": project, "tags": []string{"stage"}}, "Keynote|keynote"},
		{"xrcloud_room", acctest.Values{"project_id": project, "tags": []string{"stage", "day 2"}}, "keynote"},
		{"xrcloud_room", acctest.Values{"project_id": project, "tags": []string{"day"}}, ""},
	} {
		found, problems := client.Query(q.kind, q.config, 0)
		var names []string
		for _, result := range found {
			names = append(names, result.Name)
		}
		if got := strings.Join(names, "|"); got != q.want || len(problems) > 0 {
			t.Errorf("%s by %v: %q, want %q; %q", q.kind, q.config, got, q.want, problems)
		}
	}
}

func TestListResourcesValidation(t *testing.T) {
	t.Parallel()
	const (
		id     = acctest.MissingID
		parent = "Exactly one of these attributes must be configured: [project_id,scene_id]"
	)
	client := acctest.NewProtocolClient(t, acctest.Values{})
	for _, q := range []struct {
		kind   string
		config acctest.Values
		want   string
	}{
		{"xrcloud_project", acctest.Values{"label": ""}, "error at label: Invalid Attribute Value Length: Attribute label string length must be at least 1, got: 0"},
		{"xrcloud_scene", acctest.Values{"project_id": "fair"}, acctest.NotUUIDError("project_id", "fair")},
		{"xrcloud_room", acctest.Values{"project_id": id}, ""},
		{"xrcloud_room", acctest.Values{"scene_id": acctest.Unknown, "tags": acctest.Unknown, "name_contains": acctest.Unknown}, ""},
		{"xrcloud_room", acctest.Values{}, "error: Missing Attribute Configuration: " + parent},
		{"xrcloud_room", acctest.Values{"project_id": id, "scene_id": id}, "error at project_id: Invalid Attribute Combination: " + parent},
		{"xrcloud_room", acctest.Values{"scene_id": "lobby"}, acctest.NotUUIDError("scene_id", "lobby")},
	} {
		if got := strings.Join(client.ValidateList(q.kind, q.config), "\n"); got != q.want {
			t.Errorf("%s with %v: got\n%s\nwant\n%s", q.kind, q.config, got, q.want)
		}
	}
	for kind, config := range map[string]acctest.Values{
		"xrcloud_project": {}, "xrcloud_scene": {"project_id": id}, "xrcloud_room": {"project_id": id},
	} {
		found, problems := client.Query(kind, config, 0)
		if len(found) > 0 || len(problems) != 1 || !strings.Contains(problems[0], "The provider has no credential. Set api_key") {
			t.Errorf("%s without a credential: %d results and %q", kind, len(found), problems)
		}
	}
}

// Terraform prints all values of a list result, even sensitive ones. None of them contains a host URL.
func TestListResultsHaveNoHostURL(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{})
	project := s.CreateProject(t, "Fair").ID
	scene, err := s.Emulator.PublishScene(project, "Lobby", "")
	if err != nil {
		t.Fatal(err)
	}
	room, _, err := s.Client.CreateRoom(t.Context(), xrcloud.RoomInput{ProjectID: project, SceneID: scene, Name: "Hall", ReturnURL: "https://example.com/", Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	_, key, _ := strings.Cut(room.URL.Public.Host, "public=")
	for _, config := range []acctest.Values{{"project_id": project}, {"scene_id": scene}} {
		for _, query := range []func(string, acctest.Values, int64) ([]acctest.ListResult, []string){s.ProtocolClient(t).Query, s.ProtocolClient(t).QueryIdentities} {
			found, problems := query("xrcloud_room", config, 0)
			if len(found) != 1 || len(problems) > 0 {
				t.Fatal(found, problems)
			}
			if text := fmt.Sprintf("%s %s %s", found[0].Name, found[0].Value, found[0].Identity.IdentityData.MsgPack); key == "" || strings.Contains(text, key) {
				t.Errorf("%v: the result has the host URL: %s", config, text)
			}
		}
	}
}
