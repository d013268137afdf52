package pages_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/pages"
)

// creationURL returns the path and query of a link that creates a scene.
func (f *fixture) creationURL(query ...string) string {
	f.t.Helper()
	values := url.Values{"projectId": {f.project}}
	for i := 0; i < len(query); i += 2 {
		values.Set(query[i], query[i+1])
	}
	return strings.TrimPrefix(text(f.t, f.api("GET", "/api/scenes/get-creation-url?"+values.Encode(), "", ""), "sceneCreationUrl"), "http://"+host)
}

// findScenes returns the scenes with a name from the API.
func (f *fixture) findScenes(name string) []any {
	f.t.Helper()
	return items(f.api("GET", "/api/scenes?"+url.Values{"projectId": {f.project}, "name": {name}}.Encode(), "", ""))
}

func TestCreateScene(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	b := f.browser()
	page := b.get(f.creationURL("creator", "grace")).want(http.StatusOK, "Create a scene", "Fair", "grace", "Stage", "Gallery", "Garden", "Night sky").lacks("Callback")
	published := b.submit(page, "name", " Auditorium ", "template", "night").want(http.StatusOK, "Scene published", "<bdi>Auditorium</bdi> is ready").lacks("Callback")
	scenes := f.findScenes("Auditorium")
	if len(scenes) != 1 || text(t, scenes[0], "name") != "Auditorium" || text(t, scenes[0], "creator") != "grace" {
		t.Fatalf("scenes are %v", scenes)
	}
	id := text(t, scenes[0], "id")
	published.want(http.StatusOK, "data \"xrcloud_scene\" \"scene\" {\n  id = \""+id+"\"\n}", `href="/-/editor/`+id+`"`, `href="/"`)
	thumbnail := strings.TrimPrefix(text(t, scenes[0], "thumbnailUrl"), "http://"+host)
	if picture, preview := b.get(thumbnail), b.get("/-/preview/night.svg?name=Auditorium"); picture.body != preview.body {
		t.Errorf("the thumbnail is %s, and its preview was %s", picture.body, preview.body)
	}

	b.submit(page, "name", "Foyer", "template", "stage").want(http.StatusOK, "Scene changed")
	if renamed := f.findScenes("Foyer"); len(f.findScenes("Auditorium")) != 0 || len(renamed) != 1 || text(t, renamed[0], "id") != id {
		t.Errorf("the second form of the same page has led to %v", renamed)
	}
}

func TestChangeScene(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	link := strings.TrimPrefix(text(t, f.findScenes("Lobby")[0], "sceneModificationUrl"), "http://"+host)
	b := f.browser()
	page := b.get(link).want(http.StatusOK, "Change “<bdi>Lobby</bdi>”", `value="Lobby"`, "ada")
	b.submit(page, "name", "Foyer", "template", "night").want(http.StatusOK, "Scene changed")
	scenes := f.findScenes("Foyer")
	if len(scenes) != 1 || text(t, scenes[0], "id") != f.scene || text(t, scenes[0], "creator") != "ada" {
		t.Errorf("scenes are %v", scenes)
	}
	b.get(link).want(http.StatusOK, `value="night" checked`)
	f.browser().get("/").want(http.StatusOK, "Foyer")
}

// The overview leads to the editor by links that do not expire.
func TestOpenEditor(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	b := f.browser()
	for id, title := range map[string]string{f.project: "Create a scene", f.scene: "Change “<bdi>Lobby</bdi>”"} {
		b.get("/").want(http.StatusOK, `href="/-/editor/`+id+`"`)
		opened := b.get("/-/editor/" + id)
		if opened.status != http.StatusSeeOther || !strings.HasPrefix(opened.header.Get("Location"), "/spoke/projects/") {
			t.Fatalf("the link of %s leads with status %d to %s", title, opened.status, opened.header.Get("Location"))
		}
		b.get(opened.header.Get("Location")).want(http.StatusOK, title)
	}
	b.get("/-/editor/"+missingUUID).want(http.StatusNotFound, "There is no scene here")
}

// The editor can report any text as its project, or none. The links of the scene open the editor nevertheless.
func TestReportedProjects(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	for i, reported := range []string{``, `"projectId":"",`, `"projectId":"a/b",`, `"projectId":"a b?c#d%",`} {
		sid := strconv.Itoa(i)
		f.api("POST", "/events/spoke", "application/json", `{"token":"x","eventName":"scene_created",`+reported+`"sceneId":"`+sid+`","extra":"projectId:`+f.project+`"}`)
		scene := f.findScenes("Scene " + sid)[0]
		for _, path := range []string{
			strings.TrimPrefix(text(t, scene, "sceneModificationUrl"), "http://"+host),
			f.browser().get("/-/editor/" + text(t, scene, "id")).header.Get("Location"),
		} {
			f.browser().get(path).want(http.StatusOK, "Change “<bdi>Scene "+sid+"</bdi>”")
		}
	}
}

