package vcs

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// errorBody is the body of an error.
type errorBody struct {
	// HTTPCode may differ from the status of the response. It only distinguishes an error from a room.
	HTTPCode    int      `json:"httpCode"`
	Code        string   `json:"code"`
	ID          string   `json:"id"`
	Description []string `json:"description"`
}

// parseError returns the error in a response. ok is false if the response has none in the form of the service.
func parseError(response *transport.Response) (body errorBody, ok bool) {
	if !response.IsJSON() || json.Unmarshal(response.Body, &body) != nil {
		return body, false
	}
	return body, body.Code != "" && (response.Status >= 400 || body.HTTPCode != 0)
}

var (
	// echoedSecretPattern matches the invalid API key or paging token that an error repeats.
	echoedSecretPattern = regexp.MustCompile(`(?i)(token\s*::=\s*)\[[^]]*\]?`)
	// refusedFieldPattern matches the API's name of the field that an error is about.
	refusedFieldPattern = regexp.MustCompile(`parameter with name\s*::=\s*\[(\w+)\]`)
)

// apiError returns the error in a response, or nil. Only the code gives the reason: the service responds to an invalid API key, a
// missing room and invalid input with the same status, 400.
func apiError(request *transport.Request, response *transport.Response) error {
	body, ok := parseError(response)
	switch {
	case !ok && response.Status < 400:
		return nil
	case !ok && response.IsJSON():
		return response.UnexpectedError("it has no error code")
	case !ok:
		return response.UnexpectedError("")
	}
	message := echoedSecretPattern.ReplaceAllString(strings.Join(body.Description, " "), "${1}[(secret)]")
	message = strings.TrimSpace(fmt.Sprintf("%s (%s)", message, body.Code))
	var fields []transport.FieldError
	if match := refusedFieldPattern.FindStringSubmatch(message); match != nil {
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
		if request.Query.Has("token") { // the previous page was read with the same API key
			failure.Reason = transport.Invalid
			failure.Message = "the service rejected the paging token that it returned with the previous page: " + failure.Message
		}
	}
	return failure
}
