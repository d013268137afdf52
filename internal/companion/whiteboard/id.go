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

// identity is what names a room: its uuid is only found in the region that it was made in.
type identity struct {
	Region string `tfsdk:"region"`
	UUID   string `tfsdk:"uuid"`
}

// formatID writes both parts as one text.
func formatID(region, uuid string) string { return region + "/" + uuid }

// parseID reads what formatID writes. Upper case, as it may come with a copied uuid, is let pass.
func parseID(text string) (identity, error) {
	region, uuid, found := strings.Cut(strings.TrimSpace(text), "/")
	id := identity{Region: region, UUID: strings.ToLower(uuid)}
	if !found {
		return id, fmt.Errorf("%q does not have the form region/uuid", text)
	}
	return id, id.problem()
}

func (i identity) problem() error {
	switch {
	case !api.IsRegion(i.Region):
		return fmt.Errorf("%q cannot be a region; the service has %s", i.Region, strings.Join(api.Regions, ", "))
	case !api.IsUUID(i.UUID):
		return fmt.Errorf("%q is not the uuid of a room: it must be 32 hexadecimal digits", i.UUID)
	}
	return nil
}

// isRegion validates the name of a region. One that nobody knows is let pass, since the service may have got it since.
func isRegion() validator.String {
	return tfkit.StringValidator{Form: "a region, such as us-sv", Check: func(text string, argument path.Path, diags *diag.Diagnostics) {
		if !api.IsRegion(text) {
			diags.AddAttributeError(argument, "Not a region", fmt.Sprintf("%q cannot be a region. The service has %s.", text, strings.Join(api.Regions, ", ")))
		}
		if problem := api.RegionProblem(text); problem != "" {
			diags.AddAttributeWarning(argument, "Region was renamed", problem)
		}
	}}
}

// isID validates the id of a room as formatID writes it.
func isID() validator.String {
	return tfkit.StringValidator{Form: "region/uuid", Check: func(text string, argument path.Path, diags *diag.Diagnostics) {
		id, err := parseID(text)
		if err == nil && formatID(id.Region, id.UUID) != text {
			err = fmt.Errorf("%q must be in lower case and without spaces", text)
		}
		if err != nil {
			diags.AddAttributeError(argument, "Not the id of a whiteboard room", fmt.Sprintf("The id of a room is region/uuid, but %v.", err))
		}
	}}
}

// isUUID validates the uuid of a room.
func isUUID() validator.String {
	return tfkit.StringValidator{Form: "32 hexadecimal digits in lower case", Check: func(text string, argument path.Path, diags *diag.Diagnostics) {
		if !api.IsUUID(text) {
			diags.AddAttributeError(argument, "Not the uuid of a whiteboard room",
				fmt.Sprintf("%q is not the uuid of a room: it must be 32 hexadecimal digits in lower case, without dashes.", text))
		}
	}}
}
