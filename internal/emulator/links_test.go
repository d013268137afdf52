package emulator_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// linkID returns the ID in the query of a link.
func linkID(t *testing.T, link, parameter string) string {
	t.Helper()
	parsed, err := url.Parse(link)
	if err != nil || parsed.Query().Get(parameter) == "" {
		t.Fatalf("%s has no %s: %v", link, parameter, err)
	}
	return parsed.Query().Get(parameter)
}

func TestPrivateLinks(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project, _, room := c.createObjects()
	visitor := emulator.PrivateLink{RoomID: room, UserID: "ada", DisplayName: "Ada L."}
	visitor.ReticulumID = c.send("GET", "/api/projects/"+project+"/getIdFromUserId/ada", key, nil).text("reticulumId")
	for path, want := range map[string]emulator.PrivateLink{
		"/api/rooms/" + room: {RoomID: room},
		query("/api/rooms/"+room, "userId", "ada", "displayName", "Ada L."):                 visitor,
		query("/api/rooms", "projectId", project, "userId", "ada", "displayName", "Ada L."): visitor,
	} {
		list := c.send("GET", path, key, nil).requireStatus(http.StatusOK)
		links, _ := list.at("roomUrl/private").(object)
		if links == nil {
			links, _ = list.at("items/0/roomUrl/private").(object)
		}
		for role, link := range links {
			want.Host = role == "host"
			text, _ := link.(string)
			if got, ok := c.PrivateLink(linkID(t, text, "private")); !ok || got != want {
				t.Errorf("the link of the %s from %s is for %+v, want %+v", role, path, got, want)
			}
		}
	}
	if got, ok := c.PrivateLink(missingUUID); ok {
		t.Errorf("an unknown link is for %+v", got)
	}
}

func TestEditorLinks(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project, scene, _ := c.createObjects()
	creation := query("/api/scenes/get-creation-url", "projectId", project, "creator", "ada", "callback", "https://example.com/done")
	for path, want := range map[string]emulator.EditorLink{
		creation:               {ProjectID: project, Creator: "ada", Callback: "https://example.com/done"},
		"/api/scenes/" + scene: {ProjectID: project, SceneID: scene},
	} {
		answer := c.send("GET", path, key, nil).requireStatus(http.StatusOK)
		link, ok := answer.at("sceneCreationUrl").(string)
		if !ok {
			link = answer.text("sceneModificationUrl")
		}
		if got, ok := c.EditorLink(linkID(t, link, "optId")); !ok || got != want {
			t.Errorf("the link %s is for %+v, want %+v", link, got, want)
		}
	}
	for _, id := range []string{project, scene} {
		path, err := c.NewEditorLink(id)
		c.requireNoError(err)
		if got, _ := c.EditorLink(linkID(t, path, "optId")); got.ProjectID != project || (got.SceneID == scene) != (id == scene) {
			t.Errorf("the link of %s is for %+v", id, got)
		}
	}
	if path, err := c.NewEditorLink(missingUUID); err == nil {
		t.Errorf("an object that does not exist has the link %s", path)
	}
}

// The first publication of a link creates the scene, and later ones change it.
func TestPublishFromEditor(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project := c.createProject("Fair")
	created := c.send("GET", query("/api/scenes/get-creation-url", "projectId", project, "creator", "ada"), key, nil).text("sceneCreationUrl")
	id := linkID(t, created, "optId")
	for _, name := range []string{"Lobby", "Foyer"} {
		link, err := c.PublishFromEditor(id, name, "garden")
		c.requireNoError(err)
		scenes := c.send("GET", "/api/scenes?projectId="+project, key, nil)
		if scenes.at("total") != 1.0 || scenes.text("items/0/name") != name || scenes.text("items/0/creator") != "ada" || scenes.text("items/0/id") != link.SceneID {
			t.Errorf("after %s was published, the scenes are %s", name, scenes.raw)
		}
	}
	c.send("DELETE", "/api/scenes/"+c.send("GET", "/api/scenes?projectId="+project, key, nil).text("items/0/id"), key, nil).requireStatus(http.StatusOK)
	path, err := c.NewEditorLink(project)
	c.requireNoError(err)
	c.send("DELETE", "/api/projects/"+project, bearer, nil).requireStatus(http.StatusOK)
	for link, missing := range map[string]string{id: "Project", linkID(t, path, "optId"): "Project", missingUUID: "Link"} {
		if _, err := c.PublishFromEditor(link, "Lobby", ""); err == nil || !strings.Contains(err.Error(), missing) {
			t.Errorf("publishing without a %s returns %v", missing, err)
		}
	}
}

func TestListUsers(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project := c.createProject("Fair")
	reticulumID := c.send("GET", "/api/projects/"+project+"/getIdFromUserId/ada", key, nil).text("reticulumId")
	want := emulator.User{ProjectID: project, UserID: "ada", ReticulumID: reticulumID}
	if users := c.Users(); len(users) != 1 || users[0] != want {
		t.Errorf("users are %+v, want %+v", users, want)
	}
}
