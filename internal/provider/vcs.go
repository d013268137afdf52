package provider

import (
	"context"
	"fmt"
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	vcsapi "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

const vcsPrefix = "XRCLOUD_VCS_"

// vcsModel is the block vcs.
type vcsModel struct {
	Domain   types.String `tfsdk:"domain"`
	Endpoint types.String `tfsdk:"endpoint"`
	APIKey   types.String `tfsdk:"api_key"`
	connectionModel
}

func vcsBlock() schema.Block {
	attributes := connectionAttributes(vcsPrefix)
	attributes["domain"] = schema.StringAttribute{
		MarkdownDescription: "Domain of your VCS service, without `https://`, such as `sandbox.virtualcareservices.net`. Ask the system administrator of VCS for it. Conflicts with `endpoint`. Environment: `XRCLOUD_VCS_DOMAIN`.",
		Optional:            true,
		Validators:          []validator.String{tfkit.ConflictsWith(path.MatchRelative().AtParent().AtName("endpoint"))},
	}
	attributes["endpoint"] = schema.StringAttribute{
		MarkdownDescription: "Base URL of the service, to set in place of `domain` if the URL is not `https://` followed by the domain. It may have a path. Environment: `XRCLOUD_VCS_ENDPOINT`.",
		Optional:            true,
	}
	attributes["api_key"] = schema.StringAttribute{
		MarkdownDescription: "API key, which is sent in the header `x-vcs-token`. Ask the system administrator of VCS for it. Environment: `XRCLOUD_VCS_API_KEY`.",
		Optional:            true,
		Sensitive:           true,
	}
	return schema.SingleNestedBlock{
		MarkdownDescription: "Account of VCS Realtime, for the conference rooms `xrcloud_vcs_room`. Omit the block if you have none.",
		Attributes:          attributes,
	}
}

// vcsClient returns the client of VCS. Without the block vcs, each of its requests fails with the missing settings.
func vcsClient(ctx context.Context, section types.Object, transportConfig transport.Config, diags *diag.Diagnostics) *vcsapi.Client {
	var config vcsModel
	settings := newSection(ctx, "vcs", section, &config, diags)
	transportConfig.Endpoint = settings.vcsEndpoint(config)
	settings.apply(&transportConfig, config.connectionModel, vcsPrefix)
	var result vcsapi.Config
	settings.credentials([]credential{{name: "api_key", value: config.APIKey, environment: vcsPrefix + "API_KEY", into: &result.APIKey}})
	transportConfig.CredentialSource = settings.sources["api_key"]
	transportConfig.Check = settings.checker(vcsNeeds())
	result.Transport = transportConfig
	return vcsapi.New(result)
}

func vcsNeeds() map[transport.Need][]requirement {
	endpoint := requirement{
		anyOf:   [][]string{{"domain"}, {"endpoint"}},
		missing: "The provider has no endpoint for VCS. Set domain in the provider's block vcs (or XRCLOUD_VCS_DOMAIN in the environment).",
	}
	credential := requirement{
		anyOf:   [][]string{{"api_key"}},
		missing: "The provider has no credential for VCS. Set api_key in the provider's block vcs (or XRCLOUD_VCS_API_KEY in the environment).",
	}
	return map[transport.Need][]requirement{
		vcsapi.NeedCredential: {endpoint, connectionKnown, credential},
	}
}

// vcsEndpoint returns the endpoint: domain or endpoint of the configuration, else of the environment. It is nil if neither
// is set, if it is wrong, and if it is unknown until apply.
func (s *settings) vcsEndpoint(config vcsModel) *url.URL {
	if config.Domain.IsNull() {
		endpoint := s.endpointURL("endpoint", config.Endpoint, "", vcsPrefix+"ENDPOINT")
		if endpoint != nil || config.Endpoint.IsUnknown() {
			return endpoint
		}
	}
	domain, source := s.lookup("domain", config.Domain, vcsPrefix+"DOMAIN")
	if source == "" {
		return nil
	}
	s.endpointOrigin = fmt.Sprintf("The endpoint comes from %s.", source)
	endpoint, err := transport.ParseEndpoint("https://" + domain)
	if err != nil || endpoint.Host != domain {
		s.addError("domain", "Invalid domain",
			source+" must be a host name alone, such as sandbox.virtualcareservices.net. To use a complete URL, set endpoint.")
		return nil
	}
	return endpoint
}
