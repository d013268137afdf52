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
			diags.AddAttributeError(argument, "Invalid region", fmt.Sprintf("%q is not a region. The regions of the service are %s.", text, strings.Join(api.Regions, ", ")))
		}
		if summary, detail := api.RegionWarning(text); summary != "" {
			diags.AddAttributeWarning(argument, summary, detail)
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
			diags.AddAttributeError(argument, "Invalid whiteboard room ID", fmt.Sprintf(`Expected "<region>/<uuid>", such as "us-sv/4a5f0000000011eeb9d10123456789ab", but %v.`, err))
		}
	}}
}

// isUUID validates that a string is the UUID of a room.
func isUUID() validator.String {
	return tfkit.StringValidator{Form: "32 hexadecimal digits in lower case", Check: func(text string, argument path.Path, diags *diag.Diagnostics) {
		if !api.IsUUID(text) {
			diags.AddAttributeError(argument, "Invalid whiteboard room UUID",
				fmt.Sprintf("Expected 32 hexadecimal digits in lower case, without dashes, got %q.", text))
		}
	}}
}
