package venueless

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// readFields reads the fields of a JSON or form body. Without a body there are none.
func (c *call) readFields() (map[string]any, error) {
	if c.ContentLength == 0 {
		return map[string]any{}, nil
	}
	contentType := c.Header.Get("Content-Type")
	mediaType, _, err := mime.ParseMediaType(contentType)
	switch {
	case err == nil && (mediaType == "application/x-www-form-urlencoded" || mediaType == "multipart/form-data"):
		return c.readForm()
	case err != nil || mediaType != "application/json":
		return nil, apiError(http.StatusUnsupportedMediaType, fmt.Sprintf("Unsupported media type %q in request.", contentType))
	}
	body, err := httpapi.DecodeJSON(c.body)
	if err != nil {
		return nil, errInvalidJSON
	}
	fields, ok := body.(map[string]any)
	if !ok {
		return nil, invalidFields(map[string]any{
			"non_field_errors": []string{fmt.Sprintf("Invalid data. Expected a dictionary, but got %s.", pythonType(body))},
		})
	}
	return fields, nil
}

// invalidJSON is the value of a form field that must be JSON and is not.
type invalidJSON struct{}

// readForm reads the fields of a form. All values are texts, except that schedule_data is JSON and module_config is a list
// of texts. A form cannot have trait_grants. Browsers omit unchecked boxes, so a form that is not a PATCH sets "deleted"
// to false if it omits it.
func (c *call) readForm() (map[string]any, error) {
	if err := c.ParseMultipartForm(httpapi.MaxBody); err != nil && !errors.Is(err, http.ErrNotMultipart) { //nolint:gosec // ReadBody limits it
		return nil, errMalformedMultipart
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
			value, err := httpapi.DecodeJSON([]byte(text))
			if err != nil {
				value = invalidJSON{}
			}
			fields[name] = value
		case text == "" && name != "name" && name != "description" && name != "title" && name != "domain":
		default:
			fields[name] = text
		}
	}
	return fields, nil
}
