package whiteboard

import (
	"fmt"
	"regexp"
)

// Regions are the data centers that the service is known to have. A room belongs to one for ever.
var Regions = []string{"us-sv", "sg", "in-mum", "eu", "cn-hz"}

// renamed are the data centers that the service once had, with what they are called now.
var renamed = map[string]string{"gb-lon": "eu"}

// RegionProblem says what is wrong with the name of a region, or "". A name that is not among Regions may well be right.
func RegionProblem(region string) string {
	if now, old := renamed[region]; old {
		return fmt.Sprintf("The region %s was renamed in 2023, and the service now refuses its old name. Use %q.", region, now)
	}
	return ""
}

var regionForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// IsRegion says whether text can be the name of a region at all.
func IsRegion(text string) bool { return regionForm.MatchString(text) }
