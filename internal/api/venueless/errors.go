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

// rights is what to do about a token that may not do what it should.
const rights = `In a new world no token may create rooms: its operator has to give the role "apiuser" to a trait (Config, Permissions), and the token needs that trait.`

// apiError reads an answer with a status of failure. Its texts differ between versions of the server, so that only its
// form counts. A 404 of a room is left to confirmNotFound.
func apiError(response *transport.Response) *transport.Error {
	var body any
	if !response.IsJSON() {
		failure := response.UnexpectedError("")
		if failure.Reason == transport.Unauthorized {
			failure.Reason = transport.UnexpectedResponse // the web app's own refusal of a path that is not of the API
		}
		return failure
	}
	if err := json.Unmarshal(response.Body, &body); err != nil {
		return response.UnexpectedError("it is cut off or broken JSON")
	}
	message, fields := read(body)
	if message == "" {
		return response.UnexpectedError("it gives no reason")
	}
	if response.Status == http.StatusForbidden { // the server's only answer to tokens, whatever is wrong with them
		message += " " + rights
	}
	return response.Error(message, fields...)
}

// read gives all that the body of an error says, and what it says against fields of the request. It is a text, or has
// {"detail": text}, or texts by field, which may be nested.
func read(body any) (string, []transport.FieldError) {
	said, ok := body.(map[string]any)
	if !ok {
		return strings.Join(texts("", body), " "), nil
	}
	var all []string
	var fields []transport.FieldError
	for _, name := range slices.Sorted(maps.Keys(said)) {
		if name == "detail" || name == "non_field_errors" {
			all = append(all, texts("", said[name])...)
			continue
		}
		problem := strings.Join(texts("", said[name]), " ")
		all = append(all, fmt.Sprintf("%s: %s", name, problem))
		fields = append(fields, transport.FieldError{Field: name, Message: problem})
	}
	return strings.Join(all, " "), fields
}

// texts are the texts in a value, each with the names of the objects that it stands in.
func texts(within string, value any) []string {
	var all []string
	switch v := value.(type) {
	case string:
		all = append(all, within+v)
	case []any:
		for _, item := range v {
			all = append(all, texts(within, item)...)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			all = append(all, texts(within+name+": ", v[name])...)
		}
	}
	return all
}

// refuses says whether the server has refused a request for one of its fields.
func refuses(err error, field string) bool {
	failure, ok := errors.AsType[*transport.Error](err)
	return ok && slices.ContainsFunc(failure.Fields, func(f transport.FieldError) bool { return f.Field == field })
}
