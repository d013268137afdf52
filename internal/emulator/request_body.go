package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// readBody reads the body, and decodes it if it is JSON. Handlers that accept forms decode them with readForm.
func (c *call) readBody(w http.ResponseWriter) error {
	content, err := httpapi.ReadBody(w, c.Request)
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return errorResponse(errorBody{Status: http.StatusRequestEntityTooLarge, Message: "request entity too large"})
	}
	if err != nil {
		return badRequest("request aborted")
	}
	c.content = content
	if mediaType, _ := c.contentType(); mediaType != "application/json" || len(content) == 0 {
		return nil
	}
	c.body, err = parseJSON(content)
	return err
}

// contentType returns the media type of the body and its parameters. A malformed header counts as an unknown type.
func (c *call) contentType() (mediaType string, parameters map[string]string) {
	mediaType, parameters, err := mime.ParseMediaType(c.Header.Get("Content-Type"))
	if err != nil {
		return "", nil
	}
	return mediaType, parameters
}

// parseJSON decodes an object or array. For anything else it fails with the messages of the service's JavaScript engine.
func parseJSON(content []byte) (any, error) {
	var raw json.RawMessage
	err := json.Unmarshal(content, &raw)
	syntax, _ := errors.AsType[*json.SyntaxError](err)
	switch first := bytes.TrimLeft(content, " \t\r\n"); {
	case syntax != nil && syntax.Error() == "unexpected end of JSON input":
		return nil, badRequest("Unexpected end of JSON input")
	case syntax != nil:
		return nil, unexpectedToken(content, int(syntax.Offset)-1)
	case err != nil:
		return nil, err
	case first[0] != '{' && first[0] != '[':
		return nil, unexpectedToken(content, len(content)-len(first))
	}
	return httpapi.DecodeJSON(content)
}

func unexpectedToken(content []byte, position int) error {
	token, _ := utf8.DecodeRune(content[position:])
	return badRequest("Unexpected token %c in JSON at position %d", token, position)
}

// object returns the body as an object. Without a body it is empty.
func (c *call) object() map[string]any {
	fields, _ := c.body.(map[string]any)
	return fields
}

// queryValues returns the query parameters: a string, or a list if the name is repeated or ends in [].
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

// imageName is the pattern for names of uploaded files. The service does not check their content.
var imageName = regexp.MustCompile(`\.(ico|png|jpg|jpeg|gif|bmp|webp)$`)

// readForm reads a multipart body. It sets the body to the fields, and returns the files by field name. Only the named
// files can be uploaded, each once. isForm is false if the body is not a form.
func (c *call) readForm(names ...string) (files map[string][]byte, isForm bool, err error) {
	mediaType, parameters := c.contentType()
	if mediaType != "multipart/form-data" {
		return nil, false, nil
	}
	if parameters["boundary"] == "" {
		return nil, true, badRequest("Multipart: Boundary not found")
	}
	// multipart.Reader accepts a body that ends before the closing boundary. The service does not.
	if !bytes.Contains(c.content, []byte("--"+parameters["boundary"]+"--")) {
		return nil, true, badRequest("Unexpected end of form")
	}
	fields := map[string]any{}
	files = map[string][]byte{}
	reader := multipart.NewReader(bytes.NewReader(c.content), parameters["boundary"])
	for {
		part, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			c.body = fields
			return files, true, nil
		}
		if err != nil {
			return nil, true, badRequest("Unexpected end of form")
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, true, badRequest("Unexpected end of form")
		}
		name := part.FormName()
		if part.FileName() == "" {
			addField(fields, name, string(content))
			continue
		}
		_, repeated := files[name]
		switch {
		case repeated || !slices.Contains(names, name):
			return nil, true, badRequest("Unexpected field")
		case !imageName.MatchString(part.FileName()):
			return nil, true, badRequest("Only image files are allowed")
		}
		files[name] = content
	}
}

// addField adds a form field. A repeated field becomes a list.
func addField(fields map[string]any, name, value string) {
	switch before := fields[name].(type) {
	case nil:
		fields[name] = value
	case []any:
		fields[name] = append(before, value)
	default:
		fields[name] = []any{before, value}
	}
}
