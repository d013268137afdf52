package room_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// Validation sends no request.
func TestRoomValidation(t *testing.T) {
	t.Parallel()
	client := acctest.NewProtocolClient(t, acctest.Values{"api_key": "key"})
	valid := fixture{project: acctest.MissingID, scene: acctest.MissingID}
	for _, c := range []struct {
		name   string
		values acctest.Values
		want   string
	}{
		{name: "valid", values: acctest.Values{"size": 1000, "tags": []string{"keynote"}}},
		{"project_id", acctest.Values{"project_id": "fair"}, acctest.NotUUIDError("project_id", "fair")},
		{"upper case", acctest.Values{"project_id": "F24EE5BA-8F1F-4F7A-86ED-738F95EA1F8B"}, acctest.NotUUIDError("project_id", "F24EE5BA-8F1F-4F7A-86ED-738F95EA1F8B")},
		{"scene_id", acctest.Values{"scene_id": ""}, acctest.NotUUIDError("scene_id", "")},
		{"empty name", acctest.Values{"name": ""}, `error at name: Invalid Attribute Value Length: Attribute name string length must be at least 1, got: 0`},
		{"NUL in name", acctest.Values{"name": "Main\x00Hall"}, `error at name: Invalid string: The value must not contain a NUL character.`},
		{"NUL in a tag", acctest.Values{"tags": []string{"day\x001"}}, `error at tags: Invalid string: The value must not contain a NUL character.`},
		{"null tag", acctest.Values{"tags": []tftypes.Value{tftypes.NewValue(tftypes.String, nil)}}, `error at tags: Null Set Value: This attribute contains a null value.`},
		{"size too small", acctest.Values{"size": 0}, `error at size: Invalid whole number: size must be a whole number from 1 to 1000, got 0.`},
		{"size too large", acctest.Values{"size": 1001}, `error at size: Invalid whole number: size must be a whole number from 1 to 1000, got 1001.`},
		{"empty URL", acctest.Values{"return_url": ""}, `error at return_url: Invalid URL: The URL is empty. Use a URL such as "https://example.com/bye".`},
		{"localhost", acctest.Values{"return_url": "http://localhost/bye"}, acctest.InvalidHostError("return_url", "localhost")},
		{"mailto", acctest.Values{"return_url": "mailto:host@example.com"}, `error at return_url: Invalid URL: The URL is an e-mail address, which the service rejects. Use a URL that begins with https://.`},
		{"host without dot", acctest.Values{"return_url": "goodbye"}, acctest.InvalidHostError("return_url", "goodbye")},
		{"without scheme", acctest.Values{"return_url": "example.com/bye"}, "warning at return_url: URL has no scheme: The service accepts a URL without a scheme, but browsers and clients do not treat it as a complete URL. Begin it with https://."},
		{"ftp", acctest.Values{"return_url": "ftp://example.com/bye"}, ""},
		{
			"all unknown", acctest.Values{
				"project_id": acctest.Unknown, "scene_id": acctest.Unknown, "name": acctest.Unknown, "size": acctest.Unknown,
				"return_url": acctest.Unknown, "tags": acctest.Unknown,
			}, "",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := strings.Join(client.ValidateResource("xrcloud_room", valid.arguments(c.values)), "\n"); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}
