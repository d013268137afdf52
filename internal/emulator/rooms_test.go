package emulator_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

func TestRoomURLs(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{EngineURL: "https://room.example.com:4000/"})
	_, _, room := c.createObjects()
	path := "/api/rooms/" + room
	first, second := c.send("GET", path, key, nil), c.send("GET", path, key, nil)
	seen := map[string]bool{}
	for _, who := range []string{"host", "guest"} {
		public := first.text("roomUrl/public/" + who)
		if !strings.HasPrefix(public, "https://room.example.com:4000/") || strings.Count(public, "//") != 1 {
			t.Errorf("public %s URL is %s, want it at the engine", who, public)
		}
		if again := second.text("roomUrl/public/" + who); again != public {
			t.Errorf("public %s URL changed from %s to %s", who, public, again)
		}
		for _, url := range []string{public, first.text("roomUrl/private/" + who), second.text("roomUrl/private/" + who)} {
			if seen[url] {
				t.Errorf("%s was returned twice", url)
			}
			seen[url] = true
		}
	}

	renamed := c.send("PATCH", path, key, object{"name": "Grand Hall"}).requireStatus(http.StatusOK)
	before, after := first.text("roomUrl/public/guest"), renamed.text("roomUrl/public/guest")
	if want := strings.Replace(before, "/main-hall?", "/grand-hall?", 1); after != want {
		t.Errorf("public URL is %s after the rename, want %s", after, want)
	}
	resized := c.send("PATCH", path, key, object{"size": 20}).requireStatus(http.StatusOK)
	if got := resized.text("roomUrl/public/guest"); got != after {
		t.Errorf("public URL changed from %s to %s with the size", after, got)
	}
}

func TestDefaultEngineURL(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	_, scene, room := c.createObjects()
	if got := c.send("GET", "/api/rooms/"+room, key, nil).text("roomUrl/public/host"); !strings.HasPrefix(got, "http://example.com/") {
		t.Errorf("room URL is %s, want it at the host that was called", got)
	}
	if got := c.send("GET", "/api/scenes/"+scene, key, nil).text("sceneModificationUrl"); !strings.HasPrefix(got, "http://example.com/spoke/") {
		t.Errorf("editor URL is %s, want it at the host that was called", got)
	}
}

func TestRoomNames(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project, scene, _ := c.createObjects()
	names := map[string]string{
		"Main Hall":                  "main-hall",
		"메인 홀 🎉":                     "",
		"  --  ":                     "",
		"Café №5":                    "caf-5",
		`<b>"quoted"</b> & 'more'`:   "b-quoted-b-more",
		"line\nbreak\ttab\\back":     "line-break-tab-back",
		"../../etc/passwd?x=1#y":     "etc-passwd-x-1-y",
		"%_\\":                       "",
		"\u202eright to left":        "right-to-left",
		strings.Repeat("x", 100_000): strings.Repeat("x", 100_000),
	}
	for name, slug := range names {
		created := c.send("POST", "/api/rooms", key, roomBody(project, scene, name)).requireStatus(http.StatusCreated)
		read := c.send("GET", "/api/rooms/"+created.text("id"), key, nil).requireStatus(http.StatusOK)
		if got := read.text("name"); got != name {
			t.Errorf("name is %q, want %q", got, name)
		}
		parsed, err := url.Parse(read.text("roomUrl/public/guest"))
		if err != nil {
			t.Fatal(err)
		}
		if got := parsed.Path[strings.LastIndex(parsed.Path, "/")+1:]; got != slug {
			t.Errorf("slug of %.50q is %q, want %q", name, got, slug)
		}
	}
}

// TestRoomFields checks what no recording shows. The messages follow from the checks of the service.
func TestRoomFields(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project, scene, room := c.createObjects()
	create := map[string]struct {
		field   string
		value   any
		status  int
		message string
	}{
		"size null":             {"size", nil, 400, "size must not be greater than 1000; size must not be less than 1; size must be a number conforming to the specified constraints; size should not be empty"},
		"size not a number":     {"size", "many", 400, "size must not be greater than 1000; size must not be less than 1; size must be a number conforming to the specified constraints"},
		"size empty":            {"size", "", 400, "size must not be less than 1"},
		"size true":             {"size", true, 201, ""},
		"size huge":             {"size", 1e300, 400, "size must not be greater than 1000"},
		"name a number":         {"name", 7, 201, ""},
		"name a list":           {"name", []string{"a"}, 400, "name must be a string"},
		"name null":             {"name", nil, 400, "name must be a string; name should not be empty"},
		"returnUrl empty":       {"returnUrl", "", 400, "returnUrl must be a URL address; returnUrl should not be empty"},
		"tags one text":         {"tags", "a", 400, "tags must be an array"},
		"tags numbers":          {"tags", []int{1}, 400, "each value in tags must be a string"},
		"tags a number":         {"tags", 1, 400, "each value in tags must be a string; tags must be an array"},
		"tags none":             {"tags", []string{}, 201, ""},
		"tags null":             {"tags", nil, 500, "Internal Server Error"},
		"tags with a NUL":       {"tags", []string{"a\x00"}, 500, "Internal Server Error"},
		"name with a NUL":       {"name", "a\x00b", 500, "Internal Server Error"},
		"projectId null":        {"projectId", nil, 404, "Project not provided in the request"},
		"projectId empty":       {"projectId", "", 404, "Project not provided in the request"},
		"projectId a number":    {"projectId", 5, 500, "Internal Server Error"},
		"projectId in capitals": {"projectId", strings.ToUpper(project), 201, ""},
	}
	for name, test := range create {
		body := roomBody(project, scene, "Other")
		body[test.field] = test.value
		got := c.send("POST", "/api/rooms", key, body)
		if message := joinMessages(got.at("message")); got.status != test.status || message != test.message {
			t.Errorf("%s: status %d with %q, want %d with %q", name, got.status, message, test.status, test.message)
		}
	}
	for name, test := range map[string]struct {
		body    any
		status  int
		message string
	}{
		"several":     {object{"size": 0, "colour": "red", "a": 1}, 400, "property a should not exist; property colour should not exist; size must not be less than 1"},
		"null":        {object{"name": nil}, 500, "Internal Server Error"},
		"a NUL":       {object{"name": "a\x00b"}, 500, "Internal Server Error"},
		"empty array": {[]int{}, 200, ""},
		"array":       {[]object{{"name": "Other"}}, 400, "property 0 should not exist"},
		"no body":     {nil, 200, ""},
	} {
		got := c.send("PATCH", "/api/rooms/"+room, key, test.body)
		if message := joinMessages(got.at("message")); got.status != test.status || message != test.message {
			t.Errorf("update with %s: status %d with %q, want %d with %q", name, got.status, message, test.status, test.message)
		}
	}
}

