package pages_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/pages"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

func TestVisit(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	guest := f.link(f.room, "public", "guest")
	b := f.browser()
	page := b.get(guest).want(http.StatusOK, "<h1><bdi>Main Hall</bdi></h1>", "You are a guest", "0 of 2 in", "fair-2026", "Nobody is in the room", `value="Guest"`, ">Lobby<")
	page = b.submit(page, "name", " Ada ").want(http.StatusOK, "1 of 2 in", "<strong><bdi>Ada</bdi></strong>", ">Leave</button>")
	f.browser().get(guest).want(http.StatusOK, "<li><bdi>Ada</bdi>", ">Enter</button>")
	f.browser().get("/").want(http.StatusOK, "1 of 2 in")
	f.browser().get("/-/rooms/"+f.room).want(http.StatusOK, "1 of 2 in", `<th scope="row"><bdi>Ada</bdi></th>`, "in the room")
	b.submit(page).want(http.StatusOK, "You have left the room.", `href="https://example.com/bye"`, "0 of 2 in", ">Enter</button>")

	logs := f.logs(f.room)
	if len(logs) != 2 {
		t.Fatalf("the log is %v", logs)
	}
	for i, want := range []map[string]string{{"code": "room-join", "action": "hubs join"}, {"code": "room-exit", "action": "hubs exit"}} {
		want["device"], want["userAgent"], want["roomId"] = "unknown/pc", "Mozilla/5.0 (X11; Linux x86_64)", f.room
		for name, value := range want {
			if got := text(t, logs[i], name); got != value {
				t.Errorf("entry %d has %s %q, want %q", i, name, got, value)
			}
		}
	}
	for _, name := range []string{"sessionId", "reticulumId"} {
		if first, second := text(t, logs[0], name), text(t, logs[1], name); first != second || first == "" {
			t.Errorf("%s is %q and %q", name, first, second)
		}
	}
	b.submit(b.get(guest))
	again := f.logs(f.room)[2]
	if text(t, again, "sessionId") == text(t, logs[0], "sessionId") || text(t, again, "reticulumId") != text(t, logs[0], "reticulumId") {
		t.Errorf("the second visit of the browser is %v, after %v", again, logs[0])
	}
}

// The published form of the log has a visit where the measured one has two entries.
func TestVisitInPublishedForm(t *testing.T) {
	t.Parallel()
	f := start(t, func(o *emulator.Options, _ *pages.Options) { o.Published = true })
	b := f.browser()
	inside := b.submit(b.get(f.link(f.room, "private", "guest", "userId=ada&displayName=Ada+L.")).want(http.StatusOK, `value="Ada L."`))
	if logs := f.logs(f.room); len(logs) != 1 || text(t, logs[0], "infraUserId") != "ada" || logs[0]["exitedAt"] != nil {
		t.Errorf("the log is %v, want an open visit of ada", logs)
	}
	b.submit(inside)
	if logs := f.logs(f.room); len(logs) != 1 || text(t, logs[0], "exitedAt") == "" {
		t.Errorf("the log is %v, want a visit that has ended", logs)
	}
}

func TestRoles(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	for _, kind := range []string{"public", "private"} {
		f.browser().get(f.link(f.room, kind, "host")).want(http.StatusOK, "You are host", `value="Host"`).lacks("You are a guest")
		f.browser().get(f.link(f.room, kind, "guest")).want(http.StatusOK, "You are a guest").lacks("You are host")
	}
	f.browser().get(f.link(f.room, "private", "guest", "userId=ada")).want(http.StatusOK, `value="ada"`)
}

func TestEntryOptions(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	guest := f.link(f.room, "public", "guest")
	f.browser().get(guest+"&displayName=Ada%20%22L%22").want(http.StatusOK, `value="Ada &#34;L&#34;"`).lacks("data-fast-entry")
	b := f.browser()
	page := b.get(guest+"&displayName=Ada&funcs=other,fastEntry").want(http.StatusOK, "data-fast-entry", "You enter as <strong><bdi>Ada</bdi></strong>").lacks("Your name")
	b.submit(page).want(http.StatusOK, "You are in, as <strong><bdi>Ada</bdi></strong>").lacks("data-fast-entry")
	long := f.browser().get(guest + "&displayName=" + strings.Repeat("%C3%A4", 300) + "%00%FF")
	if _, fields := long.form(); fields.Get("name") != strings.Repeat("ä", 255)+"…" {
		t.Errorf("the name is %q", fields.Get("name"))
	}
}

