package emulator

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// errInternal is an error that the service does not handle, mostly one of its database. The response has status 500 and
// echoes the request.
var errInternal = errors.New("Internal Server Error") //nolint:staticcheck // the service's own text

// errorBody is the body of an error response.
type errorBody struct {
	Status int `json:"statusCode"`
	// Message is a string, or a list of strings with one line for each failed check of a field.
	Message any `json:"message"`
	// Reason is the text of the status. Some responses lack it.
	Reason string `json:"error,omitempty"`
}

// internalErrorBody is the body of a response with status 500.
type internalErrorBody struct {
	Status  int    `json:"statusCode"`
	Method  string `json:"method"`
	URL     string `json:"url"`
	Body    any    `json:"body"`
	Message string `json:"message"`
}

func errorResponse(body errorBody) *httpapi.Error {
	return &httpapi.Error{Status: body.Status, JSON: body}
}

func errorf(status int, format string, arguments ...any) *httpapi.Error {
	return errorResponse(errorBody{Status: status, Message: fmt.Sprintf(format, arguments...), Reason: http.StatusText(status)})
}

func badRequest(format string, arguments ...any) *httpapi.Error {
	return errorf(http.StatusBadRequest, format, arguments...)
}

func notFound(format string, arguments ...any) *httpapi.Error {
	return errorf(http.StatusNotFound, format, arguments...)
}

func unauthorized(message string) *httpapi.Error {
	return errorf(http.StatusUnauthorized, "%s", message)
}

// invalidToken is the response to an invalid bearer token, and to a login without credentials. It lacks the reason.
func invalidToken() *httpapi.Error {
	return errorResponse(errorBody{Status: http.StatusUnauthorized, Message: "Unauthorized"})
}

// apiError turns an error of a handler into one with a response: status 500 unless it has one.
func (c *call) apiError(err error) error {
	if _, ok := errors.AsType[*httpapi.Error](err); ok {
		return err
	}
	if !errors.Is(err, errInternal) {
		c.options.Logger.Error("cannot handle the request", "method", c.Method, "path", c.URL.Path, "error", err)
	}
	echo := c.body
	if echo == nil {
		echo = struct{}{}
	}
	const status = http.StatusInternalServerError
	return &httpapi.Error{Status: status, JSON: internalErrorBody{
		Status: status, Method: c.Method, URL: c.RequestURI, Body: echo, Message: errInternal.Error(),
	}}
}
