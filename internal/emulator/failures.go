package emulator

import (
	"errors"
	"fmt"
	"net/http"
)

// errBroken stands for everything that the service does not foresee and its database refuses: it is answered with
// status 500 and an echo of the request.
var errBroken = errors.New("Internal Server Error") //nolint:staticcheck // the service's own text

// failure is an answer that tells the client what it did wrong, in the service's form.
type failure struct {
	Status int `json:"statusCode"`
	// Message is a string, or a list of strings with one line for each thing wrong with a field.
	Message any `json:"message"`
	// Reason is the name of the status; some answers lack it.
	Reason string `json:"error,omitempty"`
}

func (f *failure) Error() string { return fmt.Sprintf("status %d: %v", f.Status, f.Message) }

func fail(status int, format string, arguments ...any) *failure {
	return &failure{Status: status, Message: fmt.Sprintf(format, arguments...), Reason: http.StatusText(status)}
}

func badRequest(format string, arguments ...any) *failure {
	return fail(http.StatusBadRequest, format, arguments...)
}

func notFound(format string, arguments ...any) *failure {
	return fail(http.StatusNotFound, format, arguments...)
}

func unauthorized(message string) *failure {
	return fail(http.StatusUnauthorized, "%s", message)
}

// refused is the answer to a bearer token that does not hold, and to a login without credentials: it lacks the reason.
func refused() *failure {
	return &failure{Status: http.StatusUnauthorized, Message: "Unauthorized"}
}

// breakdown is the body of an answer with status 500.
type breakdown struct {
	Status  int    `json:"statusCode"`
	Method  string `json:"method"`
	URL     string `json:"url"`
	Body    any    `json:"body"`
	Message string `json:"message"`
}
