package emulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// client calls a service with the credentials of an account.
type client struct {
	*emulator.Service
	t       *testing.T
	account emulator.Account
	token   string
}

// start starts a service and logs in with its first account.
func start(t *testing.T, options emulator.Options) *client {
	t.Helper()
	e, err := emulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	c := &client{Service: e, t: t}
	return c.as(e.Credentials())
}

// as returns a client of the same service with the credentials of another account.
func (c *client) as(account emulator.Account) *client {
	c.t.Helper()
	other := &client{Service: c.Service, t: c.t, account: account}
	other.token = other.login().text("accessToken")
	return other
}

func (c *client) login() response {
	c.t.Helper()
	return c.send("POST", "/auth/login", noCredential, object{"email": c.account.Email, "password": c.account.Password}).requireStatus(http.StatusCreated)
}

// clientCredential is the credential of a request.
type clientCredential int

const (
	noCredential clientCredential = iota
	key
	bearer
)

type object = map[string]any

// form is a multipart/form-data body. A value that starts with @ is the name of a file.
type form map[string]string

// rawForm is an encoded multipart/form-data body with the boundary b.
type rawForm string

// response is a response. body is the decoded body if it is JSON.
type response struct {
	t       *testing.T
	request string
	status  int
	header  http.Header
	raw     string
	body    any
}

// send sends a request. The body is nil, a form, a rawForm, a string with JSON, or a value that is encoded as JSON.
func (c *client) send(method, path string, credential clientCredential, body any) response {
	c.t.Helper()
	reader, contentType := c.encodeBody(body)
	request := httptest.NewRequestWithContext(c.t.Context(), method, path, reader)
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	switch credential {
	case noCredential:
	case key:
		request.Header.Set("X-XRCLOUD-API-KEY", c.account.APIKey)
	case bearer:
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	recorder := httptest.NewRecorder()
	c.ServeHTTP(recorder, request)
	r := response{
		t: c.t, request: method + " " + path, status: recorder.Code, header: recorder.Header(), raw: recorder.Body.String(),
	}
	if strings.HasPrefix(r.header.Get("Content-Type"), "application/json") {
		c.requireNoError(json.Unmarshal(recorder.Body.Bytes(), &r.body))
	}
	return r
}

func (c *client) encodeBody(body any) (io.Reader, string) {
	switch body := body.(type) {
	case nil:
		return nil, ""
	case string:
		return strings.NewReader(body), "application/json"
	case rawForm:
		return strings.NewReader(string(body)), "multipart/form-data; boundary=b"
	case form:
		var buffer bytes.Buffer
		writer := multipart.NewWriter(&buffer)
		for _, name := range slices.Sorted(maps.Keys(body)) {
			file, isFile := strings.CutPrefix(body[name], "@")
			if !isFile {
				c.requireNoError(writer.WriteField(name, body[name]))
				continue
			}
			part, err := writer.CreateFormFile(name, file)
			c.requireNoError(err)
			_, err = io.WriteString(part, "content of "+file)
			c.requireNoError(err)
		}
		c.requireNoError(writer.Close())
		return &buffer, writer.FormDataContentType()
	default:
		content, err := json.Marshal(body)
		c.requireNoError(err)
		return bytes.NewReader(content), "application/json"
	}
}

func (c *client) requireNoError(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// requireStatus ends the test unless the response has the status.
func (r response) requireStatus(status int) response {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("%s: status %d, want %d: %s", r.request, r.status, status, r.raw)
	}
	return r
}

// checkError reports an error unless the response has the status and the message.
func (r response) checkError(status int, message string) {
	r.t.Helper()
	got := r.at("message")
	if lines, ok := got.([]any); ok && len(lines) == 1 {
		got = lines[0]
	}
	if r.status != status || got != message {
		r.t.Errorf("%s: status %d with %v, want %d with %q", r.request, r.status, r.at("message"), status, message)
	}
}

// at returns the value at a path of names and indexes, separated by slashes.
func (r response) at(path string) any { return lookUp(r.body, path) }

// text returns the string at a path.
func (r response) text(path string) string {
	r.t.Helper()
	value, ok := r.at(path).(string)
	if !ok {
		r.t.Fatalf("%s: no text at %s: %s", r.request, path, r.raw)
	}
	return value
}

// items returns the value at a path of each item of a list.
func (r response) items(path string) []any {
	r.t.Helper()
	list, bare := r.body.([]any)
	if !bare {
		list, _ = r.at("items").([]any)
	}
	values := []any{}
	for _, item := range list {
		values = append(values, lookUp(item, path))
	}
	return values
}

// createProject creates a project and returns its ID.
func (c *client) createProject(name string) string {
	c.t.Helper()
	return c.send("POST", "/api/projects", bearer, form{"name": name, "favicon": "@a.ico", "logo": "@b.png"}).requireStatus(http.StatusCreated).text("id")
}

// createScene publishes a scene and returns its ID.
func (c *client) createScene(project, name string) string {
	c.t.Helper()
	id, err := c.PublishScene(project, name, "")
	c.requireNoError(err)
	return id
}

// createRoom creates a room and returns its ID.
func (c *client) createRoom(project, scene, name string) string {
	c.t.Helper()
	return c.send("POST", "/api/rooms", key, roomBody(project, scene, name)).requireStatus(http.StatusCreated).text("id")
}

func roomBody(project, scene, name string) object {
	return object{"projectId": project, "sceneId": scene, "name": name, "size": 10, "returnUrl": "https://example.com"}
}

// createObjects creates a project, a scene and a room, and returns their IDs.
func (c *client) createObjects() (project, scene, room string) {
	c.t.Helper()
	project = c.createProject("Fair")
	scene = c.createScene(project, "Lobby")
	return project, scene, c.createRoom(project, scene, "Main Hall")
}

// query adds query parameters to a path.
func query(path string, parameters ...string) string {
	values := url.Values{}
	for i := 0; i < len(parameters); i += 2 {
		values.Add(parameters[i], parameters[i+1])
	}
	return path + "?" + values.Encode()
}

// lookUp returns the value at a JSON pointer, or nil if there is none.
func lookUp(value any, pointer string) any {
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		switch inner := value.(type) {
		case map[string]any:
			value = inner[step]
		case []any:
			var index int
			if _, err := fmt.Sscan(step, &index); err != nil || index >= len(inner) {
				return nil
			}
			value = inner[index]
		default:
			return nil
		}
	}
	return value
}

// joinMessages returns the messages of an error response in one line.
func joinMessages(message any) string {
	switch message := message.(type) {
	case nil:
		return ""
	case []any:
		return strings.ReplaceAll(strings.Trim(fmt.Sprintf("%q", message), `[]"`), `" "`, "; ")
	default:
		return fmt.Sprint(message)
	}
}

func compareText(a, b any) int {
	switch x, y := fmt.Sprint(a), fmt.Sprint(b); {
	case x < y:
		return -1
	case x > y:
		return 1
	default:
		return 0
	}
}

// missingUUID is an ID that no object has.
const missingUUID = "11111111-1111-4111-8111-111111111111"

// clock is a clock that a test advances.
type clock struct{ nanoseconds atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.nanoseconds.Store(time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC).UnixNano())
	return c
}

func (c *clock) now() time.Time { return time.Unix(0, c.nanoseconds.Load()) }

func (c *clock) advance(d time.Duration) { c.nanoseconds.Add(int64(d)) }
