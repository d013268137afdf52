package tfkit

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// CheckConfig adds an error if the provider's configuration lacks what a plan or an apply needs, by the result of the client's
// method of that name. A setting that is unknown until apply is not an error in a plan: Terraform plans again at apply.
func CheckConfig(err error, summary string, diags *diag.Diagnostics) bool {
	config, ok := errors.AsType[*transport.ConfigError](err)
	if !ok || config.Unknown {
		return true
	}
	diags.AddError(summary, config.Detail)
	return false
}
