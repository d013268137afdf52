package emulator_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

func TestProjectFiles(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	created := s.send("POST", "/api/projects", bearer, form{"name": "n", "favicon": "@one.ico", "logo": "@two.webp"}).want(http.StatusCreated)
	path := func(r reply, field string) string { return strings.TrimPrefix(r.text(field), "http://example.com") }
	if got := s.send("GET", path(created, "faviconUrl"), nobody, nil).want(http.StatusOK); got.raw != "content of one.ico" {
		t.Errorf("favicon is %q", got.raw)
	}
	changed := s.send("PATCH", "/api/projects/"+created.text("id"), bearer, form{"logo": "@three.gif"}).want(http.StatusOK)
	if path(changed, "logoUrl") != path(created, "logoUrl") {
		t.Errorf("logo moved from %s to %s", path(created, "logoUrl"), path(changed, "logoUrl"))
	}
	if got := s.send("GET", path(changed, "logoUrl"), nobody, nil).want(http.StatusOK); got.raw != "content of three.gif" {
		t.Errorf("logo is %q", got.raw)
	}
	if got := s.send("GET", path(changed, "faviconUrl"), nobody, nil).want(http.StatusOK); got.raw != "content of one.ico" {
		t.Errorf("favicon is %q after the logo was changed", got.raw)
	}
	s.send("DELETE", "/api/projects/"+created.text("id"), bearer, nil).want(http.StatusOK)
	for _, field := range []string{"faviconUrl", "logoUrl"} {
		s.send("GET", path(created, field), nobody, nil).refuses(http.StatusNotFound, "Cannot GET "+path(created, field))
	}
}

func TestProjectForms(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	project := s.project("Fair")
	good := form{"name": "n", "favicon": "@a.ico", "logo": "@b.png"}
	with := func(name, value string) form {
		changed := maps.Clone(good)
		changed[name] = value
		return changed
	}
	for name, test := range map[string]struct {
		method, path string
		body         any
		status       int
		message      string
	}{
		"unknown file":         {"POST", "/api/projects", with("banner", "@c.png"), 400, "Unexpected field"},
		"file without ending":  {"POST", "/api/projects", with("logo", "@png"), 400, "Only image files are allowed"},
		"text as file":         {"POST", "/api/projects", with("logo", "no file"), 400, "property logo should not exist"},
		"all wrong":            {"POST", "/api/projects", form{"label": "x"}, 400, "name must be a string; name should not be empty"},
		"all kinds of endings": {"POST", "/api/projects", form{"name": "n", "favicon": "@a.bmp", "logo": "@b.jpeg"}, 201, ""},
		"JSON checked first":   {"POST", "/api/projects", object{}, 400, "name must be a string; name should not be empty"},
		"no body":              {"PATCH", "/api/projects/" + project, nil, 500, "Internal Server Error"},
		"a file of a bad name": {"PATCH", "/api/projects/" + project, form{"favicon": "@a.svg"}, 400, "Only image files are allowed"},
		"malformed id":         {"PATCH", "/api/projects/x", form{"name": "x"}, 500, "Internal Server Error"},
	} {
		got := s.send(test.method, test.path, bearer, test.body)
		if message := joined(got.at("message")); got.status != test.status || message != test.message {
			t.Errorf("%s: status %d with %q, want %d with %q", name, got.status, message, test.status, test.message)
		}
	}
}

func TestRawForms(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	const (
		field = "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nFair\r\n"
		icon  = "--b\r\nContent-Disposition: form-data; name=\"favicon\"; filename=\"a.ico\"\r\n\r\nicon\r\n"
		logo  = "--b\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"b.png\"\r\n\r\nlogo\r\n"
		end   = "--b--\r\n"
	)
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/projects", strings.NewReader(field+icon+logo+end))
	request.Header.Set("Content-Type", "multipart/form-data")
	request.Header.Set("Authorization", "Bearer "+s.token)
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, request)
	if recorder.Code != http.StatusBadRequest || !strings.Contains(recorder.Body.String(), "Multipart: Boundary not found") {
		t.Errorf("no boundary: status %d with %s", recorder.Code, recorder.Body)
	}
	for name, test := range map[string]struct {
		body    rawForm
		status  int
		message string
	}{
		"whole":        {field + icon + logo + end, 201, ""},
		"a file twice": {field + icon + logo + icon + end, 400, "Unexpected field"},
		"name twice":   {field + icon + field + logo + end, 400, "name must be a string"},
		"no end":       {field + icon + logo, 400, "Unexpected end of form"},
		"cut":          {rawForm((field + icon + logo)[:200]), 400, "Unexpected end of form"},
		"no form":      {"name=Fair", 400, "Unexpected end of form"},
	} {
		got := s.send("POST", "/api/projects", bearer, test.body)
		if message := joined(got.at("message")); got.status != test.status || message != test.message {
			t.Errorf("%s: status %d with %q, want %d with %q", name, got.status, message, test.status, test.message)
		}
	}
}

func TestProjectChangesOnlyWhenSomethingDoes(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	path := "/api/projects/" + s.project("Fair")
	before := s.send("GET", path, bearer, nil).text("updatedAt")
	if got := s.send("PATCH", path, bearer, form{"name": "Fair", "logo": "@new.png"}).want(http.StatusOK).text("updatedAt"); got != before {
		t.Errorf("updatedAt went from %s to %s, though no field changed", before, got)
	}
	if got := s.send("PATCH", path, bearer, form{"name": "Fair 2"}).want(http.StatusOK).text("updatedAt"); got <= before {
		t.Errorf("updatedAt went from %s to %s with the name", before, got)
	}
}

