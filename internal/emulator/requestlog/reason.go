package requestlog

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// reason returns what an error response of one of the services says. It takes only fields that cannot have a credential:
// XRCLOUD returns the body of the request in a response with status 500, and VCS returns an invalid API key in its
// description. It omits the query of the request, which XRCLOUD returns for an unknown path, and which has the secrets of
// room links. The reason is empty if the body is not JSON.
func reason(body []byte, query string) string {
	var fields map[string]any
	if json.Unmarshal(body, &fields) != nil {
		return ""
	}
	var text string
	switch {
	case fields["message"] != nil: // XRCLOUD and the whiteboard
		text = join(fields["message"])
	case fields["detail"] != nil: // Venueless
		text = join(fields["detail"])
	case fields["code"] != nil: // VCS
		text = join([]any{fields["code"], fields["id"]})
	default: // Venueless, by field
		text = join(fields)
	}
	if query != "" {
		text = strings.ReplaceAll(text, "?"+string([]rune(query)), "") // JSON replaces bytes that are not UTF-8, as the conversion to runes does
	}
	return shorten(strings.Join(strings.Fields(text), " "))
}

// join returns the texts in a JSON value, and the names of its fields.
func join(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case string:
		return value
	case []any:
		var texts []string
		for _, item := range value {
			if text := join(item); text != "" {
				texts = append(texts, text)
			}
		}
		return strings.Join(texts, "; ")
	case map[string]any:
		var texts []string
		for _, name := range slices.Sorted(maps.Keys(value)) {
			texts = append(texts, name+": "+join(value[name]))
		}
		return strings.Join(texts, "; ")
	default:
		return fmt.Sprint(value)
	}
}

// shorten cuts a text at maxReason.
func shorten(text string) string {
	if len(text) <= maxReason {
		return text
	}
	cut := maxReason
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}
