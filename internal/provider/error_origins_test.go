//nolint:paralleltest // these tests set the environment of the process
package provider_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// Errors name the arguments or environment variables of the endpoint and the credential, for each service.
func TestErrorsNameSourceOfSettings(t *testing.T) {
	const xrcloudDefault = "This is the default endpoint. For a self-hosted server, set endpoint in the provider's configuration, or XRCLOUD_ENDPOINT in the environment."
	xrcloudRead := func(ctx context.Context, clients any, diags *diag.Diagnostics) error {
		_, err := tfkit.ClientFrom[*xrcloud.Client](clients, diags).Room(ctx, roomID)
		return err
	}
	vcsRead := func(ctx context.Context, clients any, diags *diag.Diagnostics) error {
		_, err := tfkit.ClientFrom[*vcs.Client](clients, diags).Room(ctx, "RO-1")
		return err
	}
	venuelessRead := func(ctx context.Context, clients any, diags *diag.Diagnostics) error {
		_, err := tfkit.ClientFrom[*venueless.Client](clients, diags).Room(ctx, "w", roomID)
		return err
	}
	whiteboardRead := func(ctx context.Context, clients any, diags *diag.Diagnostics) error {
		_, err := tfkit.ClientFrom[*whiteboard.Client](clients, diags).Room(ctx, "sg", "4a5f0000000011eeb9d10123456789ab")
		return err
	}
	for _, c := range []struct {
		name        string
		arguments   block
		environment map[string]string
		read        func(context.Context, any, *diag.Diagnostics) error
		endpoint    string
		credential  string // of a companion service, which has one credential
	}{
		{"default", block{"api_key": "the-key"}, nil, xrcloudRead, xrcloudDefault, ""},
		{"argument", block{"api_key": "the-key", "endpoint": "https://xr.example.edu"}, nil, xrcloudRead, "The endpoint comes from the argument endpoint.", ""},
		{"environment", block{"api_key": "the-key"}, map[string]string{"XRCLOUD_HOST": "https://xr.example.edu"}, xrcloudRead, "The endpoint comes from the environment variable XRCLOUD_HOST.", ""},
		{
			"VCS", nil,
			map[string]string{"XRCLOUD_VCS_DOMAIN": "vcs.example.com", "XRCLOUD_VCS_API_KEY": "the-key"},
			vcsRead,
			"The endpoint comes from the environment variable XRCLOUD_VCS_DOMAIN.", "the environment variable XRCLOUD_VCS_API_KEY",
		},
		{
			"Venueless token", nil,
			map[string]string{"XRCLOUD_VENUELESS_BASE_URL": "https://event.example.com", "XRCLOUD_VENUELESS_TOKEN": "the-token"},
			venuelessRead,
			"The endpoint comes from the environment variable XRCLOUD_VENUELESS_BASE_URL.", "the environment variable XRCLOUD_VENUELESS_TOKEN",
		},
		{
			"Venueless secret", nil,
			map[string]string{"XRCLOUD_VENUELESS_BASE_URL": "https://event.example.com", "XRCLOUD_VENUELESS_JWT_SECRET": "the-secret"},
			venuelessRead,
			"The endpoint comes from the environment variable XRCLOUD_VENUELESS_BASE_URL.", "the environment variable XRCLOUD_VENUELESS_JWT_SECRET",
		},
		{
			"whiteboard", nil,
			map[string]string{"XRCLOUD_WHITEBOARD_ACCESS_KEY": "the-access-key", "XRCLOUD_WHITEBOARD_SECRET_KEY": "the-secret-key"},
			whiteboardRead,
			"This is the default endpoint. For a self-hosted server, set whiteboard.endpoint in the provider's configuration, or XRCLOUD_WHITEBOARD_ENDPOINT in the environment.",
			"the environment variable XRCLOUD_WHITEBOARD_ACCESS_KEY",
		},
		{
			"whiteboard token", nil,
			map[string]string{"XRCLOUD_WHITEBOARD_SDK_TOKEN": "the-sdk-token", "XRCLOUD_WHITEBOARD_ENDPOINT": "https://wb.example.com"},
			whiteboardRead,
			"The endpoint comes from the environment variable XRCLOUD_WHITEBOARD_ENDPOINT.", "the environment variable XRCLOUD_WHITEBOARD_SDK_TOKEN",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, resp := configure(t, c.arguments, c.environment)
			cancelled, cancel := context.WithCancel(t.Context())
			cancel() // so that no request is sent
			err := c.read(cancelled, resp.DataSourceData, &resp.Diagnostics)
			if failed := transportError(t, err); len(resp.Diagnostics) > 0 || failed.EndpointOrigin != c.endpoint || failed.CredentialSource != c.credential {
				t.Errorf("got %q and %q, %v", failed.EndpointOrigin, failed.CredentialSource, resp.Diagnostics)
			}
		})
	}
}
