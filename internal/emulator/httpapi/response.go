// Package httpapi has what all emulated services need to serve a JSON API over HTTP: responses and errors as values, JSON
// bodies, and paths that http.ServeMux matches as they were sent.
package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
)

// Response is what a handler sends.
type Response struct {
	Status int
	// Header does not include the content type of a JSON body, which Write sets.
	Header http.Header
	// JSON is the value of a JSON body. If it is nil, Body is sent.
	JSON any
	Body []byte
}

// JSON returns a response with a JSON body.
func JSON(status int, value any) *Response { return &Response{Status: status, JSON: value} }

// Error is a response that tells the client why its request failed. Handlers return it as their error.
type Error Response

func (e *Error) Error() string { return fmt.Sprintf("status %d: %+v", e.Status, e.JSON) }

// Result returns the response to send for what a handler returned: the response, or that of an *Error. The error of a body
// that is too large becomes a response with status 413. Any other error is one of the emulator itself, and becomes a
// response with status 500. Both have the text of the error.
func Result(response *Response, err error) *Response {
	if err == nil {
		return response
	}
	if failed, ok := errors.AsType[*Error](err); ok {
		return (*Response)(failed)
	}
	status := http.StatusInternalServerError
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		status = http.StatusRequestEntityTooLarge
	}
	return &Response{Status: status, Header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}}, Body: []byte(err.Error())}
}

// Write sends the response. jsonType is the content type of JSON bodies, which differs between services. It fails if the
// value cannot be encoded or the client has closed the connection.
func (r *Response) Write(w http.ResponseWriter, jsonType string) error {
	maps.Copy(w.Header(), r.Header)
	body := r.Body
	if r.JSON != nil {
		var buffer bytes.Buffer
		encoder := json.NewEncoder(&buffer)
		encoder.SetEscapeHTML(false) // as in JavaScript and Python, which the real services are written in
		if err := encoder.Encode(r.JSON); err != nil {
			return err
		}
		body = bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))
		w.Header().Set("Content-Type", jsonType)
	}
	w.WriteHeader(r.Status)
	if len(body) == 0 {
		return nil
	}
	_, err := w.Write(body)
	return err
}
