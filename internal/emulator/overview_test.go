package emulator_test

import (
	"net/http"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

func TestOverview(t *testing.T) {
	t.Parallel()
	other := emulator.Account{Email: "b@example.com", Password: "b", APIKey: "b-key"}
	c := start(t, emulator.Options{
		Accounts: []emulator.Account{{Email: "a@example.com", Password: "a", APIKey: "a-key"}, other}, EngineURL: "https://rooms.example.com",
	})
	fair := c.createProject("Fair")
	c.send("PATCH", "/api/projects/"+fair, bearer, form{"label": "spring"}).requireStatus(http.StatusOK)
	lobby, err := c.PublishScene(fair, "Lobby", "alice")
	c.requireNoError(err)
	hall := c.createScene(fair, "Hall")
	first := c.send("POST", "/api/rooms", key, object{
		"projectId": fair, "sceneId": lobby, "name": "Main Hall", "size": 7, "returnUrl": "https://example.com", "tags": []string{"b", "a"},
	}).requireStatus(http.StatusCreated)
	second := c.createRoom(fair, hall, "Second")
	late := c.as(other).createProject("Late")
	c.send("PATCH", "/api/rooms/"+first.text("id"), key, object{"size": 8}).requireStatus(http.StatusOK) // does not change the order

	all := c.Overview()
	if len(all) != 2 || all[0].ID != fair || all[1].ID != late {
		t.Fatalf("projects are %+v", all)
	}
	project := all[0]
	if project.Name != "Fair" || project.Label != "spring" || project.AccountEmail != "a@example.com" || project.Deleted || all[1].AccountEmail != "b@example.com" {
		t.Errorf("projects are %+v", all)
	}
	if len(project.Scenes) != 2 || len(project.Rooms) != 2 || project.Scenes[1].ID != hall || project.Rooms[1].ID != second {
		t.Fatalf("project is %+v", project)
	}
	scene, sent := project.Scenes[0], c.send("GET", "/api/scenes/"+lobby, key, nil)
	thumbnail := "https://rooms.example.com/files/" + scene.ThumbnailID + ".jpg"
	if scene.Name != "Lobby" || scene.Creator != "alice" || len(scene.EngineProject) != 7 || len(scene.EngineScene) != 7 || sent.text("thumbnailUrl") != thumbnail {
		t.Errorf("scene is %+v, API responds %s", scene, sent.raw)
	}
	room, sent := project.Rooms[0], c.send("GET", "/api/rooms/"+first.text("id"), key, nil)
	url := "https://rooms.example.com/" + room.EngineRoom + "/" + room.Slug
	if room.Name != "Main Hall" || room.Size != 8 || room.SceneID != lobby || room.ReturnURL != "https://example.com" || !reflect.DeepEqual(room.Tags, []string{"b", "a"}) ||
		room.ThumbnailID != scene.ThumbnailID || sent.text("roomUrl/public/host") != url+"?public="+room.PublicHost || sent.text("roomUrl/public/guest") != url+"?public="+room.PublicGuest {
		t.Errorf("room is %+v, API responds %s", room, sent.raw)
	}
	for name, at := range map[string]time.Time{"createdAt": room.CreatedAt, "updatedAt": room.UpdatedAt} {
		if got := at.Format("2006-01-02T15:04:05.000Z"); got != sent.text(name) {
			t.Errorf("%s is %s, API responds %s", name, got, sent.text(name))
		}
	}
}

// TestOverviewOfDeletedProject deletes a project whose room has the scene of another project, so that the room stays.
func TestOverviewOfDeletedProject(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	first, second := c.createProject("First"), c.createProject("Second")
	room := c.createRoom(first, c.createScene(second, "Lobby"), "Hall")
	c.send("DELETE", "/api/projects/"+first, bearer, nil).requireStatus(http.StatusOK)
	all := c.Overview()
	if len(all) != 2 || all[0].ID != second || len(all[0].Rooms) > 0 || all[1].ID != first || !all[1].Deleted || len(all[1].Rooms) != 1 || all[1].Rooms[0].ID != room {
		t.Errorf("projects are %+v, want the second one, and the deleted one with its room", all)
	}
}

func TestRoomLog(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project, scene, room := c.createObjects()
	other := c.createRoom(project, scene, "Other")
	nine := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	for i := range 12 {
		c.requireNoError(c.Log(room, emulator.LogEntry{Code: "room-join", SessionID: "s", ReticulumID: "7", LogTime: nine.Add(-time.Duration(i) * time.Hour)}))
	}
	c.requireNoError(c.Log(other, emulator.LogEntry{Code: "room-join"}))
	entries, found := c.RoomLog(room)
	if !found || len(entries) != 12 {
		t.Fatalf("found %t, entries %+v", found, entries)
	}
	for i, entry := range entries {
		if entry.ID != int64(i+1) || entry.IP != "0.0.0.0" || entry.SessionID != "s" || !entry.LogTime.Equal(nine.Add(-time.Duration(i)*time.Hour)) {
			t.Errorf("entry %d is %+v", i, entry)
		}
	}
	if logs := c.RoomLogs(); !slices.Equal(logs[room], entries) || len(logs[other]) != 1 || len(logs) != 2 {
		t.Errorf("all logs are %+v", logs)
	}
	if entries, found := c.RoomLog(project); found || len(entries) > 0 {
		t.Errorf("unknown room: found %t, entries %+v", found, entries)
	}
}
