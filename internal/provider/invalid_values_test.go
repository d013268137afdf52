//nolint:paralleltest // these tests set the environment of the process
package provider_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	ours "github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfserver"
)

// Each invalid value is one error at its argument, which shows no secret.
func TestInvalidValues(t *testing.T) {
	const secret = "hunter2"
	for _, c := range []struct {
		name        string
		arguments   block
		environment map[string]string
		argument    string
		want        []string
	}{
		{"endpoint without scheme", block{"endpoint": "api.example.com"}, nil, "endpoint", []string{`The argument endpoint is "api.example.com", which has no scheme. Did you mean "https://api.example.com"?`}},
		{"endpoint with other scheme", block{"endpoint": "ftp://api.example.com"}, nil, "endpoint", []string{`has the scheme "ftp". Did you mean "https://api.example.com"?`}},
		{"empty endpoint", block{"endpoint": ""}, nil, "endpoint", []string{"The argument endpoint is empty."}},
		{"endpoint with a password", block{"endpoint": "https://me:" + secret + "@api.example.com"}, nil, "endpoint", []string{"contains a user name or password"}},
		{"endpoint with a password, without scheme", block{"endpoint": "me:" + secret + "@api.example.com"}, nil, "endpoint", []string{"contains a user name or password"}},
		{"endpoint with a query", block{"endpoint": "https://api.example.com/?key=" + secret}, nil, "endpoint", []string{"contains a query"}},
		{"endpoint with a line break", block{"endpoint": "https://api.example.com\n"}, nil, "endpoint", []string{"white space or a line break"}},
		{"endpoint of the environment", nil, map[string]string{"XRCLOUD_ENDPOINT": "xr.example.edu"}, "endpoint", []string{`XRCLOUD_ENDPOINT is "xr.example.edu", which has no scheme. Did you mean "https://xr.example.edu"?`}},
		{"host of the environment", nil, map[string]string{"XRCLOUD_HOST": "nope"}, "endpoint", []string{"The environment variable XRCLOUD_HOST"}},
		{"key with a line break", block{"api_key": secret + "\n"}, nil, "api_key", []string{"The argument api_key", "line break", "trimspace()"}},
		{"key with a NUL", block{"api_key": secret + "\x00"}, nil, "api_key", []string{"control character"}},
		{"key of the environment with a line break", nil, map[string]string{"XRCLOUD_API_KEY": secret + "\r\n"}, "api_key", []string{"The environment variable XRCLOUD_API_KEY"}},
		{"empty key", block{"api_key": ""}, nil, "api_key", []string{"is an empty string"}},
		{"token with a line break", block{"access_token": secret + "\n"}, nil, "access_token", []string{"line break"}},
		{"empty token", block{"access_token": ""}, nil, "access_token", []string{"is an empty string"}},
		{"password with a line break", block{"email": "a@example.com", "password": secret + "\n"}, nil, "password", []string{"line break"}},
		{"empty password", block{"email": "a@example.com", "password": ""}, nil, "password", []string{"is an empty string"}},
		{"e-mail address with a line break", block{"email": "a@example.com\n", "password": secret}, nil, "email", []string{"line break"}},
		{"only e-mail address", block{"email": "a@example.com"}, nil, "email", []string{"no password", "XRCLOUD_PASSWORD"}},
		{"only password", block{"password": secret}, nil, "password", []string{"no email", "XRCLOUD_EMAIL"}},
		{"only password, in the environment", nil, map[string]string{"XRCLOUD_PASSWORD": secret}, "password", []string{"no email"}},
		{"token and login", block{"access_token": secret, "email": "a@example.com", "password": secret}, nil, "access_token", []string{"only one of them can be used"}},
		{
			"token and login of the environment", nil,
			map[string]string{"XRCLOUD_ACCESS_TOKEN": secret, "XRCLOUD_EMAIL": "a@example.com", "XRCLOUD_PASSWORD": secret},
			"access_token",
			[]string{"only one of them can be used", "XRCLOUD_ACCESS_TOKEN", "XRCLOUD_EMAIL"},
		},
		{"token and password of the environment", nil, map[string]string{"XRCLOUD_ACCESS_TOKEN": secret, "XRCLOUD_PASSWORD": secret}, "access_token", []string{"only one of them can be used"}},
		{"invalid certificate", block{"ca_certificate": "ours"}, nil, "ca_certificate", []string{"The CA certificate contains no", "-----BEGIN CERTIFICATE-----", `file("ca.pem")`}},
		{"invalid certificate of the environment", nil, map[string]string{"XRCLOUD_CA_CERTIFICATE": "ours"}, "ca_certificate", []string{"-----BEGIN CERTIFICATE-----"}},
		{"path of a certificate", block{"ca_certificate": "certs/our ca.crt"}, nil, "ca_certificate", []string{"looks like a path: give the content", `file("certs/our ca.crt")`}},
		{"path of a certificate in the environment", nil, map[string]string{"XRCLOUD_CA_CERTIFICATE": "/etc/ca.pem"}, "ca_certificate", []string{"looks like a path", `"$(cat "/etc/ca.pem")"`}},
		{"lines that end like a path", block{"ca_certificate": "see\nca.pem"}, nil, "ca_certificate", []string{"-----BEGIN CERTIFICATE-----"}},
		{"timeout without unit", block{"request_timeout": "60"}, nil, "request_timeout", []string{`"90s"`, `"60"`}},
		{"timeout of zero", block{"request_timeout": "0s"}, nil, "request_timeout", []string{`"0s"`}},
		{"negative timeout", nil, map[string]string{"XRCLOUD_REQUEST_TIMEOUT": "-1s"}, "request_timeout", []string{"The environment variable XRCLOUD_REQUEST_TIMEOUT", `"-1s"`}},
		{"empty timeout", block{"request_timeout": ""}, nil, "request_timeout", []string{`""`}},
		{"retries without number", nil, map[string]string{"XRCLOUD_MAX_RETRIES": "few"}, "max_retries", []string{"The environment variable XRCLOUD_MAX_RETRIES", "from 0 to 100", `"few"`}},
		{"too many retries", nil, map[string]string{"XRCLOUD_MAX_RETRIES": "101"}, "max_retries", []string{"from 0 to 100"}},
		{"no concurrent requests", nil, map[string]string{"XRCLOUD_MAX_CONCURRENT_REQUESTS": "0"}, "max_concurrent_requests", []string{"from 1 to 1000"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, resp := configure(t, c.arguments, c.environment)
			if len(resp.Diagnostics) != 1 {
				t.Fatalf("want one diagnostic, got %v", resp.Diagnostics)
			}
			got, ok := resp.Diagnostics[0].(diag.DiagnosticWithPath)
			if !ok || got.Path().String() != c.argument || got.Severity() != diag.SeverityError {
				t.Errorf("want an error at %s, got %v", c.argument, resp.Diagnostics[0])
			}
			if detail := resp.Diagnostics[0].Detail(); !unicode.IsUpper([]rune(detail)[0]) {
				t.Errorf("the detail does not begin with a capital letter: %s", detail)
			}
			for _, want := range c.want {
				if detail := resp.Diagnostics[0].Detail(); !strings.Contains(detail, want) {
					t.Errorf("want %q in %s", want, detail)
				}
			}
			if strings.Contains(fmt.Sprint(resp.Diagnostics), secret) {
				t.Errorf("the error shows a secret: %v", resp.Diagnostics)
			}
		})
	}
}

