//nolint:paralleltest // these tests set the environment of the process
package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// A credential that is too short to be redacted in logs is a warning at its argument, which does not show the credential.
func TestShortCredentialWarns(t *testing.T) {
	for _, c := range []struct {
		name        string
		arguments   block
		environment map[string]string
		argument    string // of the warning, or ""
		source      string
	}{
		{"key", block{"api_key": "zxcvb"}, nil, "api_key", "The argument api_key has fewer than 6 characters."},
		{"key of the environment", nil, map[string]string{"XRCLOUD_API_KEY": "zxcvb"}, "api_key", "The environment variable XRCLOUD_API_KEY has fewer than 6 characters."},
		{"token", block{"access_token": "zxcvb"}, nil, "access_token", "The argument access_token has"},
		{"password", block{"email": "a@example.com", "password": "zxcvb"}, nil, "password", "The argument password has"},
		{"long enough", block{"api_key": "zxcvbn"}, nil, "", ""},
		{"e-mail address", block{"email": "a@b.c", "password": "zxcvbn"}, nil, "", ""},
		{"VCS", nil, map[string]string{"XRCLOUD_VCS_API_KEY": "zxcvb"}, "vcs.api_key", "The environment variable XRCLOUD_VCS_API_KEY has"},
		{"Venueless token", nil, map[string]string{"XRCLOUD_VENUELESS_TOKEN": "zxcvb"}, "venueless.token", "The environment variable XRCLOUD_VENUELESS_TOKEN has"},
		{"Venueless secret", nil, map[string]string{"XRCLOUD_VENUELESS_JWT_SECRET": "zxcvb"}, "venueless.jwt.secret", "The environment variable XRCLOUD_VENUELESS_JWT_SECRET has"},
		{"whiteboard", nil, map[string]string{"XRCLOUD_WHITEBOARD_SDK_TOKEN": "zxcvb"}, "whiteboard.sdk_token", "The environment variable XRCLOUD_WHITEBOARD_SDK_TOKEN has"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, resp := configure(t, c.arguments, c.environment)
			if c.argument == "" {
				if len(resp.Diagnostics) > 0 {
					t.Errorf("got %v", resp.Diagnostics)
				}
				return
			}
			if len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Summary() != "Credential is very short" || resp.Diagnostics[0].Severity() != diag.SeverityWarning {
				t.Fatalf("want one warning, got %v", resp.Diagnostics)
			}
			got, ok := resp.Diagnostics[0].(diag.DiagnosticWithPath)
			if !ok || got.Path().String() != c.argument || !strings.HasPrefix(got.Detail(), c.source) || strings.Contains(got.Detail(), "zxcvb") {
				t.Errorf("want a warning at %s, got %v", c.argument, got)
			}
		})
	}
}
