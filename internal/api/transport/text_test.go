package transport_test

import (
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

func TestText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                   "",
		"Cafe":               "Cafe",
		"Cafe\u0301":         "Caf\u00e9",
		"Caf\u00e9":          "Caf\u00e9",
		"\u212b":             "\u00c5",
		"\u1112\u1161\u11ab": "\ud55c",
	} {
		if got := transport.Text(text); got != want {
			t.Errorf("%+q became %+q, want %+q", text, got, want)
		}
	}
}