func TestExpiredEditorLinks(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	for _, link := range []string{"/spoke/projects/new?optId=" + missingUUID, "/spoke/projects/new", "/spoke/projects/ABCDEF1?optId=x"} {
		f.browser().get(link).want(http.StatusNotFound, "This link to the scene editor has expired", "terraform apply -refresh-only")
	}
	b := f.browser()
	change := b.get(strings.TrimPrefix(text(t, f.findScenes("Lobby")[0], "sceneModificationUrl"), "http://"+host))
	create := b.get(f.creationURL())
	f.api("DELETE", "/api/scenes/"+f.scene, "", "")
	b.get(change.path).want(http.StatusNotFound, "has expired")
	b.submit(change).want(http.StatusNotFound, "has expired")
	f.api("DELETE", "/api/projects/"+f.project, "", "")
	b.get(create.path).want(http.StatusNotFound, "has expired")
	b.submit(create, "name", "x").want(http.StatusNotFound, "has expired")
	b.submit(create, "name", "x", "link", missingUUID).want(http.StatusNotFound, "has expired")
}

// receiver is a server that receives callbacks.
func receiver(t *testing.T, respond http.HandlerFunc) (address string) {
	t.Helper()
	server := httptest.NewServer(respond)
	t.Cleanup(server.Close)
	return server.URL
}

func TestCallback(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	received := make(chan string, 1)
	address := receiver(t, func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		received <- r.Method + " " + r.URL.String() + " " + r.Header.Get("Content-Type") + " " + string(body)
	})
	b := f.browser()
	page := b.get(f.creationURL("callback", address+"/done?token=secret")).want(http.StatusOK, "is posted to "+strings.TrimPrefix(address, "http://")).lacks("secret")
	b.submit(page, "name", "Auditorium").want(http.StatusOK, "Callback to 127.0.0.1:", "It was accepted with status 200.").lacks("secret")
	id := must(json.Marshal(map[string]string{"sceneId": text(t, f.findScenes("Auditorium")[0], "id")}))(t)
	if got, want := <-received, "POST /done?token=secret application/json "+string(id); got != want {
		t.Errorf("the receiver got %s, want %s", got, want)
	}
}

// The scene is published even if the callback fails.
func TestFailedCallbacks(t *testing.T) {
	t.Parallel()
	redirected := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
		if r.URL.Path == "/elsewhere" {
			t.Error("the redirect was followed")
		}
	})
	refused := receiver(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	f := start(t, nil)
	for callback, want := range map[string]string{
		redirected:          "It was answered with status 302, a redirect, which is not followed.",
		refused:             "It was refused with status 500 (Internal Server Error).",
		closed.URL + "/?s":  "connection refused",
		"ftp://example.com": "is not an http or https URL",
		"plain":             "is not an http or https URL",
		"https://":          "is not an http or https URL",
	} {
		b := f.browser()
		b.submit(b.get(f.creationURL("callback", callback)), "name", "after "+callback).want(http.StatusOK, "Scene published", want).lacks("Post &#34;")
		if len(f.findScenes("after "+callback)) != 1 {
			t.Errorf("the scene is not published after the callback to %s", callback)
		}
	}
}

// silent is a receiver that never responds.
type silent struct{}

func (silent) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestCallbackTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := start(t, func(_ *emulator.Options, o *pages.Options) { o.Transport = silent{} })
		b := f.browser()
		started := time.Now()
		b.submit(b.get(f.creationURL("callback", "https://example.com")), "name", "x").want(http.StatusOK, "Scene published", "no response within 5 seconds")
		if waited := time.Since(started); waited != 5*time.Second {
			t.Errorf("the page took %v", waited)
		}
	})
}

func TestEditorWithoutBrowser(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	b := f.browser()
	b.header.Set("Accept", "*/*")
	page := b.get(f.creationURL()).want(http.StatusOK, "Open it in a browser")
	if kind := page.header.Get("Content-Type"); kind != "text/plain; charset=utf-8" {
		t.Errorf("the type is %s", kind)
	}
}
