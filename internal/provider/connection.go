package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// connectionModel is the arguments for the connection to a service, which every service has.
type connectionModel struct {
	CACertificate         types.String `tfsdk:"ca_certificate"`
	RequestTimeout        types.String `tfsdk:"request_timeout"`
	MaxRetries            types.Int64  `tfsdk:"max_retries"`
	MaxConcurrentRequests types.Int64  `tfsdk:"max_concurrent_requests"`
}

var (
	maxRetries    = tfkit.WholeNumber{Min: 0, Max: 100}
	maxConcurrent = tfkit.WholeNumber{Min: 1, Max: 1000}
)

// connectionAttributes describes the arguments. Their environment variables begin with prefix.
func connectionAttributes(prefix string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"ca_certificate": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Certificates to trust in addition to those of the system, as PEM text. Environment: `%sCA_CERTIFICATE`.", prefix),
			Optional:            true,
		},
		"request_timeout": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Maximum duration of one HTTP request, such as `90s` or `2m`. Environment: `%sREQUEST_TIMEOUT`. Defaults to `60s`.", prefix),
			Optional:            true,
		},
		"max_retries": schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("Maximum number of retries of a failed request, between 0 and 100. Only requests that are safe to retry are retried. Environment: `%sMAX_RETRIES`. Defaults to `5`.", prefix),
			Optional:            true,
			CustomType:          maxRetries,
			Validators:          []validator.Int64{maxRetries},
		},
		"max_concurrent_requests": schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("Maximum number of concurrent requests, between 1 and 1000. Environment: `%sMAX_CONCURRENT_REQUESTS`. Defaults to `10`.", prefix),
			Optional:            true,
			CustomType:          maxConcurrent,
			Validators:          []validator.Int64{maxConcurrent},
		},
	}
}

// apply reads the arguments into the configuration of an HTTP client.
func (s *settings) apply(transportConfig *transport.Config, config connectionModel, prefix string) {
	transportConfig.EndpointOrigin = s.endpointOrigin
	transportConfig.RootCAs = s.certificates("ca_certificate", config.CACertificate, prefix+"CA_CERTIFICATE")
	transportConfig.RequestTimeout = s.durationValue("request_timeout", config.RequestTimeout, "60s", prefix+"REQUEST_TIMEOUT")
	transportConfig.MaxRetries = s.integerValue("max_retries", config.MaxRetries, 5, maxRetries, prefix+"MAX_RETRIES")
	transportConfig.MaxConcurrent = s.integerValue("max_concurrent_requests", config.MaxConcurrentRequests, 10, maxConcurrent, prefix+"MAX_CONCURRENT_REQUESTS")
}
