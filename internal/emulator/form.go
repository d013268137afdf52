package emulator

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"slices"
)

// imageName is how the name of an uploaded file must end; its content is not looked at.
var imageName = regexp.MustCompile(`\.(ico|png|jpg|jpeg|gif|bmp|webp)$`)

// form reads a multipart body: its fields become the body, its files come back by field name. Only the named files may
// be uploaded, each once. isForm tells a form without files from a body that is no form.
func (c *call) form(names ...string) (files map[string][]byte, isForm bool, err error) {
	kind, parameters := c.contentType()
	if kind != "multipart/form-data" {
		return nil, false, nil
	}
	if parameters["boundary"] == "" {
		return nil, true, badRequest("Multipart: Boundary not found")
	}
	// A reader of parts takes the end of the body for the end of the form, wherever it comes.
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
		_, twice := files[name]
		switch {
		case twice || !slices.Contains(names, name):
			return nil, true, badRequest("Unexpected field")
		case !imageName.MatchString(part.FileName()):
			return nil, true, badRequest("Only image files are allowed")
		}
		files[name] = content
	}
}

// addField adds a form field; one that comes several times becomes a list.
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

// file is an uploaded file.
type file struct {
	Path    string
	Content []byte
}

func (f file) key() string { return f.Path }

func getFile(c *call) (answer, error) {
	path := c.parameters["kind"] + "/" + c.parameters["prefix"] + "/" + c.parameters["file"]
	stored, ok := c.files.rows[path]
	if !ok {
		return answer{}, notFound("Cannot GET %s", c.request.URL.RequestURI())
	}
	return answer{status: http.StatusOK, file: stored.Content}, nil
}
