package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

// xrcloudClient returns the client of XRCLOUD. It returns a client even after an error, so that no client is nil.
func xrcloudClient(config model, transportConfig transport.Config, diags *diag.Diagnostics) *xrcloud.Client {
	settings := settings{diags: diags, base: path.Empty()}
	var result xrcloud.Config
	transportConfig.Endpoint = settings.endpointURL("endpoint", config.Endpoint, xrcloud.DefaultEndpoint, "XRCLOUD_ENDPOINT", "XRCLOUD_HOST")
	settings.apply(&transportConfig, config.connectionModel, "XRCLOUD_")

	ignored := settings.credentials(
		[]credential{{name: "api_key", value: config.APIKey, environment: "XRCLOUD_API_KEY", into: &result.APIKey, combines: true}},
		[]credential{{name: "access_token", value: config.AccessToken, environment: "XRCLOUD_ACCESS_TOKEN", into: &result.AccessToken}},
		[]credential{
			{name: "email", value: config.Email, environment: "XRCLOUD_EMAIL", into: &result.Email, isPublic: true},
			{name: "password", value: config.Password, environment: "XRCLOUD_PASSWORD", into: &result.Password},
		},
	)
	result.Sources = settings.sources
	transportConfig.Check = settings.checker(xrcloudNeeds(&settings, ignored))
	result.Transport = transportConfig
	return xrcloud.New(result)
}

// xrcloudNeeds returns what the requests of XRCLOUD need. ignored are the environment variables with a credential that
// are not read because the configuration has one.
func xrcloudNeeds(s *settings, ignored []string) map[transport.Need][]requirement {
	const waysToBearer = "Set access_token (or XRCLOUD_ACCESS_TOKEN) in the provider's configuration, or email and password (or XRCLOUD_EMAIL and XRCLOUD_PASSWORD)."
	reason := ""
	if len(ignored) > 0 {
		reason = fmt.Sprintf(" %s in the environment is not used, because the provider's configuration names a credential, and the environment only completes that one.",
			strings.Join(ignored, " and "))
	}
	noBearer := "This needs a bearer token. "
	if s.sources["api_key"] != "" || s.unknownPath("api_key") != nil {
		noBearer = "This request requires a bearer token; the service does not accept an API key. "
	}
	endpoint := requirement{known: []string{"endpoint"}}
	credential := requirement{
		anyOf: [][]string{{"api_key"}, {"access_token"}, {"email", "password"}},
		missing: "The provider has no credential. Set api_key (or XRCLOUD_API_KEY) in the provider's configuration, or access_token (or XRCLOUD_ACCESS_TOKEN), " +
			"or email and password (or XRCLOUD_EMAIL and XRCLOUD_PASSWORD)." + reason,
	}
	bearer := requirement{
		anyOf:   [][]string{{"access_token"}, {"email", "password"}},
		missing: noBearer + waysToBearer + reason,
	}
	return map[transport.Need][]requirement{
		xrcloud.NeedCredential: {endpoint, connectionKnown, credential},
		xrcloud.NeedBearer:     {endpoint, connectionKnown, bearer},
	}
}