func TestReturnURLs(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	_, _, room := c.createObjects()
	for _, test := range []struct {
		url      string
		accepted bool
	}{
		{"https://example.com", true},
		{"HTTPS://Example.COM/Path?q=1#f", true},
		{"http://user:secret@example.com:8080/", true},
		{"https://예시.한국/", true},
		{"https://xn--9n2bp8q.xn--3e0b707e/", true},
		{"http://192.0.2.7:3000/x", true},
		{"http://[2001:db8::1]:8080/x", true},
		{"example.com", true},
		{"ftp://example.com/", true},
		{"", false},
		{"nope", false},
		{"https://", false},
		{"https://localhost", false},
		{"https://example", false},
		{"https://example.c", false},
		{"https://-example.com", false},
		{"https://exa_mple.com", false},
		{"https://example..com", false},
		{"https://example.com:0", false},
		{"https://example.com:70000", false},
		{"https://example.com:", true},
		{"example.com:/bye", true},
		{"https://example.com::", false},
		{"https://[2001:db8::1]:", false},
		{"https://exam ple.com", false},
		{"https://<example>.com", false},
		{"//example.com", false},
		{"mailto:a@example.com", false},
		{"gopher://example.com", false},
		{"https://@example.com", false},
		{"https://a:b:c@example.com", false},
		{"https://" + strings.Repeat("x", 63) + ".com", true},
		{"https://" + strings.Repeat("x", 64) + ".com", false},
		{"javascript:alert(1)", false},
		{"https://[::1", false},
		{"https://example.com/" + strings.Repeat("x", 2100), false},
	} {
		got := c.send("PATCH", "/api/rooms/"+room, key, object{"returnUrl": test.url})
		if accepted := got.status == http.StatusOK; accepted != test.accepted {
			t.Errorf("%.60q: status %d, want accepted: %t", test.url, got.status, test.accepted)
		}
	}
}

func TestTierLimits(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Accounts: []emulator.Account{{Email: "a@example.com", Password: "a", APIKey: "k", MaxRooms: 2, MaxRoomSize: 50}}})
	project, scene, room := c.createObjects()
	other := c.createProject("Other")
	c.createRoom(other, scene, "Second")
	c.send("POST", "/api/rooms", key, roomBody(project, scene, "Third")).checkError(http.StatusBadRequest, "Cannot create more than 2 rooms for this tier.")
	c.send("PATCH", "/api/rooms/"+room, key, object{"size": 51}).checkError(http.StatusBadRequest, "Room size cannot exceed 50 for this tier.")
	c.send("PATCH", "/api/rooms/"+room, key, object{"size": 50}).requireStatus(http.StatusOK)
	c.send("DELETE", "/api/rooms/"+room, key, nil).requireStatus(http.StatusOK)
	c.createRoom(project, scene, "Third")
}

func TestInfraVersion(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project, _, room := c.createObjects()
	path := "/api/rooms/" + room
	before := c.send("GET", path, key, nil)
	c.send("PATCH", path, key, object{"name": "Main Hall"}).requireStatus(http.StatusOK)
	if infra := c.send("GET", path+"/infra", bearer, nil); infra.at("version") != 1.0 || infra.text("updatedAt") != before.text("updatedAt") {
		t.Errorf("an update without a change increments the version: %s", infra.raw)
	}
	c.send("PATCH", path, key, object{"name": "Hall"}).requireStatus(http.StatusOK)
	infra := c.send("GET", path+"/infra", bearer, nil)
	if infra.at("version") != 2.0 || infra.text("updatedAt") <= before.text("updatedAt") || infra.text("projectId") != project {
		t.Errorf("an update does not increment the version: %s", infra.raw)
	}
}
