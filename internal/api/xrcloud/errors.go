package xrcloud

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// errorBody is the usual body of an error. The field "body", in which some errors echo the request, is not read.
type errorBody struct {
	Message messages `json:"message"`
}

// messages is one text, or one text for each field that was refused.
type messages []string

func (m *messages) UnmarshalJSON(data []byte) error {
	if data[0] != '"' {
		return json.Unmarshal(data, (*[]string)(m))
	}
	*m = make(messages, 1)
	return json.Unmarshal(data, &(*m)[0])
}

// keyRefused is how the service refuses an api key where it only takes a bearer token.
const keyRefused = "API key is not allowed for this route."

var (
	// missing is a thing that is not there, with its id, or that the request does not even name.
	missing = regexp.MustCompile(`^(Project|Scene|Room) (?:with ID (\S+) not found|not provided in the request)$`)
	// missingLinks is a room without its links. The service writes a room and its links one after the other, and refuses
	// each read that meets a room between the two: also the list of a whole project.
	missingLinks = regexp.MustCompile(`^(?:Host|Guest)Option with .*not found`)
	// linksOf is the room in such a message.
	linksOf = regexp.MustCompile(`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	// fieldOf finds the API's name of the field that a message speaks of.
	fieldOf = []struct {
		message *regexp.Regexp
		field   string // "" for the first group
	}{
		{regexp.MustCompile(`^property (\S+) should not exist$`), ""},
		{regexp.MustCompile(`^Project with label .* already exists$`), "label"},
		{regexp.MustCompile(`^Room size cannot exceed`), "size"},
		{regexp.MustCompile(`^(?:each value in )?(\w+) (?:must|should) `), ""},
	}
)

// apiError reads an answer with a status of failure. "Gone" is only the service's own word about the very thing that
// the request's path names; a missing parent is invalid input, and any other 404 a wrong address.
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
		fields = append(fields, transport.FieldError{Field: fieldNamed(message), Message: message})
	}
	if linksIncomplete(response.Status, response.Body) {
		failure := response.Error(explainMissingLinks(body.Message[0]))
		failure.Reason = transport.ServerError
		return failure
	}
	failure := response.Error(strings.Join(body.Message, "; "), fields...)
	if match := missing.FindStringSubmatch(body.Message[0]); match != nil && response.Status == http.StatusNotFound {
		failure.Reason = transport.Invalid
		failure.Fields[0].Field, failure.Fields[0].Missing = strings.ToLower(match[1])+"Id", strings.ToLower(match[1])
		if strings.Contains(request.Path+"/", "/"+match[2]+"/") {
			failure.Reason = transport.NotFound
		}
	}
	if failure.Reason == transport.Unauthorized && body.Message[0] == keyRefused {
		failure.Advice = "The service takes no API key for this request, only a bearer token."
	}
	if limit := tierLimit.FindStringSubmatch(failure.Message); limit != nil {
		failure.Advice = adviseOnTier(limit)
	}
	return failure
}

// tierLimit is the refusal of what the account's tier does not allow: a number of objects, or the size of a room.
var tierLimit = regexp.MustCompile(`(?:Cannot create more than (\d+) (\w+)|Room size cannot exceed (\d+)) for this tier`)

func adviseOnTier(limit []string) string {
	if size := limit[3]; size != "" {
		return fmt.Sprintf("The tier of the account limits rooms to a size of %s. Set size to %[1]s or less, or ask the operator of the service for a larger tier.", size)
	}
	return fmt.Sprintf("The tier of the account limits the number of %[2]s to %[1]s, and that many exist. Delete %[2]s that nobody needs, or ask the operator of the service for a larger tier.", limit[1], limit[2])
}

// linksIncomplete reports whether an answer says that a room has no links yet. It is a 404 like that of a missing room or
// a missing route, and means neither: as a rule, it passes within a second.
func linksIncomplete(status int, body []byte) bool {
	var refusal errorBody
	return status == http.StatusNotFound && json.Unmarshal(body, &refusal) == nil && len(refusal.Message) > 0 && missingLinks.MatchString(refusal.Message[0])
}

// explainMissingLinks is the message for a room that stays without its links.
func explainMissingLinks(message string) string {
	room := "a room"
	if id := linksOf.FindString(message); id != "" {
		room = "the room " + id
	}
	return fmt.Sprintf("%s (%s) has no complete links: it is being created at this moment, or its creation was interrupted. "+
		"If this stays, nobody can enter the room, and the service lists no rooms beside it: delete the room, or ask the operator of the service to repair it", room, strings.TrimSuffix(message, "."))
}

// fieldNamed is the API's name of the field that a message speaks of, or "" for a message about something else.
func fieldNamed(message string) string {
	for _, known := range fieldOf {
		if match := known.message.FindStringSubmatch(message); match != nil {
			if known.field != "" {
				return known.field
			}
			return match[1]
		}
	}
	return ""
}
