package pages_test

import (
	"encoding/json"
	"html"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/pages"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/requestlog"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

const (
	host        = "127.0.0.1:8780"
	apiKey      = "11111111-2222-4333-8444-555555555555"
	password    = "correct horse"
	missingUUID = "11111111-1111-4111-8111-111111111111"
)

// fixture is the emulator with its pages, and a project with a scene and a room.
type fixture struct {
	t *testing.T
	pages.Options
	pages                *pages.Pages
	project, scene, room string
}

// start starts all services. change can change the options of the XRCLOUD service and of the pages.
func start(t *testing.T, change func(*emulator.Options, *pages.Options)) *fixture {
	t.Helper()
	now := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	service := emulator.Options{
		Accounts: []emulator.Account{{Email: "ops@example.com", Password: password, APIKey: apiKey}},
		Now:      func() time.Time { return now },
	}
	f := &fixture{t: t}
	f.Log = requestlog.New(time.Now, nil)
	f.Now = func() time.Time { return now.Add(time.Hour) }
	f.Environment = func(base string) []pages.Variable {
		return []pages.Variable{{Name: "XRCLOUD_ENDPOINT", Value: base}, {Name: "XRCLOUD_API_KEY", Value: apiKey}, {Name: "XRCLOUD_PASSWORD", Value: "it's " + password}, {Name: "XRCLOUD_ACCESS_TOKEN"}}
	}
	f.Venueless = must(venueless.New(venueless.Options{Worlds: []venueless.World{{ID: "fair", Title: "Spring Fair", Secret: "s", Grants: venueless.APIUserGrants()}}}))(t)
	f.VCS = must(vcs.New(vcs.Options{APIKey: "v"}))(t)
	f.Whiteboard = must(whiteboard.New(whiteboard.Options{Apps: []whiteboard.App{{AccessKey: "a", SecretKey: "s", UUID: "u"}}}))(t)
	if change != nil {
		change(&service, &f.Options)
	}
	f.XRCLOUD = must(emulator.New(service))(t)
	f.pages = pages.New(f.Options)
	f.project = f.createProject("Fair")
	f.scene = must(f.XRCLOUD.PublishScene(f.project, "Lobby", "ada"))(t)
	f.room = f.createRoom("Main Hall", 2)
	return f
}

// must returns a function that returns the value, or ends the test if there is an error.
func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// ServeHTTP combines the services and the pages.
func (f *fixture) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if f.pages.Handles(r) {
		f.pages.ServeHTTP(w, r)
		return
	}
	mux := http.NewServeMux()
	mux.Handle("/", f.XRCLOUD)
	for prefix, service := range map[string]http.Handler{"/venueless": f.Venueless, "/vcs": f.VCS, "/whiteboard": f.Whiteboard} {
		mux.Handle(prefix+"/", http.StripPrefix(prefix, service))
	}
	f.Log.Handler(mux).ServeHTTP(w, r)
}

// api sends a request to the API and returns the value of its JSON response.
func (f *fixture) api(method, path, contentType, body string) map[string]any {
	f.t.Helper()
	request := httptest.NewRequestWithContext(f.t.Context(), method, path, strings.NewReader(body))
	request.Host = host
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("X-XRCLOUD-API-KEY", apiKey)
	if strings.HasPrefix(path, "/api/projects") {
		login := f.api("POST", "/auth/login", "application/json", `{"email":"ops@example.com","password":"`+password+`"}`)
		request.Header.Set("Authorization", "Bearer "+text(f.t, login, "accessToken"))
	}
	recorder := httptest.NewRecorder()
	f.ServeHTTP(recorder, request)
	if recorder.Code >= http.StatusBadRequest {
		f.t.Fatalf("%s %s: status %d: %s", method, path, recorder.Code, recorder.Body)
	}
	value := map[string]any{}
	if recorder.Body.Len() > 0 {
		if err := json.Unmarshal(recorder.Body.Bytes(), &value); err != nil {
			value["items"] = must(decodeList(recorder.Body.Bytes()))(f.t)
		}
	}
	return value
}

func decodeList(data []byte) (list []any, err error) {
	err = json.Unmarshal(data, &list)
	return list, err
}

// text returns the string at a path of names.
func text(t *testing.T, value any, path ...string) string {
	t.Helper()
	for _, name := range path {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	found, ok := value.(string)
	if !ok {
		t.Fatalf("no text at %v: %v", path, value)
	}
	return found
}

func items(value map[string]any) []any {
	list, _ := value["items"].([]any)
	return list
}

func (f *fixture) createProject(name string) string {
	f.t.Helper()
	return text(f.t, f.api("POST", "/api/projects", "multipart/form-data; boundary=b", projectForm(name)), "id")
}

// projectForm returns a form with the boundary b that creates a project.
func projectForm(name string) string {
	var body strings.Builder
	for _, part := range []string{`name="name"` + "\r\n\r\n" + name, `name="favicon"; filename="a.png"` + "\r\n\r\nx", `name="logo"; filename="a.png"` + "\r\n\r\nx"} {
		body.WriteString("--b\r\nContent-Disposition: form-data; " + part + "\r\n")
	}
	return body.String() + "--b--\r\n"
}

// venuelessToken returns a token that can create rooms.
func venuelessToken(secret string) (string, error) {
	claims := jwt.MapClaims{"iss": "any", "aud": "venueless", "traits": []string{"apiuser"}}
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(secret))
}

