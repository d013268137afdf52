package httpapi_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

func TestWithPath(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("no route")) })
	mux.HandleFunc("/rooms/{id}", func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(r.PathValue("id") + " " + r.URL.Query().Get("a") + " " + r.RequestURI))
	})
	for path, want := range map[string]string{
		"/rooms/1":     "1 2 /sent?a=2",
		"/rooms/..":    ".. 2 /sent?a=2",
		"/rooms/.":     ". 2 /sent?a=2",
		"/rooms/a%2Fb": "a%2Fb 2 /sent?a=2",
		"/rooms//":     "no route",
		"//rooms/1":    "no route",
		"rooms/1":      "no route",
		"":             "no route",
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://example.com/sent?a=2", http.NoBody)
			recorder := httptest.NewRecorder()
			mux.ServeHTTP(recorder, httpapi.WithPath(request, path))
			if got := recorder.Body.String(); recorder.Code != http.StatusOK || got != want {
				t.Errorf("status %d with %q, want %q", recorder.Code, got, want)
			}
			if request.URL.Path != "/sent" || request.PathValue("id") != "" {
				t.Errorf("the original request has the path %s and the ID %q", request.URL.Path, request.PathValue("id"))
			}
		})
	}
}

func TestReadBody(t *testing.T) {
	t.Parallel()
	broken, large := errors.New("connection is broken"), &http.MaxBytesError{Limit: httpapi.MaxBody}
	whole := strings.Repeat("b", httpapi.MaxBody)
	for name, test := range map[string]struct {
		sent io.Reader
		want string
		err  error
	}{
		"no body":      {http.NoBody, "", nil},
		"largest body": {strings.NewReader(whole), whole, nil},
		"large body":   {strings.NewReader(whole + "b"), whole, large},
		"broken body":  {io.MultiReader(strings.NewReader("body"), iotest.ErrReader(broken)), "body", broken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", test.sent)
			for range 3 { // also later reads, with and without ReadBody
				got, err := httpapi.ReadBody(httptest.NewRecorder(), request)
				if string(got) != test.want || fmt.Sprint(err) != fmt.Sprint(test.err) {
					t.Errorf("read %d bytes, %v; want %d, %v", len(got), err, len(test.want), test.err)
				}
			}
			if got, err := io.ReadAll(request.Body); string(got) != test.want || fmt.Sprint(err) != fmt.Sprint(test.err) {
				t.Errorf("read %d bytes, %v; want %d, %v", len(got), err, len(test.want), test.err)
			}
		})
	}
}

func TestDecodeJSON(t *testing.T) {
	t.Parallel()
	value, err := httpapi.DecodeJSON([]byte(` {"a":[1.50,12345678901234567890]} `))
	encoded := httptest.NewRecorder()
	if err != nil || httpapi.JSON(http.StatusOK, value).Write(encoded, "application/json") != nil || encoded.Body.String() != `{"a":[1.50,12345678901234567890]}` {
		t.Errorf("decoded %v, %v; want the same digits", value, err)
	}
	for _, data := range []string{"", "{", "{} {}", "1 x"} {
		if value, err := httpapi.DecodeJSON([]byte(data)); err == nil || value != nil {
			t.Errorf("%q is decoded as %v, want an error", data, value)
		}
	}
}
