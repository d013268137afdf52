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
	// maxTTL bounds the life of tokens unless allow_permanent is set: nothing takes a token back before its end.
	maxTTL = 24 * time.Hour
)

// grant is what both kinds of tokens are asked for with, and the token.
type grant struct {
	Role           types.String         `tfsdk:"role"`
	TTL            timetypes.GoDuration `tfsdk:"ttl"`
	AllowPermanent types.Bool           `tfsdk:"allow_permanent"`
	Token          types.String         `tfsdk:"token"`
	ExpiresAt      timetypes.RFC3339    `tfsdk:"expires_at"`
}

func grantAttributes(roles, token string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"role": schema.StringAttribute{
			MarkdownDescription: roles,
			Required:            true,
			Validators:          []validator.String{stringvalidator.OneOf(api.Roles...)},
		},
		"ttl": schema.StringAttribute{
			MarkdownDescription: "How long the token holds, such as `10m` or `24h`, which is the most without `allow_permanent`. Nothing takes a token back before, " +
				"short of disabling the whole key pair. Default: `1h`.",
			CustomType: timetypes.GoDurationType{},
			Optional:   true,
			Computed:   true,
		},
		"allow_permanent": schema.BoolAttribute{
			MarkdownDescription: "Whether to allow a `ttl` of more than `24h`, and `0s`, with which the token never expires. Default: false.",
			Optional:            true,
		},
		"token": schema.StringAttribute{MarkdownDescription: token, Computed: true, Sensitive: true},
		"expires_at": schema.StringAttribute{
			MarkdownDescription: "When the token expires, as an RFC 3339 time; null if it never does.",
			CustomType:          timetypes.RFC3339Type{},
			Computed:            true,
		},
	}
}

// lifespan is the time that is asked for. It adds an error unless that is allowed; what is not known yet is.
func (g *grant) lifespan(diags *diag.Diagnostics) time.Duration {
	if g.TTL.IsNull() {
		g.TTL = timetypes.NewGoDurationValue(defaultTTL)
	}
	if g.TTL.IsUnknown() || g.AllowPermanent.IsUnknown() {
		return 0
	}
	ttl, problems := g.TTL.ValueGoDuration()
	diags.Append(problems...)
	switch {
	case problems.HasError():
	case ttl < 0, ttl > 0 && ttl < time.Millisecond:
		diags.AddAttributeError(path.Root("ttl"), "Token would have no life", fmt.Sprintf("ttl must be at least 1ms, but it is %s.", g.TTL.ValueString()))
	case (ttl == 0 || ttl > maxTTL) && !g.AllowPermanent.ValueBool():
		diags.AddAttributeError(path.Root("ttl"), "Token would live too long",
			fmt.Sprintf("ttl is %s, with 0s meaning for ever, and may be %v at the most: whoever gets hold of a token can use it to its end, since nothing takes it back. "+
				"If it must be so, set allow_permanent = true.", g.TTL.ValueString(), maxTTL))
	}
	return ttl
}

func (g *grant) fromAPI(token api.Token) {
	g.Token = types.StringValue(token.Value)
	g.ExpiresAt = timetypes.NewRFC3339Null()
	if !token.ExpiresAt.IsZero() {
		g.ExpiresAt = timetypes.NewRFC3339TimeValue(token.ExpiresAt.UTC())
	}
}
