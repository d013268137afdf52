package pages_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/pages"
)

// paths returns a path of each page.
func (f *fixture) paths() []string {
	f.t.Helper()
	return []string{
		"/", "/venueless/", "/-/requests", "/-/rooms/" + f.room, "/-/assets/style.css", "/-/assets/pages.js", "/-/assets/icon.svg",
		f.link(f.room, "public", "guest"), f.creationURL(), "/nope", "/-/nope", "/-/enter", "/-/preview/stage.svg",
		strings.TrimPrefix(text(f.t, f.findScenes("Lobby")[0], "thumbnailUrl"), "http://"+host),
	}
}

func TestSecurityHeaders(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	for _, path := range f.paths() {
		header := f.browser().get(path).header
		for name, want := range map[string]string{
			"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%s has %s %q, want %q", path, name, got, want)
			}
		}
		policy := header.Get("Content-Security-Policy")
		parts := strings.Split(policy, "; ")
		if !slices.Contains(parts, "default-src 'none'") || !slices.Contains(parts, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s has the policy %q", path, policy)
		}
		isPicture := header.Get("Content-Type") == "image/svg+xml" && !strings.Contains(path, "assets")
		if slices.Contains(parts, "sandbox") != isPicture || slices.Contains(parts, "form-action 'self'") == isPicture {
			t.Errorf("%s has the policy %q", path, policy)
		}
	}
}

// The policy of the pages allows no script or style in them.
func TestNoInlineScriptOrStyle(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	for _, path := range f.paths() {
		page := f.browser().get(path)
		if strings.HasPrefix(page.header.Get("Content-Type"), "text/html") {
			page.lacks("<style", "style=", " onclick", "javascript:")
			if strings.Count(page.body, "<script") != 1 || strings.Count(page.body, "<h1") != 1 {
				t.Errorf("%s has another number of scripts or headings than one: %s", path, page.body)
			}
			page.want(page.status, `<html lang="en">`, `<main id="main"`, `href="#main">Skip to content`)
		}
	}
}

func TestHost(t *testing.T) {
	t.Parallel()
	for _, allowRemote := range []bool{false, true} {
		f := start(t, func(_ *emulator.Options, o *pages.Options) { o.AllowRemote = allowRemote })
		for name, local := range map[string]bool{
			"127.0.0.1:8780": true, "127.0.0.1": true, "127.1.2.3:80": true, "localhost": true, "LocalHost:8780": true, "a.localhost:1": true, "[::1]:8780": true, "[::1]": true,
			"example.com": false, "example.com:8780": false, "10.0.0.1:8780": false, "localhost.example.com": false, "127.0.0.1.example.com": false, "": false, "[::2]:80": false, "notlocalhost": false,
		} {
			b := f.browser()
			b.host = name
			want := http.StatusForbidden
			if local || allowRemote {
				want = http.StatusOK
			}
			for _, path := range []string{"/", "/-/assets/style.css"} {
				if page := b.get(path); page.status != want || want == http.StatusForbidden && !strings.Contains(page.body, "-allow-remote") {
					t.Errorf("with the host %q, remote %t, %s has status %d: %s", name, allowRemote, path, page.status, page.body)
				}
			}
		}
	}
}

func TestCSRF(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	link := f.link(f.room, "public", "guest")
	for name, test := range map[string]struct {
		change func(b *browser, fields url.Values)
		text   string
	}{
		"no token":     {func(_ *browser, fields url.Values) { fields.Del("csrf") }, "This form has expired"},
		"wrong token":  {func(_ *browser, fields url.Values) { fields.Set("csrf", strings.Repeat("A", 43)) }, "This form has expired"},
		"no cookie":    {func(b *browser, _ url.Values) { clear(b.cookies) }, "This form has expired"},
		"empty cookie": {func(b *browser, _ url.Values) { b.cookies["xrcloud-emulator-browser"].Value = "x" }, "This form has expired"},
		"other browser": {func(_ *browser, fields url.Values) {
			_, others := f.browser().get(link).form()
			fields.Set("csrf", others.Get("csrf"))
		}, "This form has expired"},
		"other site": {func(b *browser, _ url.Values) { b.header.Set("Sec-Fetch-Site", "cross-site") }, "This form comes from another website"},
		"other port": {func(b *browser, _ url.Values) { b.header.Set("Sec-Fetch-Site", "same-site") }, "This form comes from another website"},
		"other origin": {func(b *browser, _ url.Values) {
			b.header["Sec-Fetch-Site"] = nil
			b.header.Set("Origin", "http://example.com")
		}, "This form comes from another website"},
	} {
		b := f.browser()
		action, fields := b.get(link).form()
		test.change(b, fields)
		if page := b.send("POST", action, fields.Encode()); page.status != http.StatusForbidden || !strings.Contains(page.body, test.text) {
			t.Errorf("%s: status %d: %s", name, page.status, page.body)
		}
	}
	if logs := f.logs(f.room); len(logs) > 0 {
		t.Errorf("the log is %v", logs)
	}
	for _, action := range []string{"/-/leave", "/-/publish"} {
		f.browser().send("POST", action, "csrf=x").want(http.StatusForbidden, "This form has expired")
	}
	b := f.browser()
	b.header["Sec-Fetch-Site"] = nil
	b.header.Set("Origin", "http://"+host)
	b.submit(b.get(link)).want(http.StatusOK, "You are in")
}

