package httpapi_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

func TestWrite(t *testing.T) {
	t.Parallel()
	html := &httpapi.Response{Status: http.StatusForbidden, Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte("<html>")}
	refused := &httpapi.Error{Status: http.StatusNotFound, JSON: "no room"}
	for name, test := range map[string]struct {
		response          *httpapi.Response
		status            int
		contentType, body string
	}{
		"JSON":          {httpapi.JSON(http.StatusCreated, "<a & b>"), http.StatusCreated, "application/json; x", `"<a & b>"`},
		"other body":    {html, http.StatusForbidden, "text/html", "<html>"},
		"no body":       {&httpapi.Response{Status: http.StatusNoContent}, http.StatusNoContent, "", ""},
		"result":        {httpapi.Result(html, nil), http.StatusForbidden, "text/html", "<html>"},
		"error":         {httpapi.Result(nil, refused), http.StatusNotFound, "application/json; x", `"no room"`},
		"wrapped error": {httpapi.Result(nil, fmt.Errorf("read: %w", refused)), http.StatusNotFound, "application/json; x", `"no room"`},
		"large body":    {httpapi.Result(nil, &http.MaxBytesError{Limit: 1}), http.StatusRequestEntityTooLarge, "text/plain; charset=utf-8", "http: request body too large"},
		"other error":   {httpapi.Result(html, errors.New("disk is full")), http.StatusInternalServerError, "text/plain; charset=utf-8", "disk is full"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			recorder := httptest.NewRecorder()
			if err := test.response.Write(recorder, "application/json; x"); err != nil {
				t.Fatal(err)
			}
			if got := recorder.Header().Get("Content-Type"); recorder.Code != test.status || got != test.contentType || recorder.Body.String() != test.body {
				t.Errorf("status %d of type %q with %q, want %d of type %q with %q", recorder.Code, got, recorder.Body, test.status, test.contentType, test.body)
			}
		})
	}
}

func TestWriteFailsIfTheValueCannotBeEncoded(t *testing.T) {
	t.Parallel()
	if err := httpapi.JSON(http.StatusOK, func() {}).Write(httptest.NewRecorder(), "application/json"); err == nil {
		t.Error("a function was encoded as JSON")
	}
}
