package emulator

import (
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// file is an uploaded file.
type file struct {
	Path    string
	Content []byte
}

func (f file) Key() string { return f.Path }

func getFile(c *call) (*httpapi.Response, error) {
	stored, ok := c.files.Get(c.PathValue("kind") + "/" + c.PathValue("prefix") + "/" + c.PathValue("file"))
	if !ok {
		return unknownRoute(c)
	}
	return content(stored.Content), nil
}

// content is a response with a body that is not JSON.
func content(body []byte) *httpapi.Response {
	return &httpapi.Response{
		Status: http.StatusOK, Header: http.Header{"Content-Type": {http.DetectContentType(body)}}, Body: body,
	}
}

// saveFiles saves the uploaded files of a project, which are given by the name of their form field.
func (t *tx) saveFiles(p project, files map[string][]byte) {
	if content, ok := files["favicon"]; ok {
		t.files.Put(t.Tx, file{Path: p.favicon(), Content: content})
	}
	if content, ok := files["logo"]; ok {
		t.files.Put(t.Tx, file{Path: p.logo(), Content: content})
	}
}
