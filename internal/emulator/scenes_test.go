package emulator_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

func TestSeedScenes(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{SeedScenes: []string{"Lobby", "Auditorium"}})
	for range 2 {
		project := c.createProject("Fair")
		scenes := c.send("GET", "/api/scenes?projectId="+project, key, nil)
		if names := scenes.items("name"); !slices.Equal(names, []any{"Lobby", "Auditorium"}) || scenes.text("items/0/creator") != "admin" {
			t.Errorf("scenes are %s, want a Lobby and an Auditorium of the default creator", scenes.raw)
		}
	}
}

// TestEditorURLs checks that the URLs of the scene editor say how to use them, and how to get scenes without them.
func TestEditorURLs(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{SeedScenes: []string{"Lobby"}})
	project := c.createProject("Fair")
	scene := c.send("GET", "/api/scenes?projectId="+project, key, nil).text("items/0/sceneModificationUrl")
	created := c.send("GET", "/api/scenes/get-creation-url?projectId="+project, key, nil).text("sceneCreationUrl")
	for _, editor := range []string{scene, created} {
		page := c.send("GET", editor, noCredential, nil).requireStatus(http.StatusOK)
		if kind := page.header.Get("Content-Type"); kind != "text/plain; charset=utf-8" || !strings.Contains(page.raw, "start the emulator with -seed-scene NAME") {
			t.Errorf("%s has the type %s: %s", editor, kind, page.raw)
		}
	}
}

func TestEditorURLsDiffer(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project, scene, _ := c.createObjects()
	for path, field := range map[string]string{
		"/api/scenes/" + scene:                              "sceneModificationUrl",
		"/api/scenes/get-creation-url?projectId=" + project: "sceneCreationUrl",
	} {
		if first, second := c.send("GET", path, key, nil).text(field), c.send("GET", path, key, nil).text(field); first == second {
			t.Errorf("%s is %s twice", field, first)
		}
	}
}

func TestReportScene(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project := c.createProject("Fair")
	report := func(event, scene, extra string) response {
		return c.send("POST", "/events/spoke", noCredential, object{"token": "t", "eventName": event, "projectId": "ABCDEF1", "sceneId": scene, "extra": extra})
	}
	report("scene_created", "sidAAA1", "creator:alice&callback:https%3A%2F%2Fexample.com&projectId:"+project).requireStatus(http.StatusCreated)
	list := c.send("GET", "/api/scenes?projectId="+project, key, nil)
	if list.text("items/0/name") != "Scene sidAAA1" || list.text("items/0/creator") != "alice" ||
		!strings.Contains(list.text("items/0/sceneModificationUrl"), "/spoke/projects/ABCDEF1?optId=") {
		t.Errorf("scene is %s", list.raw)
	}
	report("scene_updated", "sidAAA1", "").requireStatus(http.StatusCreated)
	updated := c.send("GET", "/api/scenes?projectId="+project, key, nil)
	if updated.text("items/0/updatedAt") <= list.text("items/0/updatedAt") {
		t.Error("an update left the scene's time as it was")
	}
	report("scene_updated", "sidNOPE", "").checkError(http.StatusNotFound, `Scene with ID "sidNOPE" not found.`)
	report("scene_created", "sidBBB2", "").checkError(http.StatusInternalServerError, "Internal Server Error")
	report("scene_created", "sidBBB2", "projectId:11111111-1111-4111-8111-111111111111").
		checkError(http.StatusNotFound, `Project with ID "11111111-1111-4111-8111-111111111111" not found.`)
	report("scene_created", "sidAAA1", "projectId:"+c.createProject("Other")).
		checkError(http.StatusConflict, `Scene with ID "sidAAA1" already exists.`)
	c.send("POST", "/events/spoke", noCredential, `[]`).requireStatus(http.StatusCreated)
	report("scene_sold", "sidBBB2", "").checkError(http.StatusBadRequest, "eventName must be one of the following values: scene_created, scene_updated")
	if _, err := c.PublishScene("11111111-1111-4111-8111-111111111111", "x", ""); err == nil {
		t.Error("a scene was published in no project")
	}
}
