package whiteboard

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// Regions are the known regions of the service. A room cannot be moved to another region.
var Regions = []string{"us-sv", "sg", "in-mum", "eu", "cn-hz"}

// renamedRegions has the current names of regions by their former names.
var renamedRegions = map[string]string{"gb-lon": "eu"}

// RenamedRegionWarning returns a warning about the former name of a region, or "". Other names may be right even if they are
// not in Regions: the service may have new regions.
func RenamedRegionWarning(region string) string {
	if name, renamed := renamedRegions[region]; renamed {
		return fmt.Sprintf("The region %s was renamed in 2023, and the service now refuses its old name. Use %q.", region, name)
	}
	return ""
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
