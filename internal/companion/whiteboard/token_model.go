package whiteboard

import (
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
)

const (
	defaultTTL = time.Hour
	// maxTTL is the longest TTL without allow_permanent: a token cannot be revoked before it expires.
	maxTTL = 24 * time.Hour
)

// tokenModel has the attributes that room tokens and SDK tokens share.
type tokenModel struct {
	Role           types.String         `tfsdk:"role"`
	TTL            timetypes.GoDuration `tfsdk:"ttl"`
	AllowPermanent types.Bool           `tfsdk:"allow_permanent"`
	Token          types.String         `tfsdk:"token"`
	ExpiresAt      timetypes.RFC3339    `tfsdk:"expires_at"`
}

// tokenAttributes returns the attributes of tokenModel.
func tokenAttributes(roleDescription, tokenDescription string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"role": schema.StringAttribute{
			MarkdownDescription: roleDescription,
			Required:            true,
			Validators:          []validator.String{stringvalidator.OneOf(api.Roles...)},
		},
		"ttl": schema.StringAttribute{
			MarkdownDescription: "Time for which the token is valid, such as `10m`, and at most `24h` without `allow_permanent`. " +
				"A token cannot be revoked before it expires, except by disabling the whole key pair. Defaults to `1h`.",
			CustomType: timetypes.GoDurationType{},
			Optional:   true,
			Computed:   true,
		},
		"allow_permanent": schema.BoolAttribute{
			MarkdownDescription: "Whether to allow a `ttl` of more than `24h`, and of `0s`, with which the token never expires. Defaults to `false`.",
			Optional:            true,
		},
		"token": schema.StringAttribute{
			MarkdownDescription: tokenDescription,
			Computed:            true,
			Sensitive:           true,
		},
		"expires_at": schema.StringAttribute{
			MarkdownDescription: "Time at which the token expires, in RFC 3339 format. Null if it never expires.",
			CustomType:          timetypes.RFC3339Type{},
			Computed:            true,
		},
	}
}

// duration returns the TTL, after it sets the default. It adds an error for a TTL that is not allowed. A TTL that is unknown
// until apply is not checked.
func (m *tokenModel) resolveTTL(diags *diag.Diagnostics) time.Duration {
	if m.TTL.IsNull() {
		m.TTL = timetypes.NewGoDurationValue(defaultTTL)
	}
	if m.TTL.IsUnknown() || m.AllowPermanent.IsUnknown() {
		return 0
	}
	ttl, problems := m.TTL.ValueGoDuration()
	diags.Append(problems...)
	switch {
	case problems.HasError():
	case ttl < 0, ttl > 0 && ttl < time.Millisecond:
		diags.AddAttributeError(path.Root("ttl"), "Token TTL is too short",
			fmt.Sprintf("ttl is %q, but it must be at least 1ms. Set ttl to a time such as \"1h\".", m.TTL.ValueString()))
	case (ttl == 0 || ttl > maxTTL) && !m.AllowPermanent.ValueBool():
		diags.AddAttributeError(path.Root("ttl"), "Token TTL is too long",
			fmt.Sprintf("ttl is %q, but it can be at most 24h, and 0s, which creates a token that never expires, is not allowed either: a token cannot be revoked, and anyone who obtains it can use it until it expires. "+
				"Set ttl to a shorter time, or set allow_permanent = true.", m.TTL.ValueString()))
	}
	return ttl
}

func (m *tokenModel) fromAPI(token api.Token) {
	m.Token = types.StringValue(token.Value)
	m.ExpiresAt = timetypes.NewRFC3339Null()
	if !token.ExpiresAt.IsZero() {
		m.ExpiresAt = timetypes.NewRFC3339TimeValue(token.ExpiresAt.UTC())
	}
}
