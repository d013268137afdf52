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

func TestBodySizeLimit(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	const limit = 10 << 20
	quotes := len(`{"name":""}`)
	path := "/api/rooms/11111111-1111-4111-8111-111111111111"
	c.send("PATCH", path, key, `{"name":"`+strings.Repeat("x", limit-quotes)+`"}`).requireStatus(http.StatusNotFound)
	got := c.send("PATCH", path, key, `{"name":"`+strings.Repeat("x", limit-quotes+1)+`"}`)
	if want := `{"statusCode":413,"message":"request entity too large"}`; got.status != http.StatusRequestEntityTooLarge || got.raw != want {
		t.Errorf("got %d %.100s, want 413 %s", got.status, got.raw, want)
	}
}

func TestMalformedJSON(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
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
		// The service reads the body before it looks up the route.
		for _, path := range []string{"/api/rooms", "/api/unknown"} {
			c.send("POST", path, noCredential, body).checkError(http.StatusBadRequest, message)
		}
	}
}

func TestMalformedForms(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	const (
		field = "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nFair\r\n"
		icon  = "--b\r\nContent-Disposition: form-data; name=\"favicon\"; filename=\"a.ico\"\r\n\r\nicon\r\n"
		logo  = "--b\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"b.png\"\r\n\r\nlogo\r\n"
		end   = "--b--\r\n"
	)
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/projects", strings.NewReader(field+icon+logo+end))
	request.Header.Set("Content-Type", "multipart/form-data")
	request.Header.Set("Authorization", "Bearer "+c.token)
	recorder := httptest.NewRecorder()
	c.ServeHTTP(recorder, request)
	if recorder.Code != http.StatusBadRequest || !strings.Contains(recorder.Body.String(), "Multipart: Boundary not found") {
		t.Errorf("no boundary: status %d with %s", recorder.Code, recorder.Body)
	}
	for name, test := range map[string]struct {
		body    rawForm
		status  int
		message string
	}{
		"complete":       {field + icon + logo + end, 201, ""},
		"repeated file":  {field + icon + logo + icon + end, 400, "Unexpected field"},
		"repeated field": {field + icon + field + logo + end, 400, "name must be a string"},
		"no end":         {field + icon + logo, 400, "Unexpected end of form"},
		"truncated":      {rawForm((field + icon + logo)[:200]), 400, "Unexpected end of form"},
		"not multipart":  {"name=Fair", 400, "Unexpected end of form"},
	} {
		got := c.send("POST", "/api/projects", bearer, test.body)
		if message := joinMessages(got.at("message")); got.status != test.status || message != test.message {
			t.Errorf("%s: status %d with %q, want %d with %q", name, got.status, message, test.status, test.message)
		}
	}
}

func TestInternalErrorEchoesRequest(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	for _, test := range []struct {
		body any
		want string
	}{
		{`{"name":"<a & b>","size":1.50,"big":12345678901234567890}`, `{"big":12345678901234567890,"name":"<a & b>","size":1.50}`},
		{`[1]`, `[1]`},
		{nil, `{}`},
		{form{"name": "x"}, `{}`},
	} {
		got := c.send("PATCH", "/api/rooms/x?y=%20", key, test.body)
		want := `{"statusCode":500,"method":"PATCH","url":"/api/rooms/x?y=%20","body":` + test.want + `,"message":"Internal Server Error"}`
		if got.raw != want {
			t.Errorf("got %s, want %s", got.raw, want)
		}
	}
}

// FuzzRequest sends requests with valid credentials to a service that has a project, a scene and a room. Their IDs replace
// {project}, {scene} and {room} in the request. All responses must have the form of the service, and it must not crash.
func FuzzRequest(f *testing.F) {
	f.Fuzz(func(t *testing.T, method, target, contentType string, withKey bool, body string) {
		c := start(t, emulator.Options{})
		project, scene, room := c.createObjects()
		ids := strings.NewReplacer("{project}", project, "{scene}", scene, "{room}", room)
		request, err := http.NewRequestWithContext(t.Context(), method, "http://example.com"+ids.Replace(target), strings.NewReader(ids.Replace(body)))
		if err != nil {
			t.Skip("net/http rejects this request")
		}
		if request.Body == nil {
			request.Body = io.NopCloser(strings.NewReader("")) // in a server it is never nil
		}
		request.Header.Set("Content-Type", contentType)
		if withKey {
			request.Header.Set("X-XRCLOUD-API-KEY", c.account.APIKey)
		} else {
			request.Header.Set("Authorization", "Bearer "+c.token)
		}
		recorder := httptest.NewRecorder()
		c.ServeHTTP(recorder, request)

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
		if bytes.Contains(content, []byte(c.account.Password)) && !strings.Contains(body, c.account.Password) {
			t.Errorf("the response has the password: %s", content)
		}
		// Only a DELETE can delete anything.
		if got := c.send("GET", "/api/projects/"+project, key, nil); got.status != http.StatusOK && method != http.MethodDelete {
			t.Errorf("%s %s deleted the project: %s", method, target, fmt.Sprint(got.body))
		}
	})
}
