package whiteboard

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// isRegion validates that a string can be a region. It accepts unknown regions, because the service may have new ones.
func isRegion() validator.String {
	return tfkit.StringValidator{Form: "a region, such as us-sv", Check: func(text string, argument path.Path, diags *diag.Diagnostics) {
		if !api.IsRegion(text) {
			diags.AddAttributeError(argument, "Not a region", fmt.Sprintf("%q is not a region of the service. The service has the regions %s.", text, strings.Join(api.Regions, ", ")))
		}
		if warning := api.RenamedRegionWarning(text); warning != "" {
			diags.AddAttributeWarning(argument, "Region was renamed", warning)
		}
	}}
}

// isID validates that a string is the ID of a room, as formatID returns it.
func isID() validator.String {
	return tfkit.StringValidator{Form: "region/uuid", Check: func(text string, argument path.Path, diags *diag.Diagnostics) {
		id, err := parseID(text)
		if err == nil && formatID(id.Region, id.UUID) != text {
			err = fmt.Errorf("%q must be in lower case and without spaces", text)
		}
		if err != nil {
			diags.AddAttributeError(argument, "Not a whiteboard room ID", fmt.Sprintf("The ID of a room is region/uuid, but %v.", err))
		}
	}}
}

// isUUID validates that a string is the UUID of a room.
func isUUID() validator.String {
	return tfkit.StringValidator{Form: "32 hexadecimal digits in lower case", Check: func(text string, argument path.Path, diags *diag.Diagnostics) {
		if !api.IsUUID(text) {
			diags.AddAttributeError(argument, "Not a whiteboard room UUID",
				fmt.Sprintf("The UUID of a room is 32 hexadecimal digits in lower case, without dashes, but it is %q.", text))
		}
	}}
}
