package tfkit

import (
	"fmt"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// adviceOnCreation returns advice on an object that exists or may exist, and that no resource manages.
func adviceOnCreation(failure *transport.CreationError) string {
	switch failure.Problem {
	case transport.SeveralNewObjects:
		return "Delete those that are not needed, import the remaining one, and apply again."
	case transport.UnknownAge:
		return fmt.Sprintf("If nothing else uses the %s, import it. Otherwise apply again once the service responds.", failure.Kind)
	case transport.SameObjectTwice:
	}
	return fmt.Sprintf("Check the service for a %s that no resource manages, and apply again.", failure.Kind)
}
