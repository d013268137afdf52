package project_test

import (
	"encoding/base64"
	"maps"
	"os"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// What goes over the wire: the name and the webhook every time, since the service clears a webhook that is left out; the
// label and the images only where they change; nothing where only the state changes.
func TestProjectRequests(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{})
	caller := s.ProtocolClient(t)
	content, err := os.ReadFile("neutral.png")
	if err != nil {
		t.Fatal(err)
	}
	neutral := string(content)
	project := caller.Absent("xrcloud_project")
	values := acctest.Values{"name": "Fair", "force_destroy": false}
	favicon, logo := writeImage(t, "Favicon.ICO", "a favicon"), base64.StdEncoding.EncodeToString([]byte(png))
	for _, c := range []struct {
		name   string
		change acctest.Values
		want   map[string]string
	}{
		{"created", nil, map[string]string{"name": "Fair", "favicon=favicon.png": neutral, "logo=logo.png": neutral}},
		{"label", acctest.Values{"label": "fair"}, map[string]string{"name": "Fair", "label": "fair"}},
		{"webhook", acctest.Values{"webhook_url": "https://example.com/hook"}, map[string]string{"name": "Fair", "webhookUrl": "https://example.com/hook"}},
		{"name", acctest.Values{"name": "Fair 2"}, map[string]string{"name": "Fair 2", "webhookUrl": "https://example.com/hook"}},
		{
			"favicon",
			acctest.Values{"favicon": favicon},
			map[string]string{"name": "Fair 2", "webhookUrl": "https://example.com/hook", "favicon=favicon.ico": "a favicon"},
		},
		{
			"logo",
			acctest.Values{"logo_base64": logo},
			map[string]string{"name": "Fair 2", "webhookUrl": "https://example.com/hook", "logo=logo.png": png},
		},
		{"no label", acctest.Values{"label": nil}, map[string]string{"name": "Fair 2", "webhookUrl": "https://example.com/hook", "label": ""}},
		{
			"no favicon",
			acctest.Values{"favicon": nil},
			map[string]string{"name": "Fair 2", "webhookUrl": "https://example.com/hook", "favicon=favicon.png": neutral},
		},
		{"force_destroy", acctest.Values{"force_destroy": true}, nil},
		{"no webhook", acctest.Values{"webhook_url": nil}, map[string]string{"name": "Fair 2"}},
	} {
		maps.Copy(values, c.change)
		s.Server.Reset()
		project = caller.MustApply(project, values)
		var got map[string]string
		for _, method := range []string{"POST", "PATCH"} {
			for _, request := range s.Server.Requests(method, "^/api/projects") {
				got = multipartValues(t, request)
				if request.Header.Get("Authorization") == "" || request.Header.Get("X-Xrcloud-Api-Key") != "" {
					t.Errorf("%s: not sent with the bearer token alone", c.name)
				}
			}
		}
		if !maps.Equal(got, c.want) {
			t.Errorf("%s: %q goes over the wire, want %q", c.name, got, c.want)
		}
	}
}
