package provider

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	vcsapi "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

var vcsTypes = map[string]attr.Type{
	"domain": types.StringType, "endpoint": types.StringType, "api_key": types.StringType, "ca_certificate": types.StringType,
	"request_timeout": types.StringType, "max_retries": types.Int64Type, "max_concurrent_requests": types.Int64Type,
}

// vcsSection returns the block vcs with these arguments, and null for all others.
func vcsSection(t *testing.T, arguments map[string]attr.Value) types.Object {
	t.Helper()
	values := map[string]attr.Value{
		"domain": types.StringNull(), "endpoint": types.StringNull(), "api_key": types.StringNull(), "ca_certificate": types.StringNull(),
		"request_timeout": types.StringNull(), "max_retries": types.Int64Null(), "max_concurrent_requests": types.Int64Null(),
	}
	maps.Copy(values, arguments)
	section, diags := types.ObjectValue(vcsTypes, values)
	if diags.HasError() {
		t.Fatal(diags)
	}
	return section
}

// vcsVariables are the environment variables of the block, without their prefix.
var vcsVariables = []string{"DOMAIN", "ENDPOINT", "API_KEY", "CA_CERTIFICATE", "REQUEST_TIMEOUT", "MAX_RETRIES", "MAX_CONCURRENT_REQUESTS"}

// vcsEndpoint returns the endpoint of the client, or the message if its configuration is incomplete. It sends no request.
func vcsEndpoint(t *testing.T, client *vcsapi.Client) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := client.Room(ctx, "RO-1")
	failure, ok := errors.AsType[*transport.Error](err)
	if !ok {
		t.Fatal(err)
	}
	if failure.Reason == transport.NotConfigured {
		return failure.Message
	}
	return failure.Endpoint
}

