package vcs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// errorBody is the body of an error. HTTPCode may differ from the status of the answer, and is not trusted for more than
// to tell an error from a room.
type errorBody struct {
	HTTPCode    int      `json:"httpCode"`
	Code        string   `json:"code"`
	ID          string   `json:"id"`
	Description []string `json:"description"`
}

// in says whether the answer is an error in the service's form, and reads it.
func (b *errorBody) in(response *transport.Response) bool {
	return response.IsJSON() && json.Unmarshal(response.Body, b) == nil && b.Code != "" && (response.Status >= 400 || b.HTTPCode != 0)
}

var (
	// echoedToken is what the service repeats of a key or token that it does not take.
	echoedToken = regexp.MustCompile(`(?i)(token\s*::=\s*)\[[^]]*\]?`)
	// refusedField finds the API's name of the field that a message speaks of.
	refusedField = regexp.MustCompile(`parameter with name\s*::=\s*\[(\w+)\]`)
)

// refusal reads an answer that refuses what was asked for, and is nil for all others. The code alone says why: a wrong
// key, a missing room and bad input all have the status 400.
func refusal(request *transport.Request, response *transport.Response) error {
	var body errorBody
	if !body.in(response) {
		if response.Status < 400 {
			return nil
		}
		if response.IsJSON() {
			return response.UnexpectedError("it has no error code")
		}
		return response.UnexpectedError("")
	}
	message := echoedToken.ReplaceAllString(strings.Join(body.Description, " "), "${1}[(secret)]")
	message = strings.TrimSpace(fmt.Sprintf("%s (%s)", message, body.Code))
	var fields []transport.FieldError
	if match := refusedField.FindStringSubmatch(message); match != nil {
		fields = append(fields, transport.FieldError{Field: match[1], Message: message})
	}
	failure := response.Error(message, fields...)
	switch {
	case body.Code == "REALTIME-00004" || body.ID == "CONFERENCE_ROOM_DOES_NOT_EXIST":
		failure.Reason = transport.NotFound
	case body.Code == "BASE-00001":
		failure.Reason = transport.Unauthorized
	case body.Code == "REALTIME-00009" || body.ID == "INVALID_TOKEN":
		failure.Reason = transport.Unauthorized
		if request.Query.Has("token") { // the key was good for the page before
			failure.Reason = transport.Invalid
			failure.Message = "the service does not take the paging token that it gave with the page before: " + failure.Message
		}
	}
	return failure
}

// perhapsGone says whether an answer may mean that there is no such room. The page tells only how DELETE says so: by its
// code. A status 404 in the service's form, or nothing where a room is expected, may mean the same, or a wrong address.
func perhapsGone(request *transport.Request, response *transport.Response) bool {
	body := bytes.TrimSpace(response.Body)
	nothing := len(body) == 0 || string(body) == "null"
	switch response.Status {
	case http.StatusNotFound:
		return nothing || new(errorBody).in(response)
	case http.StatusOK:
		return nothing && request.Method == http.MethodGet
	}
	return false
}