func TestBadForms(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	b := f.browser()
	room, editor := b.get(f.link(f.room, "public", "guest")), b.get(f.creationURL())
	for name, test := range map[string]struct {
		page   response
		fields []string
		want   string
	}{
		"long name":        {room, []string{"name", strings.Repeat("ä", 257)}, "Your name has 257 characters. Shorten it to at most 256."},
		"NUL":              {room, []string{"name", "a\x00b"}, "Your name has a character that is not allowed."},
		"not UTF-8":        {room, []string{"name", "a\xff"}, "Your name has a character that is not allowed."},
		"large form":       {room, []string{"name", strings.Repeat("a", 10<<20)}, "at most 10 MiB"},
		"empty scene name": {editor, []string{"name", "  "}, "The name of the scene is empty."},
		"long scene name":  {editor, []string{"name", strings.Repeat("ä", 257)}, "The name of the scene has 257 characters."},
		"template":         {editor, []string{"name", "x", "template", "nope"}, "The template does not exist."},
	} {
		if page := b.submit(test.page, test.fields...); page.status != http.StatusBadRequest || !strings.Contains(page.body, test.want) {
			t.Errorf("%s: status %d: %s", name, page.status, page.body)
		}
	}
	b.header.Set("Content-Type", "application/json")
	b.send("POST", "/-/enter", `{"name":"x"}`).want(http.StatusBadRequest, "It must be an HTML form")
	b.header.Del("Content-Type")
	b.send("POST", "/-/enter", "name=%zz").want(http.StatusBadRequest, "It must be an HTML form")
	b.submit(room, "name", "").want(http.StatusOK, "<strong><bdi>Guest</bdi></strong>")
	if len(f.logs(f.room)) != 1 || len(items(f.api("GET", "/api/scenes?projectId="+f.project, "", ""))) != 1 {
		t.Error("a bad form has changed something")
	}
}

// hostile are names that break pages whose output is not escaped.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onfocus='alert(1)`, `</title></svg><script>alert(1)</script>`, `{{.}}`, `${jndi}`,
	"\u202egnp.exe", "قاعة المؤتمرات", "🎪👩‍🚀", strings.Repeat("ä", 500), "a\x01b\ufffe", `javascript:alert(1)`,
}

func TestHostileNames(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	for _, name := range hostile {
		project := f.createProject(name)
		f.project = project
		f.scene = must(f.XRCLOUD.PublishScene(project, name, name))(t)
		room := f.createRoom(name, 5)
		quoted := string(must(json.Marshal(name))(t))
		f.api("GET", "/api/rooms/"+room+"?"+url.Values{"userId": {name}, "displayName": {name}}.Encode(), "", "")
		sid := strings.Split(f.link(room, "public", "guest"), "/")[1]
		f.api("POST", "/logs", "application/json", `{"code":"room-join","resourceId":"`+sid+`","sessionId":`+quoted+`,"reticulumId":`+quoted+`,"device":`+quoted+`}`)
		guest := f.link(room, "public", "guest") + "&" + url.Values{"displayName": {name}}.Encode()
		b := f.browser()
		pages := []response{b.get("/"), b.get(guest), b.submit(b.get(guest)), b.get("/-/rooms/" + room), b.get("/-/requests"), b.get(f.creationURL("creator", name, "callback", name))}
		if len([]rune(name)) <= 256 {
			pages = append(pages, b.submit(b.get(f.creationURL()), "name", name))
		}
		for _, page := range pages {
			if page.status != http.StatusOK {
				t.Errorf("%s with the name %q has status %d", page.path, name, page.status)
			}
			page.lacks("<script>alert", "<img src=x", "' onfocus='", `href="javascript:`)
		}
	}
}

// Secrets are on the overview, but only behind a click.
func TestSecrets(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	page := f.browser().get("/")
	_, hostID, _ := strings.Cut(f.link(f.room, "public", "host"), "public=")
	_, guestID, _ := strings.Cut(f.link(f.room, "public", "guest"), "public=")
	outside := detailPattern.ReplaceAllString(page.body, "")
	for _, secret := range []string{apiKey, password, hostID} {
		if !strings.Contains(page.body, secret) {
			t.Errorf("the overview lacks %s", secret)
		}
		if strings.Contains(outside, secret) {
			t.Errorf("%s is outside of <details>: %s", secret, outside)
		}
	}
	if !strings.Contains(outside, guestID) {
		t.Errorf("the guest link is hidden: %s", outside)
	}
	page.want(http.StatusOK, "export XRCLOUD_ENDPOINT=&#39;http://"+host+"&#39;\n", `export XRCLOUD_PASSWORD=&#39;it&#39;\&#39;&#39;s `+password, "export XRCLOUD_ACCESS_TOKEN=&#39;&#39;\n").lacks("<dt>XRCLOUD_ACCESS_TOKEN")
	for _, path := range []string{"/-/rooms/" + f.room, "/-/requests", "/venueless/"} {
		f.browser().get(path).lacks(apiKey, password, hostID)
	}
}
