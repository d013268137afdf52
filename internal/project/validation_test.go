package project_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

const (
	invalidImage = `must be the path of an image, by its ending: .ico, .png, .jpg, .jpeg, .gif, .bmp or .webp, got: `
	exactlyOne   = "Exactly one of these attributes must be configured: [id,label]"
)

// Validation sends no request.
func TestProjectValidation(t *testing.T) {
	t.Parallel()
	client := acctest.NewProtocolClient(t, acctest.Values{"access_token": "token"})
	for _, c := range []struct {
		name   string
		values acctest.Values
		want   string
	}{
		{"image types", acctest.Values{"favicon": "a.ICO", "logo": "b.webp"}, ""},
		{
			"all unknown", acctest.Values{
				"name": acctest.Unknown, "label": acctest.Unknown, "webhook_url": acctest.Unknown, "favicon": acctest.Unknown,
				"favicon_base64": acctest.Unknown, "logo": acctest.Unknown, "logo_base64": acctest.Unknown, "force_destroy": acctest.Unknown,
			}, "",
		},
		{"empty name", acctest.Values{"name": ""}, "error at name: Invalid Attribute Value Length: Attribute name string length must be at least 1, got: 0"},
		{"NUL in name", acctest.Values{"name": "a\x00"}, "error at name: Invalid string: The value must not contain a NUL character."},
		{"empty label", acctest.Values{"label": ""}, "error at label: Invalid Attribute Value Length: Attribute label string length must be between 1 and 1000, got: 0"},
		{
			"label too long for a URL",
			acctest.Values{"label": strings.Repeat("방", 334)},
			"error at label: Invalid Attribute Value Length: Attribute label string length must be between 1 and 1000, got: 1002",
		},
		{"NUL in label", acctest.Values{"label": "a\x00"}, "error at label: Invalid string: The value must not contain a NUL character."},
		{"empty webhook", acctest.Values{"webhook_url": ""}, `error at webhook_url: Invalid URL: The URL is empty. Use a URL such as "https://example.com/bye".`},
		{"localhost", acctest.Values{"webhook_url": "http://localhost:8080"}, acctest.InvalidHostError("webhook_url", "localhost")},
		{"image without type", acctest.Values{"favicon": "favicon"}, "error at favicon: Invalid Attribute Value Match: Attribute favicon " + invalidImage + "favicon"},
		{"image of other type", acctest.Values{"logo": "logo.svg"}, "error at logo: Invalid Attribute Value Match: Attribute logo " + invalidImage + "logo.svg"},
		{
			"two favicons",
			acctest.Values{"favicon": "a.png", "favicon_base64": ""},
			`error at favicon: Conflicting arguments: favicon cannot be set together with favicon_base64. Remove favicon, or else favicon_base64.`,
		},
		{
			"two logos",
			acctest.Values{"logo": "a.png", "logo_base64": "x"},
			`error at logo: Conflicting arguments: logo cannot be set together with logo_base64. Remove logo, or else logo_base64.`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			values := acctest.Values{"name": "Fair"}
			maps.Copy(values, c.values)
			if got := strings.Join(client.ValidateResource("xrcloud_project", values), "\n"); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestProjectDataSourceValidation(t *testing.T) {
	t.Parallel()
	client := acctest.NewProtocolClient(t, acctest.Values{"access_token": "token"})
	for _, c := range []struct {
		kind   string
		config acctest.Values
		want   string
	}{
		{"xrcloud_project", acctest.Values{"id": acctest.MissingID}, ""},
		{"xrcloud_project", acctest.Values{"label": acctest.Unknown}, ""},
		{"xrcloud_project", acctest.Values{}, "error: Missing Attribute Configuration: " + exactlyOne},
		{"xrcloud_project", acctest.Values{"id": acctest.MissingID, "label": "fair"}, "error at id: Invalid Attribute Combination: " + exactlyOne},
		{"xrcloud_project", acctest.Values{"id": "fair"}, acctest.NotUUIDError("id", "fair")},
		{
			"xrcloud_project",
			acctest.Values{"label": ""},
			"error at label: Invalid Attribute Value Length: Attribute label string length must be at least 1, got: 0",
		},
		{"xrcloud_projects", acctest.Values{}, ""},
		{"xrcloud_projects", acctest.Values{"label": acctest.Unknown}, ""},
	} {
		if got := strings.Join(client.ValidateDataSource(c.kind, c.config), "\n"); got != c.want {
			t.Errorf("%s with %v: got\n%s\nwant\n%s", c.kind, c.config, got, c.want)
		}
	}
}