func (f *fixture) createRoom(name string, size int) string {
	f.t.Helper()
	body := must(json.Marshal(map[string]any{
		"projectId": f.project, "sceneId": f.scene, "name": name, "size": size, "returnUrl": "https://example.com/bye", "tags": []string{"fair-2026"},
	}))(f.t)
	return text(f.t, f.api("POST", "/api/rooms", "application/json", string(body)), "id")
}

// link returns the path and query of a link of a room. kind is public or private, role host or guest.
func (f *fixture) link(room, kind, role string, query ...string) string {
	f.t.Helper()
	path := "/api/rooms/" + room
	if len(query) > 0 {
		path += "?" + query[0]
	}
	return strings.TrimPrefix(text(f.t, f.api("GET", path, "", ""), "roomUrl", kind, role), "http://"+host)
}

// logs returns the log of the room from the API.
func (f *fixture) logs(room string) []map[string]any {
	f.t.Helper()
	var entries []map[string]any
	for _, item := range items(f.api("GET", "/api/rooms/"+room+"/logs", "", "")) {
		entry, _ := item.(map[string]any)
		entries = append(entries, entry)
	}
	return entries
}

// browser is a browser with its cookies.
type browser struct {
	*fixture
	cookies map[string]*http.Cookie
	// header has further headers of its requests.
	header http.Header
	host   string
}

func (f *fixture) browser() *browser {
	return &browser{fixture: f, cookies: map[string]*http.Cookie{}, header: http.Header{}, host: host}
}

// response is a response to a browser.
type response struct {
	t      *testing.T
	path   string
	status int
	header http.Header
	body   string
}

func (b *browser) send(method, path, body string) response {
	b.t.Helper()
	request := httptest.NewRequestWithContext(b.t.Context(), method, path, strings.NewReader(body))
	request.Host = b.host
	request.Header.Set("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
	request.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	maps.Copy(request.Header, b.header)
	for _, cookie := range b.cookies {
		request.AddCookie(cookie)
	}
	recorder := httptest.NewRecorder()
	b.ServeHTTP(recorder, request)
	for _, cookie := range recorder.Result().Cookies() {
		b.cookies[cookie.Name] = cookie
	}
	return response{t: b.t, path: path, status: recorder.Code, header: recorder.Header(), body: recorder.Body.String()}
}

func (b *browser) get(path string) response {
	b.t.Helper()
	return b.send("GET", path, "")
}

var (
	formPattern   = regexp.MustCompile(`(?s)<form[^>]* action="([^"]*)".*?</form>`)
	inputPattern  = regexp.MustCompile(`<input[^>]* name="([^"]*)"[^>]*>`)
	valuePattern  = regexp.MustCompile(` value="([^"]*)"`)
	detailPattern = regexp.MustCompile(`(?s)<details.*?</details>`)
)

// form returns the path of the form on a page, and its fields as they are at first.
func (r response) form() (action string, fields url.Values) {
	r.t.Helper()
	parts := formPattern.FindStringSubmatch(r.body)
	if parts == nil {
		r.t.Fatalf("%s has no form: %s", r.path, r.body)
	}
	fields = url.Values{}
	for _, input := range inputPattern.FindAllStringSubmatch(parts[0], -1) {
		if strings.Contains(input[0], `type="radio"`) && !strings.Contains(input[0], " checked") {
			continue
		}
		value := valuePattern.FindStringSubmatch(input[0])
		if value == nil {
			r.t.Fatalf("%s has a field without a value: %s", r.path, input[0])
		}
		fields.Set(input[1], html.UnescapeString(value[1]))
	}
	return parts[1], fields
}

// submit sends the form on a page with changed fields, given as names and values, and returns the page to which it leads.
func (b *browser) submit(on response, fields ...string) response {
	b.t.Helper()
	action, values := on.form()
	for i := 0; i < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	result := b.send("POST", action, values.Encode())
	if result.status == http.StatusSeeOther {
		return b.get(result.header.Get("Location"))
	}
	return result
}

// want reports an error unless the page has the status and all texts.
func (r response) want(status int, texts ...string) response {
	r.t.Helper()
	if r.status != status {
		r.t.Errorf("%s: status %d, want %d: %s", r.path, r.status, status, r.body)
	}
	for _, text := range texts {
		if !strings.Contains(r.body, text) {
			r.t.Errorf("%s does not have %q: %s", r.path, text, r.body)
		}
	}
	return r
}

// lacks reports an error if the page has one of the texts.
func (r response) lacks(texts ...string) response {
	r.t.Helper()
	for _, text := range texts {
		if strings.Contains(r.body, text) {
			r.t.Errorf("%s has %q: %s", r.path, text, r.body)
		}
	}
	return r
}
