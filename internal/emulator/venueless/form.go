package venueless

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

// largestForm bounds a form, in bytes.
const largestForm = 10 << 20

// brokenJSON is a form field that is read as JSON, and is none.
type brokenJSON struct{}

// isForm says whether the framework reads a body of that type as a form, which it does although nobody asked it to.
func isForm(media string) bool {
	return media == "application/x-www-form-urlencoded" || media == "multipart/form-data"
}

// readForm reads a form as named fields. Every value is a text but schedule_data, which is JSON in a text, and
// module_config, which is a list of texts. trait_grants cannot be sent. A box that is not ticked is not sent either, so a
// room that is not changed but sent as a whole is not deleted.
func (c *call) readForm() (map[string]any, *answer) {
	c.Body = http.MaxBytesReader(nil, c.Body, largestForm)
	if err := c.ParseMultipartForm(largestForm); err != nil && !errors.Is(err, http.ErrNotMultipart) { //nolint:gosec // it is bounded above
		refusal := refuse(http.StatusBadRequest, "Multipart form parse error")
		return nil, &refusal
	}
	fields := map[string]any{}
	if c.Method != http.MethodPatch {
		fields["deleted"] = false
	}
	for name, values := range c.PostForm {
		text := values[len(values)-1]
		switch {
		case strings.HasPrefix(name, "trait_grants"):
		case name == "module_config":
			list := []any{}
			for _, value := range values {
				list = append(list, value)
			}
			fields[name] = list
		case name == "schedule_data":
			fields[name] = jsonOf(text)
		case text == "" && name != "name" && name != "description" && name != "title" && name != "domain":
		default:
			fields[name] = text
		}
	}
	return fields, nil
}

func jsonOf(text string) any {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return brokenJSON{}
	}
	return value
}