func TestLabelComesAndGoes(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	project := s.project("Fair")
	labelled := func(label string) []any {
		return s.send("GET", query("/api/projects", "label", label), bearer, nil).want(http.StatusOK).items("id")
	}
	change := func(f form) { s.send("PATCH", "/api/projects/"+project, bearer, f).want(http.StatusOK) }
	change(form{"label": "fair"})
	change(form{"name": "Other"})
	if got := labelled("fair"); !slices.Equal(got, []any{project}) {
		t.Errorf("labelled projects are %v, want %v", got, project)
	}
	change(form{"label": ""})
	if got := labelled("fair"); len(got) != 0 {
		t.Errorf("labelled projects are %v after the label was removed", got)
	}
	if got := labelled(""); !slices.Equal(got, []any{project}) {
		t.Errorf("an empty label finds %v, want all projects", got)
	}
	s.project("Second without a label")
}

func TestSeedScene(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{SeedScenes: []string{"Lobby", "Auditorium"}})
	for range 2 {
		project := s.project("Fair")
		scenes := s.send("GET", "/api/scenes?projectId="+project, key, nil)
		if names := scenes.items("name"); !slices.Equal(names, []any{"Lobby", "Auditorium"}) || scenes.text("items/0/creator") != "admin" {
			t.Errorf("scenes are %s, want a Lobby and an Auditorium of the default creator", scenes.raw)
		}
	}
}

// Whoever opens the editor, to make a scene or to change one, is told how to come by scenes without it.
func TestEditorThatIsNotThere(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{SeedScenes: []string{"Lobby"}})
	project := s.project("Fair")
	scene := s.send("GET", "/api/scenes?projectId="+project, key, nil).text("items/0/sceneModificationUrl")
	created := s.send("GET", "/api/scenes/get-creation-url?projectId="+project, key, nil).text("sceneCreationUrl")
	for _, editor := range []string{scene, created} {
		page := s.send("GET", editor, nobody, nil).want(http.StatusOK)
		if kind := page.header.Get("Content-Type"); kind != "text/plain; charset=utf-8" || !strings.Contains(page.raw, "Start it with -seed-scene NAME") {
			t.Errorf("at %s there is %s: %s", editor, kind, page.raw)
		}
	}
}

func TestScenesReported(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	project := s.project("Fair")
	report := func(event, scene, extra string) reply {
		return s.send("POST", "/events/spoke", nobody, object{"token": "t", "eventName": event, "projectId": "ABCDEF1", "sceneId": scene, "extra": extra})
	}
	report("scene_created", "sidAAA1", "creator:alice&callback:https%3A%2F%2Fexample.com&projectId:"+project).want(http.StatusCreated)
	list := s.send("GET", "/api/scenes?projectId="+project, key, nil)
	if list.text("items/0/name") != "Scene sidAAA1" || list.text("items/0/creator") != "alice" ||
		!strings.Contains(list.text("items/0/sceneModificationUrl"), "/spoke/projects/ABCDEF1?optId=") {
		t.Errorf("scene is %s", list.raw)
	}
	report("scene_updated", "sidAAA1", "").want(http.StatusCreated)
	updated := s.send("GET", "/api/scenes?projectId="+project, key, nil)
	if updated.text("items/0/updatedAt") <= list.text("items/0/updatedAt") {
		t.Error("an update left the scene's time as it was")
	}
	report("scene_updated", "sidNOPE", "").refuses(http.StatusNotFound, `Scene with ID "sidNOPE" not found.`)
	report("scene_created", "sidBBB2", "").refuses(http.StatusInternalServerError, "Internal Server Error")
	report("scene_created", "sidBBB2", "projectId:11111111-1111-4111-8111-111111111111").
		refuses(http.StatusNotFound, `Project with ID "11111111-1111-4111-8111-111111111111" not found.`)
	report("scene_created", "sidAAA1", "projectId:"+s.project("Other")).
		refuses(http.StatusConflict, `Scene with ID "sidAAA1" already exists.`)
	s.send("POST", "/events/spoke", nobody, `[]`).want(http.StatusCreated)
	report("scene_sold", "sidBBB2", "").refuses(http.StatusBadRequest, "eventName must be one of the following values: scene_created, scene_updated")
	if _, err := s.PublishScene("11111111-1111-4111-8111-111111111111", "x", ""); err == nil {
		t.Error("a scene was published in no project")
	}
}

// TestRemovalTakesWhatStandsOnIt follows one deletion of each kind through everything below it.
func TestRemovalTakesWhatStandsOnIt(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	project, scene, room := s.stage()
	other := s.project("Other")
	otherScene := s.scene(other, "Elsewhere")
	cross := s.room(other, scene, "another project's, on this scene")
	away := s.room(project, otherScene, "this project's, on another scene")
	second := s.scene(project, "Second")
	onSecond := s.room(project, second, "on the second scene")
	status := func(path string) int { return s.send("GET", path, key, nil).status }

	s.send("DELETE", "/api/scenes/"+second, key, nil).want(http.StatusOK)
	if status("/api/rooms/"+onSecond) != http.StatusNotFound || status("/api/rooms/"+room) != http.StatusOK {
		t.Error("a scene must take its rooms with it, and no others")
	}
	s.send("DELETE", "/api/projects/"+project, bearer, nil).want(http.StatusOK)
	for path, want := range map[string]int{
		"/api/projects/" + project: 404, "/api/scenes/" + scene: 404, "/api/rooms/" + room: 404, "/api/rooms/" + cross: 404,
		"/api/projects/" + other: 200, "/api/scenes/" + otherScene: 200, "/api/rooms/" + away: 200,
	} {
		if got := status(path); got != want {
			t.Errorf("%s: status %d after the project was deleted, want %d", path, got, want)
		}
	}
}