func TestVCSSettings(t *testing.T) {
	text := types.StringValue
	const url = "https://here.example.com"
	for name, test := range map[string]struct {
		section     types.Object
		environment map[string]string
		want        string
	}{
		"no block":    {types.ObjectNull(vcsTypes), nil, "Set domain in the provider's block vcs (or XRCLOUD_VCS_DOMAIN in the environment). The provider has no credential for VCS. Set api_key in the provider's block vcs (or XRCLOUD_VCS_API_KEY in the environment)."},
		"empty":       {vcsSection(t, nil), nil, "Set domain in the provider's block vcs"},
		"no key":      {vcsSection(t, map[string]attr.Value{"domain": text("here.example.com")}), nil, "Set api_key in the provider's block vcs (or XRCLOUD_VCS_API_KEY"},
		"domain":      {vcsSection(t, map[string]attr.Value{"domain": text("here.example.com"), "api_key": text("the-key")}), nil, url},
		"endpoint":    {vcsSection(t, map[string]attr.Value{"endpoint": text(url + "/vcs/"), "api_key": text("the-key")}), nil, url},
		"environment": {types.ObjectNull(vcsTypes), map[string]string{"DOMAIN": "here.example.com", "API_KEY": "the-key"}, url},
		"endpoint before domain in the environment": {
			types.ObjectNull(vcsTypes), map[string]string{"DOMAIN": "there.example.com", "ENDPOINT": url, "API_KEY": "the-key"}, url,
		},
		"domain before the environment's endpoint": {
			vcsSection(t, map[string]attr.Value{"domain": text("here.example.com")}), map[string]string{"ENDPOINT": "https://there.example.com", "API_KEY": "the-key"}, url,
		},
		"endpoint before the environment's domain": {
			vcsSection(t, map[string]attr.Value{"endpoint": text(url)}), map[string]string{"DOMAIN": "there.example.com", "API_KEY": "the-key"}, url,
		},
		"unknown block": {
			types.ObjectUnknown(vcsTypes), map[string]string{"DOMAIN": "there.example.com", "API_KEY": "the-key"}, "unknown until apply: vcs.",
		},
		"unknown domain": {
			vcsSection(t, map[string]attr.Value{"domain": types.StringUnknown()}), map[string]string{"DOMAIN": "there.example.com", "API_KEY": "the-key"}, "unknown until apply: vcs.domain.",
		},
		"unknown endpoint": {
			vcsSection(t, map[string]attr.Value{"endpoint": types.StringUnknown()}), map[string]string{"DOMAIN": "there.example.com", "API_KEY": "the-key"}, "unknown until apply: vcs.endpoint.",
		},
		"unknown certificate": {
			vcsSection(t, map[string]attr.Value{"ca_certificate": types.StringUnknown()}),
			map[string]string{"DOMAIN": "there.example.com", "API_KEY": "the-key"},
			"unknown until apply: vcs.ca_certificate.",
		},
		"unknown key": {
			vcsSection(t, map[string]attr.Value{"api_key": types.StringUnknown(), "max_retries": types.Int64Unknown()}),
			map[string]string{"DOMAIN": "there.example.com", "API_KEY": "the-key"},
			"unknown until apply: vcs.max_retries, vcs.api_key.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, name := range vcsVariables {
				t.Setenv(vcsPrefix+name, test.environment[name])
			}
			var diags diag.Diagnostics
			client := vcsClient(t.Context(), test.section, transport.Config{}, &diags)
			if len(diags) > 0 {
				t.Fatal(diags)
			}
			if got := vcsEndpoint(t, client); !strings.Contains(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestInvalidVCSSettings(t *testing.T) {
	text := types.StringValue
	const secret = "hunter2"
	for name, test := range map[string]struct {
		arguments map[string]attr.Value
		argument  string
		summary   string
	}{
		"domain with scheme": {map[string]attr.Value{"domain": text("https://user:" + secret + "@example.com")}, "domain", "Invalid domain"},
		"domain with path":   {map[string]attr.Value{"domain": text("example.com/" + secret)}, "domain", "Invalid domain"},
		"domain with slash":  {map[string]attr.Value{"domain": text("example.com/")}, "domain", "Invalid domain"},
		"empty domain":       {map[string]attr.Value{"domain": text("")}, "domain", "Invalid domain"},
		"endpoint":           {map[string]attr.Value{"endpoint": text("example.com?" + secret)}, "endpoint", "Invalid endpoint"},
		"plain http":         {map[string]attr.Value{"endpoint": text("http://example.com")}, "endpoint", "Credentials are not encrypted"},
		"empty key":          {map[string]attr.Value{"api_key": text("")}, "api_key", "Credential is empty"},
		"key with newline":   {map[string]attr.Value{"api_key": text(secret + "\n")}, "api_key", "Credential has a control character"},
		"certificate":        {map[string]attr.Value{"ca_certificate": text("none")}, "ca_certificate", "CA certificate cannot be read"},
		"timeout":            {map[string]attr.Value{"request_timeout": text("soon")}, "request_timeout", "Invalid duration"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, name := range vcsVariables {
				t.Setenv(vcsPrefix+name, "")
			}
			var diags diag.Diagnostics
			if client := vcsClient(t.Context(), vcsSection(t, test.arguments), transport.Config{}, &diags); client == nil || len(diags) != 1 {
				t.Fatalf("client %v, %d diagnostics: %v", client, len(diags), diags)
			}
			problem, ok := diags[0].(diag.DiagnosticWithPath)
			if !ok || !problem.Path().Equal(path.Root("vcs").AtName(test.argument)) || problem.Summary() != test.summary {
				t.Errorf("the problem is %v", diags[0])
			}
			if strings.Contains(diags[0].Detail(), secret) {
				t.Errorf("the error shows a secret: %s", diags[0].Detail())
			}
		})
	}
}

func TestVCSLimits(t *testing.T) {
	for name, test := range map[string]struct {
		arguments   map[string]attr.Value
		environment map[string]string
	}{
		"configuration": {map[string]attr.Value{"max_retries": types.Int64Value(2)}, map[string]string{"MAX_RETRIES": "7"}},
		"environment":   {nil, map[string]string{"MAX_RETRIES": "2"}},
	} {
		t.Run(name, func(t *testing.T) {
			service, err := emulator.New(emulator.Options{})
			if err != nil {
				t.Fatal(err)
			}
			server, err := faultserver.Start(service)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(server.Stop)
			server.Inject(faultserver.Fault{Status: http.StatusServiceUnavailable})
			for _, name := range vcsVariables {
				t.Setenv(vcsPrefix+name, test.environment[name])
			}
			t.Setenv(vcsPrefix+"ENDPOINT", server.URL())
			t.Setenv(vcsPrefix+"API_KEY", "the-key")
			var diags diag.Diagnostics
			client := vcsClient(t.Context(), vcsSection(t, test.arguments), transport.Config{RetryWait: time.Millisecond}, &diags)
			if _, err := client.Room(t.Context(), "RO-1"); err == nil || len(diags) > 0 {
				t.Errorf("no error, and %v", diags)
			}
			if sent := len(server.Requests("", "")); sent != 3 {
				t.Errorf("%d requests were sent, want 3", sent)
			}
		})
	}
}
