package httpapi

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// DecodeJSON decodes one JSON value. Numbers become json.Number, so that they keep the digits they were sent with.
func DecodeJSON(data []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("data after the JSON value")
	}
	return value, nil
}

// MaxBody is the maximum size of a request body in bytes.
const MaxBody = 10 << 20

// ReadBody reads the body of the request. It fails with http.MaxBytesError if the body is larger than MaxBody, or if the
// client does not send it completely. Later reads of the body return the same bytes and the same error.
//
// Services read the body before they begin a transaction, so that the transaction does not wait for a slow client.
func ReadBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	content, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(content), failedReader{cmp.Or(err, io.EOF)}))
	return content, err
}

// failedReader is a reader at the end of its content.
type failedReader struct{ err error }

func (f failedReader) Read([]byte) (int, error) { return 0, f.err }

// WithPath returns a copy of the request that http.ServeMux routes by exactly this path. By itself, ServeMux redirects a
// path with "//", "." or ".." in it, and unescapes a path before it compares it with literal segments. The real services
// do neither. A path with an empty segment matches no route, so it becomes "/", which matches no route either.
//
// RequestURI of the copy is the path and query that the client sent.
func WithPath(r *http.Request, path string) *http.Request {
	if !strings.HasPrefix(path, "/") || strings.Contains(path, "//") {
		path = "/"
	}
	target := *r.URL
	target.Path = path
	target.RawPath = strings.ReplaceAll((&url.URL{Path: path}).EscapedPath(), ".", "%2E")
	routed := r.WithContext(r.Context())
	routed.URL, routed.RequestURI = &target, r.URL.RequestURI()
	return routed
}

// PathValue returns the unescaped value of a wildcard in the pattern of a request that was routed by its escaped path.
func PathValue(r *http.Request, name string) string {
	value, _ := url.PathUnescape(r.PathValue(name)) // it was escaped by url.URL.EscapedPath
	return value
}
