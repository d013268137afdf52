package provider

import (
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

var whiteboardTypes = map[string]attr.Type{
	"access_key": types.StringType, "secret_key": types.StringType, "sdk_token": types.StringType, "region": types.StringType, "endpoint": types.StringType, "ca_certificate": types.StringType,
	"request_timeout": types.StringType, "max_retries": types.Int64Type, "max_concurrent_requests": types.Int64Type,
}

// whiteboardSection returns the block whiteboard with these arguments, and null for all others. "?" is an unknown value.
func whiteboardSection(t *testing.T, arguments map[string]string) types.Object {
	t.Helper()
	values := map[string]attr.Value{"max_retries": types.Int64Null(), "max_concurrent_requests": types.Int64Null()}
	for name, of := range whiteboardTypes {
		text, found := arguments[name]
		switch {
		case of != types.StringType:
		case !found:
			values[name] = types.StringNull()
		case text == "?":
			values[name] = types.StringUnknown()
		default:
			values[name] = types.StringValue(text)
		}
	}
	section, diags := types.ObjectValue(whiteboardTypes, values)
	if diags.HasError() {
		t.Fatal(diags)
	}
	return section
}

// setWhiteboardEnv sets the environment variables of the block, and removes its others.
func setWhiteboardEnv(t *testing.T, variables map[string]string) {
	t.Helper()
	for name := range whiteboardTypes {
		variable := strings.ToUpper(name)
		t.Setenv(whiteboardPrefix+variable, variables[variable])
	}
}

// whiteboardRequest returns the access key and the region of a request of the client, such as "key in sg", or the message if its configuration
// is incomplete.
func whiteboardRequest(t *testing.T, section types.Object, environment map[string]string) string {
	t.Helper()
	service, err := emulator.New(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server, err := faultserver.Start(service)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	setWhiteboardEnv(t, environment)
	t.Setenv(whiteboardPrefix+"ENDPOINT", server.URL())
	var diags diag.Diagnostics
	client := whiteboardClient(t.Context(), section, transport.Config{}, &diags)
	if diags.HasError() {
		t.Fatal(diags)
	}
	for _, err := range client.Rooms(t.Context(), "") {
		if failure, ok := errors.AsType[*transport.Error](err); ok && failure.Reason == transport.NotConfigured {
			return failure.Message
		}
	}
	header := server.Requests("GET", "")[0].Header
	text, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(header.Get("token"), "NETLESSSDK_"))
	if err != nil {
		t.Fatal(err)
	}
	values, err := url.ParseQuery(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return values.Get("ak") + " in " + header.Get("region")
}

func TestWhiteboardSettings(t *testing.T) { //nolint:paralleltest // it sets environment variables
	token := "NETLESSSDK_" + base64.RawURLEncoding.EncodeToString([]byte("ak=of-the-token"))
	type texts = map[string]string
	keys := texts{"ACCESS_KEY": "env-key", "SECRET_KEY": "xxxxxx", "REGION": "eu"}
	none := types.ObjectNull(whiteboardTypes)
	for name, test := range map[string]struct { //nolint:paralleltest // see above
		section     types.Object
		environment texts
		want        string
	}{
		"no block":                      {none, nil, "Set access_key and secret_key in the provider's block whiteboard"},
		"empty":                         {whiteboardSection(t, nil), nil, "Set access_key and secret_key"},
		"no region":                     {whiteboardSection(t, texts{"sdk_token": token}), nil, "XRCLOUD_WHITEBOARD_REGION"},
		"keys":                          {whiteboardSection(t, texts{"access_key": "config-key", "secret_key": "xxxxxx", "region": "sg"}), nil, "config-key in sg"},
		"token":                         {whiteboardSection(t, texts{"sdk_token": token, "region": "sg"}), nil, "of-the-token in sg"},
		"environment, keys":             {none, keys, "env-key in eu"},
		"environment, token":            {none, texts{"SDK_TOKEN": token, "REGION": "eu"}, "of-the-token in eu"},
		"keys before the environment":   {whiteboardSection(t, texts{"access_key": "config-key", "secret_key": "xxxxxx", "region": "sg"}), texts{"SDK_TOKEN": token, "REGION": "eu", "ACCESS_KEY": "env-key"}, "config-key in sg"},
		"token before the environment":  {whiteboardSection(t, texts{"sdk_token": token}), keys, "of-the-token in eu"},
		"half from the environment":     {whiteboardSection(t, texts{"access_key": "config-key"}), keys, "config-key in eu"},
		"region that is not documented": {whiteboardSection(t, texts{"region": "moon-1"}), keys, "env-key in moon-1"},
		"unknown block":                 {types.ObjectUnknown(whiteboardTypes), keys, "unknown until apply: whiteboard."},
		"unknown key":                   {whiteboardSection(t, texts{"access_key": "?"}), keys, "unknown until apply: whiteboard.access_key."},
		"unknown token":                 {whiteboardSection(t, texts{"sdk_token": "?"}), keys, "unknown until apply: whiteboard.sdk_token."},
		"unknown region":                {whiteboardSection(t, texts{"region": "?"}), keys, "unknown until apply: whiteboard.region."},
		"unknown certificate":           {whiteboardSection(t, texts{"ca_certificate": "?"}), keys, "unknown until apply: whiteboard.ca_certificate."},
		"unknown endpoint":              {whiteboardSection(t, texts{"endpoint": "?"}), keys, "unknown until apply: whiteboard.endpoint."},
	} {
		t.Run(name, func(t *testing.T) {
			if got := whiteboardRequest(t, test.section, test.environment); !strings.Contains(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestInvalidWhiteboardSettings(t *testing.T) { //nolint:paralleltest // it sets environment variables
	const secret = "hunter2"
	type texts = map[string]string
	for name, test := range map[string]struct { //nolint:paralleltest // see above
		arguments   texts
		environment texts
		argument    string // "" for the provider as a whole
		summary     string
	}{
		"no secret key":        {texts{"access_key": secret}, nil, "access_key", "Secret key is missing"},
		"no access key":        {texts{"secret_key": secret}, nil, "secret_key", "Access key is missing"},
		"two in environment":   {nil, texts{"ACCESS_KEY": secret, "SECRET_KEY": secret, "SDK_TOKEN": secret}, "access_key", "Two credentials"},
		"empty key":            {texts{"access_key": "", "secret_key": ""}, nil, "access_key", "Credential is empty"},
		"token with newline":   {texts{"sdk_token": secret + "\n"}, nil, "sdk_token", "Credential has a control character"},
		"renamed region":       {texts{"region": "gb-lon"}, nil, "region", "Region was renamed"},
		"renamed in variable":  {nil, texts{"REGION": "gb-lon"}, "region", "Region was renamed"},
		"invalid region":       {texts{"region": "US SV"}, nil, "region", "Invalid region"},
		"empty region":         {texts{"region": ""}, nil, "region", "Invalid region"},
		"endpoint":             {texts{"endpoint": "example.com?" + secret}, nil, "endpoint", "Invalid endpoint"},
		"plain http":           {texts{"endpoint": "http://example.com"}, nil, "endpoint", "Credentials are not encrypted"},
		"certificate":          {texts{"ca_certificate": "none"}, nil, "ca_certificate", "CA certificate cannot be read"},
		"certificate variable": {nil, texts{"CA_CERTIFICATE": "none"}, "ca_certificate", "CA certificate cannot be read"},
		"unknown region":       {texts{"region": "moon-1"}, nil, "region", "Unknown region"},
		"timeout":              {texts{"request_timeout": "soon"}, nil, "request_timeout", "Invalid duration"},
	} {
		t.Run(name, func(t *testing.T) {
			setWhiteboardEnv(t, test.environment)
			var diags diag.Diagnostics
			if client := whiteboardClient(t.Context(), whiteboardSection(t, test.arguments), transport.Config{}, &diags); client == nil || len(diags) == 0 {
				t.Fatalf("client %v, diagnostics %v", client, diags)
			}
			if problem, at := diags[0].(diag.DiagnosticWithPath); diags[0].Summary() != test.summary ||
				test.argument != "" && (!at || !problem.Path().Equal(path.Root("whiteboard").AtName(test.argument))) {
				t.Errorf("the problem is %v", diags[0])
			}
			if strings.Contains(diags[0].Detail(), secret) {
				t.Errorf("the error shows a secret: %s", diags[0].Detail())
			}
		})
	}
}
