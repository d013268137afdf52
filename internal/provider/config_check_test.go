//nolint:paralleltest // these tests set the environment of the process
package provider_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	vcsapi "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	venuelessapi "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	whiteboardapi "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	ours "github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// configChecker is the client of a service.
type configChecker interface {
	CheckConfig(need transport.Need) error
	Close()
}

// CheckConfig of each client returns an error that names the missing arguments for a need. A message that begins with "unknown until apply"
// is not an error in a plan.
func TestConfigCheck(t *testing.T) {
	const endpoint, key = "https://api.example.com", "a-long-key"
	const noKeyPair, noRegion = "Set access_key and secret_key in the provider's block whiteboard", "Set region here, or in the provider's block whiteboard for all rooms"
	const noServer, noSecret, noWorld = "does not know the Venueless server", "Set secret in the block jwt", "Set world_id here, or in the provider's block venueless for all rooms"
	const noTraits = `The token from the argument venueless.token has no claim "traits" with a list`
	const withoutTraits, withOneTrait, withTraits = "eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJub25lIn0.eyJ0cmFpdHMiOiJhIn0.", "eyJhbGciOiJub25lIn0.eyJ0cmFpdHMiOlsiYSJdfQ."
	jwt := func(arguments block) tftypes.Value { return objectValue(venuelessJWT, arguments) }
	served := block{"base_url": endpoint}
	type wants = map[transport.Need]string // "" if nothing is missing
	for name, c := range map[string]struct {
		service   string // "" for XRCLOUD itself
		arguments any
		want      wants
	}{
		"token":            {"", block{"access_token": key}, wants{xrcloud.NeedCredential: "", xrcloud.NeedBearer: ""}},
		"login":            {"", block{"email": "e", "password": key}, wants{xrcloud.NeedCredential: "", xrcloud.NeedBearer: ""}},
		"key":              {"", block{"api_key": key}, wants{xrcloud.NeedCredential: "", xrcloud.NeedBearer: "This request requires a bearer token"}},
		"unknown key":      {"", block{"api_key": unknown}, wants{xrcloud.NeedCredential: "unknown until apply: api_key.", xrcloud.NeedBearer: "This request requires a bearer token"}},
		"no credential":    {"", block{}, wants{xrcloud.NeedCredential: "The provider has no credential.", xrcloud.NeedBearer: "This needs a bearer token."}},
		"email alone":      {"", block{"email": "e"}, wants{xrcloud.NeedCredential: "The provider has no credential.", xrcloud.NeedBearer: "This needs a bearer token."}},
		"unknown token":    {"", block{"api_key": key, "access_token": unknown}, wants{xrcloud.NeedCredential: "", xrcloud.NeedBearer: "unknown until apply: access_token."}},
		"unknown email":    {"", block{"email": unknown, "password": key}, wants{xrcloud.NeedCredential: "unknown until apply: email.", xrcloud.NeedBearer: "unknown until apply: email."}},
		"unknown password": {"", block{"api_key": key, "email": "e", "password": unknown}, wants{xrcloud.NeedCredential: "", xrcloud.NeedBearer: "unknown until apply: password."}},
		"unknown endpoint": {"", block{"access_token": key, "endpoint": unknown}, wants{xrcloud.NeedCredential: "unknown until apply: endpoint.", xrcloud.NeedBearer: "unknown until apply: endpoint."}},
		"key and token": {
			"", block{"access_token": key, "api_key": unknown}, wants{xrcloud.NeedCredential: "", xrcloud.NeedBearer: ""},
		},
		"everything unknown": {"", block{"endpoint": unknown, "api_key": unknown, "email": unknown, "password": unknown}, wants{
			xrcloud.NeedCredential: "unknown until apply: endpoint, api_key, email, password.", xrcloud.NeedBearer: "unknown until apply: endpoint, email, password.",
		}},
		"missing before unknown": {"", block{"endpoint": unknown}, wants{xrcloud.NeedCredential: "The provider has no credential."}},

		"vcs":                  {"vcs", block{"domain": "vcs.example.com", "api_key": key}, wants{vcsapi.NeedCredential: ""}},
		"vcs without all":      {"vcs", nil, wants{vcsapi.NeedCredential: "Set domain in the provider's block vcs (or XRCLOUD_VCS_DOMAIN in the environment). The provider has no credential for VCS. Set api_key"}},
		"vcs without key":      {"vcs", block{"endpoint": endpoint}, wants{vcsapi.NeedCredential: "Set api_key in the provider's block vcs (or XRCLOUD_VCS_API_KEY in the environment)."}},
		"vcs without endpoint": {"vcs", block{"api_key": key}, wants{vcsapi.NeedCredential: "Set domain in the provider's block vcs (or XRCLOUD_VCS_DOMAIN in the environment)."}},
		"vcs, unknown domain":  {"vcs", block{"domain": unknown, "api_key": key}, wants{vcsapi.NeedCredential: "unknown until apply: vcs.domain."}},
		"vcs, unknown retries": {"vcs", block{"domain": "vcs.example.com", "api_key": key, "max_retries": unknown}, wants{vcsapi.NeedCredential: "unknown until apply: vcs.max_retries."}},

		"whiteboard":                   {"whiteboard", block{"access_key": key, "secret_key": key, "region": "sg"}, wants{whiteboardapi.NeedCredential: "", whiteboardapi.NeedRegion: "", whiteboardapi.NeedKeyPair: ""}},
		"whiteboard without all":       {"whiteboard", nil, wants{whiteboardapi.NeedCredential: noKeyPair, whiteboardapi.NeedRegion: noRegion, whiteboardapi.NeedKeyPair: noKeyPair}},
		"whiteboard, half a key pair":  {"whiteboard", block{"access_key": key}, wants{whiteboardapi.NeedCredential: noKeyPair}},
		"whiteboard, token":            {"whiteboard", block{"sdk_token": key}, wants{whiteboardapi.NeedCredential: "", whiteboardapi.NeedRegion: noRegion, whiteboardapi.NeedKeyPair: "SDK tokens are signed with the key pair"}},
		"whiteboard, unknown key pair": {"whiteboard", block{"access_key": unknown, "secret_key": unknown}, wants{whiteboardapi.NeedCredential: "unknown until apply: whiteboard.access_key, whiteboard.secret_key."}},
		"whiteboard, unknown block":    {"whiteboard", unknown, wants{whiteboardapi.NeedCredential: "unknown until apply: whiteboard.", whiteboardapi.NeedRegion: "unknown until apply: whiteboard."}},
		"whiteboard, unknown region":   {"whiteboard", block{"sdk_token": key, "region": unknown}, wants{whiteboardapi.NeedCredential: "", whiteboardapi.NeedRegion: "unknown until apply: whiteboard.region."}},
		"whiteboard, unknown endpoint": {"whiteboard", block{"sdk_token": key, "endpoint": unknown}, wants{whiteboardapi.NeedCredential: "unknown until apply: whiteboard.endpoint."}},

		"venueless":                     {"venueless", block{"base_url": endpoint, "world_id": "acc", "jwt": jwt(block{"secret": key})}, wants{venuelessapi.NeedCredential: "", venuelessapi.NeedWorld: "", venuelessapi.NeedSecret: "", venuelessapi.NeedLoginURL: ""}},
		"venueless without all":         {"venueless", nil, wants{venuelessapi.NeedCredential: noServer, venuelessapi.NeedWorld: noWorld, venuelessapi.NeedSecret: noSecret, venuelessapi.NeedLoginURL: "Set domain here, or base_url"}},
		"venueless without credential":  {"venueless", served, wants{venuelessapi.NeedCredential: noSecret}},
		"venueless, token":              {"venueless", block{"base_url": endpoint, "token": key}, wants{venuelessapi.NeedCredential: "", venuelessapi.NeedWorld: noWorld, venuelessapi.NeedSecret: noSecret}},
		"venueless, token, no traits":   {"venueless", block{"base_url": endpoint, "world_id": "acc", "token": withoutTraits}, wants{venuelessapi.NeedCredential: noTraits, venuelessapi.NeedWorld: noTraits, venuelessapi.NeedSecret: noSecret}},
		"venueless, token, one trait":   {"venueless", block{"base_url": endpoint, "token": withOneTrait}, wants{venuelessapi.NeedCredential: noTraits}},
		"venueless, token, traits":      {"venueless", block{"base_url": endpoint, "token": withTraits}, wants{venuelessapi.NeedCredential: ""}},
		"venueless, unknown server":     {"venueless", block{"base_url": unknown, "world_id": "acc", "token": key}, wants{venuelessapi.NeedWorld: "unknown until apply: venueless.base_url."}},
		"venueless, unknown secret":     {"venueless", block{"base_url": endpoint, "world_id": "acc", "jwt": jwt(block{"secret": tftypes.UnknownValue})}, wants{venuelessapi.NeedWorld: "unknown until apply: venueless.jwt.secret.", venuelessapi.NeedSecret: "unknown until apply: venueless.jwt.secret."}},
		"venueless, unknown issuer":     {"venueless", block{"base_url": endpoint, "jwt": jwt(block{"secret": key, "issuer": tftypes.UnknownValue})}, wants{venuelessapi.NeedSecret: "unknown until apply: venueless.jwt.issuer."}},
		"venueless, unknown jwt":        {"venueless", block{"base_url": endpoint, "world_id": "acc", "jwt": tftypes.NewValue(venuelessJWT, tftypes.UnknownValue)}, wants{venuelessapi.NeedWorld: "unknown until apply: venueless.jwt."}},
		"venueless, unknown world":      {"venueless", block{"base_url": endpoint, "world_id": unknown, "token": key}, wants{venuelessapi.NeedCredential: "", venuelessapi.NeedWorld: "unknown until apply: venueless.world_id."}},
		"venueless, unknown block":      {"venueless", unknown, wants{venuelessapi.NeedCredential: "unknown until apply: venueless.", venuelessapi.NeedWorld: "unknown until apply: venueless."}},
		"venueless, login, no server":   {"venueless", block{"jwt": jwt(block{"secret": key})}, wants{venuelessapi.NeedSecret: "", venuelessapi.NeedLoginURL: "Set domain here, or base_url"}},
		"venueless, login, unknown":     {"venueless", block{"base_url": unknown, "world_id": unknown, "jwt": jwt(block{"secret": key})}, wants{venuelessapi.NeedSecret: "", venuelessapi.NeedLoginURL: "unknown until apply: venueless.base_url."}},
		"venueless, world is a path":    {"venueless", block{"base_url": endpoint, "world_id": "acc/", "token": key}, wants{venuelessapi.NeedCredential: "", venuelessapi.NeedWorld: `"acc/". A world ID consists of`}},
		"venueless, world is ..":        {"venueless", block{"base_url": endpoint, "world_id": "..", "token": key}, wants{venuelessapi.NeedWorld: `"..". A world ID consists of`}},
		"venueless, world is %-encoded": {"venueless", block{"base_url": endpoint, "world_id": "a%63c", "token": key}, wants{venuelessapi.NeedWorld: "a%63c"}},
	} {
		t.Run(name, func(t *testing.T) {
			arguments, _ := c.arguments.(block)
			if c.service != "" {
				arguments = block{c.service: blockValue(t, c.service, c.arguments)}
			}
			_, resp := configure(t, arguments, nil)
			var diags diag.Diagnostics
			client := map[string]configChecker{
				"":           tfkit.ClientFrom[*xrcloud.Client](resp.ResourceData, &diags),
				"vcs":        tfkit.ClientFrom[*vcsapi.Client](resp.ResourceData, &diags),
				"venueless":  tfkit.ClientFrom[*venuelessapi.Client](resp.ResourceData, &diags),
				"whiteboard": tfkit.ClientFrom[*whiteboardapi.Client](resp.ResourceData, &diags),
			}[c.service]
			for need, want := range c.want {
				err := client.CheckConfig(need)
				if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
					t.Errorf("need of %s: got %v, want %q", need, err, want)
				}
				if c.service == "" && err != nil && !strings.HasPrefix(want, "unknown") && (!strings.Contains(err.Error(), "access_token") || !strings.Contains(err.Error(), "email and password")) {
					t.Errorf("need of %s: the error does not name the missing arguments: %v", need, err)
				}
				if missing, ok := errors.AsType[*transport.ConfigError](err); ok && missing.Unknown != strings.HasPrefix(want, "unknown until apply") {
					t.Errorf("need of %s: Unknown is %t", need, missing.Unknown)
				}
			}
		})
	}
}

// blockValue returns the value of a nested block: nil, unknown, or an object with these arguments.
func blockValue(t *testing.T, name string, arguments any) any {
	t.Helper()
	nested, isBlock := arguments.(block)
	if !isBlock {
		return arguments
	}
	var schema provider.SchemaResponse
	(&ours.Provider{}).Schema(t.Context(), provider.SchemaRequest{}, &schema)
	all, _ := schema.Schema.Type().TerraformType(t.Context()).(tftypes.Object)
	kind, ok := all.AttributeTypes[name].(tftypes.Object)
	if !ok {
		t.Fatalf("%s is not a block", name)
	}
	known := block{}
	for argument, value := range nested {
		if value == unknown {
			value = tftypes.UnknownValue
		}
		known[argument] = value
	}
	var values map[string]tftypes.Value
	if err := objectValue(kind, known).As(&values); err != nil {
		t.Fatal(err)
	}
	return values
}
