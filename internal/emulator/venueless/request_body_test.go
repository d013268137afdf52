package venueless_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

func TestForms(t *testing.T) {
	t.Parallel()
	c, _ := start(t, venueless.Options{})
	const form = "application/x-www-form-urlencoded"
	created := c.send("POST", roomsPath, "apiuser", url.Values{
		"id": {roomID}, "name": {"first", " Hall "}, "sorting_priority": {"7"}, "pretalx_id": {""}, "schedule_data": {`{"title":"x"}`}, "trait_grants": {"x"},
	}.Encode(), form)
	if want := `"name":"Hall","pretalx_id":0,"schedule_data":{"title":"x"},"sorting_priority":7,"trait_grants":{}}`; created.status != http.StatusCreated || !strings.Contains(created.content, want) {
		t.Errorf("status %d with %s, want %s", created.status, created.content, want)
	}
	multipart := "--b\r\nContent-Disposition: form-data; name=\"deleted\"\r\n\r\non\r\n--b--\r\n"
	if got := c.send("PATCH", roomsPath+roomID+"/", "apiuser", multipart, "multipart/form-data; boundary=b"); got.status != http.StatusOK || !strings.Contains(got.content, `"deleted":true`) {
		t.Errorf("a checked box: status %d with %s", got.status, got.content)
	}
	for body, want := range map[string]string{
		"module_config=x": `{"module_config":{"0":["Expected a dictionary of items but got type \"str\"."]}}`,
		"schedule_data={": `{"schedule_data":["Value must be valid JSON."]}`,
		"name=":           `{"name":["This field may not be blank."]}`,
	} {
		if got := c.send("PATCH", roomsPath+roomID+"/", "apiuser", body, form); got.status != http.StatusBadRequest || got.content != want {
			t.Errorf("%s: status %d with %s, want %s", body, got.status, got.content, want)
		}
	}
	if got := c.send("POST", roomsPath, "apiuser", "name: x", "application/yaml"); got.status != http.StatusUnsupportedMediaType {
		t.Errorf("status %d of YAML, want 415", got.status)
	}
}
