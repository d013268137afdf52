package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// limits are the arguments about requests, which every service has.
type limits struct {
	RequestTimeout        types.String `tfsdk:"request_timeout"`
	MaxRetries            types.Int64  `tfsdk:"max_retries"`
	MaxConcurrentRequests types.Int64  `tfsdk:"max_concurrent_requests"`
}

// limitAttributes are those arguments, and the environment variables that begin with prefix.
func limitAttributes(prefix string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"request_timeout": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("How long one HTTP request may take, such as `90s` or `2m`. Environment: `%sREQUEST_TIMEOUT`. Default: `60s`.", prefix),
			Optional:            true,
		},
		"max_retries": schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("How often a failed request is repeated, where repeating helps and does no harm; 0 turns it off. Environment: `%sMAX_RETRIES`. Default: 5.", prefix),
			Optional:            true,
			Validators:          []validator.Int64{int64validator.Between(0, 100)},
		},
		"max_concurrent_requests": schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("How many requests may be under way at once. Environment: `%sMAX_CONCURRENT_REQUESTS`. Default: 10.", prefix),
			Optional:            true,
			Validators:          []validator.Int64{int64validator.Between(1, 1000)},
		},
	}
}

// limit reads the limits into the configuration of a service's HTTP stack.
func (s *settings) limit(stack *transport.Config, config limits, prefix string) {
	stack.RequestTimeout = s.duration("request_timeout", config.RequestTimeout, "60s", prefix+"REQUEST_TIMEOUT")
	stack.MaxRetries = s.number("max_retries", config.MaxRetries, 5, 0, 100, prefix+"MAX_RETRIES")
	stack.MaxConcurrent = s.number("max_concurrent_requests", config.MaxConcurrentRequests, 10, 1, 1000, prefix+"MAX_CONCURRENT_REQUESTS")
}
