package pages_test

import (
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/pages"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/requestlog"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// Routes of the API, and clients that are no browsers, get the same responses as without the pages.
func TestAccept(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	thumbnail := strings.TrimPrefix(text(t, f.findScenes("Lobby")[0], "thumbnailUrl"), "http://"+host)
	const (
		page = "text/html; charset=utf-8"
		api  = "application/json; charset=utf-8"
		all  = "*/*"
		html = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	)
	for _, test := range []struct{ method, path, accept, want string }{
		{"GET", "/", html, page},
		{"GET", "/", "application/json, text/html;q=0.5", page},
		{"GET", "/", "TEXT/HTML", page},
		{"GET", "/", all, api},
		{"GET", "/", "text/*", api},
		{"GET", "/", "text/html;q=0", api},
		{"GET", "/", "", api},
		{"GET", "/", "application/json", api},
		{"POST", "/", html, api},
		{"DELETE", "/nope", html, api},
		{"HEAD", "/", html, api},
		{"GET", "/nope", html, page},
		{"GET", "/nope", all, api},
		{"GET", f.link(f.room, "public", "guest"), all, api},
		{"GET", "/api/rooms/" + f.room, html, api},
		{"GET", "/api", html, api},
		{"GET", "/api/nope", html, api},
		{"GET", "/apix", html, page},
		{"POST", "/auth/login", html, api},
		{"GET", "/auth/profile", html, api},
		{"GET", "/logs", html, api},
		{"GET", "/events/spoke", html, api},
		{"GET", "/storage/a/b/c", html, api},
		{"GET", "/%61pi/rooms", html, api},
		{"GET", "/api%2Frooms", html, api},
		{"GET", "/venueless/", html, page},
		{"GET", "/venueless", html, page},
		{"GET", "/venueless/nope", html, page},
		{"GET", "/venueless/api/v1/worlds/fair/rooms", html, "text/html"},
		{"GET", "/venueless/api/v1/worlds/fair/rooms/", html, "application/json"},
		{"GET", "/venueless/", all, "text/html"},
		{"GET", "/vcs/api/realtime/room", html, "application/json"},
		{"GET", "/whiteboard/v5/rooms", html, api},
		{"GET", thumbnail, all, "image/svg+xml"},
		{"GET", thumbnail, html, "image/svg+xml"},
		{"GET", thumbnail, "", "image/svg+xml"},
		{"GET", "/files/" + missingUUID + ".jpg", all, api},
		{"GET", "/files/" + missingUUID + ".jpg", html, page},
		{"GET", "/files/.jpg", all, api},
		{"GET", strings.TrimSuffix(thumbnail, ".jpg"), all, api},
		{"POST", thumbnail, all, api},
		{"GET", "/-/nope", all, page},
		{"GET", "/-/", all, page},
		{"GET", "/-", all, page},
		{"POST", "/-/nope", all, page},
		{"GET", "/-x", all, api},
	} {
		b := f.browser()
		b.header.Set("Accept", test.accept)
		if got := b.send(test.method, test.path, ""); got.header.Get("Content-Type") != test.want {
			t.Errorf("%s %s with Accept %q has status %d and the type %q, want %q", test.method, test.path, test.accept, got.status, got.header.Get("Content-Type"), test.want)
		}
	}
}

// Requests for pages are not in the log of requests.
func TestRequests(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	before := f.Log.Last()
	b := f.browser()
	b.get("/-/requests").want(http.StatusOK, "POST</span> <code>/api/rooms</code>", `<span class="pill ok">201</span>`)
	b.header.Set("Accept", "*/*")
	b.get("/api/rooms/" + missingUUID + "?displayName=secret")
	b.get("/auth/profile")
	b.get("/-/requests").want(http.StatusOK, `<span class="pill warn">401</span>`, "Authorization header is required.", "data-live").lacks("secret")
	if after := f.Log.Last(); after != before+2 {
		t.Errorf("the log has %d requests more, want 2", after-before)
	}
	body := b.get("/-/requests").body
	if strings.Index(body, "/auth/profile") > strings.Index(body, "/api/rooms/"+missingUUID) {
		t.Errorf("the newest request is not the first: %s", body)
	}
}

func TestEmptyRequests(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	empty := pages.New(pages.Options{XRCLOUD: f.XRCLOUD, Log: requestlog.New(time.Now, nil)})
	f.pages = empty
	f.browser().get("/-/requests").want(http.StatusOK, "There is no request yet.", "curl ").lacks("<table")
}

func TestOverview(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	if _, err := f.XRCLOUD.PublishScene(f.project, "Foyer", ""); err != nil {
		t.Fatal(err)
	}
	f.createProject("Empty")
	f.Whiteboard.AddRoom("eu", whiteboard.Room{Limit: 3})
	f.Whiteboard.AddRoom("sg", whiteboard.Room{IsBan: true})
	guest := strings.ReplaceAll(f.link(f.room, "public", "guest"), "&", "&amp;")
	thumbnail := strings.TrimPrefix(text(t, f.findScenes("Lobby")[0], "thumbnailUrl"), "http://"+host)
	b := f.browser()
	b.header.Set("X-Vcs-Token", "v")
	b.header.Set("Content-Type", "application/json")
	b.send("POST", "/vcs/api/realtime/room", `{"name":"Speakers"}`).want(http.StatusOK, "Speakers")
	f.browser().get("/").want(http.StatusOK,
		"2 projects", ">Fair</bdi></h3>", ">Empty</bdi></h3>", `<img src="`+thumbnail+`" alt=""`, "Foyer", "by <bdi>ada</bdi>", "by <bdi>admin</bdi>",
		`<a href="`+guest+`"><bdi>Main Hall</bdi></a>`, ">http://"+host+guest+"</a>", "0 of 2 in", "fair-2026", "Scene: <bdi>Lobby</bdi>", `href="/-/rooms/`+f.room+`"`,
		"This project has no scene yet", "xrcloud-emulator -seed-scene Lobby", "This project has no room yet", `project_id = "`,
		">Speakers</bdi>", "MESH", "at most 3 writers", "disabled", "enabled", "data-live",
		`resource "xrcloud_venueless_room" "lounge"`,
	).lacks("There is no project yet", `resource "xrcloud_vcs_room"`, `resource "xrcloud_whiteboard_room"`, "ops@example.com")
}

func TestEmptyOverview(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	f.api("DELETE", "/api/projects/"+f.project, "", "")
	f.browser().get("/").want(http.StatusOK, "0 projects", "There is no project yet. Set the variables under “Credentials”", `resource "xrcloud_project" "event"`,
		`resource "xrcloud_venueless_room"`, `resource "xrcloud_vcs_room"`, `resource "xrcloud_whiteboard_room"`)
	f.pages = pages.New(pages.Options{XRCLOUD: f.XRCLOUD, Log: f.Log})
	f.browser().get("/").want(http.StatusOK, "There is no project yet.").lacks("Credentials", "Venueless", "VCS", "Whiteboard")
	f.browser().get("/venueless/").want(http.StatusNotFound, "There is no page here")
}

// The account of a project is shown only if there are several.
func TestAccounts(t *testing.T) {
	t.Parallel()
	f := start(t, func(o *emulator.Options, _ *pages.Options) {
		o.Accounts = append(o.Accounts, emulator.Account{Email: "second@example.com", Password: "p", APIKey: missingUUID})
	})
	f.browser().get("/").want(http.StatusOK).lacks("ops@example.com")
	b := f.browser()
	b.header.Set("Content-Type", "application/json")
	login := b.send("POST", "/auth/login", `{"email":"second@example.com","password":"p"}`)
	_, token, _ := strings.Cut(login.body, `"accessToken":"`)
	token, _, _ = strings.Cut(token, `"`)
	b.header.Set("Authorization", "Bearer "+token)
	b.header.Set("Content-Type", "multipart/form-data; boundary=b")
	b.send("POST", "/api/projects", projectForm("Second")).want(http.StatusCreated)
	f.browser().get("/").want(http.StatusOK, `<span class="pill">ops@example.com</span>`, `<span class="pill">second@example.com</span>`)
}

// A project can be deleted while it has rooms that use scenes of another project.
func TestDeletedProject(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	owner := f.project
	f.project = f.createProject("Second")
	room := f.createRoom("Orphan", 5)
	f.api("DELETE", "/api/projects/"+f.project, "", "")
	f.project = owner
	f.browser().get("/").want(http.StatusOK, ">Deleted project</h3>", "Its rooms remain", "<bdi>Orphan</bdi>", "Scene: <bdi>Lobby</bdi>").lacks("ops@example.com")
	f.browser().get(f.link(room, "public", "guest")).want(http.StatusOK, "<h1><bdi>Orphan</bdi></h1>")
}

// A login URL of a world leads to its rooms.
func TestWorlds(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	for _, path := range []string{"/venueless/", "/venueless"} {
		f.browser().get(path).want(http.StatusOK, `resource "xrcloud_venueless_room"`)
	}
	token := must(venuelessToken("s"))(t)
	for _, body := range []string{`{"name":"Main stage","description":"Keynotes","module_config":[{"type":"chat.native"}]}`, `{"name":"Crew","deleted":true}`} {
		b := f.browser()
		b.header.Set("Accept", "application/json")
		b.header.Set("Authorization", "Bearer "+token)
		b.header.Set("Content-Type", "application/json")
		b.send("POST", "/venueless/api/v1/worlds/fair/rooms/", body).want(http.StatusCreated)
	}
	for _, path := range []string{"/venueless/", "/"} {
		f.browser().get(path).want(http.StatusOK, ">Main stage</bdi>", "Keynotes", "chat.native", ">Crew</bdi>", "hidden</span>", "data-live")
	}
	page := f.browser().get("/venueless/").want(http.StatusOK, "<bdi>Spring Fair</bdi>").lacks(token)
	if worlds := strings.Count(page.body, "world <code>fair</code>"); worlds != 1 {
		t.Errorf("the page has the world %d times: %s", worlds, page.body)
	}
}

func TestUnknownPages(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	for _, path := range []string{"/nope", "/nope/nope/nope", "/-/nope", "/-/rooms/", "/-/assets/nope.css", "/files/nope.png", "/vcs/", "/whiteboard/x"} {
		f.browser().get(path).want(http.StatusNotFound, `<a class="button" href="/">Back to the overview</a>`)
	}
	for path, allowed := range map[string]string{
		"/-/requests": "GET", "/-/rooms/" + f.room: "GET", "/-/events": "GET", "/-/editor/" + f.scene: "GET", "/-/assets/style.css": "GET",
		"/-/enter": "POST", "/-/leave": "POST", "/-/publish": "POST",
	} {
		method := map[string]string{"GET": "POST", "POST": "GET"}[allowed]
		for _, method := range []string{method, "DELETE"} {
			page := f.browser().send(method, path, "")
			page.want(http.StatusMethodNotAllowed, "This request has the wrong method", "accepts only "+allowed, `href="/"`)
			if got := page.header.Get("Allow"); got != allowed {
				t.Errorf("%s allows %q, want %q", path, got, allowed)
			}
		}
	}
}

func TestAssets(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	for name, want := range map[string]string{
		"style.css": "text/css; charset=utf-8", "pages.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml",
	} {
		if got := f.browser().get("/-/assets/" + name).want(http.StatusOK).header.Get("Content-Type"); got != want {
			t.Errorf("%s has the type %q, want %q", name, got, want)
		}
	}
}

func TestThumbnails(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	b := f.browser()
	pictures := map[string]bool{}
	for _, name := range append(hostile, "Two words", "A name that is so long that it needs a second line and then some more", "会议室会议室会议室会议室会议室会议室会议室会议室", "") {
		id := must(f.XRCLOUD.PublishScene(f.project, name, ""))(t)
		scene := f.api("GET", "/api/scenes/"+id, "", "")
		picture := b.get(strings.TrimPrefix(text(t, scene, "thumbnailUrl"), "http://"+host)).want(http.StatusOK).lacks("<script", "<img")
		decoder := xml.NewDecoder(strings.NewReader(picture.body))
		for {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("the thumbnail of %q is no XML: %v: %s", name, err, picture.body)
			}
		}
		pictures[picture.body] = true
	}
	if len(pictures) != len(hostile)+4 {
		t.Errorf("%d different pictures", len(pictures))
	}
	b.get("/-/preview/garden.svg?name=Auditorium").want(http.StatusOK, ">Auditorium</text>", "hsl(152 ")
	b.get("/-/preview/nope.svg?name=A+name+that+is+so+long+that+it+needs+a+second+line+and+then+some+more").want(http.StatusOK,
		">A name that is so long that</text>", ">it needs a second line and…</text>")
}
