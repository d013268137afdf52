package acctest

import (
	"context"
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// MissingID is a valid ID that no object has.
const MissingID = "11111111-1111-4111-8111-111111111111"

// IsUUID and IsTime check values that XRCLOUD chooses: an ID, and a time in the form 2026-05-04T09:00:00.000Z.
var (
	IsUUID = knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f-]{36}$`))
	IsTime = knownvalue.StringRegexp(regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`))
)

// CheckDestroyed returns a check for the field CheckDestroy of a resource.TestCase: the service finds none of the resources of a type that
// the test had in its state. read reads one by its ID from the service.
func CheckDestroyed(t *testing.T, resourceType string, read func(ctx context.Context, id string) error) func(*terraform.State) error {
	t.Helper()
	return func(state *terraform.State) error {
		for address, resource := range state.RootModule().Resources {
			if resource.Type != resourceType {
				continue
			}
			switch err := read(t.Context(), resource.Primary.ID); {
			case err == nil:
				return fmt.Errorf("%s was not deleted", address)
			case !transport.IsNotFound(err):
				return fmt.Errorf("cannot read %s: %w", address, err)
			}
		}
		return nil
	}
}
