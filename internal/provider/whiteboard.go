package provider

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	whiteboardapi "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

const whiteboardPrefix = "XRCLOUD_WHITEBOARD_"

// whiteboardModel is the block whiteboard.
type whiteboardModel struct {
	AccessKey types.String `tfsdk:"access_key"`
	SecretKey types.String `tfsdk:"secret_key"`
	SDKToken  types.String `tfsdk:"sdk_token"`
	Region    types.String `tfsdk:"region"`
	Endpoint  types.String `tfsdk:"endpoint"`
	connectionModel
}

func whiteboardBlock() schema.Block {
	sibling := path.MatchRelative().AtParent().AtName
	attributes := connectionAttributes(whiteboardPrefix)
	attributes["access_key"] = schema.StringAttribute{
		MarkdownDescription: "AK of the key pair of the whiteboard project, from Agora Console. With the key pair, the provider signs a token for each request, which is valid for ten minutes. Environment: `XRCLOUD_WHITEBOARD_ACCESS_KEY`.",
		Optional:            true,
		Sensitive:           true,
	}
	attributes["secret_key"] = schema.StringAttribute{
		MarkdownDescription: "SK of the key pair. It signs tokens locally, and is never sent. Environment: `XRCLOUD_WHITEBOARD_SECRET_KEY`.",
		Optional:            true,
		Sensitive:           true,
	}
	attributes["sdk_token"] = schema.StringAttribute{
		MarkdownDescription: "SDK token, to set in place of the key pair. It is used until it expires. The role `writer` can create and read rooms; disabling and destroying them requires `admin`. Environment: `XRCLOUD_WHITEBOARD_SDK_TOKEN`.",
		Optional:            true,
		Sensitive:           true,
		Validators:          []validator.String{tfkit.ConflictsWith(sibling("access_key"), sibling("secret_key"))},
	}
	attributes["region"] = schema.StringAttribute{
		MarkdownDescription: "Default region of rooms and data sources: `" + strings.Join(whiteboardapi.Regions, "`, `") + "`. Environment: `XRCLOUD_WHITEBOARD_REGION`.",
		Optional:            true,
	}
	attributes["endpoint"] = schema.StringAttribute{
		MarkdownDescription: "Base URL of the service, for all regions, with or without `/v5` at its end. Environment: `XRCLOUD_WHITEBOARD_ENDPOINT`. Defaults to `" + whiteboardapi.DefaultEndpoint + "`.",
		Optional:            true,
	}
	return schema.SingleNestedBlock{
		MarkdownDescription: "Whiteboard project of Agora, for the rooms `xrcloud_whiteboard_room`. Omit the block if you have none.",
		Attributes:          attributes,
	}
}

// whiteboardClient returns the client of Agora Interactive Whiteboard. Without the block whiteboard, each of its requests
// fails with the missing settings.
func whiteboardClient(ctx context.Context, section types.Object, transportConfig transport.Config, diags *diag.Diagnostics) *whiteboardapi.Client {
	var config whiteboardModel
	settings := newSection(ctx, "whiteboard", section, &config, diags)
	transportConfig.Endpoint = settings.endpointURL("endpoint", config.Endpoint, whiteboardapi.DefaultEndpoint, whiteboardPrefix+"ENDPOINT")
	settings.apply(&transportConfig, config.connectionModel, whiteboardPrefix)
	result := whiteboardapi.Config{Region: settings.whiteboardRegion(config)}
	settings.credentials(
		[]credential{
			{name: "access_key", value: config.AccessKey, environment: whiteboardPrefix + "ACCESS_KEY", into: &result.AccessKey},
			{name: "secret_key", value: config.SecretKey, environment: whiteboardPrefix + "SECRET_KEY", into: &result.SecretKey},
		},
		[]credential{{name: "sdk_token", value: config.SDKToken, environment: whiteboardPrefix + "SDK_TOKEN", into: &result.SDKToken}},
	)
	transportConfig.CredentialSource = cmp.Or(settings.sources["sdk_token"], settings.sources["access_key"])
	transportConfig.Check = settings.checker(whiteboardNeeds())
	result.Transport = transportConfig
	return whiteboardapi.New(result)
}

func whiteboardNeeds() map[transport.Need][]requirement {
	const setKeyPair = "Set access_key and secret_key in the provider's block whiteboard (or XRCLOUD_WHITEBOARD_ACCESS_KEY and XRCLOUD_WHITEBOARD_SECRET_KEY in the environment)"
	endpoint := requirement{known: []string{"endpoint"}}
	credential := requirement{
		anyOf:   [][]string{{"access_key", "secret_key"}, {"sdk_token"}},
		missing: "The provider has no credential for Agora Interactive Whiteboard. " + setKeyPair + ", or sdk_token (or XRCLOUD_WHITEBOARD_SDK_TOKEN).",
	}
	region := requirement{
		anyOf: [][]string{{"region"}},
		missing: "No region is set. Set region here, or in the provider's block whiteboard for all rooms (or XRCLOUD_WHITEBOARD_REGION in the environment). The service has the regions " +
			strings.Join(whiteboardapi.Regions, ", ") + ".",
	}
	keyPair := requirement{
		anyOf:   [][]string{{"access_key", "secret_key"}},
		missing: "SDK tokens are signed with the key pair, and the provider has none. " + setKeyPair + ", or use an existing SDK token.",
	}
	return map[transport.Need][]requirement{
		whiteboardapi.NeedCredential: {endpoint, connectionKnown, credential},
		whiteboardapi.NeedRegion:     {endpoint, connectionKnown, credential, region},
		whiteboardapi.NeedKeyPair:    {keyPair},
	}
}

// whiteboardRegion reads the region. It adds an error if it has an invalid form, and a warning if it was renamed or is unknown.
func (s *settings) whiteboardRegion(config whiteboardModel) string {
	region, source := s.lookup("region", config.Region, whiteboardPrefix+"REGION")
	if source != "" && !whiteboardapi.IsRegion(region) {
		s.addError("region", "Invalid region", fmt.Sprintf("%s is not a region. The regions of the service are %s.", source, strings.Join(whiteboardapi.Regions, ", ")))
	}
	if summary, detail := whiteboardapi.RegionWarning(region); summary != "" {
		s.diags.AddAttributeWarning(s.argument("region"), summary, detail)
	}
	return region
}
