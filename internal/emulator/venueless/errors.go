package venueless

import (
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

var (
	errNotFound           = apiError(http.StatusNotFound, "Not found.")
	errForbidden          = apiError(http.StatusForbidden, "You do not have permission to perform this action.")
	errNoCredentials      = apiError(http.StatusForbidden, "Authentication credentials were not provided.")
	errNoToken            = apiError(http.StatusForbidden, "Invalid token header. No credentials provided.")
	errTokenWithSpaces    = apiError(http.StatusForbidden, "Invalid token header. Token string should not contain spaces.")
	errInvalidToken       = apiError(http.StatusForbidden, "Invalid token.")
	errNotAcceptable      = apiError(http.StatusNotAcceptable, "Could not satisfy the request Accept header.")
	errInvalidJSON        = apiError(http.StatusBadRequest, "JSON parse error - Expecting value: line 1 column 1 (char 0)")
	errMalformedMultipart = apiError(http.StatusBadRequest, "Multipart form parse error")

	// errInternal is an error that the server does not handle.
	errInternal = (*httpapi.Error)(html(http.StatusInternalServerError, "<html><head><title>Server Error (500)</title></head></html>"))
	// failedAfterWrite is the response to such an error after the changes of the request are stored. Handlers do not return
	// it as their error, because that would roll back the changes.
	failedAfterWrite = (*httpapi.Response)(errInternal)
	errCSRF          = (*httpapi.Error)(html(http.StatusForbidden, "<html><head><title>403 Forbidden</title></head>CSRF verification failed.</html>"))
)

func apiError(status int, detail string) *httpapi.Error {
	return &httpapi.Error{Status: status, JSON: map[string]any{"detail": detail}}
}

// invalidFields is the response to a body with invalid fields.
func invalidFields(problems map[string]any) *httpapi.Error {
	return &httpapi.Error{Status: http.StatusBadRequest, JSON: problems}
}

func html(status int, page string) *httpapi.Response {
	return &httpapi.Response{Status: status, Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte(page)}
}
