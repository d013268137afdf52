package whiteboard

import (
	"fmt"
	"strings"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
)

// identity identifies a room: the service finds a UUID only in the region of its room.
type identityModel struct {
	Region string `tfsdk:"region"`
	UUID   string `tfsdk:"uuid"`
}

// formatID returns the ID of a room: region/uuid.
func formatID(region, uuid string) string { return region + "/" + uuid }

// parseID parses an ID. It accepts white space around the ID and a UUID in upper case, which come with copied text.
func parseID(text string) (identityModel, error) {
	region, uuid, found := strings.Cut(strings.TrimSpace(text), "/")
	if !found {
		region, uuid = "", text
	}
	return newIdentity(region, uuid)
}

// newIdentity returns the identity of a room, or an error that is a clause.
func newIdentity(region, uuid string) (identityModel, error) {
	id := identityModel{Region: region, UUID: strings.ToLower(uuid)}
	if region == "" {
		return id, fmt.Errorf("%q does not have the form region/uuid", uuid)
	}
	return id, id.validate()
}

func (i identityModel) validate() error {
	switch {
	case !api.IsRegion(i.Region):
		return fmt.Errorf("%q is not a region of the service, which has the regions %s", i.Region, strings.Join(api.Regions, ", "))
	case !api.IsUUID(i.UUID):
		return fmt.Errorf("%q is not the UUID of a room, which is 32 hexadecimal digits", i.UUID)
	}
	return nil
}
