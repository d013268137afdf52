package emulator_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// TestDataFile closes a service that has objects of all kinds, and reads them from a second service with the same file.
func TestDataFile(t *testing.T) {
	t.Parallel()
	now := newClock()
	options := emulator.Options{Data: filepath.Join(t.TempDir(), "data"), Now: now.now}
	first, err := emulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
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
	c.requireNoError(first.Close())

	second, err := emulator.New(options)
	c.requireNoError(err)
	t.Cleanup(func() { _ = second.Close() })
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
		e, err := emulator.New(emulator.Options{Data: data, Accounts: []emulator.Account{{Email: "a@example.com", Password: password, APIKey: "k"}}})
		if err != nil {
			t.Fatal(err)
		}
		c := (&client{Service: e, t: t}).as(emulator.Account{Email: "a@example.com", Password: password, APIKey: "k"})
		if password == "old" {
			c.createProject("Fair")
		} else if got := c.send("GET", "/api/projects", bearer, nil).at("total"); got != 1.0 {
			t.Errorf("the account has %v projects under its new password, want 1", got)
		}
		c.requireNoError(e.Close())
	}
	e := start(t, emulator.Options{Data: data})
	if got := e.Credentials(); got.Email != "a@example.com" || got.Password != "new" {
		t.Errorf("credentials are %+v, want those of the file", got)
	}
}

func TestDataFileMode(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	start(t, emulator.Options{Data: data})
	info, err := os.Stat(data)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("the file has mode %o, want 600: it holds credentials", got)
	}
}

func TestDataFileErrors(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	taken := filepath.Join(folder, "taken")
	start(t, emulator.Options{Data: taken})
	if _, err := emulator.New(emulator.Options{Data: taken}); err == nil || !strings.Contains(err.Error(), taken+" is in use by another process") {
		t.Errorf("a file in use: %v", err)
	}
	if _, err := emulator.New(emulator.Options{Data: filepath.Join(folder, "no", "data")}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that does not exist: %v", err)
	}
}

// TestDamagedDataFile opens files with other content, and a data file that is truncated at several lengths.
func TestDamagedDataFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	c := start(t, emulator.Options{Data: filepath.Join(folder, "whole")})
	project, scene, _ := c.createObjects()
	for i := range 30 {
		c.createRoom(project, scene, fmt.Sprintf("Room %d %s", i, strings.Repeat("n", 2000)))
	}
	c.requireNoError(c.Close())
	whole, err := os.ReadFile(filepath.Join(folder, "whole"))
	c.requireNoError(err)
	contents := map[string][]byte{
		"text":      []byte("hello\n"),
		"long text": []byte(strings.Repeat("hello\n", 20000)),
		"zeros":     make([]byte, 1<<16),
		"noise":     slices.Concat(whole[:2*os.Getpagesize()], []byte(strings.Repeat("noise", len(whole)))),
	}
	for _, length := range []int{1, 100, 4095, 4096, 8192, 8193, 3 * 4096, len(whole) / 4, len(whole) / 2} {
		contents[fmt.Sprint(length, " bytes")] = whole[:length]
	}
	for name, content := range contents {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "data")
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := emulator.New(emulator.Options{Data: path})
			if err == nil || !strings.HasPrefix(err.Error(), "data file "+path+" is damaged, or no data file of the emulator: ") || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want one line that says that the file is damaged", err)
			}
			if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, content) {
				t.Errorf("the file was changed: %v", err)
			}
		})
	}
}

// TestTruncatedDataFile truncates a data file at each page. The database extends its file before it needs the space, so a
// file without its last pages can be complete.
func TestTruncatedDataFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data")
	c := start(t, emulator.Options{Data: path})
	project, scene, _ := c.createObjects()
	for i := range 30 {
		c.createRoom(project, scene, fmt.Sprintf("Room %d %s", i, strings.Repeat("n", 2000)))
	}
	c.requireNoError(c.Close())
	whole, err := os.ReadFile(path)
	c.requireNoError(err)
	refused := 0
	for length := os.Getpagesize(); length < len(whole); length += os.Getpagesize() {
		path := filepath.Join(t.TempDir(), "data")
		c.requireNoError(os.WriteFile(path, whole[:length], 0o600))
		e, err := emulator.New(emulator.Options{Data: path})
		if err != nil {
			if want := fmt.Sprintf("it is cut off: it has %d bytes, and needs ", length); length > os.Getpagesize() && !strings.Contains(err.Error(), want) {
				t.Errorf("%d of %d bytes: %v, want %q", length, len(whole), err, want)
			}
			refused++
			continue
		}
		reopened := &client{Service: e, t: t, account: c.account}
		if got := reopened.send("GET", "/api/rooms?projectId="+project, key, nil).at("total"); got != 31.0 {
			t.Errorf("%d of %d bytes: %v rooms, want 31", length, len(whole), got)
		}
		c.requireNoError(e.Close())
	}
	if refused == 0 {
		t.Error("no length was refused")
	}
}

func TestDataFileOfAnotherProgram(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data")
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket([]byte("other"))
		return err
	}), db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := emulator.New(emulator.Options{Data: path}); err == nil || !strings.HasSuffix(err.Error(), `no data file of the emulator: unknown table "other"`) {
		t.Errorf("got %v", err)
	}
}

// TestFailedSaveIsRolledBack closes the data file of a running service.
func TestFailedSaveIsRolledBack(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Data: filepath.Join(t.TempDir(), "data")})
	project, scene, room := c.createObjects()
	c.requireNoError(c.Close())
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
