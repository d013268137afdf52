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
