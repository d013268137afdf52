package emulator_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

// open starts a service whose data is in the file, which is closed when the test ends.
func open(t *testing.T, path string, options emulator.Options) (*emulator.Service, *storage.DB) {
	t.Helper()
	db, err := storage.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	options.DB = db
	e, err := emulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.StartSaving(); err != nil {
		t.Fatal(err)
	}
	return e, db
}

// TestDataFile closes a service that has objects of all kinds, and reads them from a second service with the same file.
func TestDataFile(t *testing.T) {
	t.Parallel()
	now := newClock()
	data, options := filepath.Join(t.TempDir(), "data"), emulator.Options{Now: now.now}
	first, db := open(t, data, options)
	c := (&client{Service: first, t: t}).as(first.Credentials())
	project, scene, room := c.createObjects()
	c.requireNoError(c.Log(room, emulator.LogEntry{Code: "room-join", SessionID: "s", ReticulumID: "7"}))
	c.send("PATCH", "/api/projects/"+project, bearer, form{"label": "fair", "webhookUrl": "https://example.com/hook"}).requireStatus(http.StatusOK)
	deleted := c.createRoom(project, scene, "Deleted")
	c.send("DELETE", "/api/rooms/"+deleted, key, nil).requireStatus(http.StatusOK)
	refresh := c.login().text("refreshToken")
	reads := []struct {
		path       string
		credential clientCredential
	}{
		{"/auth/profile", bearer},
		{"/api/projects?label=fair", bearer},
		{"/api/projects/" + project + "/getIdFromUserId/alice", key},
		{"/api/rooms/" + room + "/infra", bearer},
		{"/api/rooms/" + room + "/logs", key},
		{"/api/rooms/" + deleted, key},
		{c.send("GET", "/api/projects/"+project, key, nil).text("logoUrl"), noCredential},
	}
	var before []response
	for _, read := range reads {
		before = append(before, c.send("GET", read.path, read.credential, nil))
	}
	publicURL := c.send("GET", "/api/rooms/"+room, key, nil).text("roomUrl/public/host")
	c.requireNoError(db.Close())

	second, _ := open(t, data, options)
	reopened := &client{Service: second, t: t, account: c.account, token: c.token} // without a new login
	for i, read := range reads {
		if got := reopened.send("GET", read.path, read.credential, nil); got.status != before[i].status || got.raw != before[i].raw {
			t.Errorf("%s: %d %s, was %d %s", read.path, got.status, got.raw, before[i].status, before[i].raw)
		}
	}
	if got := reopened.send("GET", "/api/rooms/"+room, key, nil).text("roomUrl/public/host"); got != publicURL {
		t.Errorf("public URL is %s, was %s", got, publicURL)
	}
	reopened.send("POST", "/auth/refresh", noCredential, object{"refreshToken": refresh}).requireStatus(http.StatusCreated)

	// Counters and times continue, although the clock does not advance.
	if got := reopened.send("GET", "/api/projects/"+project+"/getIdFromUserId/bob", key, nil).text("reticulumId"); got != "1900346259722469002" {
		t.Errorf("the second user has the ID %s", got)
	}
	newest := reopened.createRoom(project, scene, "Newest")
	ordered := reopened.send("GET", query("/api/rooms", "projectId", project, "orderby", "createdAt:desc"), key, nil)
	if ordered.text("items/0/id") != newest {
		t.Errorf("the newest room is not the last: %s", ordered.raw)
	}
}

func TestDataFileAccounts(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	for _, password := range []string{"old", "new"} {
		e, db := open(t, data, emulator.Options{Accounts: []emulator.Account{{Email: "a@example.com", Password: password, APIKey: "k"}}})
		c := (&client{Service: e, t: t}).as(emulator.Account{Email: "a@example.com", Password: password, APIKey: "k"})
		if password == "old" {
			c.createProject("Fair")
		} else if got := c.send("GET", "/api/projects", bearer, nil).at("total"); got != 1.0 {
			t.Errorf("the account has %v projects under its new password, want 1", got)
		}
		c.requireNoError(db.Close())
	}
	e, _ := open(t, data, emulator.Options{})
	if got := e.Credentials(); got.Email != "a@example.com" || got.Password != "new" {
		t.Errorf("credentials are %+v, want those of the file", got)
	}
}

// TestFailedSaveIsRolledBack closes the data file of a running service.
func TestFailedSaveIsRolledBack(t *testing.T) {
	t.Parallel()
	e, db := open(t, filepath.Join(t.TempDir(), "data"), emulator.Options{})
	c := (&client{Service: e, t: t}).as(e.Credentials())
	project, scene, room := c.createObjects()
	c.requireNoError(db.Close())
	rooms := "/api/rooms?projectId=" + project + "&orderby=createdAt:asc"
	before := c.send("GET", rooms, key, nil).items("name")
	for _, change := range []response{
		c.send("POST", "/api/rooms", key, roomBody(project, scene, "New")),
		c.send("PATCH", "/api/rooms/"+room, key, object{"name": "Changed"}),
		c.send("DELETE", "/api/scenes/"+scene, key, nil),
		c.send("DELETE", "/api/projects/"+project, bearer, nil),
	} {
		change.checkError(http.StatusInternalServerError, "Internal Server Error")
	}
	if after := c.send("GET", rooms, key, nil).items("name"); fmt.Sprint(after) != fmt.Sprint(before) || len(after) != 1 {
		t.Errorf("rooms are %v, want %v as before", after, before)
	}
}
