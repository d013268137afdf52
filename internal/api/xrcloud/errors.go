package xrcloud

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// errorBody is the usual body of an error. Its field "body" is not read, because some errors echo the request there.
type errorBody struct {
	Message messages `json:"message"`
}

// messages is one message, or one for each field that the service refuses.
type messages []string

func (m *messages) UnmarshalJSON(data []byte) error {
	if data[0] != '"' {
		return json.Unmarshal(data, (*[]string)(m))
	}
	*m = make(messages, 1)
	return json.Unmarshal(data, &(*m)[0])
}

// keyNotAllowed is the message for an API key in a request that accepts a bearer token only.
const keyNotAllowed = "API key is not allowed for this route."

var (
	// notFoundPattern matches a message about an object that does not exist, with its ID, or that the request does not name.
	notFoundPattern = regexp.MustCompile(`^(Project|Scene|Room) (?:with ID (\S+) not found|not provided in the request)$`)
	// missingLinksPattern matches a message about a room without its links. The service writes a room and its links one after
	// the other. It refuses each read of a room between the two, and the list of a whole project if it has such a room.
	missingLinksPattern = regexp.MustCompile(`^(?:Host|Guest)Option with .*not found`)
	uuidPattern         = regexp.MustCompile(`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	// tierLimitPattern matches a message about a limit of the account's tier: a number of objects, or the size of a room.
	tierLimitPattern = regexp.MustCompile(`(?:Cannot create more than (\d+) (\w+)|Room size cannot exceed (\d+)) for this tier`)
	// fieldPatterns find the API's name of the field that a message is about.
	fieldPatterns = []struct {
		message *regexp.Regexp
		field   string // "" for the first group
	}{
		{regexp.MustCompile(`^property (\S+) should not exist$`), ""},
		{regexp.MustCompile(`^Project with label .* already exists$`), "label"},
		{regexp.MustCompile(`^Room size cannot exceed`), "size"},
		{regexp.MustCompile(`^(?:each value in )?(\w+) (?:must|should) `), ""},
	}
)

// apiError reads a response with an error status. The reason is NotFound only if the message is about the object in the path
// of the request. If a parent does not exist, the input is invalid; any other 404 is an unknown route.
func apiError(request *transport.Request, response *transport.Response) error {
	var body errorBody
	if !response.IsJSON() {
		return response.UnexpectedError("")
	}
	err := json.Unmarshal(response.Body, &body)
	body.Message = slices.DeleteFunc(body.Message, func(message string) bool { return message == "" })
	if err != nil || len(body.Message) == 0 {
		return response.UnexpectedError("it gives no reason")
	}
	var fields []transport.FieldError
	for _, message := range body.Message {
		fields = append(fields, transport.FieldError{Field: fieldInMessage(message), Message: message, TierLimit: tierLimit(message)})
	}
	if isMissingLinks(response.Status, response.Body) {
		failure := response.Error(explainMissingLinks(body.Message[0]))
		failure.Reason = transport.ServerError
		return failure
	}
	failure := response.Error(strings.Join(body.Message, "; "), fields...)
	if match := notFoundPattern.FindStringSubmatch(body.Message[0]); match != nil && response.Status == http.StatusNotFound {
		failure.Reason = transport.Invalid
		failure.Fields[0].Field, failure.Fields[0].Missing = strings.ToLower(match[1])+"Id", strings.ToLower(match[1])
		if strings.Contains(request.Path+"/", "/"+match[2]+"/") {
			failure.Reason = transport.NotFound
		}
	}
	if failure.Reason == transport.Unauthorized && body.Message[0] == keyNotAllowed {
		failure.Need = NeedBearer
	}
	return failure
}

// tierLimit returns the limit of the account's tier that a message is about, or nil.
func tierLimit(message string) *transport.TierLimit {
	limit := tierLimitPattern.FindStringSubmatch(message)
	if limit == nil {
		return nil
	}
	return &transport.TierLimit{Objects: cmp.Or(limit[2], "rooms"), Maximum: limit[1] + limit[3]}
}

// isMissingLinks reports whether a response is about a room without its links. Its status is 404, as for a room that does not
// exist and for an unknown route, but it is neither: usually the room has its links within a second.
func isMissingLinks(status int, body []byte) bool {
	var refusal errorBody
	return status == http.StatusNotFound && json.Unmarshal(body, &refusal) == nil && len(refusal.Message) > 0 && missingLinksPattern.MatchString(refusal.Message[0])
}

// explainMissingLinks returns the message for a room that still has no links after all retries.
func explainMissingLinks(message string) string {
	room := "a room"
	if id := uuidPattern.FindString(message); id != "" {
		room = "the room " + id
	}
	return fmt.Sprintf("%s (%s) has no complete links: it is being created at this moment, or its creation was interrupted. "+
		"If the error persists, no one can enter the room, and the service cannot list the rooms of its project: delete the room, or ask the operator of the service to repair it", room, strings.TrimSuffix(message, "."))
}

// fieldInMessage returns the API's name of the field that a message is about, or "".
func fieldInMessage(message string) string {
	for _, pattern := range fieldPatterns {
		if match := pattern.message.FindStringSubmatch(message); match != nil {
			if pattern.field != "" {
				return pattern.field
			}
			return match[1]
		}
	}
	return ""
}
