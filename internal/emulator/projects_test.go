package emulator_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

func TestProjectFiles(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	created := c.send("POST", "/api/projects", bearer, form{"name": "n", "favicon": "@one.ico", "logo": "@two.webp"}).requireStatus(http.StatusCreated)
	path := func(r response, field string) string { return strings.TrimPrefix(r.text(field), "http://example.com") }
	if got := c.send("GET", path(created, "faviconUrl"), noCredential, nil).requireStatus(http.StatusOK); got.raw != "content of one.ico" {
		t.Errorf("favicon is %q", got.raw)
	}
	if policy := c.send("GET", path(created, "logoUrl"), noCredential, nil).header.Get("Content-Security-Policy"); policy != "default-src 'none'; sandbox" {
		t.Errorf("the policy of a file is %q, want one that runs no script", policy)
	}
	changed := c.send("PATCH", "/api/projects/"+created.text("id"), bearer, form{"logo": "@three.gif"}).requireStatus(http.StatusOK)
	if path(changed, "logoUrl") != path(created, "logoUrl") {
		t.Errorf("the URL of the logo changed from %s to %s", path(created, "logoUrl"), path(changed, "logoUrl"))
	}
	if got := c.send("GET", path(changed, "logoUrl"), noCredential, nil).requireStatus(http.StatusOK); got.raw != "content of three.gif" {
		t.Errorf("logo is %q", got.raw)
	}
	if got := c.send("GET", path(changed, "faviconUrl"), noCredential, nil).requireStatus(http.StatusOK); got.raw != "content of one.ico" {
		t.Errorf("favicon is %q after the logo was changed", got.raw)
	}
	c.send("DELETE", "/api/projects/"+created.text("id"), bearer, nil).requireStatus(http.StatusOK)
	for _, field := range []string{"faviconUrl", "logoUrl"} {
		c.send("GET", path(created, field), noCredential, nil).checkError(http.StatusNotFound, "Cannot GET "+path(created, field))
	}
}

func TestInvalidProjectForms(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project := c.createProject("Fair")
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
		"unknown file":     {"POST", "/api/projects", with("banner", "@c.png"), 400, "Unexpected field"},
		"no extension":     {"POST", "/api/projects", with("logo", "@png"), 400, "Only image files are allowed"},
		"text for a file":  {"POST", "/api/projects", with("logo", "no file"), 400, "property logo should not exist"},
		"no name or files": {"POST", "/api/projects", form{"label": "x"}, 400, "name must be a string; name should not be empty"},
		"other extensions": {"POST", "/api/projects", form{"name": "n", "favicon": "@a.bmp", "logo": "@b.jpeg"}, 201, ""},
		"JSON":             {"POST", "/api/projects", object{}, 400, "name must be a string; name should not be empty"},
		"no body":          {"PATCH", "/api/projects/" + project, nil, 500, "Internal Server Error"},
		"wrong extension":  {"PATCH", "/api/projects/" + project, form{"favicon": "@a.svg"}, 400, "Only image files are allowed"},
		"malformed ID":     {"PATCH", "/api/projects/x", form{"name": "x"}, 500, "Internal Server Error"},
	} {
		got := c.send(test.method, test.path, bearer, test.body)
		if message := joinMessages(got.at("message")); got.status != test.status || message != test.message {
			t.Errorf("%s: status %d with %q, want %d with %q", name, got.status, message, test.status, test.message)
		}
	}
}

func TestUpdateProjectSetsUpdatedAt(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	path := "/api/projects/" + c.createProject("Fair")
	before := c.send("GET", path, bearer, nil).text("updatedAt")
	if got := c.send("PATCH", path, bearer, form{"name": "Fair", "logo": "@new.png"}).requireStatus(http.StatusOK).text("updatedAt"); got != before {
		t.Errorf("updatedAt changed from %s to %s, although no field changed", before, got)
	}
	if got := c.send("PATCH", path, bearer, form{"name": "Fair 2"}).requireStatus(http.StatusOK).text("updatedAt"); got <= before {
		t.Errorf("updatedAt changed from %s to %s with the name, want a later time", before, got)
	}
}

func TestUpdateLabel(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project := c.createProject("Fair")
	labelled := func(label string) []any {
		return c.send("GET", query("/api/projects", "label", label), bearer, nil).requireStatus(http.StatusOK).items("id")
	}
	change := func(f form) { c.send("PATCH", "/api/projects/"+project, bearer, f).requireStatus(http.StatusOK) }
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
		t.Errorf("an empty label matches %v, want all projects", got)
	}
	c.createProject("Second without a label")
}

func TestLabelIsUniquePerAccount(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Accounts: []emulator.Account{
		{Email: "a@example.com", Password: "a", APIKey: "key-a"}, {Email: "b@example.com", Password: "b", APIKey: "key-b"},
	}})
	labelled := form{"name": "n", "label": "fair", "favicon": "@a.ico", "logo": "@b.png"}
	c.send("POST", "/api/projects", bearer, labelled).requireStatus(http.StatusCreated)
	other := c.as(emulator.Account{Email: "b@example.com", Password: "b", APIKey: "key-b"})
	other.send("POST", "/api/projects", bearer, labelled).requireStatus(http.StatusCreated)
	other.send("POST", "/api/projects", bearer, labelled).checkError(http.StatusConflict, "Project with label fair already exists")
}

// TestDeleteCascades checks which objects are deleted with a scene and with a project.
func TestDeleteCascades(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project, scene, room := c.createObjects()
	other := c.createProject("Other")
	otherScene := c.createScene(other, "Elsewhere")
	cross := c.createRoom(other, scene, "another project's, on this scene")
	away := c.createRoom(project, otherScene, "this project's, on another scene")
	second := c.createScene(project, "Second")
	onSecond := c.createRoom(project, second, "on the second scene")
	status := func(path string) int { return c.send("GET", path, key, nil).status }

	c.send("DELETE", "/api/scenes/"+second, key, nil).requireStatus(http.StatusOK)
	if status("/api/rooms/"+onSecond) != http.StatusNotFound || status("/api/rooms/"+room) != http.StatusOK {
		t.Error("a deleted scene must delete its rooms, and no others")
	}
	c.send("DELETE", "/api/projects/"+project, bearer, nil).requireStatus(http.StatusOK)
	for path, want := range map[string]int{
		"/api/projects/" + project: 404, "/api/scenes/" + scene: 404, "/api/rooms/" + room: 404, "/api/rooms/" + cross: 404,
		"/api/projects/" + other: 200, "/api/scenes/" + otherScene: 200, "/api/rooms/" + away: 200,
	} {
		if got := status(path); got != want {
			t.Errorf("%s: status %d after the project was deleted, want %d", path, got, want)
		}
	}
}
