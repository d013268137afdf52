package project_test

import (
	"encoding/base64"
	"maps"
	"os"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// An update request has the name and the webhook, since the service removes a webhook that is not in it, and the label and images that change.
// A change of force_destroy sends no request.
func TestProjectRequests(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{})
	client := s.ProtocolClient(t)
	content, err := os.ReadFile("neutral.png")
	if err != nil {
		t.Fatal(err)
	}
	neutral := string(content)
	project := client.Absent("xrcloud_project")
	values := acctest.Values{"name": "Fair", "force_destroy": false}
	favicon, logo := writeImage(t, "Favicon.ICO", "a favicon"), base64.StdEncoding.EncodeToString([]byte(png))
	for _, c := range []struct {
		name   string
		change acctest.Values
		want   map[string]string
	}{
		{"create", nil, map[string]string{"name": "Fair", "favicon=favicon.png": neutral, "logo=logo.png": neutral}},
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
		project = client.MustApply(project, values)
		var got map[string]string
		for _, method := range []string{"POST", "PATCH"} {
			for _, request := range s.Server.Requests(method, "^/api/projects") {
				got = multipartValues(t, request)
				if request.Header.Get("Authorization") == "" || request.Header.Get("X-Xrcloud-Api-Key") != "" {
					t.Errorf("%s: the request has no bearer token, or has the API key", c.name)
				}
			}
		}
		if !maps.Equal(got, c.want) {
			t.Errorf("%s: the request is %q, want %q", c.name, got, c.want)
		}
	}
}
