package provider

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	venuelessapi "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

const venuelessPrefix = "XRCLOUD_VENUELESS_"

// venuelessModel is the block venueless.
type venuelessModel struct {
	BaseURL types.String `tfsdk:"base_url"`
	WorldID types.String `tfsdk:"world_id"`
	Token   types.String `tfsdk:"token"`
	JWT     types.Object `tfsdk:"jwt"`
	connectionModel
}

// venuelessJWTModel is the block jwt in the block venueless.
type venuelessJWTModel struct {
	Secret   types.String `tfsdk:"secret"`
	Issuer   types.String `tfsdk:"issuer"`
	Audience types.String `tfsdk:"audience"`
	Traits   types.List   `tfsdk:"traits"`
	TTL      types.String `tfsdk:"ttl"`
}

func venuelessBlock() schema.Block {
	attributes := connectionAttributes(venuelessPrefix)
	attributes["base_url"] = schema.StringAttribute{
		MarkdownDescription: "Base URL of the server, such as `https://event.example.com`. It may have a path. Environment: `XRCLOUD_VENUELESS_BASE_URL`.",
		Optional:            true,
	}
	attributes["world_id"] = schema.StringAttribute{
		MarkdownDescription: "Default world of rooms and data sources, by its ID. Environment: `XRCLOUD_VENUELESS_WORLD_ID`.",
		Optional:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
	attributes["token"] = schema.StringAttribute{
		MarkdownDescription: "JSON web token of the world, which is used until it expires. Conflicts with `jwt`. Environment: `XRCLOUD_VENUELESS_TOKEN`.",
		Optional:            true,
		Sensitive:           true,
		Validators:          []validator.String{tfkit.ConflictsWith(path.MatchRelative().AtParent().AtName("jwt"))},
	}
	jwt := schema.SingleNestedBlock{
		MarkdownDescription: "Secret with which the provider signs tokens: one of the `JWT_secrets` in the configuration of the world.",
		Attributes: map[string]schema.Attribute{
			"secret": schema.StringAttribute{
				MarkdownDescription: "Secret. Environment: `XRCLOUD_VENUELESS_JWT_SECRET`.",
				Optional:            true,
				Sensitive:           true,
			},
			"issuer": schema.StringAttribute{
				MarkdownDescription: "Issuer of the secret. Environment: `XRCLOUD_VENUELESS_JWT_ISSUER`. Defaults to `" + venuelessapi.DefaultIssuer + "`, as in a new world.",
				Optional:            true,
			},
			"audience": schema.StringAttribute{
				MarkdownDescription: "Audience of the secret. Environment: `XRCLOUD_VENUELESS_JWT_AUDIENCE`. Defaults to `" + venuelessapi.DefaultAudience + "`, as in a new world.",
				Optional:            true,
			},
			"traits": schema.ListAttribute{
				MarkdownDescription: "Traits of the tokens that the provider uses for its requests. The world must grant the role `apiuser` to one of them (Config → Permissions in the web app). Environment: `XRCLOUD_VENUELESS_JWT_TRAITS`, separated by commas. Defaults to `" + venuelessapi.DefaultTrait + "`.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues()},
			},
			"ttl": schema.StringAttribute{
				MarkdownDescription: "Validity of these tokens, such as `10m`, at least `1m`. Environment: `XRCLOUD_VENUELESS_JWT_TTL`. Defaults to `10m`.",
				Optional:            true,
			},
		},
	}
	return schema.SingleNestedBlock{
		MarkdownDescription: "Venueless server, for the rooms `xrcloud_venueless_room`. Omit the block if you have none.",
		Attributes:          attributes,
		Blocks:              map[string]schema.Block{"jwt": jwt},
	}
}

// venuelessClient returns the client of Venueless. Without the block venueless, each of its requests fails with the
// missing settings.
func venuelessClient(ctx context.Context, section types.Object, transportConfig transport.Config, diags *diag.Diagnostics) *venuelessapi.Client {
	var config venuelessModel
	settings := newSection(ctx, "venueless", section, &config, diags)
	transportConfig.Endpoint = settings.endpointURL("base_url", config.BaseURL, "", venuelessPrefix+"BASE_URL")
	settings.apply(&transportConfig, config.connectionModel, venuelessPrefix)
	result := venuelessapi.Config{WorldID: settings.stringValue("world_id", config.WorldID, venuelessPrefix+"WORLD_ID")}

	jwt := settings.venuelessJWT(ctx, config, &result.JWT)
	settings.credentials(
		[]credential{{name: "token", value: config.Token, environment: venuelessPrefix + "TOKEN", into: &result.Token}},
		[]credential{{name: "jwt.secret", value: jwt.Secret, environment: venuelessPrefix + "JWT_SECRET", into: &result.JWT.Secret, block: config.JWT}},
	)
	transportConfig.CredentialSource = cmp.Or(settings.sources["token"], settings.sources["jwt.secret"])
	transportConfig.Check = settings.checker(venuelessNeeds(result, transportConfig.CredentialSource))
	result.Transport = transportConfig
	return venuelessapi.New(result)
}

func venuelessNeeds(config venuelessapi.Config, source string) map[transport.Need][]requirement {
	const setBaseURL = "base_url in the provider's block venueless (or XRCLOUD_VENUELESS_BASE_URL in the environment)."
	const signWith = "Set secret in the block jwt of the provider's block venueless (or XRCLOUD_VENUELESS_JWT_SECRET in the environment)"
	server := requirement{anyOf: [][]string{{"base_url"}}, missing: "The provider does not know the Venueless server. Set " + setBaseURL}
	credential := requirement{
		anyOf:   [][]string{{"token"}, {"jwt.secret"}},
		known:   []string{"jwt.issuer", "jwt.audience", "jwt.traits", "jwt.ttl"},
		missing: "The provider has no credential for Venueless. " + signWith + ", or token (or XRCLOUD_VENUELESS_TOKEN).",
	}
	world := requirement{
		anyOf:   [][]string{{"world_id"}},
		missing: "No world is set. Set world_id here, or in the provider's block venueless for all rooms (or XRCLOUD_VENUELESS_WORLD_ID in the environment).",
	}
	if venuelessapi.LacksTraits(config.Token) {
		credential.invalid = fmt.Sprintf("The token from %s has no claim \"traits\" with a list, and the server cannot read such a token. "+
			`Sign a token with that claim, such as "traits": ["apiuser"].`, source)
	}
	if worldID := config.WorldID; worldID != "" && !venuelessapi.IsWorldID(worldID) {
		world.invalid = fmt.Sprintf("world_id in the provider's block venueless (or XRCLOUD_VENUELESS_WORLD_ID in the environment) is %q. %s", worldID, venuelessapi.WorldIDForm)
	}
	secret := requirement{
		anyOf:   [][]string{{"jwt.secret"}},
		known:   []string{"jwt.issuer", "jwt.audience"},
		missing: "Tokens for people are signed with the secret of the world, and the provider does not have it. " + signWith + ".",
	}
	loginURL := requirement{anyOf: [][]string{{"base_url"}}, missing: "The login URL contains the domain of the world, and no domain is set. Set domain here, or " + setBaseURL}
	return map[transport.Need][]requirement{
		venuelessapi.NeedCredential: {server, connectionKnown, credential},
		venuelessapi.NeedWorld:      {server, connectionKnown, credential, world},
		venuelessapi.NeedSecret:     {secret},
		venuelessapi.NeedLoginURL:   {secret, loginURL},
	}
}

// venuelessJWT reads the settings with which tokens are signed, and returns the block jwt. A configured token replaces them.
func (s *settings) venuelessJWT(ctx context.Context, section venuelessModel, into *venuelessapi.JWT) venuelessJWTModel {
	var config venuelessJWTModel
	s.readBlock(ctx, s.argument("jwt"), section.JWT, &config)
	if !section.Token.IsNull() {
		return config
	}
	into.Issuer = s.stringValue("jwt.issuer", config.Issuer, venuelessPrefix+"JWT_ISSUER")
	into.Audience = s.stringValue("jwt.audience", config.Audience, venuelessPrefix+"JWT_AUDIENCE")
	into.Traits = s.stringList("jwt.traits", config.Traits, venuelessPrefix+"JWT_TRAITS")
	into.TTL = s.durationValue("jwt.ttl", config.TTL, venuelessapi.DefaultTTL.String(), venuelessPrefix+"JWT_TTL")
	if into.TTL > 0 && into.TTL < venuelessapi.MinTTL {
		s.addError("jwt.ttl", "Duration is too short",
			fmt.Sprintf("tokens must be valid for at least %s, got %s. A token with a shorter validity can expire during a request.", venuelessapi.MinTTL, into.TTL))
	}
	return config
}

// stringList reads a list of strings, which the environment separates by commas. It is nil if neither has it.
func (s *settings) stringList(name string, value types.List, environment string) []string {
	if value.IsNull() && os.Getenv(environment) != "" {
		list := strings.Split(os.Getenv(environment), ",")
		for i, text := range list {
			list[i] = strings.TrimSpace(text)
		}
		return list
	}
	var list []string
	unknown := value.IsUnknown()
	for _, element := range value.Elements() {
		text, _ := element.(types.String)
		unknown = unknown || text.IsUnknown()
		list = append(list, text.ValueString())
	}
	if unknown {
		s.unknown = append(s.unknown, s.path(name))
	}
	return list
}
