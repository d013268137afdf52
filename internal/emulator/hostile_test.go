package emulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

func TestLargeBodies(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	const limit = 10 << 20
	quotes := len(`{"name":""}`)
	path := "/api/rooms/11111111-1111-4111-8111-111111111111"
	s.send("PATCH", path, key, `{"name":"`+strings.Repeat("x", limit-quotes)+`"}`).want(http.StatusNotFound)
	got := s.send("PATCH", path, key, `{"name":"`+strings.Repeat("x", limit-quotes+1)+`"}`)
	if want := `{"statusCode":413,"message":"request entity too large"}`; got.status != http.StatusRequestEntityTooLarge || got.raw != want {
		t.Errorf("got %d %.100s, want 413 %s", got.status, got.raw, want)
	}
}

func TestBadJSON(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	for body, message := range map[string]string{
		`{"name":`:                     "Unexpected end of JSON input",
		`  `:                           "Unexpected end of JSON input",
		`{"name":}`:                    "Unexpected token } in JSON at position 8",
		`{"name":"x"} trailing`:        "Unexpected token t in JSON at position 13",
		`null`:                         "Unexpected token n in JSON at position 0",
		` "text"`:                      "Unexpected token \" in JSON at position 1",
		"{\"name\":\"\x01\"}":          "Unexpected token \x01 in JSON at position 9",
		`{é}`:                          "Unexpected token é in JSON at position 1",
		strings.Repeat("[", 1_000_000): "Unexpected token [ in JSON at position 10000",
	} {
		// The body is read before anything else is looked at.
		for _, path := range []string{"/api/rooms", "/api/nowhere"} {
			s.send("POST", path, nobody, body).refuses(http.StatusBadRequest, message)
		}
	}
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	_, _, room := s.stage()
	for _, test := range []struct{ method, path string }{
		{"GET", "/"},
		{"GET", "/api/nope?x=1"},
		{"PUT", "/api/rooms"},
		{"POST", "/api/rooms/" + room},
		{"GET", "//api/rooms/" + room},
		{"GET", "/api//rooms"},
		{"GET", "/api/../api/rooms"},
		{"GET", "/prefix/api/rooms"},
		{"GET", "/api/rooms/" + room + "/nope"},
		{"GET", "/api/rooms//logs"},
		{"GET", "/storage/favicon/abc/nope.ico"},
	} {
		s.send(test.method, test.path, key, nil).refuses(http.StatusNotFound, "Cannot "+test.method+" "+test.path)
	}
	s.send("GET", "/api/rooms/"+room+"/", key, nil).want(http.StatusOK)
}

func TestEchoOfABreakdown(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	for _, test := range []struct {
		body any
		want string
	}{
		{`{"name":"<a & b>","size":1.50,"big":12345678901234567890}`, `{"big":12345678901234567890,"name":"<a & b>","size":1.50}`},
		{`[1]`, `[1]`},
		{nil, `{}`},
		{form{"name": "x"}, `{}`},
	} {
		got := s.send("PATCH", "/api/rooms/x?y=%20", key, test.body)
		want := `{"statusCode":500,"method":"PATCH","url":"/api/rooms/x?y=%20","body":` + test.want + `,"message":"Internal Server Error"}`
		if got.raw != want {
			t.Errorf("got %s, want %s", got.raw, want)
		}
	}
}

// FuzzRequest sends requests of any kind with good credentials to a service with a project, a scene and a room, whose ids
// stand where {project}, {scene} and {room} do. Whatever comes, the answer has the service's form and the service lives.
func FuzzRequest(f *testing.F) {
	f.Fuzz(func(t *testing.T, method, target, contentType string, withKey bool, body string) {
		s := start(t, emulator.Options{})
		project, scene, room := s.stage()
		ids := strings.NewReplacer("{project}", project, "{scene}", scene, "{room}", room)
		request, err := http.NewRequestWithContext(t.Context(), method, "http://example.com"+ids.Replace(target), strings.NewReader(ids.Replace(body)))
		if err != nil {
			t.Skip("net/http refuses this request before the service sees it")
		}
		if request.Body == nil {
			request.Body = io.NopCloser(strings.NewReader("")) // a server never sees none
		}
		request.Header.Set("Content-Type", contentType)
		if withKey {
			request.Header.Set("X-XRCLOUD-API-KEY", s.account.APIKey)
		} else {
			request.Header.Set("Authorization", "Bearer "+s.token)
		}
		recorder := httptest.NewRecorder()
		s.ServeHTTP(recorder, request)

		status, content := recorder.Code, recorder.Body.Bytes()
		switch {
		case status < 300:
			if len(content) > 0 && recorder.Header().Get("Content-Type") == "" {
				t.Errorf("a body without a content type: %s", content)
			}
		default:
			var failure struct {
				StatusCode int `json:"statusCode"`
				Message    any `json:"message"`
			}
			if err := json.Unmarshal(content, &failure); err != nil || failure.StatusCode != status || failure.Message == nil {
				t.Errorf("status %d with %s (%v)", status, content, err)
			}
		}
		if bytes.Contains(content, []byte(s.account.Password)) && !strings.Contains(body, s.account.Password) {
			t.Errorf("the password came out: %s", content)
		}
		// Only a request to delete may take anything away.
		if got := s.send("GET", "/api/projects/"+project, key, nil); got.status != http.StatusOK && method != http.MethodDelete {
			t.Errorf("the project is gone after %s %s: %s", method, target, fmt.Sprint(got.body))
		}
	})
}
