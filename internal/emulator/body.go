package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// bodyLimit is how much of a request body is read, in bytes; more is refused.
const bodyLimit = 10 << 20

// readBody takes the body in, and parses it if it is JSON. Forms are parsed by those who take them.
func (c *call) readBody(w http.ResponseWriter) error {
	content, err := io.ReadAll(http.MaxBytesReader(w, c.request.Body, bodyLimit))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return &failure{Status: http.StatusRequestEntityTooLarge, Message: "request entity too large"}
	case err != nil:
		return badRequest("request aborted")
	}
	c.content = content
	if kind, _ := c.contentType(); kind != "application/json" || len(content) == 0 {
		return nil
	}
	c.body, err = parseJSON(content)
	return err
}

// contentType is the type of the body, and its parameters. One that cannot be read is one that the service does not know.
func (c *call) contentType() (kind string, parameters map[string]string) {
	kind, parameters, err := mime.ParseMediaType(c.request.Header.Get("Content-Type"))
	if err != nil {
		return "", nil
	}
	return kind, parameters
}

// parseJSON reads an object or array; anything else is refused with the texts of the service's JavaScript engine.
func parseJSON(content []byte) (any, error) {
	var raw json.RawMessage
	var syntax *json.SyntaxError
	err := json.Unmarshal(content, &raw)
	switch first := bytes.TrimLeft(content, " \t\r\n"); {
	case errors.As(err, &syntax) && syntax.Error() == "unexpected end of JSON input":
		return nil, badRequest("Unexpected end of JSON input")
	case errors.As(err, &syntax):
		return nil, unexpected(content, int(syntax.Offset)-1)
	case err != nil:
		return nil, err
	case first[0] != '{' && first[0] != '[':
		return nil, unexpected(content, len(content)-len(first))
	}
	var value any
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber() // keeps numbers as they came, for the echo in a breakdown
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	return value, nil
}

func unexpected(content []byte, position int) error {
	token, _ := utf8.DecodeRune(content[position:])
	return badRequest("Unexpected token %c in JSON at position %d", token, position)
}

// queryValues are the query parameters: a string, or a list where a name came several times or ends in [].
func queryValues(query url.Values) map[string]any {
	values := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		plainName, list := strings.CutSuffix(name, "[]")
		if !list && len(query[name]) == 1 {
			values[plainName] = query[name][0]
			continue
		}
		items := make([]any, len(query[name]))
		for i, item := range query[name] {
			items[i] = item
		}
		values[plainName] = items
	}
	return values
}

// object is the body as an object; without a body it is empty.
func (c *call) object() map[string]any {
	fields, _ := c.body.(map[string]any)
	return fields
}

// validBody checks the body against the declared fields. A list passes for an object of which no field is declared: an
// empty one is not checked at all, and every item of another one is a field that should not exist.
func (c *call) validBody(fields []field) (input, error) {
	if list, ok := c.body.([]any); ok {
		items := map[string]any{}
		for i := range list {
			items[strconv.Itoa(i)] = nil
		}
		return validate(items, nil)
	}
	return validate(c.object(), fields)
}