func TestInvalidRoomLinks(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	guest, other := f.link(f.room, "public", "guest"), f.link(f.createRoom("Other", 2), "private", "guest")
	path, _, _ := strings.Cut(guest, "?")
	_, private, _ := strings.Cut(other, "?")
	for link, want := range map[string]struct {
		status int
		text   string
	}{
		path:                             {http.StatusForbidden, "This link is not complete"},
		path + "?public=":                {http.StatusForbidden, "This link is not complete"},
		path + "?public=" + missingUUID:  {http.StatusForbidden, "This link is not valid"},
		path + "?private=" + missingUUID: {http.StatusForbidden, "This private link has expired"},
		path + "?" + private:             {http.StatusForbidden, "This private link has expired"},
		"/AAAAAAA/main-hall?public=x":    {http.StatusNotFound, "There is no room here"},
	} {
		f.browser().get(link).want(want.status, "<h1>"+want.text+"</h1>", `href="/"`)
	}
	sid := strings.Split(path, "/")[1]
	_, access, _ := strings.Cut(guest, "?")
	for _, slug := range []string{"", "old-name"} {
		f.browser().get("/"+sid+"/"+slug+"?"+access).want(http.StatusOK, "Main Hall")
	}
	f.api("DELETE", "/api/rooms/"+f.room, "", "")
	f.browser().get(guest).want(http.StatusNotFound, "was deleted")
}

func TestFullRoom(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	guest := f.link(f.room, "public", "guest")
	late := f.browser()
	form := late.get(guest)
	for range 2 {
		b := f.browser()
		page := b.get(guest)
		b.submit(page)
		b.submit(page).want(http.StatusOK, "You are in") // sent twice
	}
	late.get(guest).want(http.StatusOK, "This room is full: it has places for 2 people.", "2 of 2 in, full").lacks("<form")
	late.submit(form).want(http.StatusConflict, "This room is full", "2 people")
	f.browser().get("/").want(http.StatusOK, "2 of 2 in, full")
	if logs := f.logs(f.room); len(logs) != 2 {
		t.Errorf("the log is %v, want two visitors", logs)
	}
}

// A visitor who has left can send the form again without another entry in the log.
func TestLeaveTwice(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	b := f.browser()
	inside := b.submit(b.get(f.link(f.room, "public", "guest")))
	b.submit(inside)
	b.submit(inside).want(http.StatusOK, "You have left the room.")
	if logs := f.logs(f.room); len(logs) != 2 {
		t.Errorf("the log is %v, want a join and an exit", logs)
	}
}

// If a change cannot be saved, as on a full disk, the page says so. It does not blame the link.
func TestFailedSave(t *testing.T) {
	t.Parallel()
	db := must(storage.Open(filepath.Join(t.TempDir(), "data")))(t)
	f := start(t, func(service *emulator.Options, _ *pages.Options) { service.DB = db })
	b := f.browser()
	room, editor := b.get(f.link(f.room, "public", "guest")), b.get(f.creationURL())
	if err := errors.Join(db.StartSaving(), db.Close()); err != nil {
		t.Fatal(err)
	}
	b.submit(room).want(http.StatusInternalServerError, "The emulator failed", "save changes: database not open", "Back to the overview")
	b.submit(editor, "name", "x").want(http.StatusInternalServerError, "The emulator failed", "save changes: database not open")
}

// Visitors stay in the room when the emulator restarts. Private links expire.
func TestRestart(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	guest, private := f.link(f.room, "public", "guest"), f.link(f.room, "private", "guest")
	b := f.browser()
	page := b.submit(b.get(guest))
	f.pages = pages.New(f.Options)
	b.get(guest).want(http.StatusOK, ">Leave</button>")
	b.submit(page).want(http.StatusForbidden, "This form has expired", "reload the page")
	second := start(t, nil)
	sid := strings.Split(second.link(second.room, "public", "guest"), "/")[1]
	_, access, _ := strings.Cut(private, "?")
	second.browser().get("/"+sid+"/?"+access).want(http.StatusForbidden, "This private link has expired", "terraform apply -refresh-only")
}