// The validation of the configuration reports what it can see without the environment.
func TestInvalidValuesInValidation(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		arguments block
		argument  string // of the error, or ""
	}{
		{"empty", nil, ""},
		{"bounds", block{"max_retries": 100, "max_concurrent_requests": 1000}, ""},
		{"all unknown", block{"max_retries": unknown, "access_token": unknown, "email": unknown}, ""},
		{"too many retries", block{"max_retries": 101}, "max_retries"},
		{"negative retries", block{"max_retries": -1}, "max_retries"},
		{"no concurrent requests", block{"max_concurrent_requests": 0}, "max_concurrent_requests"},
		{"token and e-mail address", block{"access_token": "t", "email": "a@example.com"}, "access_token"},
		{"token and password", block{"access_token": "t", "password": "p"}, "access_token"},
		{"token and login", block{"access_token": "t", "email": "a@example.com", "password": "p"}, "access_token"},
		{"token and unknown e-mail address", block{"access_token": "t", "email": unknown}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := &ours.Provider{}
			_, raw := providerConfig(t, p, c.arguments)
			value, err := tfprotov6.NewDynamicValue(raw.Type(), raw)
			if err != nil {
				t.Fatal(err)
			}
			server, err := providerserver.NewProtocol6WithError(p)()
			if err != nil {
				t.Fatal(err)
			}
			resp, err := server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: &value})
			if err != nil {
				t.Fatal(err)
			}
			if c.argument == "" && len(resp.Diagnostics) == 0 {
				return
			}
			if len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Attribute.String() != tftypes.NewAttributePath().WithAttributeName(c.argument).String() {
				t.Errorf("want one error at %q, got %v", c.argument, resp.Diagnostics)
			}
		})
	}
}

