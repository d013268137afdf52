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
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// TestDataFile closes a service with something of every kind in it, and reads everything back from another.
func TestDataFile(t *testing.T) {
	t.Parallel()
	now := newClock()
	options := emulator.Options{Data: filepath.Join(t.TempDir(), "data"), Now: now.now}
	first, err := emulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	s := (&service{Service: first, t: t}).as(first.Credentials())
	project, scene, room := s.stage()
	s.must(s.Log(room, emulator.LogEntry{Code: "room-join", SessionID: "s", ReticulumID: "7"}))
	s.send("PATCH", "/api/projects/"+project, bearer, form{"label": "fair", "webhookUrl": "https://example.com/hook"}).want(http.StatusOK)
	gone := s.room(project, scene, "Gone")
	s.send("DELETE", "/api/rooms/"+gone, key, nil).want(http.StatusOK)
	refresh := s.login().text("refreshToken")
	reads := []struct {
		path string
		as   credential
	}{
		{"/auth/profile", bearer},
		{"/api/projects?label=fair", bearer},
		{"/api/projects/" + project + "/getIdFromUserId/alice", key},
		{"/api/rooms/" + room + "/infra", bearer},
		{"/api/rooms/" + room + "/logs", key},
		{"/api/rooms/" + gone, key},
		{s.send("GET", "/api/projects/"+project, key, nil).text("logoUrl"), nobody},
	}
	var before []reply
	for _, read := range reads {
		before = append(before, s.send("GET", read.path, read.as, nil))
	}
	publicURL := s.send("GET", "/api/rooms/"+room, key, nil).text("roomUrl/public/host")
	s.must(first.Close())

	second, err := emulator.New(options)
	s.must(err)
	t.Cleanup(func() { _ = second.Close() })
	again := &service{Service: second, t: t, account: s.account, token: s.token} // without a new login
	for i, read := range reads {
		if got := again.send("GET", read.path, read.as, nil); got.status != before[i].status || got.raw != before[i].raw {
			t.Errorf("%s: %d %s, was %d %s", read.path, got.status, got.raw, before[i].status, before[i].raw)
		}
	}
	if got := again.send("GET", "/api/rooms/"+room, key, nil).text("roomUrl/public/host"); got != publicURL {
		t.Errorf("public URL is %s, was %s", got, publicURL)
	}
	again.send("POST", "/auth/refresh", nobody, object{"refreshToken": refresh}).want(http.StatusCreated)

	// What is counted goes on counting, although the clock stands still.
	if got := again.send("GET", "/api/projects/"+project+"/getIdFromUserId/bob", key, nil).text("reticulumId"); got != "1900346259722469002" {
		t.Errorf("the second user has the number %s", got)
	}
	newest := again.room(project, scene, "Newest")
	ordered := again.send("GET", query("/api/rooms", "projectId", project, "orderby", "createdAt:desc"), key, nil)
	if ordered.text("items/0/id") != newest {
		t.Errorf("the newest room is not the last: %s", ordered.raw)
	}
}

func TestAccountsOfTheDataFile(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	for _, password := range []string{"old", "new"} {
		e, err := emulator.New(emulator.Options{Data: data, Accounts: []emulator.Account{{Email: "a@example.com", Password: password, APIKey: "k"}}})
		if err != nil {
			t.Fatal(err)
		}
		s := (&service{Service: e, t: t}).as(emulator.Account{Email: "a@example.com", Password: password, APIKey: "k"})
		if password == "old" {
			s.project("Fair")
		} else if got := s.send("GET", "/api/projects", bearer, nil).at("total"); got != 1.0 {
			t.Errorf("the account has %v projects under its new password, want 1", got)
		}
		s.must(e.Close())
	}
	e := start(t, emulator.Options{Data: data})
	if got := e.Credentials(); got.Email != "a@example.com" || got.Password != "new" {
		t.Errorf("credentials are %+v, want those of the file", got)
	}
}

func TestDataFileIsPrivate(t *testing.T) {
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
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestDamagedDataFileIsAnError cuts a file off at several lengths, and puts other content in its place.
func TestDamagedDataFileIsAnError(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := start(t, emulator.Options{Data: filepath.Join(folder, "whole")})
	project, scene, _ := s.stage()
	for i := range 30 {
		s.room(project, scene, fmt.Sprintf("Room %d %s", i, strings.Repeat("n", 2000)))
	}
	s.must(s.Close())
	whole, err := os.ReadFile(filepath.Join(folder, "whole"))
	s.must(err)
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
				t.Errorf("got %v, want one line that says so", err)
			}
			if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, content) {
				t.Errorf("the file was changed: %v", err)
			}
		})
	}
}

