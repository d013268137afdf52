package tfkit_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

func TestClientFrom(t *testing.T) {
	t.Parallel()
	type first struct{ name string }
	type second struct{}
	want := &first{"test"}
	for _, c := range []struct {
		name string
		data any
		want *first
		err  string
	}{
		{"validation", nil, nil, ""},
		{"several clients", tfkit.ProviderData{&second{}, want}, want, ""},
		{"missing client", tfkit.ProviderData{&second{}}, nil, "tfkit.ProviderData without a *tfkit_test.first"},
		{"other data", "text", nil, "string without a *tfkit_test.first"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			got := tfkit.ClientFrom[*first](c.data, &diags)
			if got != c.want || diags.HasError() != (c.err != "") || c.err != "" && !strings.Contains(formatDiagnostics(diags)[0], c.err) {
				t.Errorf("got %v and %v", got, formatDiagnostics(diags))
			}
		})
	}
}
