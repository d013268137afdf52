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
	// A file can be HTML, even if its name says otherwise. Opened in a browser, it must not read the pages of the emulator, which have
	// the same origin.
	return &httpapi.Response{Status: http.StatusOK, Body: stored.Content, Header: http.Header{
		"Content-Type": {http.DetectContentType(stored.Content)}, "Content-Security-Policy": {"default-src 'none'; sandbox"},
	}}, nil
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
