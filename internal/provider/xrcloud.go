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
	result := xrcloud.Config{
		APIKey: settings.secret("api_key", config.APIKey, "XRCLOUD_API_KEY"),
	}
	stack.Endpoint = settings.endpoint("endpoint", config.Endpoint, xrcloud.DefaultEndpoint, "XRCLOUD_ENDPOINT", "XRCLOUD_HOST")
	settings.connect(&stack, config.connection, "XRCLOUD_")

	// A configuration that chooses one of the two ways to a bearer token leaves the environment's other way aside.
	byToken := !config.AccessToken.IsNull()
	byPassword := !config.Email.IsNull() || !config.Password.IsNull()
	wrong := diags.ErrorsCount()
	if byToken || !byPassword {
		result.AccessToken = settings.secret("access_token", config.AccessToken, "XRCLOUD_ACCESS_TOKEN")
	}
	if byPassword || !byToken {
		result.Email = settings.secret("email", config.Email, "XRCLOUD_EMAIL")
		result.Password = settings.secret("password", config.Password, "XRCLOUD_PASSWORD")
	}
	switch {
	case diags.ErrorsCount() > wrong: // what is wrong with one of them has been said
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
	result.Unknown = settings.unknown
	return connected(&settings, stack, func(stack transport.Config) (*xrcloud.Client, error) {
		result.Transport = stack
		return xrcloud.New(result)
	})
}
