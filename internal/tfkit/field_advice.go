package tfkit

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// adviceOnField is advice for an error about the field of an argument.
func adviceOnField(failure *transport.Error, field transport.FieldError, argument path.Path) string {
	if field.Missing != "" && failure.Reason == transport.Invalid {
		return fmt.Sprintf("There is no such %s, or it belongs to another account. Set %s to the ID of an existing %[1]s.", field.Missing, argument)
	}
	if limit := field.TierLimit; limit != nil {
		return fmt.Sprintf("The tier of the account limits %s to a %s of %s. Set %[2]s to %[3]s or less, or ask the operator of the service for a larger tier.",
			limit.Objects, argument, limit.Maximum)
	}
	switch conflict := field.Conflict; {
	case conflict == nil:
		return advice(failure)
	case conflict.ID == "":
		return fmt.Sprintf("Another %s of the account has this %s. Import that %[1]s, or set another %[2]s.", conflict.Kind, argument)
	default:
		return fmt.Sprintf("The %s %q (%s) has this %s. To manage it, run \"terraform import ADDRESS %[3]s\" with the address of this resource, such as xrcloud_%[1]s.example. "+
			"To create another %[1]s, set another %[4]s.", conflict.Kind, conflict.Name, conflict.ID, argument)
	}
}

// adviceOnNumber is advice for an error about the number of objects, or "".
func adviceOnNumber(fields []transport.FieldError) string {
	for _, field := range fields {
		if limit := field.TierLimit; limit != nil && field.Field == "" {
			return fmt.Sprintf("The tier of the account limits the number of %[1]s to %[2]s, and that many exist. Delete %[1]s that are not needed, or ask the operator of the service for a larger tier.",
				limit.Objects, limit.Maximum)
		}
	}
	return ""
}
