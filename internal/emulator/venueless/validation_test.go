package venueless_test

import (
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

// TestFieldValidation checks what no recording shows.
func TestFieldValidation(t *testing.T) {
	t.Parallel()
	c, _ := start(t, venueless.Options{})
	for body, want := range map[string]string{
		`{"name":7,"sorting_priority":"7","pretalx_id":7.0}`: `"name":"7","pretalx_id":7,"schedule_data":null,"sorting_priority":7`,
		`{"name":"a","sorting_priority":-2147483648}`:        `"sorting_priority":-2147483648`,
		`{"name":"a","sorting_priority":-2147483649}`:        `{"sorting_priority":["Ensure this value is greater than or equal to -2147483648."]}`,
		`{"name":"a\u0000b"}`:                                `{"name":["Null characters are not allowed."]}`,
		`{"name":"a","deleted":"no"}`:                        `"deleted":false`,
		`{"name":"a","deleted":"perhaps"}`:                   `{"deleted":["Must be a valid boolean."]}`,
		`{"name":"a","deleted":null,"id":null}`:              `{"deleted":["This field may not be null."],"id":["This field may not be null."]}`,
		`{"name":"a","sorting_priority":1e3}`:                `"sorting_priority":1000`,
		`{"name":"a","schedule_data":1e999}`:                 `{"schedule_data":["Value must be valid JSON."]}`,
		`{"name":"a","schedule_data":{"title":[-1e999]}}`:    `{"schedule_data":["Value must be valid JSON."]}`,
		`{"name":" ","id":"x"}`:                              `{"id":["Must be a valid UUID."],"name":["This field may not be blank."]}`,
		`{"name":NaN}`:                                       `{"detail":"JSON parse error`,
	} {
		if _, got := c.sendJSON("POST", roomsPath, body); !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
	}
}
