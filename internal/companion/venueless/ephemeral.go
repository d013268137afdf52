package venueless

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ ephemeral.EphemeralResourceWithConfigure      = &TokenEphemeral{}
	_ ephemeral.EphemeralResourceWithValidateConfig = &TokenEphemeral{}
)

// longestUID is how long the server's column for the IDs of people is. A longer one is answered with server.fatal.
const longestUID = 200

var domainForm = regexp.MustCompile(`^[A-Za-z0-9.-]+(:\d+)?$`)

// TokenEphemeral gives a token that lets a person into a world, without a trace in plan and state.
type TokenEphemeral struct {
	tfkit.EphemeralResourceBase[*venueless.Client]
}

// NewTokenEphemeral makes the ephemeral resource xrcloud_venueless_token.
func NewTokenEphemeral() ephemeral.EphemeralResource { return &TokenEphemeral{} }

type tokenModel struct {
	UID       types.String `tfsdk:"uid"`
	Traits    types.Set    `tfsdk:"traits"`
	Profile   jsonText     `tfsdk:"profile"`
	TTL       types.String `tfsdk:"ttl"`
	Domain    types.String `tfsdk:"domain"`
	Token     types.String `tfsdk:"token"`
	LoginURL  types.String `tfsdk:"login_url"`
	ExpiresAt types.String `tfsdk:"expires_at"`
}

func (e *TokenEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_venueless_token"
}

func (e *TokenEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema.MarkdownDescription = `
Gives a token by which a person, or a program, enters a Venueless world, and the URL to log in with it, without a trace in plan and state. It needs Terraform 1.10 or OpenTofu 1.11.

The provider signs it with ` + "`venueless.jwt.secret`" + ` and calls nothing. It is another one in every plan and apply. A token cannot be taken back; it ends by its time alone.
`
	resp.Schema.Attributes = map[string]schema.Attribute{
		"uid": schema.StringAttribute{
			MarkdownDescription: "Your own ID of the person, by which the world recognizes them, of 1 to 200 characters. The web app fails for a longer one.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, longestUID), tfkit.NoNUL()},
		},
		"traits": schema.SetAttribute{
			MarkdownDescription: "Traits of the person. The world and its rooms give roles to traits, and the roles decide what the person may do. A new world lets in only people with the trait `attendee` or `admin`; without traits they get `auth.denied`. Set `[]` for a world that lets everybody in. Defaults to none, with a warning.",
			ElementType:         types.StringType,
			Optional:            true,
			Validators:          []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(tfkit.NoNUL())},
		},
		"profile": schema.StringAttribute{
			CustomType:          jsonType{},
			MarkdownDescription: "Sets the person's profile, as a JSON object such as `jsonencode({ display_name = \"Ada\" })`. Default: the person chooses it.",
			Optional:            true,
			Validators:          []validator.String{jsonObject()},
		},
		"ttl": schema.StringAttribute{
			MarkdownDescription: "How long the token lets the person in, such as `8h`. Default: `1h`.",
			Optional:            true,
		},
		"domain": schema.StringAttribute{
			MarkdownDescription: "The domain of the world, where people enter it. Default: that of the provider's `base_url`.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.RegexMatches(domainForm, "must be a domain alone, such as event.example.com")},
		},
		"token":      schema.StringAttribute{MarkdownDescription: "The token, a JSON web token.", Computed: true, Sensitive: true},
		"login_url":  schema.StringAttribute{MarkdownDescription: "The URL that opens the world as the person.", Computed: true, Sensitive: true},
		"expires_at": schema.StringAttribute{MarkdownDescription: "When the token ends, as an RFC 3339 time.", Computed: true},
	}
}

// ValidateConfig implements ephemeral.EphemeralResourceWithValidateConfig. Whether a world lets people without traits in is
// up to the world, so that they are only warned of.
func (e *TokenEphemeral) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var traits types.Set
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("traits"), &traits)...)
	if traits.IsNull() {
		resp.Diagnostics.AddAttributeWarning(path.Root("traits"), "Token has no traits",
			`A new world answers a person without traits with "auth.denied". Set traits = ["attendee"], or another trait that the world gives a role to. If the world lets everybody in, set traits = [].`)
	}
}

func (e *TokenEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var data tokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	person := venueless.Person{UID: data.UID.ValueString(), Profile: raw(data.Profile, path.Root("profile"), &resp.Diagnostics), TTL: time.Hour}
	resp.Diagnostics.Append(data.Traits.ElementsAs(ctx, &person.Traits, false)...)
	if !data.TTL.IsNull() {
		ttl, err := time.ParseDuration(data.TTL.ValueString())
		if err != nil || ttl <= 0 {
			resp.Diagnostics.AddAttributeError(path.Root("ttl"), "Not a time span",
				fmt.Sprintf(`ttl must be a time span such as "90m" or "8h", but it is %q.`, data.TTL.ValueString()))
		}
		person.TTL = ttl
	}
	if resp.Diagnostics.HasError() {
		return
	}
	pass, err := e.Client.IssueToken(person, data.Domain.ValueString())
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot sign a Venueless token", err, nil)
		return
	}
	data.Token = types.StringValue(pass.Token)
	data.LoginURL = types.StringValue(pass.LoginURL)
	data.ExpiresAt = types.StringValue(pass.ExpiresAt.UTC().Format(time.RFC3339))
	resp.Diagnostics.Append(resp.Result.Set(ctx, data)...)
}
