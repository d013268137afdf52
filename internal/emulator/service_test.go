package emulator_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// service is an emulator that a test calls as one of its accounts.
type service struct {
	*emulator.Service
	t       *testing.T
	account emulator.Account
	token   string
}

// start makes a service and logs in with its first account.
func start(t *testing.T, options emulator.Options) *service {
	t.Helper()
	e, err := emulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	s := &service{Service: e, t: t}
	return s.as(e.Credentials())
}

// as is the same service, called with the credentials of another account.
func (s *service) as(account emulator.Account) *service {
	s.t.Helper()
	other := &service{Service: s.Service, t: s.t, account: account}
	other.token = other.login().text("accessToken")
	return other
}

func (s *service) login() reply {
	s.t.Helper()
	return s.send("POST", "/auth/login", nobody, object{"email": s.account.Email, "password": s.account.Password}).want(http.StatusCreated)
}

// credential says what a request carries.
type credential int

const (
	nobody credential = iota
	key
	bearer
)

type object = map[string]any

// form is a body that is sent as multipart/form-data; a value that begins with @ is a file of that name.
type form map[string]string

// rawForm is a form as it goes over the wire, with the boundary b.
type rawForm string

// reply is an answer, its body decoded as far as it is JSON.
type reply struct {
	t       *testing.T
	request string
	status  int
	header  http.Header
	raw     string
	body    any
}

// send makes a request. The body may be nil, a form, a rawForm, a string that is sent as it is, or anything that becomes JSON.
func (s *service) send(method, path string, as credential, body any) reply {
	s.t.Helper()
	reader, contentType := s.encode(body)
	request := httptest.NewRequestWithContext(s.t.Context(), method, path, reader)
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	switch as {
	case nobody:
	case key:
		request.Header.Set("X-XRCLOUD-API-KEY", s.account.APIKey)
	case bearer:
		request.Header.Set("Authorization", "Bearer "+s.token)
	}
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, request)
	r := reply{
		t: s.t, request: method + " " + path, status: recorder.Code, header: recorder.Header(), raw: recorder.Body.String(),
	}
	if strings.HasPrefix(r.header.Get("Content-Type"), "application/json") {
		s.must(json.Unmarshal(recorder.Body.Bytes(), &r.body))
	}
	return r
}

func (s *service) encode(body any) (io.Reader, string) {
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
				s.must(writer.WriteField(name, body[name]))
				continue
			}
			part, err := writer.CreateFormFile(name, file)
			s.must(err)
			_, err = io.WriteString(part, "content of "+file)
			s.must(err)
		}
		s.must(writer.Close())
		return &buffer, writer.FormDataContentType()
	default:
		content, err := json.Marshal(body)
		s.must(err)
		return bytes.NewReader(content), "application/json"
	}
}

func (s *service) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// want ends the test unless the answer has the status.
func (r reply) want(status int) reply {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("%s: status %d, want %d: %s", r.request, r.status, status, r.raw)
	}
	return r
}

// refuses tells the test unless the answer has the status and its message.
func (r reply) refuses(status int, message string) {
	r.t.Helper()
	got := r.at("message")
	if lines, ok := got.([]any); ok && len(lines) == 1 {
		got = lines[0]
	}
	if r.status != status || got != message {
		r.t.Errorf("%s: status %d with %v, want %d with %q", r.request, r.status, r.at("message"), status, message)
	}
}

// at is the value at a path of names and numbers, with slashes between.
func (r reply) at(path string) any { return lookUp(r.body, path) }

// text is the string at the path.
func (r reply) text(path string) string {
	r.t.Helper()
	value, ok := r.at(path).(string)
	if !ok {
		r.t.Fatalf("%s: no text at %s: %s", r.request, path, r.raw)
	}
	return value
}

// items is one value of each item of a list, framed or bare.
func (r reply) items(path string) []any {
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

// project makes a project and returns its id.
func (s *service) project(name string) string {
	s.t.Helper()
	return s.send("POST", "/api/projects", bearer, form{"name": name, "favicon": "@a.ico", "logo": "@b.png"}).want(http.StatusCreated).text("id")
}

// scene publishes a scene and returns its id.
func (s *service) scene(project, name string) string {
	s.t.Helper()
	id, err := s.PublishScene(project, name, "")
	s.must(err)
	return id
}

// room makes a room and returns its id.
func (s *service) room(project, scene, name string) string {
	s.t.Helper()
	return s.send("POST", "/api/rooms", key, roomBody(project, scene, name)).want(http.StatusCreated).text("id")
}

func roomBody(project, scene, name string) object {
	return object{"projectId": project, "sceneId": scene, "name": name, "size": 10, "returnUrl": "https://example.com"}
}

// stage makes a project, a scene and a room.
func (s *service) stage() (project, scene, room string) {
	s.t.Helper()
	project = s.project("Fair")
	scene = s.scene(project, "Lobby")
	return project, scene, s.room(project, scene, "Main Hall")
}

// query adds parameters to a path.
func query(path string, parameters ...string) string {
	values := url.Values{}
	for i := 0; i < len(parameters); i += 2 {
		values.Add(parameters[i], parameters[i+1])
	}
	return path + "?" + values.Encode()
}
