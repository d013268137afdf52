package transport

import (
	"fmt"
	"strings"
)

// UnknownSettings is the message of a call that cannot be sent since some settings of its client have no value yet.
func UnknownSettings(names []string) string {
	return fmt.Sprintf("It needs provider configuration that is not known yet: %s. The value comes from something that is still to be created: "+
		"create that first (for example with -target), or give the value in another way.", strings.Join(names, ", "))
}