// A browser does not send its cookie when another website leads to the page.
func TestLinkOnOtherWebsite(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	guest := f.link(f.room, "public", "guest")
	b := f.browser()
	b.header.Set("Sec-Fetch-Site", "cross-site")
	b.get(guest).want(http.StatusOK, `<meta http-equiv="refresh" content="0">`, `href="`+strings.ReplaceAll(guest, "&", "&amp;")).lacks("<form")
	if len(b.cookies) > 0 {
		t.Errorf("the page sets %v, which replaces the cookie that the browser has", b.cookies)
	}
	b.header.Set("Sec-Fetch-Site", "same-origin")
	b.get(guest).want(http.StatusOK, "<form").lacks("http-equiv")
	for _, cookie := range b.cookies {
		if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" {
			t.Errorf("the cookie is %v", cookie)
		}
	}
}

func TestReturnURLs(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	for target, want := range map[string]string{
		"https://example.com/a?b=1&c=2": `<a href="https://example.com/a?b=1&amp;c=2" rel="noreferrer">`,
		"example.com/bye":               `<a href="https://example.com/bye" rel="noreferrer">`,
		"ftp://example.com/bye":         `<dd>ftp://example.com/bye</dd>`,
	} {
		f.api("PATCH", "/api/rooms/"+f.room, "application/json", fmt.Sprintf(`{"returnUrl":%q}`, target))
		f.browser().get(f.link(f.room, "public", "guest")).want(http.StatusOK, want)
	}
}

// Reports without a browser fill the pages, too. Users have the customer's ID as their name.
func TestReportedVisits(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	user := text(t, f.api("GET", "/api/projects/"+f.project+"/getIdFromUserId/"+url.PathEscape("ada@example.com"), "", ""), "reticulumId")
	sid := strings.Split(f.link(f.room, "public", "guest"), "/")[1]
	for _, entry := range []string{
		`"code":"room-join","sessionId":"1","reticulumId":"` + user + `","logTime":"2026-05-01T09:10:00Z"`,
		`"code":"room-join","sessionId":"2","reticulumId":"42","logTime":"2026-05-01T09:15:00Z"`,
		`"code":"room-join","sessionId":"2","reticulumId":"42","logTime":"2026-05-01T09:16:00Z"`,
		`"code":"room-video-click-event","sessionId":"2","reticulumId":"42","logTime":"2026-05-01T09:17:00Z"`,
		`"code":"room-exit","sessionId":"1","reticulumId":"` + user + `","logTime":"2026-05-01T09:40:30Z"`,
		`"code":"room-exit","sessionId":"3","reticulumId":"43","logTime":"2026-05-01T09:50:00Z"`,
		`"code":"room-join","sessionId":"1","reticulumId":"` + user + `","logTime":"2026-05-01T09:55:00Z"`,
		`"code":"room-exit","sessionId":"1","reticulumId":"` + user + `","logTime":"2026-05-01T09:57:00Z"`,
	} {
		f.api("POST", "/logs", "application/json", `{"resourceId":"`+sid+`",`+entry+`}`)
	}
	page := f.browser().get("/-/rooms/"+f.room).want(http.StatusOK,
		"1 of 2 in", "3 visits", "8 events", `<th scope="row"><bdi>ada@example.com</bdi></th>`, "30 min 30 s", "Visitor 42", "clicked a video", "2 min<",
		`<title id="chart-title">Who was in the room when</title>`, "3 visits between 2026-05-01 09:10:00 and 2026-05-01 10:00:00 UTC")
	if _, events, _ := strings.Cut(page.body, `<h2 id="events">`); strings.Index(events, "09:57:00") > strings.Index(events, "09:10:00") {
		t.Errorf("the newest event is not the first: %s", events)
	}
	for _, bar := range []string{
		`<rect class="bar" x="0.00%" y="54" width="61.00%" height="12" rx="6"/>`,
		`<rect class="bar" x="90.00%" y="146" width="4.00%" height="12" rx="6"/>`,
		`<rect class="bar open" x="10.00%" y="100" width="90.00%" height="12" rx="6"/>`,
	} {
		page.want(http.StatusOK, bar)
	}
}

func TestRoomLogWithoutEvents(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	f.browser().get("/-/rooms/"+f.room).want(http.StatusOK, "Nobody has been here yet.", "curl ", "data-copy").lacks("<svg", "<table")
	f.browser().get("/-/rooms/"+missingUUID).want(http.StatusNotFound, "There is no room here")
}
