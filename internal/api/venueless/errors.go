package venueless

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// adviceOnRights says what to do about a token without the right to a request.
const adviceOnRights = `In a new world, no token may create rooms: the operator of the world must grant the role "apiuser" to a trait (Config → Permissions), and the token needs that trait.`

// apiError returns the error of a response with an error status. The messages of the server differ between its versions, so only
// the form of the body is evaluated. confirmNotFound evaluates the 404 of a room.
func apiError(response *transport.Response) *transport.Error {
	if !response.IsJSON() {
		failure := response.UnexpectedError("")
		if failure.Reason == transport.Unauthorized {
			failure.Reason = transport.UnexpectedResponse // the web app refuses a path that the API does not have
		}
		return failure
	}
	var body any
	if err := json.Unmarshal(response.Body, &body); err != nil {
		return response.UnexpectedError("it is incomplete or invalid JSON")
	}
	message, fields := parseErrorBody(body)
	if message == "" {
		return response.UnexpectedError("it gives no reason")
	}
	if response.Status == http.StatusForbidden { // the server responds with 403 to every token that it refuses
		message += " " + adviceOnRights
	}
	return response.Error(message, fields...)
}

// parseErrorBody returns all messages of the body of an error, and those about fields of the request. The body is a string,
// or {"detail": string}, or an object with the messages of each field, which can be nested.
func parseErrorBody(body any) (string, []transport.FieldError) {
	object, ok := body.(map[string]any)
	if !ok {
		return strings.Join(collectMessages("", body), " "), nil
	}
	var messages []string
	var fields []transport.FieldError
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if name == "detail" || name == "non_field_errors" {
			messages = append(messages, collectMessages("", object[name])...)
			continue
		}
		message := strings.Join(collectMessages("", object[name]), " ")
		messages = append(messages, fmt.Sprintf("%s: %s", name, message))
		fields = append(fields, transport.FieldError{Field: name, Message: message})
	}
	return strings.Join(messages, " "), fields
}

// collectMessages returns the strings in a value. Each begins with prefix and with the names of the fields it is nested in.
func collectMessages(prefix string, value any) []string {
	var messages []string
	switch v := value.(type) {
	case string:
		messages = append(messages, prefix+v)
	case []any:
		for _, item := range v {
			messages = append(messages, collectMessages(prefix, item)...)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			messages = append(messages, collectMessages(prefix+name+": ", v[name])...)
		}
	}
	return messages
}

// hasFieldError reports whether the server refused a request because of one of its fields.
func hasFieldError(err error, field string) bool {
	failure, ok := errors.AsType[*transport.Error](err)
	return ok && slices.ContainsFunc(failure.Fields, func(f transport.FieldError) bool { return f.Field == field })
}