// TestCutOffDataFileIsWholeOrAnError cuts a file off at every page: the database makes its file longer before it needs
// the space, so the last pages may be missing without a loss.
func TestCutOffDataFileIsWholeOrAnError(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data")
	s := start(t, emulator.Options{Data: path})
	project, scene, _ := s.stage()
	for i := range 30 {
		s.room(project, scene, fmt.Sprintf("Room %d %s", i, strings.Repeat("n", 2000)))
	}
	s.must(s.Close())
	whole, err := os.ReadFile(path)
	s.must(err)
	refused := 0
	for length := os.Getpagesize(); length < len(whole); length += os.Getpagesize() {
		path := filepath.Join(t.TempDir(), "data")
		s.must(os.WriteFile(path, whole[:length], 0o600))
		e, err := emulator.New(emulator.Options{Data: path})
		if err != nil {
			if want := fmt.Sprintf("it is cut off: it has %d bytes, and needs ", length); length > os.Getpagesize() && !strings.Contains(err.Error(), want) {
				t.Errorf("%d of %d bytes: %v, want %q", length, len(whole), err, want)
			}
			refused++
			continue
		}
		again := &service{Service: e, t: t, account: s.account}
		if got := again.send("GET", "/api/rooms?projectId="+project, key, nil).at("total"); got != 31.0 {
			t.Errorf("%d of %d bytes: %v rooms, want 31", length, len(whole), got)
		}
		s.must(e.Close())
	}
	if refused == 0 {
		t.Error("no length was refused")
	}
}

func TestDataFileOfAnotherProgramIsAnError(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data")
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket([]byte("theirs"))
		return err
	}), db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := emulator.New(emulator.Options{Data: path}); err == nil || !strings.HasSuffix(err.Error(), `no data file of the emulator: unknown table "theirs"`) {
		t.Errorf("got %v", err)
	}
}

// TestWhatCannotBeSavedDidNotHappen takes the file away under a running service.
func TestWhatCannotBeSavedDidNotHappen(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{Data: filepath.Join(t.TempDir(), "data")})
	project, scene, room := s.stage()
	s.must(s.Close())
	rooms := "/api/rooms?projectId=" + project + "&orderby=createdAt:asc"
	before := s.send("GET", rooms, key, nil).items("name")
	for _, change := range []reply{
		s.send("POST", "/api/rooms", key, roomBody(project, scene, "New")),
		s.send("PATCH", "/api/rooms/"+room, key, object{"name": "Changed"}),
		s.send("DELETE", "/api/scenes/"+scene, key, nil),
		s.send("DELETE", "/api/projects/"+project, bearer, nil),
	} {
		change.refuses(http.StatusInternalServerError, "Internal Server Error")
	}
	if after := s.send("GET", rooms, key, nil).items("name"); fmt.Sprint(after) != fmt.Sprint(before) || len(after) != 1 {
		t.Errorf("rooms are %v, want %v as before", after, before)
	}
}

// TestParallelRequests makes, reads, changes and deletes from several sides at once. The race detector looks on.
func TestParallelRequests(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]emulator.Options{"memory": {}, "file": {Data: filepath.Join(t.TempDir(), "data")}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, options)
			project, scene, _ := s.stage()
			const clients, rounds = 8, 10
			left := make([][]string, clients)
			var group sync.WaitGroup
			for client := range clients {
				group.Go(func() {
					for round := range rounds {
						created := s.send("POST", "/api/rooms", key, roomBody(project, scene, fmt.Sprint(client, round)))
						id, _ := lookUp(created.body, "id").(string)
						for _, r := range []reply{
							created,
							s.send("GET", "/api/rooms/"+id+"?userId=alice", key, nil),
							s.send("GET", "/api/rooms?projectId="+project, key, nil),
							s.send("PATCH", "/api/rooms/"+id, key, object{"size": 5}),
						} {
							if r.status >= 300 {
								t.Errorf("%s: status %d", r.request, r.status)
							}
						}
						if err := s.Log(id, emulator.LogEntry{Code: "room-join", LogTime: time.Unix(0, 0)}); err != nil {
							t.Error(err)
						}
						s.Credentials()
						if round%2 == 0 {
							left[client] = append(left[client], id)
						} else if got := s.send("DELETE", "/api/rooms/"+id, key, nil); got.status != http.StatusOK {
							t.Errorf("delete: status %d", got.status)
						}
					}
				})
			}
			group.Wait()
			total := 1 // the room of the stage
			for _, ids := range left {
				total += len(ids)
			}
			if got := s.send("GET", "/api/rooms?projectId="+project, key, nil).at("total"); got != float64(total) {
				t.Errorf("%v rooms are left, want %d", got, total)
			}
		})
	}
}
