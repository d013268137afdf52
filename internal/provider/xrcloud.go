package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

// xrcloudClient makes the client of XRCLOUD itself. It is there even after an error, so that nothing meets a nil one.
func xrcloudClient(config model, stack transport.Config, diags *diag.Diagnostics) *xrcloud.Client {
	settings := settings{diags: diags, section: path.Empty()}
	var result xrcloud.Config
	stack.Endpoint = settings.endpoint("endpoint", config.Endpoint, xrcloud.DefaultEndpoint, "XRCLOUD_ENDPOINT", "XRCLOUD_HOST")
	settings.connect(&stack, config.connection, "XRCLOUD_")

	result.Ignored = settings.credentials(
		[]credential{{name: "api_key", value: config.APIKey, environment: "XRCLOUD_API_KEY", into: &result.APIKey}},
		[]credential{{name: "access_token", value: config.AccessToken, environment: "XRCLOUD_ACCESS_TOKEN", into: &result.AccessToken}},
		[]credential{
			{name: "email", value: config.Email, environment: "XRCLOUD_EMAIL", into: &result.Email, isPublic: true},
			{name: "password", value: config.Password, environment: "XRCLOUD_PASSWORD", into: &result.Password},
		},
	)
	switch {
	case settings.hasFailed("access_token", "email", "password"): // one error is enough
	case result.AccessToken != "" && (result.Email != "" || result.Password != ""):
		diags.AddAttributeError(path.Root("access_token"), "Two ways to a bearer token",
			"There is a bearer token as well as an email or password to log in with, and only one of them can be used. "+
				"Remove access_token (or XRCLOUD_ACCESS_TOKEN), or else email and password (or XRCLOUD_EMAIL and XRCLOUD_PASSWORD).")
	case result.Email != "" && result.Password == "" && !config.Password.IsUnknown():
		diags.AddAttributeError(path.Root("email"), "Password is missing",
			"There is an email to log in with, but no password. Set password, or XRCLOUD_PASSWORD in the environment.")
	case result.Email == "" && result.Password != "" && !config.Email.IsUnknown():
		diags.AddAttributeError(path.Root("password"), "Email is missing",
			"There is a password to log in with, but no email. Set email, or XRCLOUD_EMAIL in the environment.")
	}
	result.Unknown, result.Sources = settings.unknown, settings.sources
	return connected(&settings, stack, func(stack transport.Config) (*xrcloud.Client, error) {
		result.Transport = stack
		return xrcloud.New(result)
	})
}
