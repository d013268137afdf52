package whiteboard

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// Regions are the known regions of the service. A room cannot be moved to another region.
var Regions = []string{"us-sv", "sg", "in-mum", "eu", "cn-hz"}

// renamedRegions has the current names of regions by their former names.
var renamedRegions = map[string]string{"gb-lon": "eu"}

// RegionWarning returns the summary and the detail of a warning about a region, or two empty strings. A region that is not in Regions is not an
// error, because the service may have new regions.
func RegionWarning(region string) (summary, detail string) {
	if name, renamed := renamedRegions[region]; renamed {
		return "Region was renamed", fmt.Sprintf("The region %q was renamed in 2023, and the service rejects the old name. Use %q.", region, name)
	}
	if slices.Contains(Regions, region) || !IsRegion(region) {
		return "", ""
	}
	return "Unknown region", fmt.Sprintf("%q is not a known region of the service. The known regions are %s. If %[1]q is not a new region, correct it: requests for it will fail.",
		region, strings.Join(Regions, ", "))
}

var regionPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// IsRegion reports whether text has the form of a region.
func IsRegion(text string) bool { return regionPattern.MatchString(text) }

// CheckRegion returns an error if the service does not have a region: it refuses to list the rooms of such a region.
func (c *Client) CheckRegion(ctx context.Context, region string) error {
	_, err := c.page(ctx, region, "", 1)
	if failure, ok := errors.AsType[*transport.Error](err); ok && failure.Status >= 400 && failure.Status < 500 && failure.Reason != transport.Unauthorized {
		failure.Reason = transport.Invalid
		failure.Message = fmt.Sprintf("%s. The service does not list rooms in the region %q; it has %s", strings.TrimSuffix(failure.Message, "."), region, strings.Join(Regions, ", "))
		failure.Fields = []transport.FieldError{{Field: "region", Message: failure.Message}}
	}
	return err
}