// All invalid values are reported in one run.
func TestAllInvalidValuesAreReported(t *testing.T) {
	_, resp := configure(t, block{"endpoint": "nope", "api_key": "", "request_timeout": "long", "email": "a@example.com"}, map[string]string{"XRCLOUD_MAX_RETRIES": "few"})
	if got := resp.Diagnostics.ErrorsCount(); got != 5 {
		t.Errorf("want five errors, got %v", resp.Diagnostics)
	}
}

func TestPlainHTTPWarns(t *testing.T) {
	for endpoint, warns := range map[string]bool{
		"https://api.example.com": false, "http://localhost:8780": false, "http://127.0.0.1:8780/xr": false, "http://[::1]:8780": false, "http://xr.localhost": false,
		"http://api.example.com": true, "http://10.0.0.7:8780": true, "http://localhost.example.com": true,
	} {
		_, resp := configure(t, block{"endpoint": endpoint}, nil)
		if resp.Diagnostics.HasError() || resp.Diagnostics.WarningsCount() > 1 || (resp.Diagnostics.WarningsCount() == 1) != warns {
			t.Errorf("%s: want a warning: %t, got %v", endpoint, warns, resp.Diagnostics)
		}
		if warns && !strings.Contains(resp.Diagnostics[0].Detail(), "Use https://") {
			t.Errorf("%s: got %s", endpoint, resp.Diagnostics[0].Detail())
		}
	}
	_, resp := configure(t, nil, map[string]string{"XRCLOUD_ENDPOINT": "http://api.example.com"})
	if resp.Diagnostics.WarningsCount() != 1 || !strings.HasPrefix(resp.Diagnostics[0].Detail(), "The environment variable XRCLOUD_ENDPOINT begins with http://") {
		t.Errorf("want one warning that names the variable, got %v", resp.Diagnostics)
	}
}

// A token and a jwt block are one error.
func TestTokenBesideJWTIsOneError(t *testing.T) {
	t.Parallel()
	p := &ours.Provider{}
	var venueless map[string]tftypes.Value
	both := block{"token": "t", "jwt": objectValue(venuelessJWT, block{"secret": "k3y"})}
	if err := objectValue(venuelessSection, both).As(&venueless); err != nil {
		t.Fatal(err)
	}
	_, raw := providerConfig(t, p, block{"venueless": venueless})
	value, err := tfprotov6.NewDynamicValue(raw.Type(), raw)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := tfserver.New(ours.New("test")())().ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: &value})
	if err != nil {
		t.Fatal(err)
	}
	if len(resp.Diagnostics) != 1 {
		t.Errorf("got %d diagnostics, want one: %v", len(resp.Diagnostics), resp.Diagnostics)
	}
}
