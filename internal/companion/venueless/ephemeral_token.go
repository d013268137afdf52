package venueless

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ ephemeral.EphemeralResourceWithConfigure      = &TokenEphemeral{}
	_ ephemeral.EphemeralResourceWithValidateConfig = &TokenEphemeral{}
)

const (
	// maxUIDLength is the length of the server's database column for the IDs of people. The server fails on a longer ID.
	maxUIDLength = 200
	defaultTTL   = time.Hour
)

var domainPattern = regexp.MustCompile(`^[A-Za-z0-9.-]+(:\d+)?$`)

// TokenEphemeral signs a token with which a person logs in to a world, and leaves it out of plan and state.
type TokenEphemeral struct {
	tfkit.EphemeralResourceBase[*api.Client]
}

// NewTokenEphemeral returns the ephemeral resource xrcloud_venueless_token.
func NewTokenEphemeral() ephemeral.EphemeralResource { return &TokenEphemeral{} }

type tokenModel struct {
	UID       types.String         `tfsdk:"uid"`
	Traits    types.Set            `tfsdk:"traits"`
	Profile   jsonValue            `tfsdk:"profile"`
	TTL       timetypes.GoDuration `tfsdk:"ttl"`
	Domain    types.String         `tfsdk:"domain"`
	Token     types.String         `tfsdk:"token"`
	LoginURL  types.String         `tfsdk:"login_url"`
	ExpiresAt timetypes.RFC3339    `tfsdk:"expires_at"`
}

func (e *TokenEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_venueless_token"
}

func (e *TokenEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Signs a token with which a person, or a program, logs in to a Venueless world, and saves it neither in the plan nor in the state. " +
		"Requires Terraform 1.10 or OpenTofu 1.11.\n\n" +
		"The provider signs the token with `venueless.jwt.secret` and sends no request. Every plan and every apply signs a new token. " +
		"A token cannot be revoked; it is valid until it expires."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"uid": schema.StringAttribute{
			MarkdownDescription: "ID of the person, of 1 to 200 characters, by which the world recognizes them. You choose it. The web app fails on a longer one.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, maxUIDLength), tfkit.NoNUL()},
		},
		"traits": schema.SetAttribute{
			MarkdownDescription: "Traits of the person. The world and its rooms grant roles to traits, and the roles determine what the person may do. " +
				"A new world lets in only people with the trait `attendee` or `admin`; without traits they get `auth.denied`. Set `[]` for a world that lets everybody in. " +
				"Defaults to none, with a warning.",
			ElementType: types.StringType,
			Optional:    true,
			Validators:  []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(tfkit.NoNUL())},
		},
		"profile": schema.StringAttribute{
			CustomType:          jsonType{},
			MarkdownDescription: "Profile of the person, as a JSON object such as `jsonencode({ display_name = \"Ada\" })`. If it is not set, the person chooses it.",
			Optional:            true,
			Validators:          []validator.String{isJSONObject()},
		},
		"ttl": schema.StringAttribute{
			CustomType:          timetypes.GoDurationType{},
			MarkdownDescription: "Validity of the token, such as `8h`. Defaults to `1h`.",
			Optional:            true,
		},
		"domain": schema.StringAttribute{
			MarkdownDescription: "Domain at which people enter the world. Defaults to that of the provider's `base_url`.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.RegexMatches(domainPattern, "must be a domain alone, such as event.example.com")},
		},
		"token": schema.StringAttribute{
			MarkdownDescription: "Token, a JSON web token.",
			Computed:            true,
			Sensitive:           true,
		},
		"login_url": schema.StringAttribute{
			MarkdownDescription: "URL that opens the world and logs the person in.",
			Computed:            true,
			Sensitive:           true,
		},
		"expires_at": schema.StringAttribute{
			CustomType:          timetypes.RFC3339Type{},
			MarkdownDescription: "Time at which the token expires, in RFC 3339 format.",
			Computed:            true,
		},
	}
}

// ValidateConfig warns of missing traits. They are not an error, because the world decides whether it lets people without traits in.
func (e *TokenEphemeral) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var data tokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	data.resolveTTL(&resp.Diagnostics)
	if data.Traits.IsNull() {
		resp.Diagnostics.AddAttributeWarning(path.Root("traits"), "Token has no traits",
			`A new world rejects a person without traits with "auth.denied". Set traits = ["attendee"], or another trait that the world gives a role to. If the world lets everybody in, set traits = [].`)
	}
}

// ttl returns the validity of the token, and adds an error if it is not positive.
func (m *tokenModel) resolveTTL(diags *diag.Diagnostics) time.Duration {
	if m.TTL.IsNull() || m.TTL.IsUnknown() {
		return defaultTTL
	}
	ttl, durationDiags := m.TTL.ValueGoDuration()
	diags.Append(durationDiags...)
	if !durationDiags.HasError() && ttl <= 0 {
		diags.AddAttributeError(path.Root("ttl"), "Invalid duration", fmt.Sprintf(`ttl must be a positive duration, such as "90m" or "8h", got %q.`, m.TTL.ValueString()))
	}
	return ttl
}

func (e *TokenEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var data tokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	person := api.Person{
		UID:     data.UID.ValueString(),
		Profile: rawJSON(data.Profile, path.Root("profile"), &resp.Diagnostics),
		TTL:     data.resolveTTL(&resp.Diagnostics),
	}
	resp.Diagnostics.Append(data.Traits.ElementsAs(ctx, &person.Traits, false)...)
	if resp.Diagnostics.HasError() {
		return
	}
	token, err := e.Client.IssueToken(person, data.Domain.ValueString())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot sign Venueless token", err, nil)
		return
	}
	data.Token = types.StringValue(token.Token)
	data.LoginURL = types.StringValue(token.LoginURL)
	data.ExpiresAt = timetypes.NewRFC3339TimeValue(token.ExpiresAt.UTC())
	resp.Diagnostics.Append(resp.Result.Set(ctx, data)...)
}
